"""What a PDF shows, read by pdfium in the child process: pieces of text with their boxes, QR codes, attachments."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import ImageChops

from data.formats.pdf.glyphs import glyphs_of
from data.formats.pdf.pieces import pieces_of
from data.formats.pdf.rules import rules_of
from data.formats.sandbox.codes import decode
from data.formats.sandbox.limits import MIB, PAGES, PIXELS, QR_PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from data.formats.face.runs import Run

_MM = 25.4 / 72
_SCALES = (150 / 72, 300 / 72)
_CLOSE = 340 / 72
MOST_CHARACTERS = 40_000
"""Of one file: a page has about a thousand."""
_ATTACHMENTS = 8
_SIGNATURES = 8
_RED_SCALE = 1.0
_REDDER = 132
"""Levels by which red exceeds green and blue in what counts as a seal's red: the frames' maroon (128, 0, 0) does not."""


def read(data: bytes) -> dict[str, Any]:
    """Return pages of runs ``[text, x0, y0, x1, y1, [edges]]``, payloads, XML attachments, kinds of signature."""
    document = _open(data)
    if isinstance(document, str):
        return {"error": document}
    return {
        "pages": _all_runs(document),
        "count": len(document),
        "payloads": _payloads(document),
        "attachments": [base64.b64encode(a).decode() for a in _attachments(document)],
        "signatures": _signatures(document),
    }


def read_back(data: bytes) -> dict[str, Any]:
    """Return the text of all pages as pdfium orders it and by its places, the payloads, the number of pages."""
    document = _open(data)
    if isinstance(document, str):
        return {"error": document}
    texts = [page.get_textpage().get_text_bounded() for page in _pages(document, PAGES)]
    red = sum(_red(page) for page in _pages(document, QR_PAGES))
    return {
        "text": "\n".join(texts),
        "payloads": _payloads(document),
        "count": len(document),
        "red": round(red, 1),
        "pages": _all_runs(document),
    }


def scan(data: bytes) -> dict[str, Any]:
    """Return the payloads on the pages of a scan, looked at closely: the small code of a copy is 7 mm wide."""
    document = _open(data)
    if isinstance(document, str):
        return {"error": document}
    found: dict[str, None] = {}
    for page in _pages(document, QR_PAGES):
        image = _render(page, _CLOSE)
        found |= dict.fromkeys(decode(image) if image else [])
    return {"payloads": list(found)}


def picture_of(data: bytes) -> Image.Image | None:
    """Return the first page as a grey picture, one pixel a point."""
    document = _open(data)
    if isinstance(document, str) or not len(document):
        return None
    return _render(document[0], 1)


def _open(data: bytes) -> Any:
    """Return the document, or in a word why it cannot be opened."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return "password" if "password" in str(error).casefold() else "damaged"


def _pages(document: Any, most: int) -> Iterator[Any]:
    for index in range(min(len(document), most)):
        try:
            yield document[index]
        except pdfium.PdfiumError:
            continue


def _all_runs(document: Any) -> list[list[list[Any]]]:
    left = MOST_CHARACTERS
    pages = []
    for page in _pages(document, PAGES):
        runs = _runs(page, left)
        left = max(left - sum(len(run[0]) for run in runs), 0)
        pages.append(runs)
    return pages


def runs_of(page: Any, most: int) -> tuple[list[Run], int]:
    """Return the pieces of text of a page, and by how many quarters clockwise it was turned to read them."""
    glyphs, turn = glyphs_of(page, most)
    return pieces_of(glyphs, rules_of(page, turn)), turn


def _runs(page: Any, most: int) -> list[list[Any]]:
    found, _ = runs_of(page, most)
    return [[r.text, *(round(v, 3) for v in (r.x0, r.y0, r.x1, r.y1)), [round(e, 2) for e in r.edges]] for r in found]


def _payloads(document: Any) -> list[str]:
    found: dict[str, None] = {}
    for page in _pages(document, QR_PAGES):
        for scale in _SCALES:
            image = _render(page, scale)
            codes = decode(image) if image else []
            found |= dict.fromkeys(codes)
            if codes:
                break
    return list(found)


def _render(page: Any, scale: float) -> Image.Image | None:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return None
    largest = (PIXELS / (width * height)) ** 0.5
    image: Image.Image = page.render(scale=min(scale, largest), grayscale=True, may_draw_forms=False).to_pil()
    return image.convert("L")


def _red(page: Any) -> float:
    """Return how much of a page is red, in mm²: the seal above all."""
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return 0.0
    scale = min(_RED_SCALE, (PIXELS / (width * height)) ** 0.5)
    red, green, blue = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").split()
    over = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    pixels: int = sum(over.histogram()[_REDDER:])
    area: float = pixels * (_MM / scale) ** 2
    return area


def _attachments(document: Any) -> Iterator[bytes]:
    for index in range(min(document.count_attachments(), _ATTACHMENTS)):
        try:
            data = bytes(document.get_attachment(index).get_data())
        except pdfium.PdfiumError:
            continue
        if len(data) <= MIB and data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
            yield data


def _signatures(document: Any) -> list[str]:
    found = []
    for index in range(min(max(pdfium_c.FPDF_GetSignatureCount(document), 0), _SIGNATURES)):
        signature = pdfium_c.FPDF_GetSignatureObject(document, index)
        length = pdfium_c.FPDFSignatureObj_GetSubFilter(signature, None, 0)
        buffer = (pdfium_c.ctypes.c_char * max(length, 1))()
        pdfium_c.FPDFSignatureObj_GetSubFilter(signature, buffer, length)
        found.append(buffer.value.decode("ascii", "replace"))
    return found
