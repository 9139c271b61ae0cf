"""The vendored font files: where they lie, and how wide their characters are."""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from printing.fonts.pack import rare
from printing.fonts.truetype import UnknownFontError, true_type

if TYPE_CHECKING:
    from printing.fonts.canvasfont import VendoredFont

FACES = {
    "song": "Fapiao Song",
    "kai": "Fapiao Kai",
    "mono": "Fapiao Mono",
    "symbols": "Fapiao Symbols",
    "more": "Fapiao Song More",
}
"""File name (without ``.ttf``) -> family name. ``more`` holds the rest of GBK: the traditional characters."""


def path(name: str) -> str:
    """Return the file of the font ``name``: a key of FACES, or a font of the rare-character pack."""
    return str(rare().get(name) or files("printing.fonts").joinpath(f"{name}.ttf"))


@cache
def face(name: str) -> VendoredFont:
    """Return the font ``name`` for ReportLab, registered under that name; made once a process."""
    from printing.fonts.canvasfont import registered

    return registered(name, path(name))


@cache
def widths(name: str) -> dict[int, float]:
    """Return the advance width of every character of ``name``, in thousandths of the em."""
    try:
        font = true_type(path(name))
    except UnknownFontError:
        return _widths_by_reportlab(name)
    advance = cache(font.advance)
    return {code: advance(glyph) * 1000 / font.em for code, glyph in font.characters.items()}


def _widths_by_reportlab(name: str) -> dict[int, float]:
    """Return the widths of a font in a form that :mod:`~printing.fonts.truetype` does not read."""
    from reportlab.pdfbase.ttfonts import TTFError

    from printing.fonts.canvasfont import widths

    try:
        return widths(face(name))
    except (OSError, TTFError, struct.error, IndexError, KeyError):
        # A damaged font of the pack has no characters, which ``doctor`` shows; a vendored one must not be.
        if name in FACES:
            raise
        return {}
