"""Text as it lies on a page: pieces with their boxes in millimetres from the top left."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDE = frozenset("WFA")
_JOINED = 0.32
"""Of a letter's size: what may lie between two characters of one word."""
_BLANK = 0.17
_TOUCHING = 0.1
"""The same between Latin letters and digits, unless there is room for a blank: columns of figures may nearly touch."""
_OVERLAPPING = 0.45
_ALIKE = 0.92
"""Of the larger size: characters of one word have nearly the same."""


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of text on one page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    edges: tuple[float, ...] = ()
    """Where each character ends, from left to right; empty where that is not known."""

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Middle of its width: what begins right of it is no part of it, though estimated boxes overlap."""
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        """Height of its box."""
        return self.y1 - self.y0

    def beside(self, other: Run) -> bool:
        """Tell whether both stand on one line."""
        return abs(self.middle - other.middle) < max(1.2, min(self.height, other.height) * 0.6)

    def part(self, start: int, end: int) -> Run:
        """Return the characters from ``start`` to ``end`` where they stand; estimated where edges are not known."""
        edges = self.edges or _estimated(self)
        left = self.x0 if start == 0 else edges[start - 1]
        return Run(self.text[start:end], left, self.y0, edges[end - 1] if end else self.x0, self.y1, edges[start:end])


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright line, as between columns, in millimetres."""

    x: float
    y0: float
    y1: float


def _estimated(run: Run) -> tuple[float, ...]:
    """Return edges as if a Chinese character were twice as wide as a Latin one."""
    widths = [2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in run.text]
    unit = (run.x1 - run.x0) / (sum(widths) or 1)
    edges, x = [], run.x0
    for width in widths:
        x += width * unit
        edges.append(x)
    return tuple(edges)


def joined(runs: Iterable[Run], rules: Sequence[Rule] = ()) -> list[Run]:
    """Join pieces that stand end to end, as where a program writes every character on its own; never across a rule."""
    found: list[Run] = []
    for line in reading_order([trimmed for run in runs if (trimmed := _trimmed(run))]):
        ends: list[Run] = []
        for run in line:
            before = next((e for e in reversed(ends) if _follows(e, run) and not _ruled(e, run, rules)), None)
            if before is None:
                ends.append(run)
            else:
                ends[ends.index(before)] = _together(before, run)
        found += ends
    return found


def _trimmed(run: Run) -> Run | None:
    start = len(run.text) - len(run.text.lstrip())
    end = len(run.text.rstrip())
    if start >= end:
        return None
    return run if (start, end) == (0, len(run.text)) else run.part(start, end)


def _follows(first: Run, second: Run) -> bool:
    size = min(first.height, second.height)
    gap = second.x0 - first.x1
    alike = size >= _ALIKE * max(first.height, second.height)
    if first.text[-1].isascii() and second.text[0].isascii() and _TOUCHING * size < gap < _BLANK * size:
        return False
    return alike and -_OVERLAPPING * size <= gap <= _JOINED * size and abs(first.middle - second.middle) < 0.3 * size


def _ruled(first: Run, second: Run, rules: Sequence[Rule]) -> bool:
    middle = first.middle
    left, right = first.x1 - 0.25 * first.height, second.x0 + 0.25 * second.height
    return any(left < rule.x < right and rule.y0 <= middle <= rule.y1 for rule in rules)


def _together(first: Run, second: Run) -> Run:
    """Return both as one piece, with a blank where room for one was left beside a Latin letter or a digit."""
    wide = second.x0 - first.x1 > _BLANK * min(first.height, second.height)
    latin = first.text[-1].isascii() or second.text[0].isascii()
    blank = " " if wide and latin else ""
    edges = (first.edges or _estimated(first)) + ((second.x0,) if blank else ()) + (second.edges or _estimated(second))
    bottom = max(first.y1, second.y1)
    return Run(first.text + blank + second.text, first.x0, min(first.y0, second.y0), second.x1, bottom, edges)


def reading_order(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the lines from top to bottom, each from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.middle, r.x0)):
        if lines and run.beside(lines[-1][0]):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda r: r.x0) for line in lines]


def text_of(runs: Sequence[Run]) -> str:
    """Return the runs as text in reading order."""
    return "\n".join(" ".join(r.text.strip() for r in line) for line in reading_order(runs))
