"""The texts of QR codes in a picture, in the child process."""

from __future__ import annotations

import zxingcpp
from PIL import Image

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_SMALLEST, _ENLARGED = 300, 4
_BORDER = 16


def decode(image: Image.Image) -> list[str]:
    """Return the texts of all QR codes; a bare symbol gets the quiet zone and the size it needs."""
    found = _decode(image)
    if not found and max(image.size) < _SMALLEST:
        size = (image.width * _ENLARGED, image.height * _ENLARGED)
        framed = Image.new("L", (size[0] + 2 * _BORDER, size[1] + 2 * _BORDER), 255)
        framed.paste(image.resize(size, Image.Resampling.NEAREST), (_BORDER, _BORDER))
        found = _decode(framed)
    return found


def _decode(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(image, formats=_QR)
    return [code.text for code in found if code.valid]
