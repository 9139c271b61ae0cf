"""A picture of a page in terminal cells: two pixels a cell by half blocks, words as characters where they have room.

A terminal cell is twice as high as wide. Colours are rounded to few levels, so that paper is one long run.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from fapiao.ports.cells import CellRow, CellRun
from fapiao.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fapiao.ports.readers import PagePicture, PlacedText

_STEP = 0x33
"""Between two levels of a colour channel; 0xff is a multiple."""
_ROOMY = 0.72
"""Of the cells that a word needs: so much room it must have to be set as characters."""
_PAPER = "#ffffff"
_INK = "#000000"
_READABLE = 3 * 0x99
"""Sum of the channels of a ground on which black is read."""
Cell = tuple[str, str, str]
"""Character, ink and ground; a cell behind a wide character has none."""


def in_cells(picture: PagePicture) -> list[CellRow]:
    """Return the rows of ``picture``, as many cells wide as it is pixels."""
    rows = [list(_blocks(picture, row)) for row in range(-(-picture.height // 2))]
    wide, high = picture.size_mm
    for word in picture.words:
        _set(word, rows, picture.width / wide, len(rows) / high)
    return [_runs(row) for row in rows]


def _blocks(picture: PagePicture, row: int) -> Iterator[Cell]:
    """Yield character, ink and ground of each cell: the upper pixel is the ink of an upper half block."""
    for column in range(picture.width):
        above, below = _colour(picture, column, 2 * row), _colour(picture, column, 2 * row + 1)
        yield (" ", above, below) if above == below else ("▀", above, below)


def _colour(picture: PagePicture, x: int, y: int) -> str:
    if y >= picture.height:
        return _PAPER
    at = 3 * (y * picture.width + x)
    red, green, blue = (round(level / _STEP) * _STEP for level in picture.rgb[at : at + 3])
    return f"#{red:02x}{green:02x}{blue:02x}"


def _set(word: PlacedText, rows: list[list[Cell]], across: float, down: float) -> None:
    """Put the characters of ``word`` in place of its pixels, where it has room; ``across`` and ``down`` are cells a mm."""
    needed, room, cells = width(word.text), (word.x1 - word.x0) * across, len(rows[0])
    row = int((word.y0 + word.y1) / 2 * down)
    if not 0 <= row < len(rows) or room < needed * _ROOMY:
        return
    left, right = int(word.x0 * across), min(round(word.x1 * across), cells)
    for line in rows[int(word.y0 * down) : int(word.y1 * down) + 1]:
        _blank(line, left, right)
    at = max(0, min(left, cells - needed))
    for character in word.text:
        wide = width(character)
        if wide and at + wide <= cells:
            _put(rows[row], at, character, wide)
        at += wide


def _blank(row: list[Cell], left: int, right: int) -> None:
    """Take away the pixels of a word: the paper shows, or the colour that lies under it. Words stay."""
    for at in range(left, right):
        if row[at][0] in {" ", "▀"}:
            ground = _lightest(row[at])
            row[at] = (" ", ground, ground)


def _put(row: list[Cell], at: int, character: str, wide: int) -> None:
    """Put a character of ``wide`` cells; one that it covers by half goes."""
    if row[at][0] == "" and at:
        row[at - 1] = (" ", _PAPER, _PAPER)
    if at + wide < len(row) and row[at + wide][0] == "":
        row[at + wide] = (" ", _PAPER, _PAPER)
    ground = _lightest(row[at])
    row[at] = (character, ground if character == " " else _INK, ground)
    row[at + 1 : at + wide] = [("", _INK, ground)] * (wide - 1)


def _lightest(cell: Cell) -> str:
    """Return the ground of a character: a seal's red where it is light enough for ink to show, else paper."""
    lighter = max(cell[1:], key=lambda colour: sum(bytes.fromhex(colour[1:])))
    red, green, blue = bytes.fromhex(lighter[1:])
    return lighter if red + green + blue > _READABLE and red > max(green, blue) else _PAPER


def _runs(row: list[Cell]) -> CellRow:
    return tuple(
        CellRun("".join(character for character, _, _ in run), ink, ground)
        for (ink, ground), run in groupby(_settled(row), key=lambda cell: cell[1:])
    )


def _settled(row: list[Cell]) -> Iterator[Cell]:
    """Yield the cells; the ink of a blank is that of the cell before it, so that runs are long."""
    before = _INK
    for character, ink, ground in row:
        before = before if character in {" ", ""} else ink
        yield (character, before, ink if character == " " else ground)
