"""Which font draws which character: one ordered chain per style, so a rare name never prints as a box."""

from functools import cache, lru_cache
from typing import NamedTuple

from fapiao.errors import MissingGlyph
from fapiao.said import say
from fapiao.text import REPLACEMENT
from printing.fonts.faces import FACES, widths
from printing.fonts.pack import rare

CHAINS = {
    "song": ("song", "kai", "symbols", "more"),
    "kai": ("kai", "song", "symbols", "more"),
    "mono": ("mono", "song", "kai", "symbols", "more"),
}
"""Style -> fonts in the order in which they are asked (docs/layouts.md), the pack of rare characters after them.

A font is parsed when it is first asked, so most desks never load the last ones."""

_DRAWABLE = {style: {"\n"} for style in CHAINS}
"""Characters that were found to have a font."""


class Run(NamedTuple):
    """Neighbouring characters that one font draws."""

    font: str
    text: str


@cache
def font_of(style: str, character: str) -> str:
    """Return the font that draws ``character`` in ``style``; empty where none can, and for U+FFFD."""
    code = ord(character)
    if character == REPLACEMENT:
        return ""
    return next((name for name in (*CHAINS[style], *rare()) if code in widths(name)), "")


def runs(text: str, style: str, field: str) -> list[Run]:
    """Split ``text`` by the font that draws it. Raises MissingGlyph naming ``field`` where no font can, or for U+FFFD."""
    found: list[Run] = []
    for character in text:
        font = font_of(style, character)
        if not font:
            raise MissingGlyph(character, field)
        if found and found[-1].font == font:
            found[-1] = Run(font, found[-1].text + character)
        else:
            found.append(Run(font, character))
    return found


def check(text: str, style: str, field: str) -> None:
    """Raise MissingGlyph unless every character of ``text`` but the newline can be drawn."""
    if _DRAWABLE[style].issuperset(text):
        return
    for character in text:
        if character != "\n" and not font_of(style, character):
            raise MissingGlyph(character, field)
    _DRAWABLE[style].update(text)


@cache
def advance(style: str, character: str) -> float:
    """Return the width of ``character`` in thousandths of the em; 1000 for what no font has."""
    font = font_of(style, character)
    return widths(font)[ord(character)] if font else 1000.0


class _Advances(dict[str, float]):
    """Character -> its width, filled as characters are met."""

    def __init__(self, style: str) -> None:
        self._style = style

    def __missing__(self, character: str) -> float:
        found = self[character] = advance(self._style, character)
        return found


_ADVANCES = {style: _Advances(style) for style in CHAINS}


@lru_cache(maxsize=2048)
def _ems(text: str, style: str) -> float:
    """Return the width of ``text`` in thousandths of the em. A text is measured several times while it is placed."""
    return sum(map(_ADVANCES[style].__getitem__, text))


def width(text: str, style: str, size: float) -> float:
    """Return the width of ``text`` in the unit of ``size``."""
    return _ems(text, style) * size / 1000


def coverage() -> list[tuple[str, int]]:
    """Return (family, number of characters) of each vendored font, and (file, characters) of each of the pack."""
    vendored = [(family, len(widths(name))) for name, family in FACES.items()]
    return vendored + [(say("生僻字包 {name}", name=file.name), len(widths(name))) for name, file in rare().items()]
