"""Text measured, wrapped and laid out in the half-width cells of a receipt printer."""

import unicodedata
from collections.abc import Sequence

from printing.layout.breaks import carried

_WIDE = frozenset({"W", "F", "A"})
"""On a Chinese head class A takes two cells as well: it is sent as a two-byte code."""


def printable(text: str) -> str:
    """Return ``text`` with what a Chinese head draws amiss replaced by its full-width twin, of the same width.

    The half-width ¥ is a four-byte code of which a GBK head prints garbage (docs/printers.md).
    """
    return text.replace("¥", "￥")


def cell(character: str) -> int:
    """Return 1 or 2: the cells that ``character`` takes once it is :func:`printable`."""
    if character.isascii():
        return 1
    return 2 if character == "¥" or unicodedata.east_asian_width(character) in _WIDE else 1


def cells(text: str) -> int:
    """Return the cells that ``text`` takes."""
    return len(text) if text.isascii() else sum(map(cell, text))


def wrap(text: str, columns: int) -> list[str]:
    """Break ``text`` at newlines and where :mod:`~printing.layout.breaks` allows, no line wider than ``columns``; nothing is lost."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for character in paragraph:
            step = cell(character)
            if line and used + step > columns:
                keep = len(line) - carried(line, character)
                if cells(line[keep:]) + step > columns:
                    keep = len(line)
                lines.append(line[:keep])
                line = line[keep:]
                used = cells(line)
            line += character
            used += step
        lines.append(line)
    return lines


def centred(text: str, columns: int) -> str:
    """Return ``text`` with the blanks before it that centre it."""
    return " " * ((columns - cells(text)) // 2) + text


def justified(left: str, right: str, columns: int) -> list[str]:
    """Return ``left`` and ``right`` at both ends of one line, or on two lines where one is too short."""
    gap = columns - cells(left) - cells(right)
    if gap >= 1:
        return [left + " " * gap + right]
    return wrap(left, columns) + [" " * max(0, columns - cells(part)) + part for part in wrap(right, columns)]


def aligned(text: str, columns: int, align: str) -> str:
    """Return ``text``, which must fit, in exactly ``columns`` cells."""
    gap = " " * (columns - cells(text))
    return gap + text if align == "right" else text + gap


def packed(pieces: Sequence[str], columns: int) -> list[str]:
    """Return ``pieces`` with two blanks between them, as many on a line as fit."""
    lines: list[str] = []
    for piece in pieces:
        joined = f"{lines[-1]}  {piece}" if lines else piece
        if lines and cells(joined) <= columns:
            lines[-1] = joined
        else:
            lines += _broken(piece, columns)
    return lines


def _broken(piece: str, columns: int) -> list[str]:
    """Break a piece that is too long after its caption, where the rest then fits on one line."""
    caption, colon, value = piece.partition("：")
    if colon and cells(piece) > columns >= cells(value):
        return [*wrap(caption + colon, columns), value]
    return wrap(piece, columns)
