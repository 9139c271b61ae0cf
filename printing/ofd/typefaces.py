"""Which glyphs stand for the characters of an OFD: those of its own embedded font, else of the vendored ones.

Invoice files name 宋体, 楷体 and Courier New without embedding them. Every character keeps the place that the file gives
it; a Latin glyph is fitted to the half cell that it has in the named font, and stands in its middle.
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
_WIDEST = 1.25
"""How much a narrow glyph is widened at most. A point that stood alone in its cell would be read as a point and a blank."""
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
    wide: float = 1.0
    """How much wider than its font has it the glyph is drawn."""
    shift: float = 0.0
    """How far right of its place the glyph begins."""


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
        wide = min(_HALF / advance, _WIDEST) if advance else 1.0
        return Glyph(font, character, _HALF / 1000, wide, (_HALF - advance * wide) / 2000)


def substitute(entry: FontEntry) -> Substitute:
    """Return the vendored font that comes nearest to the names of ``entry``."""
    names = entry.names.casefold()
    for style, words in _STYLES:
        if any(word in names for word in words):
            return Substitute(style, cells=style != "mono")
    return Substitute("song", cells=False)
