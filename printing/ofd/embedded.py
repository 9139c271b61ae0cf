"""TrueType fonts that an OFD carries itself, drawn by character or by glyph number, with true text behind the glyphs."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any, Self

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from fapiao.said import say
from printing.fonts.canvasfont import VendoredFont
from printing.ofd.limits import FONTS
from printing.ofd.typefaces import Glyph, Substitute
from printing.ofd.unknown import Unknown

TROUBLE = (
    TTFError, struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, AssertionError,
    ZeroDivisionError, RecursionError,
)  # fmt: skip
"""What ReportLab raises over a damaged font, at once or when it writes the glyphs that were used."""
_NAME = "ofd-embedded-{}"
_COPIES = 4


class Slots:
    """The embedded fonts of one drawing in ReportLab's register, under names of our own until it is left.

    The register never forgets a font, and takes two fonts that give themselves one name for the same; a file may name
    its font as it likes, so it must not meet the vendored ones, or those of another file.
    """

    def __init__(self) -> None:
        self._fonts: list[Any] = []

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Forget the fonts. ReportLab has no public way to; a test holds this to the pinned version."""
        for font in self._fonts:
            vars(pdfmetrics)["_fonts"].pop(font.fontName, None)
            vars(pdfmetrics)["_dynFaceNames"].pop(font.face.name, None)

    def register(self, data: bytes) -> Any:
        """Return the font, ready to be drawn with; None where ReportLab cannot read it or there are too many."""
        if len(self._fonts) >= FONTS:
            return None
        name = _NAME.format(len(self._fonts))
        try:
            font = VendoredFont(name, BytesIO(data), validate=0, asciiReadable=0, shapable=False)
        except TROUBLE:
            return None
        font.face.name = name.encode()
        self._fonts.append(font)
        pdfmetrics.registerFont(font)
        return font


class Embedded:
    """One embedded font. Characters it does not have come from the vendored substitute."""

    def __init__(self, data: bytes, slots: Slots, instead: Substitute, unknown: Unknown) -> None:
        self._data = data
        self._slots = slots
        self._instead = instead
        self._unknown = unknown
        self._copies: list[tuple[Any, dict[int, int]]] = []
        """The font, and which glyph stands for which character in it: a second glyph of one character takes a copy."""
        self._glyphs: dict[int, int] = {}
        if self._add_copy():
            self._glyphs = dict(self._copies[0][0].face.charToGlyph)

    @property
    def usable(self) -> bool:
        """True where the font can be drawn with."""
        return bool(self._copies)

    def glyph(self, character: str, glyph_id: int | None, field: str) -> Glyph:
        """Return the glyph of that number, else of that character, else the substitute's."""
        code = ord(character)
        wanted = self._glyphs.get(code, 0) if glyph_id is None else glyph_id
        if not wanted:
            return self._instead.glyph(character, None, field)
        exists = 0 < wanted < self._copies[0][0].face.numGlyphs
        font = self._font_with(code, wanted) if exists else None
        if font is None:
            self._unknown.add(say("字形 {wanted}（{character}）", wanted=wanted, character=character))
            return self._instead.glyph(character, None, field)
        return Glyph(font.fontName, character, font.face.charWidths.get(code, font.face.defaultWidth) / 1000)

    def _font_with(self, code: int, glyph_id: int) -> Any:
        for font, taken in self._copies:
            if taken.setdefault(code, glyph_id) == glyph_id:
                font.face.charToGlyph[code] = glyph_id
                return font
        return self._font_with(code, glyph_id) if self._add_copy() else None

    def _add_copy(self) -> bool:
        font = self._slots.register(self._data) if len(self._copies) < _COPIES else None
        if font is None:
            return False
        self._copies.append((font, {}))
        return True
