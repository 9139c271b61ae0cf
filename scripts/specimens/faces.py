"""Invoices laid out as their issuers lay them out (docs/invoices.md): 数电票 and invoices with a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.invoice import Invoice, Kind, Line
from scripts.specimens.strokes import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

_PITCH = 4.5
_MOST_LINES = 6
_NAME_WIDTH = 11
"""Characters of a name on one line."""


def sheets_of(invoice: Invoice) -> list[Sheet]:
    """Return the pages of an invoice."""
    if invoice.code:
        return [_electronic(invoice)]
    pages = _paged(invoice.lines or ())
    return [_digital(invoice, rows, index, len(pages)) for index, rows in enumerate(pages)]


def _paged(rows: Sequence[Line]) -> list[Sequence[Line]]:
    """Return the rows by page: as many as six lines of print."""
    pages: list[list[Line]] = [[]]
    left = _MOST_LINES
    for row in rows:
        need = len(wrapped(row.name))
        if need > left:
            pages.append([])
            left = _MOST_LINES
        pages[-1].append(row)
        left -= need
    return list(pages)


def wrapped(name: str, width: int = _NAME_WIDTH) -> list[str]:
    """Break a name into lines of a column."""
    return [name[i : i + width] for i in range(0, len(name), width)]


def _digital(invoice: Invoice, rows: Sequence[Line], index: int, count: int) -> Sheet:
    sheet = Sheet(210, 140, code=invoice.qr, seal_at=(105, 18))
    sheet.add(105, 14, invoice.kind.official, 20, "c", "title")
    sheet.pair(154, 13.5, "发票号码：", invoice.number, 170)
    sheet.pair(154, 19.5, "开票日期：", f"{invoice.issued_on:%Y年%m月%d日}", 170, role="date")
    if count > 1:
        sheet.add(186, 27, f"共{count}页 第{index + 1}页", 8, "l", "label")
    for x, words, who in ((7.5, "购买方信息", invoice.buyer), (108.2, "销售方信息", invoice.seller)):
        for at, character in enumerate(words):
            sheet.add(x - 1.6, 35 + 3.6 * at, character, 9, "l", "caption")
        sheet.pair(x + 5, 36.5, "名称：", who.name, x + 15)
        sheet.pair(x + 5, 47, "统一社会信用代码/纳税人识别号：", who.tax_id, x + 55, size=11)
    heads = (
        (22, "项目名称"),
        (48, "规格型号"),
        (70, "单 位"),
        (97, "数 量"),
        (121, "单 价"),
        (147, "金 额"),
        (166, "税率/征收率"),
        (198, "税 额"),
    )
    for x, head in heads:
        sheet.add(x, 55.7, head, 9, "c", "label")
    y = 59.5
    for row in rows:
        _cells(sheet, row, y, (4.8, 42, 67, 102.5, 127.5, 153, 166, 205.2))
        y += _PITCH * len(wrapped(row.name))
    last = index == count - 1
    if count > 1:
        _sums(sheet, 90, ("小", "计"), rows, (153, 205.2))
    if last:
        _sums(sheet, 94.5, ("合", "计"), invoice.lines or (), (153, 205.2))
        sheet.add(17, 101, "价税合计（大写）", 9, "l", "label")
        sheet.add(63, 101, invoice.gross_words, 9)
        sheet.pair(143, 101, "（小写）", f"¥{invoice.gross:.2f}", 155.5)
        for at, character in enumerate("备注"):
            sheet.add(6, 111 + 6 * at, character, 9, "l", "caption")
        for at, text in enumerate(invoice.remark.splitlines()):
            sheet.add(11.3, 107.5 + 4 * at, text, 9)
    sheet.pair(19, 132.3, "开票人：", invoice.issuer, 32)
    _frame(sheet, (30, 52, 96, 104, 124), (4.5, 205.5))
    return sheet


def _cells(sheet: Sheet, row: Line, y: float, xs: tuple[float, ...]) -> None:
    name, spec, unit, quantity, price, amount, rate, tax = xs
    for at, part in enumerate(wrapped(row.name)):
        sheet.add(name, y + _PITCH * at, part, 9, "l", "cell")
    sheet.add(spec, y, row.spec, 9, "l", "cell")
    sheet.add(unit, y, row.unit, 9, "l", "cell")
    sheet.add(quantity, y, row.quantity.source, 9, "r", "cell")
    sheet.add(price, y, row.price.source, 8, "r", "cell")
    sheet.add(amount, y, f"{row.amount:.2f}", 9, "r", "cell")
    sheet.add(rate, y, row.rate.source, 9, "c", "cell")
    sheet.add(tax, y, row.tax.source, 9, "r", "cell")


def _sums(sheet: Sheet, y: float, words: tuple[str, str], rows: Sequence[Line], ends: tuple[float, float]) -> None:
    net = sum(row.amount or 0 for row in rows)
    tax = sum(row.tax.value or 0 for row in rows)
    sheet.add(20.5, y, words[0], 9, "l", "label")
    sheet.add(36.5, y, words[1], 9, "l", "label")
    sheet.add(ends[0], y, f"¥{net:.2f}", 9, "r", "sum")
    sheet.add(ends[1], y, f"¥{tax:.2f}", 9, "r", "sum")


def _frame(sheet: Sheet, ys: Sequence[float], xs: tuple[float, float]) -> None:
    sheet.rules += [(xs[0], y, xs[1], y) for y in ys]
    sheet.rules += [(x, ys[0], x, ys[-1]) for x in xs]


def _electronic(invoice: Invoice) -> Sheet:
    sheet = Sheet(215, 139, code=invoice.qr, code_at=(8.5, 3.5), seal_at=(107, 16))
    sheet.add(107, 13, invoice.title, 20, "c", "title")
    sheet.pair(5.5, 27, "机器编号：", invoice.machine_no, 20)
    check = " ".join(invoice.check_code[i : i + 5] for i in range(0, len(invoice.check_code), 5))
    sheet.pair(150, 9, "发票代码：", invoice.code, 166)
    sheet.pair(150, 14.5, "发票号码：", invoice.number, 166)
    sheet.pair(150, 20, "开票日期：", f"{invoice.issued_on:%Y年%m月%d日}", 166, role="date")
    if check:
        sheet.pair(150, 25.5, "校 验 码：", check, 166)
    for top, words, who in ((31, "购买方", invoice.buyer), (105, "销售方", invoice.seller)):
        for at, character in enumerate(words):
            sheet.add(6, top + 5 + 5.5 * at, character, 9, "l", "caption")
        sheet.pair(13, top + 2.8, "名    称：", who.name, 37)
        sheet.pair(13, top + 8, "纳税人识别号：", who.tax_id, 37, size=10)
        sheet.pair(13, top + 13, "地 址、电 话：", f"{who.address} {who.phone}", 37)
        sheet.pair(13, top + 18, "开户行及账号：", f"{who.bank} {who.account}", 37)
    for at, character in enumerate("密码区"):
        sheet.add(122, 36 + 6 * at, character, 9, "l", "caption")
    for at, text in enumerate(invoice.cipher.splitlines()):
        sheet.add(129, 35 + 4.6 * at, text, 11, "l", "cipher")
    _goods(sheet, invoice)
    _sums(sheet, 93.5, ("合", "计"), invoice.lines or (), (166, 206))
    sheet.add(19.5, 100, "价税合计（大写）", 9, "l", "label")
    sheet.add(66, 100, f"⊗{invoice.gross_words}", 9)
    sheet.pair(152, 100, "（小写）", f"¥{invoice.gross:.2f}", 166)
    for at, character in enumerate("备注"):
        sheet.add(122, 111 + 7 * at, character, 9, "l", "caption")
    for at, text in enumerate(invoice.remark.splitlines()):
        sheet.add(128.5, 108 + 4 * at, text, 9)
    for x, label, value in (
        (7, "收款人：", invoice.payee),
        (63.5, "复核：", invoice.checker),
        (105.5, "开票人：", invoice.issuer),
    ):
        sheet.pair(x, 128, label, value, x + 15)
    sheet.add(154, 128, "销售方：（章）", 9, "l", "label")
    _frame(sheet, (30, 51, 95, 103, 124), (4.5, 209))
    sheet.rules += [(x, 51, x, 95) for x in (56.5, 84, 98, 117.5, 138, 168, 180)]
    return sheet


def _goods(sheet: Sheet, invoice: Invoice) -> None:
    toll = invoice.kind is Kind.TOLL
    heads = (
        (
            (24, "项目名称"),
            (60, "车牌号"),
            (82, "类型"),
            (103, "通行日期起"),
            (127, "通行日期止"),
            (152, "金额"),
            (174, "税率"),
            (194, "税额"),
        )
        if toll
        else (
            (31, "货物或应税劳务、服务名称"),
            (71, "规格型号"),
            (91, "单位"),
            (107, "数 量"),
            (127, "单 价"),
            (152, "金 额"),
            (174, "税率"),
            (194, "税 额"),
        )
    )
    for x, head in heads:
        sheet.add(x, 55, head, 9, "c", "label")
    y = 59.5
    for row in invoice.lines or ():
        if toll:
            for (x, _), text in zip(heads[1:5], (text for _, text in row.extras), strict=True):
                sheet.add(x, y, text, 9, "c", "cell")
        _cells(sheet, row, y, (7, 58, 89, 116.5, 136.5, 166, 173, 206))
        y += _PITCH * len(wrapped(row.name))
