"""Which glyphs stand for the characters of an OFD: those of its own embedded font, else of the vendored ones.

Invoice files name 宋体, 楷体 and Courier New without embedding them. Every character keeps the place that the file gives
it; a Latin glyph of a substitute wider than the half cell it has in the named font is narrowed to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from fapiao.errors import MissingGlyph
from fapiao.text import REPLACEMENT, clean
from printing.fonts import chain
from printing.fonts.faces import face
from printing.ofd.resources import FontEntry

_HALF = 500.0
_BESIDE_THE_LEFT_EDGE = frozenset(".,;:'`")
_STYLES = (
    ("kai", ("楷", "kai")),
    ("mono", ("courier", "mono", "consol", "typewriter")),
    ("song", ("宋", "song", "simsun", "ming", "黑", "hei", "仿", "fang", "等线")),
)


class Glyph(NamedTuple):
    """How one character is drawn. Lengths are parts of the em."""

    font: str
    text: str
    advance: float
    narrowed: float = 1.0
    shift: float = 0.0
    """How far right of its place the glyph begins, to stand in the middle of its cell."""


class Typeface(Protocol):
    """What draws the characters of one font of the file."""

    def glyph(self, character: str, glyph_id: int | None, field: str) -> Glyph:
        """Return the glyph. Raises MissingGlyph where no font has it."""
        ...


@dataclass(frozen=True, slots=True)
class Substitute:
    """A vendored font in place of one that the file only names."""

    style: str
    cells: bool
    """True where the named font sets Latin letters in half the width of a Chinese character."""

    def glyph(self, character: str, glyph_id: int | None, field: str) -> Glyph:
        """Return the glyph; ``glyph_id`` counts glyphs of a font that is not here, so the character itself is drawn."""
        del glyph_id
        if clean(character) == REPLACEMENT:
            raise MissingGlyph(character, field)
        (run,) = chain.runs(character, self.style, field)
        advance = chain.advance(self.style, character)
        font = face(run.font).fontName
        if not self.cells or not (character.isascii() or character == "¥"):
            return Glyph(font, character, advance / 1000)
        if advance > _HALF:
            return Glyph(font, character, _HALF / 1000, _HALF / advance)
        shift = 0.0 if character in _BESIDE_THE_LEFT_EDGE else (_HALF - advance) / 2000
        return Glyph(font, character, _HALF / 1000, shift=shift)


def substitute(entry: FontEntry) -> Substitute:
    """Return the vendored font that comes nearest to the names of ``entry``."""
    names = entry.names.casefold()
    for style, words in _STYLES:
        if any(word in names for word in words):
            return Substitute(style, cells=style != "mono")
    return Substitute("song", cells=False)
