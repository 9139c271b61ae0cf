"""Picture files of an OFD (PNG, JPEG, BMP, GIF, JBIG2) as images to draw, with their transparency."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from fapiao.errors import UnreadableFile
from fapiao.said import say
from ofd.jbig2 import as_pdf, is_jbig2
from printing.ofd.budget import Budget
from printing.ofd.limits import PIXELS
from printing.ofd.refused import CURE
from printing.ofd.unknown import Unknown

_FORMATS = ("PNG", "JPEG", "BMP", "GIF")
_GREY = frozenset({"1", "L"})
_SEEN_THROUGH = frozenset({"P", "PA", "LA", "RGBA", "RGBa", "La"})


def read(data: bytes, budget: Budget, unknown: Unknown) -> Image.Image | None:
    """Return the picture as L, RGB or RGBA; None, and a report, for a format that is not drawn.

    Raises UnreadableFile for a damaged or oversized one.
    """
    try:
        if is_jbig2(data):
            found = _jbig2(data)
            budget.take(pixels=found.width * found.height)
            return found
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _opened(data, budget)
    except UnidentifiedImageError:
        unknown.add(say("图像格式 {magic}", magic=data[:4].hex()))
        return None
    except (
        OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
        Image.DecompressionBombError, Image.DecompressionBombWarning,
    ):  # fmt: skip
        raise UnreadableFile(say("OFD 里的图像已损坏或过大"), CURE) from None


def _jbig2(data: bytes) -> Image.Image:
    import pypdfium2

    try:
        page: Image.Image = pypdfium2.PdfDocument(as_pdf(data, PIXELS))[0].render(scale=1, grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        raise ValueError("pdfium does not read it") from None
    return page.convert("L")


def masked(picture: Image.Image, mask: Image.Image) -> Image.Image:
    """Return ``picture`` showing only where ``mask`` is light."""
    found = picture.convert("RGB")
    found.putalpha(mask.convert("L").resize(picture.size))
    return found


def _opened(data: bytes, budget: Budget) -> Image.Image:
    with Image.open(BytesIO(data), formats=_FORMATS) as picture:
        if picture.width * picture.height > PIXELS:
            raise ValueError("too many pixels")
        budget.take(pixels=picture.width * picture.height)
        if picture.mode in _SEEN_THROUGH or "transparency" in picture.info:
            return _without_needless_alpha(picture.convert("RGBA"))
        return picture.convert("L" if picture.mode in _GREY else "RGB")


def _without_needless_alpha(picture: Image.Image) -> Image.Image:
    low, _ = picture.getchannel("A").getextrema()
    return picture.convert("RGB") if low == 255 else picture
