"""An invoice on its layout: pages of a display list, split where the rows do not fit, with 小计 and 合计."""

from decimal import Decimal

from fapiao.invoice import Invoice
from printing.display import Code, Cross, Item, Page, Text, moved
from printing.fit import Fitted, fit, wrap
from printing.fonts import chain
from printing.layout.compile import aligned, baseline, label, static
from printing.layout.fields import SOURCES, tax, yen
from printing.layout.model import Column, ItemTable, Layout, Put
from printing.layout.rows import Row, columns_for, notes, rows

_GAP_AFTER_LABEL = 0.5
_ELSEWHERE = "（备注较长，全文见明细栏）"
_UNPLACED = ("code", "check_code", "machine_no", "cipher")
"""Fields that go to the remark where the face has no place for them."""


def place(invoice: Invoice, layout: Layout) -> list[Page]:
    """Return the pages of ``invoice``. Raises MissingGlyph and FaceError rather than lose a character."""
    table = layout.table
    columns = columns_for(invoice, table)
    fixed, overflow = _remark(invoice, layout)
    flow = rows(invoice, table, columns)
    if overflow:
        flow += notes(overflow, table, "备注")
    parts = _split(flow, table)
    base = static(layout, columns)
    pages = []
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        own: list[Item] = _rows(part, table)
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
                text = page_no if put.field.source == "page_no" else SOURCES[put.field.source](invoice)
                own += _put(put, text)
        pages.append(Page(base, tuple(own)))
    return pages


def _value_x(put: Put) -> float:
    if put.at:
        return put.at[0]
    if put.label_at is None:
        raise AssertionError(put.field.name)
    caption = Text(0, 0, put.field.label, put.label_style.font, put.label_style.size)
    return put.label_at[0] + caption.width + _GAP_AFTER_LABEL


def _put(put: Put, text: str, fitted: Fitted | None = None) -> list[Item]:
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
    put = next(put for put in layout.puts if put.field.name == "remark")
    placed = {put.field.name for put in layout.puts}
    parts = [SOURCES["remark"](invoice)]
    for name in _UNPLACED:
        text = SOURCES[name](invoice)
        if text and name not in placed:
            parts.append(layout.fields[name].label + text)
    text = "\n".join(part for part in parts if part)
    if not text:
        return [], []
    style, width = put.style, put.right - _value_x(put)
    chain.check(text, style.font, "备注")
    for size in style.sizes:
        fitted = Fitted(size, wrap(text, style.font, size, width))
        if fitted.height <= put.height:
            return _put(put, text, fitted), []
    return _put(put, _ELSEWHERE), [f"备注：{text}"]


def _split(flow: list[Row], table: ItemTable) -> list[list[Row]]:
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


def _rows(part: list[Row], table: ItemTable) -> list[Item]:
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
    return _sum_row("小　　计", y, yen(net), yen(sum(taxes, Decimal(0))) if taxes else "", table, columns)


def _sums(invoice: Invoice, table: ItemTable, columns: tuple[Column, ...]) -> list[Item]:
    return _sum_row("合　　计", table.sum_y, yen(invoice.net), tax(invoice), table, columns)


def _sum_row(caption: str, y: float, net: str, taxes: str, table: ItemTable, columns: tuple[Column, ...]) -> list[Item]:
    items: list[Item] = [label(caption, (table.sum_at, y), table.head_style)]
    style = table.sum_style
    for key, text in (("amount", net), ("tax", taxes)):
        column = next(column for column in columns if column.key == key)
        if text:
            fitted = fit(text, style.font, style.sizes, column.w, table.row, caption)
            x = aligned(column.x + column.w, text, style, "right", fitted.size)
            top = baseline(y, table.head_style.size)
            items.append(Text(x, top, text, style.font, fitted.size, style.colour, key))
    return items
