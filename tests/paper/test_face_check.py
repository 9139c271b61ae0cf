"""A stored page is compared with its invoice where its values stand, in whatever way its producer cut the text."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from data.formats.readers import FileReaders
from fapiao.errors import FaceError
from fapiao.face import compare, compare_copy
from fapiao.invoice import Invoice, Kind
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob, Mark
from printing.renderer import PaperRenderer
from scripts.specimens import invented
from scripts.specimens.faces import sheets_of
from scripts.specimens.pdfs import STYLES, Style, pdf_of

MARK = Mark("1-000001", "7F3A", 1, datetime(2026, 11, 20, 2, 30, tzinfo=UTC), "样例甲", "1")
PLAIN = STYLES[0]


def an_invoice(kind: Kind = Kind.DIGITAL_SPECIAL) -> Invoice:
    chance = random.Random(f"check {kind}")
    rows = invented.lines(chance, 2, discounts=True)
    make = invented.electronic if kind is Kind.E_ORDINARY else invented.digital
    return make(chance, kind, rows)


@pytest.fixture(scope="module")
def readers() -> FileReaders:
    return FileReaders()


@pytest.mark.parametrize("kind", [Kind.DIGITAL_SPECIAL, Kind.E_ORDINARY])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_genuine_page_passes_and_its_print_carries_it(readers: FileReaders, style: Style, kind: Kind) -> None:
    invoice = an_invoice(kind)
    stored = pdf_of(sheets_of(invoice), style)

    original = readers.read_page(stored)
    compare(invoice, original)
    printed = PaperRenderer().render(FaceJob(invoice, Paper.A4_UPPER, MARK, original=stored))
    compare_copy(original, readers.read_page(printed.data))


def test_pieces_lie_where_they_are_drawn(readers: FileReaders) -> None:
    invoice = an_invoice()

    page = readers.read_page(pdf_of(sheets_of(invoice), PLAIN))

    (number,) = [piece for piece in page.pieces if invoice.number in piece.text]
    assert (number.page, round(number.y1)) == (0, 14)
    assert 154 <= number.x0 < number.x1 <= 210


def test_tax_ids_that_changed_places_are_named(readers: FileReaders) -> None:
    invoice = an_invoice()
    buyer = replace(invoice.buyer, tax_id=invoice.seller.tax_id)
    seller = replace(invoice.seller, tax_id=invoice.buyer.tax_id or "91420199MAXXTE118Q")

    page = readers.read_page(pdf_of(sheets_of(replace(invoice, buyer=buyer, seller=seller)), PLAIN))

    with pytest.raises(FaceError, match="税号应为"):
        compare(invoice, page)


def test_names_that_changed_places_are_named(readers: FileReaders) -> None:
    invoice = an_invoice()
    buyer = replace(invoice.buyer, name=invoice.seller.name)
    seller = replace(invoice.seller, name=invoice.buyer.name)

    page = readers.read_page(pdf_of(sheets_of(replace(invoice, buyer=buyer, seller=seller)), PLAIN))

    with pytest.raises(FaceError, match="购买方应为"):
        compare(invoice, page)
