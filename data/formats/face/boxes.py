"""Values of forms in boxes: behind the label in its row, or below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.formats.face.rows import Page
    from data.formats.face.runs import Run

_BELOW = 9.0
"""Millimetres below a label within which its value stands."""

_SAME_VALUE = 1.5
"""Millimetres between two pieces of one value."""


def labelled(page: Page, pattern: str) -> tuple[Run, list[Run]] | None:
    """Return the first label that ``pattern`` finds, and the pieces behind it in its row."""
    compiled = re.compile(pattern)
    for row in page.rows:
        match = compiled.search(row.bare)
        if match is None:
            continue
        label = row.parts(match.start(), match.end())
        end = match.end() + (row.bare[match.end() : match.end() + 1] == ":")
        return label[-1], row.parts(end, len(row.bare))
    return None


def behind(page: Page, pattern: str, *, within: float = 60.0) -> str:
    """Return the first piece behind a label, empty where there is none near."""
    found = labelled(page, pattern)
    if found is None or not found[1] or found[1][0].x0 - found[0].x1 > within:
        return ""
    return found[1][0].text.strip()


def below(page: Page, pattern: str) -> str:
    """Return the piece below a label that lies under it most, with what goes on right behind it."""
    found = labelled(page, pattern)
    if found is None:
        return ""
    label = found[0]
    under = [
        r for r in page.runs if 0 < r.middle - label.middle <= _BELOW and min(r.x1, label.x1) - max(r.x0, label.x0) > -4
    ]
    if not under:
        return ""
    first = min(r.middle for r in under)
    line = [r for r in under if r.middle - first < 2.0]
    best = max(line, key=lambda r: min(r.x1, label.x1) - max(r.x0, label.x0))
    text, end = best.text.strip(), best.x1
    for run in page.runs:
        if abs(run.middle - best.middle) < 1.0 and 0 <= run.x0 - end < _SAME_VALUE:
            text, end = f"{text} {run.text.strip()}", run.x1
    return text
