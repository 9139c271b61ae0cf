"""The rows that flow through the item area: items with their extra facts, second tables, the rest of a long remark."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fapiao.invoice import Invoice, Line
from fapiao.invoice import Table as SecondTable
from fapiao.said import say
from printing.fonts import chain
from printing.layout.compile import aligned, baseline
from printing.layout.display import MM_PER_POINT, Text
from printing.layout.fields import LINE_LABELS, is_label, line_text
from printing.layout.fit import Fitted, fit, wrap
from printing.layout.model import Column, ItemTable, Style

_GAP = 0.6
"""Least distance between two rows, mm."""
_FIGURE_SIZES = (6.5, 6.0, 5.5, 5.0)
"""A figure becomes this small before it breaks into two lines."""
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
    is_discount: bool = False
    is_wide: bool = False
    """True: across all columns."""


def columns_for(invoice: Invoice, table: ItemTable) -> tuple[Column, ...]:
    """Return the columns of the invoice's 特定业务, or the ordinary ones where those would lose something."""
    wanted = _variant(invoice.variant, table) or table.variants.get(invoice.kind.value)
    lines = invoice.lines or ()
    if wanted is None or any(_left_out(line, wanted) for line in lines):
        return table.columns
    extras = [column.key for column in wanted if column.key.startswith("extra:")]
    if not extras or any(line_text(line, key) for line in lines for key in extras):
        return wanted
    return table.columns


def _variant(name: str, table: ItemTable) -> tuple[Column, ...] | None:
    """Return the columns of a 特定业务; its name is written with and without 服务 at the end."""
    wanted = name.removesuffix("服务")
    return next((found for key, found in table.variants.items() if key.removesuffix("服务") == wanted), None)


def _left_out(line: Line, columns: tuple[Column, ...]) -> bool:
    """Tell whether ``columns`` would drop a part of ``line`` that no extra fact repeats."""
    keys = {column.key for column in columns}
    digits = "".join(c for _, value in line.extras for c in value if c.isdigit())
    return any(
        text and text not in digits for text in (line_text(line, key) for key in _ALTERNATIVE if key not in keys)
    )


def rows(
    invoice: Invoice, table: ItemTable, columns: tuple[Column, ...], placed: frozenset[str] = frozenset()
) -> list[Row]:
    """Return all rows of the invoice in order. ``placed`` names the columns that stand elsewhere on the face."""
    found: list[Row] = []
    for number, line in enumerate(invoice.lines or (), 1):
        found += _item(line, number, table, columns)
    for second in invoice.tables:
        found += _second(left_over(second, placed), table)
    return found


def left_over(second: SecondTable, placed: frozenset[str]) -> SecondTable:
    """Return ``second`` without the columns that stand elsewhere on the face; only a table of one row has such."""
    if len(second.rows) != 1 or not placed.intersection(second.columns):
        return second
    (row,) = second.rows
    kept = [(name, text) for name, text in zip(second.columns, row, strict=False) if text and name not in placed]
    columns, texts = tuple(name for name, _ in kept), tuple(text for _, text in kept)
    return SecondTable(second.title, columns, (texts,)) if kept else SecondTable("", (), ())


def notes(texts: Sequence[str], table: ItemTable, field: str) -> list[Row]:
    """Return full-width rows of text in the note style."""
    style = table.note_style
    found = []
    for text in texts:
        chain.check(text, style.font, field)
        found += [
            _wide([(table.x, Fitted(style.size, (part,)), style, table.w, "left", field)], style.size)
            for part in wrap(text, style.font, style.size, table.w)
        ]
    return found


Piece = tuple[float, Fitted, Style, float, str, str]


def _item(line: Line, number: int, table: ItemTable, columns: tuple[Column, ...]) -> list[Row]:
    style = table.style
    if not columns:
        parts = [f"{LINE_LABELS[key]}：{text}" for key in LINE_LABELS if (text := line_text(line, key))]
        parts += [f"{key}：{value}" for key, value in line.extras if value]
        return notes(["　".join(parts)], table, say("明细"))
    pieces: list[Piece] = []
    for column in columns:
        text = str(number) if column.key == "index" else line_text(line, column.key)
        if text:
            name = LINE_LABELS.get(column.key, column.head)
            fitted = fit(
                text, style.font, _sizes(column, style), column.w, table.bottom - table.y - table.row - _GAP, name
            )
            pieces.append((column.x, fitted, style, column.w, column.align, name))
    row = _row(pieces, style.size, table.row)
    row = replace(row, amount=line.amount, tax=line.tax.value, is_item=True, is_discount=line.is_discount)
    shown = [column.key.removeprefix("extra:") for column in columns if column.key.startswith("extra:")]
    rest = [f"{key}：{value}" for key, value in line.extras if value and not any(is_label(key, s) for s in shown)]
    return [row, *notes(["　" + "　".join(rest)] if rest else [], table, say("附加信息"))]


def _sizes(column: Column, style: Style) -> tuple[float, ...]:
    """Return the sizes that are tried before a text breaks: a figure or a short fact breaks late, a name early."""
    if column.align == "right":
        return (*style.sizes, *_FIGURE_SIZES)
    return (*style.sizes, *_FIGURE_SIZES[:2]) if column.key.startswith("extra:") else style.sizes


def _row(pieces: list[Piece], size: float, least: float = 0.0) -> Row:
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
    return Row(height, tuple(texts))


def _wide(pieces: list[Piece], size: float, least: float = 0.0) -> Row:
    return replace(_row(pieces, size, least), is_wide=True)


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
        return _wide(pieces, style.size, table.row - _GAP)

    title = notes([second.title], table, say("附表")) if second.title else []
    return [*title, row(second.columns, head), *(row(texts, style) for texts in second.rows)]
