"""Characters as dots on the cells of a receipt head: to draw lines that its own set lacks, and to read them back."""

from collections.abc import Iterable
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from printing.cells import cell
from printing.fonts import chain
from printing.fonts.faces import FACES, path, widths

CELL = 12
"""Dots in the width of a half-width cell."""
HEIGHT = 24
"""Dots in the height of a character on a thermal head."""
LINE = 30
"""Dots from line to line, as the head's own line feed gives them."""
IMPACT_HEIGHT = 16
"""Pins in the height of a character on an impact head: two passes of eight."""

_IDEOGRAPHS = frozenset(map(chr, range(0x4E00, 0xA000)))
_THRESHOLD = 96
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
    wide = cell(character) == 2
    width = CELL * (2 if wide else 1)
    name = chain.font_of("kai" if wide else "mono", character)
    picture = Image.new("L", (width, HEIGHT), 0)
    if name and character not in " \u3000":
        font = _font(name, _WIDE_SIZE if wide else _NARROW_SIZE)
        ImageDraw.Draw(picture).text((width / 2, _BASELINE), character, fill=255, font=font, anchor="ms")
    if height != HEIGHT:
        picture = picture.resize((width, height), Image.Resampling.BOX)
    bits = bytes(1 if value >= _THRESHOLD else 0 for value in picture.tobytes())
    return tuple(bits[row * width : (row + 1) * width] for row in range(height))


def line_dots(text: str, height: int = HEIGHT) -> Dots:
    """Return a line of text as dots."""
    drawn = [glyph(character, height) for character in text]
    return tuple(b"".join(one[row] for one in drawn) for row in range(height))


@cache
def _known(height: int) -> dict[Dots, str]:
    """Return every character that can be drawn, by its dots; among equals the commonest wins."""
    known: dict[Dots, str] = {}
    drawable = {code for name in FACES for code in widths(name)}
    for character in sorted(map(chr, drawable), key=_rarity):
        dots = glyph(character, height)
        if any(map(any, dots)):
            known.setdefault(dots, character)
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
    known = _known(len(dots))
    width = max(map(len, dots))
    text, x = "", 0
    while x < width:
        for step in (2 * CELL, CELL):
            part = tuple(row[x : x + step].ljust(step, b"\0") for row in dots)
            found = known.get(part)
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
