"""Scans and photos of papers: what they are, and the code on them, as small as it is printed."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2
import pytest
from PIL import ImageFilter

from data.formats.readers import FileReaders
from facts import an_invoice
from fapiao.errors import UnreadableFile
from fapiao.paper import Paper
from fapiao.ports.faces import FaceJob, Mark
from printing.renderer import PaperRenderer

SLIP = "FD1*26422000000099000101*2*1-000043*2611240233*K7QX*8F3A01BC"


@pytest.fixture(scope="module")
def readers():
    return FileReaders()


@pytest.fixture(scope="module")
def paper():
    """A printed page with its code."""
    mark = Mark("1-000043", "7K2P", 2, datetime(2026, 11, 24, tzinfo=UTC), "xiaoli", "front-1", slip=SLIP)
    invoice = an_invoice(issued_on=date(2026, 3, 18), gross=Decimal("106.00"))
    return PaperRenderer().render(FaceJob(invoice, Paper.A4_UPPER, mark)).data


def scanned(paper, dpi, kind, *, turned=0, blur=0.0):
    image = pypdfium2.PdfDocument(paper)[0].render(scale=dpi / 72).to_pil().convert("L")
    image = image.filter(ImageFilter.GaussianBlur(blur)).rotate(turned, expand=True, fillcolor=255)
    out = io.BytesIO()
    image.save(out, kind, quality=70)
    return out.getvalue()


def test_the_pdf_itself_shows_its_code(readers, paper):
    found = readers.read_scan(paper)

    assert (found.kind, SLIP in found.payloads) == ("pdf", True)


@pytest.mark.parametrize(("kind", "dpi"), [("PNG", 300), ("JPEG", 300), ("JPEG", 400), ("JPEG", 600)])
def test_a_scan_shows_its_code(readers, paper, kind, dpi):
    found = readers.read_scan(scanned(paper, dpi, kind))

    assert (found.kind, SLIP in found.payloads) == (kind.lower(), True)


@pytest.mark.parametrize("turned", [2, 90, 180])
def test_a_photo_that_lies_askew_shows_it_too(readers, paper, turned):
    assert SLIP in readers.read_scan(scanned(paper, 400, "JPEG", turned=turned, blur=1)).payloads


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xff\xd8\xff\xe0" + bytes(200), b"GIF89a" + bytes(40)],
    ids=["nothing", "text", "torn png", "torn jpeg", "gif"],
)
def test_what_is_no_scan_is_said_to_be_none(readers, data):
    with pytest.raises(UnreadableFile):
        readers.read_scan(data)


def test_a_scan_beyond_the_limit_is_refused_unread(readers):
    with pytest.raises(UnreadableFile, match="25"):
        readers.read_scan(b"%PDF-1.7\n" + bytes(26 * 1024 * 1024))
