"""Text measured, cut and wrapped in cells, in the reader's language: what was said is translated before it is cut."""

from __future__ import annotations

import re

from fapiao import text as plain
from fapiao.said import CHINESE, in_words, reader_language

_PIECES = r" +|[^ \u2e80-\uffef]+|[\u2e80-\uffef]"
"""Blanks, words, and the characters that a line may end behind; compiled by who reads English first."""


def width(text: str) -> int:
    """Return how many cells ``text`` takes as the reader sees it."""
    return plain.width(in_words(text))


def fit(text: str, cells: int, *, align: str = "left") -> str:
    """Return ``text`` in the reader's language in exactly ``cells`` cells, padded or cut with an ellipsis."""
    return plain.fit(in_words(text), cells, align=align)


def wrap(text: str, cells: int) -> list[str]:
    """Break ``text`` in the reader's language into lines of at most ``cells`` cells: between words, or characters."""
    shown = in_words(text)
    if reader_language() == CHINESE:
        return plain.wrap(shown, cells)
    return [line for paragraph in shown.split("\n") for line in _by_words(paragraph, max(cells, 1))]


def _by_words(paragraph: str, cells: int) -> list[str]:
    lines = [""]
    for piece in re.findall(_PIECES, paragraph):
        if plain.width(lines[-1] + piece) <= cells:
            lines[-1] += piece
        elif not piece.isspace():
            before = lines[-1].rstrip()
            lines[-1:] = [*([before] if before else []), *plain.wrap(piece, cells)]
    return lines
