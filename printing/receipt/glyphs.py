"""Characters as dots on the cells of a receipt head: to draw lines that its own set lacks, and to read them back."""

from collections.abc import Iterable
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from printing.cells.lay import cell
from printing.fonts import chain
from printing.fonts.faces import FACES, path, widths
from printing.fonts.pack import rare

CELL = 12
"""Dots in the width of a half-width cell."""
HEIGHT = 24
"""Dots in the height of a character on a thermal head."""
LINE = 30
"""Dots from line to line, as the head's own line feed gives them."""
IMPACT_HEIGHT = 16
"""Pins in the height of a character on an impact head: two passes of eight."""

_ORDINARY = frozenset({"song", "kai", "mono", "symbols"})
_IDEOGRAPHS = frozenset(map(chr, range(0x4E00, 0xA000)))
_THRESHOLD = 96
_DARK = bytes(1 if value >= _THRESHOLD else 0 for value in range(256))
_WIDE_SIZE, _NARROW_SIZE = 23, 20
_BASELINE = 20

Dots = tuple[bytes, ...]
"""Rows of one byte per dot, 0 or 1."""


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path(name), size)


@cache
def glyph(character: str, height: int = HEIGHT) -> Dots:
    """Return ``character`` as dots in its one or two cells."""
    bits = _bits(character, height)
    width = len(bits) // height
    return tuple(bits[row * width : (row + 1) * width] for row in range(height))


def _bits(character: str, height: int) -> bytes:
    """Return the rows of ``character`` one after the other."""
    wide = cell(character) == 2
    width = CELL * (2 if wide else 1)
    name = chain.font_of("kai" if wide else "mono", character)
    picture = Image.new("L", (width, HEIGHT), 0)
    if name and character not in " \u3000":
        font = _font(name, _WIDE_SIZE if wide else _NARROW_SIZE)
        ImageDraw.Draw(picture).text((width / 2, _BASELINE), character, fill=255, font=font, anchor="ms")
    if height != HEIGHT:
        picture = picture.resize((width, height), Image.Resampling.BOX)
    return picture.tobytes().translate(_DARK)


def line_dots(text: str, height: int = HEIGHT) -> Dots:
    """Return a line of text as dots."""
    drawn = [glyph(character, height) for character in text]
    return tuple(b"".join(one[row] for one in drawn) for row in range(height))


def _tiers() -> list[frozenset[str]]:
    """Return groups of fonts in the order in which their characters are likely: drawing all of them takes seconds."""
    return [_ORDINARY, *(frozenset({name}) for name in (*FACES, *rare()) if name not in _ORDINARY)]


@cache
def _known(height: int, tier: int) -> dict[bytes, str]:
    """Return the characters of a tier that none before has, by their dots; among equals the commonest wins."""
    earlier = {code for names in _tiers()[:tier] for name in names for code in widths(name)}
    codes = {code for name in _tiers()[tier] for code in widths(name)} - earlier
    known: dict[bytes, str] = {}
    for character in sorted(map(chr, codes), key=_rarity):
        bits = _bits(character, height)
        if any(bits):
            known.setdefault(bits, character)
    return known


def _rarity(character: str) -> tuple[int, str]:
    if character.isascii() or character in _IDEOGRAPHS:
        return 0, character
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return 2, character
    return 1, character


def read(dots: Dots) -> str | None:
    """Return the text of which ``dots`` are the picture, or None where they are not one of our lines."""
    known: list[dict[bytes, str]] = []
    for tier in range(len(_tiers())):
        known.append(_known(len(dots), tier))
        text = _read(dots, known)
        if text is not None:
            return text
    return None


def _read(dots: Dots, known: list[dict[bytes, str]]) -> str | None:
    width = max(map(len, dots))
    text, x = "", 0
    while x < width:
        for step in (2 * CELL, CELL):
            part = b"".join(row[x : x + step].ljust(step, b"\0") for row in dots)
            found = next((characters[part] for characters in known if part in characters), None)
            if found and cell(found) * CELL == step:
                text += found
                x += step
                break
        else:
            if any(map(any, (row[x : x + CELL] for row in dots))):
                return None
            text += " "
            x += CELL
    return text.rstrip()


def tall(dots: Iterable[bytes]) -> Dots:
    """Return ``dots`` at double height."""
    return tuple(row for one in dots for row in (one, one))


def wide(dots: Iterable[bytes]) -> Dots:
    """Return ``dots`` at double width."""
    return tuple(bytes(dot for one in row for dot in (one, one)) for row in dots)
