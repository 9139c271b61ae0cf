"""Invented invoices in the ways of many producers, and papers that are none: a small cut of ``make bench-read``."""

from __future__ import annotations

import random

import pytest

from bench.read import holds, measure, table
from data.formats.readers import FileReaders
from scripts.specimens.made import Specimen, pdf_specimens
from scripts.specimens.ofds import ofd_specimens
from scripts.specimens.others import other_specimens
from scripts.specimens.pdfs import STYLES, Style
from scripts.specimens.truth import facts_of
from scripts.specimens.xmls import xml_specimens


@pytest.fixture(scope="module")
def readers() -> FileReaders:
    return FileReaders()


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_invoices_are_read_in_the_style_of(readers: FileReaders, style: Style) -> None:
    found = list(pdf_specimens(0, 11, [style]))[STYLES.index(style) % 3 :: 3]

    scores = measure(found, readers)

    assert scores["pdf"].notes == []


@pytest.mark.parametrize(("form", "make"), [("ofd", ofd_specimens), ("xml", xml_specimens)])
def test_every_dialect_is_read(readers: FileReaders, form: str, make) -> None:
    made = make(random.Random(12))
    found = [Specimen(form, f"{name}.{form}", data, facts_of(invoice)) for name, data, invoice in made]

    scores = measure(found, readers)

    assert len(found) == 10
    assert scores[form].notes == []


def test_no_paper_that_is_no_invoice_is_taken_for_one(readers: FileReaders) -> None:
    found = [Specimen("other", name, data, {}) for name, data in other_specimens(random.Random(13))]

    scores = measure(found, readers)

    assert len(found) == 60
    assert holds(scores), table(scores)


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = ([s.data for s in pdf_specimens(0, 14, STYLES[1:3])] for _ in range(2))

    assert first == second


def test_a_wrong_field_without_a_finding_is_counted(readers: FileReaders) -> None:
    good = next(iter(pdf_specimens(0, 15, STYLES[:1])))
    wrong = Specimen(good.format, good.name, good.data, good.facts | {"seller.name": "别的公司"})

    scores = measure([wrong], readers)

    assert scores["pdf"].fields["silent"] == 1
    assert not holds(scores)
