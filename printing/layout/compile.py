"""The parts of a face that are the same for every invoice: frame, captions, table heads. Made once per column set."""

from functools import lru_cache

from printing.fonts import chain
from printing.layout.display import ASCENT, MM_PER_POINT, Item, Rule, Text
from printing.layout.model import Align, Caption, Column, ItemTable, Layout, Style


def aligned(x: float, text: str, style: Style, align: Align, size: float = 0.0) -> float:
    """Return the left edge of ``text`` whose point named by ``align`` is at ``x``."""
    if align == "left":
        return x
    width = chain.width(text, style.font, size or style.size) * MM_PER_POINT
    return x - width if align == "right" else x - width / 2


def baseline(top: float, size: float) -> float:
    """Return the baseline of a line whose em box begins at ``top``."""
    return top + ASCENT * size * MM_PER_POINT


@lru_cache(maxsize=256)
def static(layout: Layout, columns: tuple[Column, ...]) -> tuple[Item, ...]:
    """Return frame, captions, captions of obligatory fields and heads of ``columns``."""
    items: list[Item] = [Rule(s.x1, s.y1, s.x2, s.y2, s.width, s.colour) for s in layout.strokes]
    for caption in layout.captions:
        items += _caption(caption)
    for put in layout.puts:
        if put.label_at and not put.field.optional:
            items.append(label(put.field.label, put.label_at, put.label_style))
    items += [_head(layout.table, column) for column in columns if column.head]
    return tuple(items)


def label(text: str, at: tuple[float, float], style: Style) -> Text:
    """Return a caption of a field."""
    return Text(at[0], baseline(at[1], style.size), text, style.font, style.size, style.colour, "caption")


def _caption(caption: Caption) -> list[Text]:
    style = caption.style
    parts = list(caption.text) if caption.vertical else [caption.text]
    return [
        Text(
            aligned(caption.at[0], part, style, caption.align),
            baseline(caption.at[1] + n * caption.vertical, style.size),
            part,
            style.font,
            style.size,
            style.colour,
            "caption",
        )
        for n, part in enumerate(parts)
    ]


def _head(table: ItemTable, column: Column) -> Text:
    style = table.head_style
    if column.align == "right":
        x = aligned(column.x + column.w, column.head, style, "right")
    else:
        x = aligned(column.x + column.w / 2, column.head, style, "center")
    return Text(x, baseline(table.head_y, style.size), column.head, style.font, style.size, style.colour, "caption")
