"""The characters of a PDF page with their boxes, as pdfium finds them in the child process."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

if TYPE_CHECKING:
    from collections.abc import Iterator

MM = 25.4 / 72
"""Of a point."""
_QUARTER = math.pi / 2
_REDDER = 100
"""Levels by which red exceeds green and blue where a colour is a seal's; the maroon of frames and labels does not,
since its red is dark."""
_BRIGHT = 170


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character. Sizes in millimetres; the page is turned so that most of its text stands upright."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    owner: int
    """Which text object it belongs to: characters of one object come one behind the other."""
    is_red: bool
    upright: bool


def glyphs_of(page: Any, most: int) -> tuple[list[Glyph], int]:
    """Return the page's characters in the order of the content, without the blanks that pdfium makes up.

    The second value says by how many quarters clockwise the page was turned for that.
    """
    text = page.get_textpage()
    raw = list(_raw(text.raw, min(text.count_chars(), most)))
    turns = [turn for *_, turn in raw if turn is not None]
    turn = max(set(turns), key=turns.count) if turns else 0
    box = page.get_bbox()
    return [_placed(item, box, turn) for item in raw], turn


def _raw(text: Any, count: int) -> Iterator[tuple[str, tuple[float, ...], float, int, bool, int | None]]:
    """Yield character, (left, bottom, right, top, origin x, origin y), size, object, red, quarter turns (None = askew)."""
    loose = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if pdfium_c.FPDFText_IsGenerated(text, index) or code in {0, 10, 13}:
            continue
        if not pdfium_c.FPDFText_GetLooseCharBox(text, index, loose):
            continue
        pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
        box = (loose.left, loose.bottom, loose.right, loose.top, x.value, y.value)
        if not all(map(math.isfinite, box)):
            continue
        quarters = pdfium_c.FPDFText_GetCharAngle(text, index) / _QUARTER
        turn = -round(quarters) % 4 if abs(quarters - round(quarters)) < 0.03 else None
        owner = ctypes.cast(pdfium_c.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value or 0
        yield _character(code), box, _size(text, index), owner, _red(text, index), turn


def _character(code: int) -> str:
    """Return the character; pdfium writes 2 for a hyphen at a line's end, and halves of what lies beyond the BMP."""
    if code in {0x02, 0xFFFE}:
        return "-"
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _size(text: Any, index: int) -> float:
    """Return the size as it is shown: what the font says, times the scale of its matrix."""
    matrix = pdfium_c.FS_MATRIX()
    size: float = pdfium_c.FPDFText_GetFontSize(text, index)
    if pdfium_c.FPDFText_GetMatrix(text, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    return size


def _red(text: Any, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
        return False
    return red.value >= _BRIGHT and red.value - max(green.value, blue.value) >= _REDDER


def _placed(item: tuple[str, tuple[float, ...], float, int, bool, int | None], box: Any, turn: int) -> Glyph:
    character, (left, bottom, right, top, x, y), size, owner, red, own = item
    corners = (turned(left, bottom, box, turn), turned(right, top, box, turn))
    (xa, ya), (xb, yb) = corners
    x0, x1, y0, y1 = (v * MM for v in (min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)))
    _, baseline = turned(x, y, box, turn)
    return Glyph(character, x0, y0, x1, y1, baseline * MM, size * MM, owner, red, own == turn)


def turned(x: float, y: float, box: Any, turn: int) -> tuple[float, float]:
    """Return a point from the top left of the page as its text reads; ``turn`` quarters clockwise stand it upright."""
    left, bottom, right, top = box
    if turn == 0:
        return x - left, top - y
    if turn == 1:
        return y - bottom, x - left
    if turn == 2:
        return right - x, y - bottom
    return top - y, right - x
