"""A page as a picture with its words, for the preview; drawn by pdfium in the child process."""

from __future__ import annotations

import base64
import struct
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

from data.formats.pdf.glyphs import MM
from data.formats.pdf.pages import MOST_CHARACTERS, runs_of
from data.formats.sandbox.limits import PIXELS

WANTED = struct.Struct(">HH")
"""Page, counted from 0, and width in pixels or dots an inch: what stands before the PDF in a request."""
_POINTS = 72
_FINER = 3
"""Times as fine a coarse picture is drawn first: thin rules stay, and dots are means of what they cover."""


def view(request: bytes) -> dict[str, Any]:
    """Return width, height, the pixels as RGB in base64, words as ``[text, x0, y0, x1, y1]`` and the page's size in mm."""
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
        "words": _words(page),
        "mm": [round(side * MM, 2) for side in page.get_size()],
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


def _words(page: Any) -> list[list[Any]]:
    """Return the words as the reader joins them, seals left out; none where the text stands askew in the picture."""
    runs, turn = runs_of(page, MOST_CHARACTERS)
    return [] if turn else [[run.text, *(round(v, 2) for v in (run.x0, run.y0, run.x1, run.y1))] for run in runs]
