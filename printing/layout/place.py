"""An invoice on its layout: pages of a display list, split where the rows do not fit, with 小计 and 合计."""

from decimal import Decimal

from fapiao.invoice import Invoice
from fapiao.said import say
from printing.fonts import chain
from printing.layout.columnrules import broken_rules, without_rules
from printing.layout.compile import aligned, baseline, label, static
from printing.layout.display import Code, Cross, Item, Page, Rule, Text, moved
from printing.layout.fields import SOURCES, TABLE, tax, value, yen
from printing.layout.fit import Fitted, fit, wrap
from printing.layout.model import Column, ItemTable, Layout, Put
from printing.layout.rows import Row, columns_for, notes, rows

_GAP_AFTER_LABEL = 0.5
_ELSEWHERE = "（备注较长，全文见明细栏）"
_UNPLACED = ("variant", "code", "check_code", "machine_no", "cipher", "other", "payee", "checker", "issuer")
"""Fields that go to the remark where the face has no place for them."""


def place(invoice: Invoice, layout: Layout) -> list[Page]:
    """Return the pages of ``invoice``. Raises MissingGlyph and FaceError rather than lose a character."""
    table = layout.table
    columns = columns_for(invoice, table)
    fixed, overflow = _remark(invoice, layout)
    flow = rows(invoice, table, columns, placed_columns(layout))
    if overflow:
        flow += notes(overflow, table, say("备注"))
    parts = split(flow, table)
    pages = []
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        base, rules = framed(part, layout, columns)
        own: list[Item] = [*rules, *placed_rows(part, table)]
        if len(parts) > 1:
            own += _subtotal(part, table, columns, table.bottom - table.row if last else table.sum_y)
        if last:
            own += _sums(invoice, table, columns)
            own += fixed
            if layout.cross:
                own.append(Cross(*layout.cross))
        if invoice.qr:
            own.append(Code(*layout.qr.at, layout.qr.size, invoice.qr))
        page_no = f"共{len(parts)}页 第{number}页" if len(parts) > 1 else ""
        for put in layout.puts:
            if put.field.name != "remark" and (last or not put.last_only):
                text = page_no if put.field.source == "page_no" else value(invoice, put.field.source)
                own += put_text(put, text)
        pages.append(Page(base, tuple(own)))
    return pages


def placed_columns(layout: Layout) -> frozenset[str]:
    """Return the columns of the invoice's own tables that have a place of their own on the face, or are hidden."""
    sources = [put.field.source for put in layout.puts]
    sources += [field.source for field in layout.fields.values() if field.hide]
    return frozenset(source.removeprefix(TABLE) for source in sources if source.startswith(TABLE))


def _value_x(put: Put) -> float:
    if put.at:
        return put.at[0]
    if put.label_at is None:
        raise AssertionError(put.field.name)
    caption = Text(0, 0, put.field.label, put.label_style.font, put.label_style.size)
    return put.label_at[0] + caption.width + _GAP_AFTER_LABEL


def put_text(put: Put, text: str, fitted: Fitted | None = None) -> list[Item]:
    """Return the value of ``put`` and, where it is optional and filled, its caption."""
    if not text:
        return []
    x = _value_x(put)
    fitted = fitted or fit(
        text,
        put.style.font,
        put.style.sizes,
        put.right - x,
        put.height,
        put.field.caption or put.field.name,
        wrap_first=put.wrap,
    )
    items: list[Item] = []
    if put.label_at:
        y = baseline(put.label_at[1], put.label_style.size)
        if put.field.optional:
            items.append(label(put.field.label, put.label_at, put.label_style))
        if len(fitted.lines) > 1:
            y = baseline(put.label_at[1], fitted.size)
    else:
        y = baseline(put.at[1] if put.at else 0, fitted.size if put.wrap else put.style.size)
    for n, line in enumerate(fitted.lines):
        left = aligned(x, line, put.style, put.align, fitted.size)
        top = y + n * fitted.pitch
        items.append(Text(left, top, line, put.style.font, fitted.size, put.style.colour, put.field.name))
    return items


def _remark(invoice: Invoice, layout: Layout) -> tuple[list[Item], list[str]]:
    """Return the remark block; and the whole remark for the item area, where the block is too small for it."""
    put = next((put for put in layout.puts if put.field.name == "remark"), None)
    if put is None:
        return [], []
    placed = {put.field.name for put in layout.puts}
    parts = [SOURCES["remark"](invoice)]
    for name in _UNPLACED:
        text = SOURCES[name](invoice)
        if text and name not in placed and not layout.fields[name].hide and text not in invoice.remark:
            parts.append(layout.fields[name].label + text)
    text = "\n".join(part for part in parts if part)
    if not text:
        return [], []
    style, width = put.style, put.right - _value_x(put)
    chain.check(text, style.font, say("备注"))
    for size in style.sizes:
        fitted = Fitted(size, wrap(text, style.font, size, width))
        if fitted.height <= put.height:
            return put_text(put, text, fitted), []
    return put_text(put, _ELSEWHERE), [f"备注：{text}"]


def split(flow: list[Row], table: ItemTable) -> list[list[Row]]:
    """Cut the rows into pages. Where there are several, the last keeps a row's height free for its 小计."""
    room = table.bottom - table.y + 0.01
    if sum(row.height for row in flow) <= room:
        return [flow]
    pages: list[list[Row]] = [[]]
    used = 0.0
    for row in flow:
        if pages[-1] and used + row.height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    if used > room - table.row:
        pages.append([pages[-1].pop()])
    return pages


def framed(part: list[Row], layout: Layout, columns: tuple[Column, ...]) -> tuple[tuple[Item, ...], list[Rule]]:
    """Return the static parts behind ``part``, and the rules between columns where its rows interrupt them."""
    if not any(row.is_wide for row in part):
        return static(layout, columns), []
    spans = []
    y = layout.table.y
    for row in part:
        if row.is_wide:
            spans.append((y, y + row.height))
        y += row.height
    return static(without_rules(layout), columns), broken_rules(layout, spans)


def placed_rows(part: list[Row], table: ItemTable) -> list[Item]:
    """Return the texts of ``part``, from the top of the item area down."""
    items: list[Item] = []
    y = table.y
    for row in part:
        items += [moved(text, 0, y) for text in row.texts]
        y += row.height
    return items


def _subtotal(part: list[Row], table: ItemTable, columns: tuple[Column, ...], y: float) -> list[Item]:
    lines = [row for row in part if row.is_item]
    if not lines:
        return []
    net = sum((row.amount for row in lines if row.amount is not None), Decimal(0))
    taxes = [row.tax for row in lines if row.tax is not None]
    return sum_row("小　　计", y, yen(net), yen(sum(taxes, Decimal(0))) if taxes else "", table, columns)


def _sums(invoice: Invoice, table: ItemTable, columns: tuple[Column, ...]) -> list[Item]:
    return sum_row("合　　计", table.sum_y, yen(invoice.net), tax(invoice), table, columns)


def sum_row(caption: str, y: float, net: str, taxes: str, table: ItemTable, columns: tuple[Column, ...]) -> list[Item]:
    """Return a row of totals: its caption, and the figures under 金额 and 税额."""
    if not columns:
        return []
    items: list[Item] = [label(caption, (table.sum_at, y), table.head_style)] if table.sum_at else []
    style = table.sum_style
    for key, text in (("amount", net), ("tax", taxes)):
        column = next((column for column in columns if column.key == key), None)
        if text and column:
            fitted = fit(text, style.font, style.sizes, column.w, table.row, caption)
            x = aligned(column.x + column.w, text, style, "right", fitted.size)
            top = baseline(y, table.head_style.size)
            items.append(Text(x, top, text, style.font, fitted.size, style.colour, key))
    return items
