"""The rules between the columns of the item table, interrupted where a row takes the whole width."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from printing.layout.display import Rule
from printing.layout.model import Layout, Stroke

Span = tuple[float, float]
"""Top and bottom of a row, mm."""


def _is_between_columns(stroke: Stroke, layout: Layout) -> bool:
    table = layout.table
    inside = stroke.x1 == stroke.x2 and table.x < stroke.x1 < table.x + table.w
    return inside and stroke.y1 < table.bottom and stroke.y2 > table.y


@lru_cache(maxsize=64)
def without_rules(layout: Layout) -> Layout:
    """Return ``layout`` without the rules between columns; the same object for the same layout."""
    return replace(layout, strokes=tuple(s for s in layout.strokes if not _is_between_columns(s, layout)))


def broken_rules(layout: Layout, spans: Sequence[Span]) -> list[Rule]:
    """Return the rules between columns without their parts beside ``spans``, which lie in order."""
    found = []
    for stroke in layout.strokes:
        if _is_between_columns(stroke, layout):
            y = stroke.y1
            for top, bottom in [*spans, (stroke.y2, stroke.y2)]:
                if top > y:
                    found.append(Rule(stroke.x1, y, stroke.x1, top, stroke.width, stroke.colour))
                y = max(y, bottom)
    return found
