"""The list of goods (销货清单): A4 pages of 26 rows behind a face whose own line says that they are there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from fapiao.invoice import Figure, Invoice, Line
from printing.layout.compile import label
from printing.layout.display import Item, Page, Rule
from printing.layout.fields import tax, value, yen
from printing.layout.model import Layout
from printing.layout.place import framed, placed_rows, put_text, split, sum_row
from printing.layout.rows import Row, rows

SEE_LIST = "（详见销货清单）"
_FOOT = 7.0
"""Height of a row of the foot, mm."""
_RULE = 7.6
"""Distance of a foot's text from the rule above the foot's first row."""


def summary(invoice: Invoice) -> Invoice:
    """Return ``invoice`` with the one line that its face has where the goods stand in a list."""
    lines = invoice.lines or ()
    rates = {line.rate for line in lines}
    rate = rates.pop() if len(rates) == 1 else Figure()
    whole = Figure(invoice.tax, "") if invoice.tax is not None else Figure(None, tax(invoice))
    return replace(invoice, lines=(Line(SEE_LIST, amount=invoice.net, rate=rate, tax=whole),))


def goods_pages(invoice: Invoice, form: Layout) -> list[Page]:
    """Return the pages of the list, in order; 总计 and 备注 stand on the last. Raises MissingGlyph and FaceError."""
    table = form.table
    parts = split(rows(replace(invoice, tables=()), table, table.columns), table)
    return [_page(invoice, form, part, number, len(parts)) for number, part in enumerate(parts, 1)]


def _page(invoice: Invoice, form: Layout, part: list[Row], number: int, count: int) -> Page:
    base, rules = framed(part, form, form.table.columns)
    own: list[Item] = [*rules, *placed_rows(part, form.table)]
    for put in form.puts:
        source = put.field.source
        if source == "page_no":
            own += put_text(put, f"共 {count} 页 第 {number} 页")
        elif source != "remark":
            own += put_text(put, value(invoice, source))
    return Page(base, (*own, *_feet(invoice, form, part, last=number == count)))


def _feet(invoice: Invoice, form: Layout, part: Sequence[Row], *, last: bool) -> list[Item]:
    """Return 小计 and 折扣 of the page; on the last page a row higher, with 总计 below them."""
    table = form.table
    items = [row for row in part if row.is_item]
    plain = [row for row in items if not row.is_discount]
    discounts = [row for row in items if row.is_discount]
    feet = [("小　　计", *_sum(plain)), ("折　　扣", *_sum(discounts))]
    top = table.sum_y
    found: list[Item] = []
    if last:
        feet.append(("总　　计", yen(invoice.net), tax(invoice)))
        top -= _FOOT
        rule = form.strokes[0]
        y = top - _RULE + _FOOT - 0.6
        found.append(Rule(rule.x1, y, rule.x2, y, rule.width, rule.colour))
    for n, (caption, net, taxes) in enumerate(feet):
        found += sum_row(caption, top + n * _FOOT, net, taxes, table, table.columns)
    remark = next(put for put in form.puts if put.field.source == "remark")
    if remark.at:
        style = remark.label_style
        found.append(label("备注", (form.strokes[0].x1 + 1, remark.at[1] + 1.4), style))
    return found


def _sum(chosen: Iterable[Row]) -> tuple[str, str]:
    chosen = list(chosen)
    if not chosen:
        return "", ""
    net = sum((row.amount for row in chosen if row.amount is not None), Decimal(0))
    taxes = [row.tax for row in chosen if row.tax is not None]
    return yen(net), yen(sum(taxes, Decimal(0))) if taxes else ""
