"""The rows that flow through the item area: items with their extra facts, second tables, the rest of a long remark."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fapiao.invoice import Invoice, Line
from fapiao.invoice import Table as SecondTable
from printing.display import MM_PER_POINT, Text
from printing.fit import Fitted, fit, wrap
from printing.fonts import chain
from printing.layout.compile import aligned, baseline
from printing.layout.fields import LINE_LABELS, is_label, line_text
from printing.layout.model import Column, ItemTable, Style

_GAP = 0.6
"""Least distance between two rows, mm."""
_ALTERNATIVE = ("spec", "unit", "quantity", "price")
"""Parts that a variant's columns may leave out where no line has them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the item area; texts are placed from its own top (y = 0)."""

    height: float
    texts: tuple[Text, ...]
    amount: Decimal | None = None
    tax: Decimal | None = None
    is_item: bool = False


def columns_for(invoice: Invoice, table: ItemTable) -> tuple[Column, ...]:
    """Return the columns of the invoice's 特定业务, or the ordinary ones where those would lose something."""
    wanted = table.variants.get(invoice.variant) or table.variants.get(invoice.kind.value)
    lines = invoice.lines or ()
    if wanted is None or any(_left_out(line, wanted) for line in lines):
        return table.columns
    has_extras = any(column.key.startswith("extra:") for column in wanted)
    return wanted if not has_extras or any(line.extras for line in lines) else table.columns


def _left_out(line: Line, columns: tuple[Column, ...]) -> bool:
    """Tell whether ``columns`` would drop a part of ``line`` that no extra fact repeats."""
    keys = {column.key for column in columns}
    digits = "".join(c for _, value in line.extras for c in value if c.isdigit())
    return any(
        text and text not in digits for text in (line_text(line, key) for key in _ALTERNATIVE if key not in keys)
    )


def rows(invoice: Invoice, table: ItemTable, columns: tuple[Column, ...]) -> list[Row]:
    """Return all rows of the invoice in order."""
    found: list[Row] = []
    for line in invoice.lines or ():
        found += _item(line, table, columns)
    for second in invoice.tables:
        found += _second(second, table)
    return found


def notes(texts: Sequence[str], table: ItemTable, field: str) -> list[Row]:
    """Return full-width rows of text in the note style."""
    style = table.note_style
    found = []
    for text in texts:
        chain.check(text, style.font, field)
        found += [
            _row([(table.x, Fitted(style.size, (part,)), style, table.w, "left", field)], style.size)
            for part in wrap(text, style.font, style.size, table.w)
        ]
    return found


Piece = tuple[float, Fitted, Style, float, str, str]


def _item(line: Line, table: ItemTable, columns: tuple[Column, ...]) -> list[Row]:
    style = table.style
    pieces: list[Piece] = []
    for column in columns:
        text = line_text(line, column.key)
        if text:
            name = LINE_LABELS.get(column.key, column.head)
            fitted = fit(text, style.font, style.sizes, column.w, table.bottom - table.y - table.row - _GAP, name)
            pieces.append((column.x, fitted, style, column.w, column.align, name))
    row = _row(pieces, style.size, table.row, amount=line.amount, tax=line.tax.value, is_item=True)
    shown = [column.key.removeprefix("extra:") for column in columns if column.key.startswith("extra:")]
    rest = [f"{key}：{value}" for key, value in line.extras if value and not any(is_label(key, s) for s in shown)]
    return [row, *notes(["　" + "　".join(rest)] if rest else [], table, "附加信息")]


def _row(
    pieces: list[Piece],
    size: float,
    least: float = 0.0,
    *,
    amount: Decimal | None = None,
    tax: Decimal | None = None,
    is_item: bool = False,
) -> Row:
    first = baseline(0, size)
    texts = []
    height = least
    for x, fitted, style, width, align, field in pieces:
        anchor = {"left": x, "right": x + width, "center": x + width / 2}[align]
        for n, part in enumerate(fitted.lines):
            left = aligned(anchor, part, style, align, fitted.size)
            y = first + n * fitted.pitch
            texts.append(Text(left, y, part, style.font, fitted.size, style.colour, field))
        height = max(height, size * MM_PER_POINT + (len(fitted.lines) - 1) * fitted.pitch + _GAP)
    return Row(height, tuple(texts), amount, tax, is_item)


def _second(second: SecondTable, table: ItemTable) -> list[Row]:
    """Return the rows of a second table (出行人 ...), its columns as wide as their longest text."""
    style, head = table.note_style, table.head_style
    count = len(second.columns)
    if not count:
        return []
    every = [second.columns, *(row[:count] for row in second.rows)]
    natural = [
        max(chain.width(row[i], style.font, style.size) for row in every if i < len(row)) + 4 for i in range(count)
    ]
    scale = table.w / sum(natural)
    widths = [part * scale for part in natural]
    lefts = [table.x + sum(widths[:i]) for i in range(count)]
    room = table.bottom - table.y - table.row - _GAP

    def row(texts: tuple[str, ...], look: Style) -> Row:
        pieces: list[Piece] = [
            (left, fit(text, look.font, style.sizes, width - 1, room, name), look, width - 1, "left", name)
            for text, left, width, name in zip(texts, lefts, widths, second.columns, strict=False)
            if text
        ]
        return _row(pieces, style.size, table.row - _GAP)

    title = notes([second.title], table, "附表") if second.title else []
    return [*title, row(second.columns, head), *(row(texts, style) for texts in second.rows)]
