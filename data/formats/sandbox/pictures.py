"""QR codes in pictures, in the child process. Pictures beyond the limits are left alone."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from PIL import Image

from data.formats.sandbox.codes import decode
from data.formats.sandbox.limits import PIXELS, SCAN_PIXELS
from ofd.jbig2 import as_pdf, is_jbig2

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
_SCAN_SIDE = 5000
"""Dots: 400 dpi over the longer side of an A4 sheet."""


def warm_up() -> None:
    """Load what a fork would otherwise load again."""
    Image.init()
    decode(Image.new("L", (32, 32), 255))


def payloads(data: bytes) -> dict[str, Any]:
    """Return the payloads of one picture file."""
    if is_jbig2(data):
        from data.formats.pdf.pages import picture_of

        try:
            image = picture_of(as_pdf(data, PIXELS))
        except ValueError:
            return {"payloads": []}
        return {"payloads": [] if image is None else decode(image)}
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > PIXELS:
                    return {"payloads": []}
                return {"payloads": decode(_flat(picture))}
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            return {"payloads": []}


def scan(data: bytes) -> dict[str, Any]:
    """Return the payloads on a scan or photo of a paper, or that it cannot be read; looked at as large as need be."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > SCAN_PIXELS:
                    return {"error": "large"}
                picture.draft("L", (_SCAN_SIDE, _SCAN_SIDE))
                picture.thumbnail((_SCAN_SIDE, _SCAN_SIDE), reducing_gap=2.0)
                return {"payloads": decode(_flat(picture))}
        except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
            return {"error": "damaged"}


def _flat(picture: Image.Image) -> Image.Image:
    """Return grey on white; transparent pictures have no paper behind them."""
    if picture.mode in {"RGBA", "LA", "P"}:
        rgba = picture.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        paper.alpha_composite(rgba)
        return paper.convert("L")
    return picture.convert("L")
