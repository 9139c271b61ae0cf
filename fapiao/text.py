"""The gate for text from outside, and text measured in terminal cells.

Every text of an invoice, file, QR payload, platform or form passes :func:`clean` where it enters. Control and format
characters reach terminals, ESC/POS heads and logs raw otherwise (docs/architecture.md).
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\ufffd"
MAX_LENGTH = 20_000
"""Characters kept of one field; the longest legal remark is far shorter."""

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_IDEOGRAPHIC_PLANES = range(0x20000, 0x40000)
_WIDE = frozenset({"W", "F"})
_NO_WIDTH = frozenset({"Mn", "Me"})
"""Marks that sit on the character before them, variation selectors of rare names among them."""


def clean(text: str, *, multiline: bool = False, limit: int = MAX_LENGTH) -> str:
    """Return ``text`` without anything that a terminal or printer would obey.

    Control, format, bidi, private and line-separator characters become U+FFFD, exotic spaces a plain or full-width
    space; a newline stays only where ``multiline``. Unassigned code points of planes 2 and 3 stay: rare names are newer
    than Python's tables. Nothing is normalised, so names keep their exact characters. Longer than ``limit`` is cut.
    """
    text = text[:limit]
    if text.isprintable():
        return text
    if multiline:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_clean_character(c, multiline=multiline) for c in text)


def _clean_character(c: str, *, multiline: bool) -> str:
    if c == "\n" and multiline:
        return c
    if c == "\t":
        return " "
    category = unicodedata.category(c)
    if category == "Zs":
        return c if c in " \u3000" else " "
    if category == "Cn" and ord(c) in _IDEOGRAPHIC_PLANES and ord(c) & 0xFFFE != 0xFFFE:
        return c
    return REPLACEMENT if category in _HARMFUL else c


def width(text: str, *, ambiguous: int = 1) -> int:
    """Return how many terminal or receipt cells ``text`` takes: 2 for wide characters, ``ambiguous`` for class A."""
    if text.isascii():
        return len(text)
    return sum(_cell(c, ambiguous) for c in text)


def _cell(c: str, ambiguous: int = 1) -> int:
    if unicodedata.category(c) in _NO_WIDTH:
        return 0
    east_asian = unicodedata.east_asian_width(c)
    if east_asian in _WIDE:
        return 2
    return ambiguous if east_asian == "A" else 1


def fit(text: str, cells: int, *, align: str = "left", ellipsis: str = "…") -> str:
    """Return ``text`` in exactly ``cells`` cells: padded, or cut at a character border with ``ellipsis``.

    ``align`` is ``left``, ``right`` or ``center``. Used by every table on screen, so a wide character is never halved.
    """
    if cells <= 0:
        return ""
    if width(text) > cells:
        text = _cut(text, cells - width(ellipsis)) + ellipsis if cells > width(ellipsis) else _cut(text, cells)
    gap = cells - width(text)
    if align == "right":
        return " " * gap + text
    if align == "center":
        return " " * (gap // 2) + text + " " * (gap - gap // 2)
    return text + " " * gap


def _cut(text: str, cells: int) -> str:
    used = 0
    for index, c in enumerate(text):
        used += _cell(c)
        if used > cells:
            return text[:index]
    return text


def wrap(text: str, cells: int) -> list[str]:
    """Break ``text`` into lines of at most ``cells`` cells, at newlines and between characters; nothing is lost."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for c in paragraph:
            step = _cell(c)
            if used + step > cells and line:
                lines.append(line)
                line, used = "", 0
            line += c
            used += step
        lines.append(line)
    return lines


def fold(text: str) -> str:
    """Return the search key of ``text``: NFKC, case-folded, without blanks. Never stored as the text itself."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def grouped(number: str, size: int = 4) -> str:
    """Return a long number in groups for the eye (``2642 2000 ...``); data stay ungrouped."""
    return " ".join(number[i : i + size] for i in range(0, len(number), size))
