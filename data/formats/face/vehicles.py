"""What the faces of 机动车销售统一发票 and 二手车销售统一发票 say, in boxes with their labels on the left."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from data.formats.face.boxes import behind, labelled
from data.formats.face.totals import AMOUNT, plain_amount
from data.formats.values import digits, line, money
from fapiao.invoice import Kind, Party, Table
from fapiao.said import say

if TYPE_CHECKING:
    from decimal import Decimal

    from data.formats.face.rows import Page
    from fapiao.invoice import Invoice

_FACTS = {
    "车辆类型": r"车辆类型",
    "厂牌型号": r"厂牌型号",
    "产地": r"产地",
    "合格证号": r"合格证号",
    "发动机号码": r"发动机号码?",
    "车辆识别代号": r"车辆识别代号/?(?:车架号码)?|车架号码?",
    "车牌照号": r"车牌照号",
    "登记证号": r"登记证号",
}


def vehicle_facts(page: Page, invoice: Invoice) -> Invoice:
    """Return the invoice with the vehicle, both parties, net and tax as the boxes tell them. Raises UnusableAmount."""
    used = invoice.kind is Kind.USED_VEHICLE
    cells = {name: behind(page, pattern) for name, pattern in _FACTS.items()}
    told = {name: line(text) for name, text in cells.items() if text}
    return replace(
        invoice,
        net=None if used else _amount(page, r"不含税价") or invoice.net,
        tax=None if used else _amount(page, r"增值税税额") or invoice.tax,
        buyer=invoice.buyer if used else _party(page, r"购买方名称|购货单位", invoice.buyer, 0),
        seller=invoice.seller if used else _party(page, r"销货单位名称|销售方名称", invoice.seller, -1),
        lines=None,
        tables=(Table("车辆", tuple(told), (tuple(told.values()),)),) if told else (),
    )


def _party(page: Page, pattern: str, known: Party, which: int) -> Party:
    ids = [re.sub(r"[^0-9A-Za-z]", "", f.bare)[:20] for f in page.labels if f.name == "tax_id" and len(f.bare) >= 15]
    name = known.name or behind(page, pattern)
    return replace(known, name=line(name), tax_id=known.tax_id or (digits(ids[which]).upper() if ids else ""))


def _amount(page: Page, pattern: str) -> Decimal | None:
    found = labelled(page, pattern)
    text = "".join("".join(r.text.split()) for r in found[1]) if found else ""
    amounts = [m[0] for m in AMOUNT.finditer(text.replace("￥", "¥"))]
    return money(plain_amount(amounts[0]), say("金额")) if amounts else None
