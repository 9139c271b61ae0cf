"""What the faces of rail and air tickets say beside number, date and buyer (docs/invoices.md)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from data.formats.face.boxes import behind, below
from data.formats.values import digits, line, money
from fapiao.invoice import Party, Table
from fapiao.said import say

if TYPE_CHECKING:
    from data.formats.face.rows import Page
    from fapiao.invoice import Invoice

_AMOUNT = re.compile(r"-?\d[\d,]{0,15}\.\d{2}")
_STATION = re.compile(r"[\u4e00-\u9fff]{1,10}站")
_TRAIN = re.compile(r"[GDCZTKYSLP]?\d{1,4}(?!\d)")
_MOMENT = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)\s*(\d{1,2}:\d{2})开")
_SEAT = re.compile(r"(\d{1,2}车)\s*(\d{1,3}[A-F]?号|无座)")
_CLASS = re.compile(r"(?:新空调)?(?:商务座|特等座|一等座|二等座|一等卧|二等卧|软卧|硬卧|软座|硬座|无座|动卧)")
_PERSON = re.compile(r"(?<!\d)(\d{6,10}\*{4,8}[\dXx]{4}|\d{17}[\dXx](?!\d))([\u4e00-\u9fff·]{2,20})?")
_AIR = ("票价", "燃油附加费", "增值税税额", "民航发展基金", "其他税费", "合计")


def rail_facts(page: Page, invoice: Invoice) -> Invoice:
    """Return the invoice with fare, journey and passenger. The face tells neither net nor tax nor seller."""
    fare = behind(page, r"票价") or below(page, r"票价")
    refund = behind(page, r"退票费|退款")
    amount = _AMOUNT.search((fare or refund).replace(" ", ""))
    buyer = Party(
        line(behind(page, r"购买方名称") or invoice.buyer.name),
        digits(behind(page, r"统一社会信用代码(?:/纳税人识别号)?") or invoice.buyer.tax_id).upper(),
    )
    return replace(
        invoice,
        gross=money(amount[0], say("票价")) if amount else invoice.gross,
        net=None,
        tax=None,
        gross_words="",
        buyer=buyer,
        seller=Party(),
        lines=None,
        tables=(_journey(page),),
    )


def _journey(page: Page) -> Table:
    stations = [m[0] for r in page.runs if (m := _STATION.fullmatch("".join(r.text.split())))]
    moment = next((m for row in page.rows if (m := _MOMENT.search(row.bare))), None)
    seat = next((m for row in page.rows if (m := _SEAT.search(row.bare))), None)
    kind = next((m[0] for row in page.rows if (m := _CLASS.search(row.bare))), "")
    person = next((m for row in page.rows if (m := _PERSON.search(row.bare))), None)
    train = next((t for r in page.runs if _TRAIN.fullmatch(t := r.text.strip()) and not t.isdigit()), "")
    cells = {
        "出发站": stations[0] if stations else "",
        "到达站": stations[1] if len(stations) > 1 else "",
        "车次": train,
        "乘车日期": moment[1] if moment else "",
        "开车时间": moment[2] if moment else "",
        "车厢": seat[1] if seat else "",
        "席位": seat[2] if seat else "",
        "席别": kind,
        "姓名": (person[2] or "") if person else "",
        "有效身份证件号": person[1] if person else "",
        "电子客票号": digits(behind(page, r"电子客票号")),
    }
    return Table("铁路电子客票", tuple(cells), (tuple(line(text) for text in cells.values()),))


def air_facts(page: Page, invoice: Invoice) -> Invoice:
    """Return the invoice with fares, funds and passenger; fare and fuel are net, funds and other taxes are neither."""
    found = {name: _fee(page, name) for name in _AIR}
    net = _sum(found["票价"], found["燃油附加费"])
    passenger = {
        "旅客姓名": below(page, r"旅客姓名"),
        "有效身份证件号": below(page, r"有效身份证件号码?"),
        "电子客票号码": digits(behind(page, r"电子客票号码")),
    }
    return replace(
        invoice,
        gross=found["合计"],
        net=net,
        tax=found["增值税税额"],
        other=_sum(found["民航发展基金"], found["其他税费"]),
        gross_words="",
        buyer=Party(
            line(behind(page, r"购买方名称") or invoice.buyer.name),
            digits(behind(page, r"统一社会信用代码(?:/纳税人识别号)?") or invoice.buyer.tax_id).upper(),
        ),
        seller=Party(line(behind(page, r"填开单位") or behind(page, r"销售方名称"))),
        lines=None,
        tables=(Table("旅客", tuple(passenger), (tuple(line(text) for text in passenger.values()),)),),
        check_code=digits(behind(page, r"验证码")),
        issuer="",
    )


def _fee(page: Page, name: str) -> Decimal | None:
    pattern = r"(?<![税价])合计" if name == "合计" else name
    for text in (below(page, pattern), behind(page, pattern, within=15.0)):
        amount = _AMOUNT.search("".join(text.split()))
        if amount:
            return money(amount[0], say("金额"))
    return None


def _sum(*parts: Decimal | None) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known else None
