"""Text measured, cut and wrapped in cells, in the reader's language: what was said is translated before it is cut."""

from __future__ import annotations

import textwrap

from fapiao import text as plain
from fapiao.said import CHINESE, in_words, reader_language


def width(text: str) -> int:
    """Return how many cells ``text`` takes as the reader sees it."""
    return plain.width(in_words(text))


def fit(text: str, cells: int, *, align: str = "left") -> str:
    """Return ``text`` in the reader's language in exactly ``cells`` cells, padded or cut with an ellipsis."""
    return plain.fit(in_words(text), cells, align=align)


def wrap(text: str, cells: int) -> list[str]:
    """Break ``text`` in the reader's language into lines of at most ``cells`` cells: between words, or characters."""
    shown = in_words(text)
    if reader_language() == CHINESE or not shown.isascii():
        return plain.wrap(shown, cells)
    return [line for part in shown.split("\n") for line in textwrap.wrap(part, max(cells, 1)) or [""]]
