"""Sixty papers that are no invoice and hold what misleads: 20-digit accounts, amounts, the words of invoices."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from scripts.specimens import invented
from scripts.specimens.ofds import page_ofd
from scripts.specimens.pdfs import STYLES, pdf_of
from scripts.specimens.strokes import Sheet

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

_TITLES = (
    ("样例银行电子回单", "bank"),
    ("样例银行业务回单（付款）", "bank"),
    ("国内支付业务付款回单", "bank"),
    ("样例出行-行程单", "trip"),
    ("样例打车电子行程报销单", "trip"),
    ("技术服务合同", "contract"),
    ("产品购销合同", "contract"),
    ("报价单", "list"),
    ("送货单", "list"),
    ("出库单", "list"),
    ("税收完税证明", "tax"),
    ("电子缴税付款凭证", "tax"),
    ("社会保险缴费证明", "tax"),
    ("账户交易明细对账单", "bank"),
    ("收据", "list"),
    ("湖北省财政电子票据", "tax"),
    ("非税收入统一票据", "tax"),
    ("费用报销单", "claim"),
    ("开具红字增值税专用发票信息表", "claim"),
    ("发票汇总表", "invoices"),
    ("增值税发票抵扣统计表", "invoices"),
    ("样例宾馆结账单", "list"),
    ("电费通知单", "list"),
    ("保险单", "contract"),
    ("", "bank"),
    ("", "claim"),
    ("", "contract"),
)
"""Headings, and what stands below; some papers have none."""


def other_specimens(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield sixty papers: 48 PDFs in the styles of invoices, 6 OFDs, 4 XMLs, 2 pictures."""
    for index in range(48):
        title, shape = _TITLES[index % len(_TITLES)]
        style = STYLES[index % len(STYLES)]
        yield f"{index:02d}-{shape}.pdf", pdf_of([_sheet(chance, title, shape)], style)
    for index in range(6):
        title, shape = _TITLES[index * 3]
        yield f"{48 + index}-{shape}.ofd", page_ofd(_sheet(chance, title, shape))
    for index, name in enumerate(("bker", "bkrs", "efi", "ntrev_gpm")):
        yield f"{54 + index}-{name}.xml", _voucher(chance, name)
    for index in range(2):
        yield f"{58 + index}-picture.png", _picture(index)


def _sheet(chance: random.Random, title: str, shape: str) -> Sheet:
    sheet = Sheet(210, 297 if shape in {"contract", "invoices"} else 140)
    if title:
        sheet.add(105, 14, title, 18, "c", "title")
    rows = {"bank": _bank, "trip": _trip, "contract": _contract, "tax": _tax, "claim": _claim, "invoices": _invoices}
    rows.get(shape, _list)(sheet, chance)
    return sheet


def _digits(chance: random.Random, count: int) -> str:
    return chance.choice("234569") + "".join(chance.choice("0123456789") for _ in range(count - 1))


def _money(chance: random.Random) -> str:
    return f"{chance.randrange(10_000, 900_000) / 100:.2f}"


def _bank(sheet: Sheet, chance: random.Random) -> None:
    for x, who in ((10, "付款人"), (110, "收款人")):
        party = invented.party(chance)
        sheet.pair(x, 40, f"{who}户名：", party.name, x + 25)
        sheet.pair(x, 47, f"{who}账号：", _digits(chance, 20), x + 25)
        sheet.pair(x, 54, f"{who}开户行：", "样例银行虚构支行", x + 28)
    sheet.pair(10, 30, "回单编号：", _digits(chance, 20), 32)
    sheet.pair(110, 30, "日期：", "2026年03月18日", 122, role="date")
    sheet.pair(10, 65, "金额（大写）", "壹仟贰佰圆整", 40)
    sheet.pair(110, 65, "（小写）", f"¥{_money(chance)}", 125)
    sheet.pair(10, 75, "用途：", f"付发票号码{_digits(chance, 20)}货款", 24)
    sheet.pair(10, 85, "交易流水号：", _digits(chance, 20), 36)


def _trip(sheet: Sheet, chance: random.Random) -> None:
    sheet.pair(10, 25, "申请日期：", "2026-03-18", 30)
    sheet.pair(10, 32, "行程起止日期：", "2026-03-01 至 2026-03-17", 36)
    for at, head in enumerate(("序号", "车型", "上车时间", "城市", "起点", "终点", "里程", "金额[元]")):
        sheet.add(12 + 24 * at, 45, head, 9, "l", "label")
    for row in range(4):
        cells = (str(row + 1), "快车", "03-11 09:20", "武汉市", "样例路", "虚构站", "8.3", _money(chance))
        for at, text in enumerate(cells):
            sheet.add(12 + 24 * at, 52 + 6 * row, text, 8)
    sheet.add(10, 90, f"共4笔行程，合计{_money(chance)}元，订单号{_digits(chance, 20)}", 9)


def _contract(sheet: Sheet, chance: random.Random) -> None:
    sheet.pair(20, 30, "合同编号：", _digits(chance, 20), 45)
    for y, who in ((40, "甲方"), (48, "乙方")):
        party = invented.party(chance)
        sheet.pair(20, y, f"{who}：", party.name, 36)
        sheet.pair(110, y, "纳税人识别号：", party.tax_id, 140)
    texts = (
        "一、乙方应向甲方开具增值税专用发票，税率 6%，价税合计见附件。",
        "二、付款前乙方须提供合法有效的增值税专用发票。",
        f"三、收款账号：{_digits(chance, 20)}，开户行及账号以本合同为准。",
        f"四、合同金额（大写）叁万圆整，（小写）¥{_money(chance)}。",
    )
    for at, text in enumerate(texts):
        sheet.add(20, 62 + 8 * at, text, 10)


def _list(sheet: Sheet, chance: random.Random) -> None:
    buyer, seller = invented.party(chance), invented.party(chance)
    sheet.pair(10, 27, "购货单位：", buyer.name, 32)
    sheet.pair(120, 27, "编号：", _digits(chance, 20), 134)
    sheet.pair(10, 34, "销售方：", seller.name, 32)
    sheet.pair(120, 34, "日期：", "2026年03月18日", 134, role="date")
    for x, head in zip(
        (20, 60, 85, 105, 125, 150), ("货物名称", "规格型号", "单位", "数量", "单价", "金额"), strict=True
    ):
        sheet.add(x, 45, head, 9, "l", "label")
    for at in range(3):
        for x, text in zip(
            (20, 60, 85, 105, 125, 150), ("样例货物", "A4", "箱", "3", "10.00", _money(chance)), strict=True
        ):
            sheet.add(x, 52 + 6 * at, text, 9)
    sheet.add(20, 75, "合计", 9)
    sheet.add(150, 75, _money(chance), 9)
    sheet.pair(10, 85, "开票人：", "样例甲", 28)


def _tax(sheet: Sheet, chance: random.Random) -> None:
    party = invented.party(chance)
    sheet.pair(10, 27, "纳税人识别号：", party.tax_id, 36)
    sheet.pair(110, 27, "填发日期：", "2026年03月18日", 130, role="date")
    sheet.pair(10, 34, "纳税人名称：", party.name, 34)
    sheet.pair(110, 34, "No.", _digits(chance, 18), 120)
    sheet.pair(10, 45, "电子税票号码：", _digits(chance, 18), 36)
    sheet.pair(10, 52, "凭证号：", _digits(chance, 20), 30)
    sheet.pair(10, 65, "金额合计（大写）", "叁佰圆整", 45)
    sheet.pair(110, 65, "（小写）", f"¥{_money(chance)}", 130)


def _claim(sheet: Sheet, chance: random.Random) -> None:
    seller = invented.party(chance)
    sheet.pair(10, 27, "销售方名称：", seller.name, 36)
    sheet.pair(110, 27, "纳税人识别号：", seller.tax_id, 140)
    sheet.pair(10, 36, "对应蓝字发票号码：", _digits(chance, 20), 45)
    sheet.pair(10, 45, "发票类型：", "增值税专用发票", 32)
    sheet.pair(10, 54, "金额：", _money(chance), 32)
    sheet.pair(110, 54, "填开日期：", "2026年03月18日", 134, role="date")


def _invoices(sheet: Sheet, chance: random.Random) -> None:
    for x, head in zip((20, 40, 90, 120, 150), ("序号", "发票号码", "开票日期", "金额", "税额"), strict=True):
        sheet.add(x, 30, head, 9, "l", "label")
    for at in range(12):
        cells = (str(at + 1), "26" + _digits(chance, 18), "2026-03-18", _money(chance), _money(chance))
        for x, text in zip((20, 40, 90, 120, 150), cells, strict=True):
            sheet.add(x, 37 + 6 * at, text, 9)
    sheet.add(20, 120, "价税合计", 9)
    sheet.add(120, 120, _money(chance), 9)


def _voucher(chance: random.Random, name: str) -> bytes:
    """Return a voucher of the 电子凭证 standard that is no invoice."""
    namespace = f"http://xbrl.mof.gov.cn/taxonomy/2021-09-30/{name}"
    body = f"<v:NumberOfReceipt>{_digits(chance, 20)}</v:NumberOfReceipt><v:Amount>{_money(chance)}</v:Amount>"
    return f'<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns:v="{namespace}">{body}</xbrl>'.encode()


def _picture(index: int) -> bytes:
    """Return a picture with a QR code that is a web address."""
    import segno

    out = io.BytesIO()
    segno.make_qr(f"https://example.invalid/{index}").save(out, kind="png", scale=6, border=4)
    return out.getvalue()
