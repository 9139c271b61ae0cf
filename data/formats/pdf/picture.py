"""A page as a picture with its words, for the preview; drawn by pdfium in the child process."""

from __future__ import annotations

import base64
import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from PIL import Image

from data.formats.sandbox.limits import PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = struct.Struct(">HH")
"""Page, counted from 0, and width in pixels or dots an inch: what stands before the PDF in a request."""
_POINTS = 72
_FINER = 3
"""Times as fine a coarse picture is drawn first: thin rules stay, and dots are means of what they cover."""
_MOST_PIECES = 20_000
_LEVEL = 0.5
"""Of the height of the lower piece: so much of it stands on the line of the other."""
_ALIKE = 1.6
"""Of the lower piece's height: what is higher is of another text, as a seal's is."""
_CLOSE = 0.7
"""Of the height: a gap that is none between words."""


def view(request: bytes) -> dict[str, Any]:
    """Return width, height, the pixels as RGB in base64, words as ``[text, x0, y0, x1, y1]`` in parts of the page."""
    page = _page(request)
    if page is None:
        return {"error": "damaged"}
    width = WANTED.unpack_from(request)[1]
    fine = _drawn(page, _FINER * width)
    image = fine.resize((width, max(1, round(fine.height * width / fine.width))), Image.Resampling.BOX)
    return {
        "width": image.width,
        "height": image.height,
        "rgb": base64.b64encode(image.tobytes()).decode(),
        "words": list(_words(page)),
    }


def png(request: bytes) -> dict[str, Any]:
    """Return the page as a PNG file in base64, in so many dots an inch."""
    page = _page(request)
    if page is None:
        return {"error": "damaged"}
    sink = BytesIO()
    _drawn(page, page.get_width() / _POINTS * WANTED.unpack_from(request)[1]).save(sink, "PNG", optimize=True)
    return {"png": base64.b64encode(sink.getvalue()).decode()}


def _page(request: bytes) -> Any:
    try:
        page = pdfium.PdfDocument(request[WANTED.size :])[WANTED.unpack_from(request)[0]]
    except (pdfium.PdfiumError, IndexError):
        return None
    return page if min(page.get_size()) > 0 else None


def _drawn(page: Any, width: float) -> Any:
    wide, high = page.get_size()
    scale = min(width / wide, (PIXELS / (wide * high)) ** 0.5)
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _words(page: Any) -> Iterator[list[Any]]:
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    wide, high = right - left, top - bottom
    if wide <= 0 or high <= 0:
        return
    for piece, x0, y0, x1, y1 in _joined(text):
        box = ((x0 - left) / wide, (top - y1) / high, (x1 - left) / wide, (top - y0) / high)
        yield [piece, *(round(part, 5) for part in box)]


def _joined(text: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield pieces of text with their boxes in points; what stands close behind a piece on its line belongs to it."""
    word: tuple[str, float, float, float, float] | None = None
    for index in range(min(text.count_rects(), _MOST_PIECES)):
        x0, y0, x1, y1 = text.get_rect(index)
        piece = text.get_text_bounded(x0, y0, x1, y1).strip()
        if not piece:
            continue
        if word is not None and _goes_on(word, (x0, y0, x1, y1)):
            word = (word[0] + piece, word[1], min(word[2], y0), x1, max(word[4], y1))
            continue
        if word is not None:
            yield word
        word = (piece, x0, y0, x1, y1)
    if word is not None:
        yield word


def _goes_on(word: tuple[str, float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    _, _, below, right, above = word
    x0, y0, _, y1 = box
    shared = min(above, y1) - max(below, y0)
    height, lower = max(above - below, y1 - y0), min(above - below, y1 - y0)
    if height > _ALIKE * lower:
        return False
    return shared > _LEVEL * lower and -_LEVEL * height < x0 - right < _CLOSE * height
