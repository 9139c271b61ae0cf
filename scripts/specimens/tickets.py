"""Tickets and vehicle invoices: facts and faces of 铁路电子客票, 航空行程单, 机动车 and 二手车 invoices."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from fapiao.amounts import to_words
from fapiao.identity import Identity, build_qr
from fapiao.invoice import Invoice, Kind, Party, Table
from scripts.specimens.invented import day_from, party
from scripts.specimens.strokes import Sheet

if TYPE_CHECKING:
    import random

_FEN = Decimal("0.01")


def rail(chance: random.Random) -> tuple[Invoice, Sheet]:
    """Return a rail ticket: fare alone, no seller, no tax."""
    day = day_from(chance, 2025)
    fare = Decimal(chance.randrange(1000, 90_000)).scaleb(-2)
    number = f"{day:%y}4291{chance.randrange(10**13, 10**14)}"
    journey = {
        "出发站": "武汉站",
        "到达站": chance.choice(("样例北站", "虚构东站", "宜昌东站")),
        "车次": chance.choice(("G1234", "D2201", "K82", "C5001")),
        "乘车日期": f"{day:%Y年%m月%d日}",
        "开车时间": f"{chance.randrange(6, 22):02d}:{chance.randrange(60):02d}",
        "车厢": f"{chance.randrange(1, 17):02d}车",
        "席位": f"{chance.randrange(1, 20):02d}{chance.choice('ABCDF')}号",
        "席别": chance.choice(("二等座", "一等座", "硬卧")),
        "姓名": "样例甲",
        "有效身份证件号": "4201990000****0011",
        "电子客票号": f"{chance.randrange(10**20, 10**21)}",
    }
    buyer = party(chance)
    invoice = Invoice(
        number,
        Kind.RAIL,
        day,
        fare,
        buyer=buyer,
        tables=(Table("铁路电子客票", tuple(journey), (tuple(journey.values()),)),),
        qr=build_qr(Kind.RAIL, Identity("", number), f"{fare:.2f}", day),
    )
    return invoice, _rail_sheet(invoice, journey)


def _rail_sheet(invoice: Invoice, told: dict[str, str]) -> Sheet:
    sheet = Sheet(210, 140, code=invoice.qr, code_at=(170, 85), seal_at=(105, 16))
    sheet.add(105, 13, "电子发票（铁路电子客票）", 20, "c", "title")
    sheet.pair(9.3, 20, "发票号码:", invoice.number, 25)
    sheet.pair(152.5, 20, "开票日期:", f"{invoice.issued_on:%Y年%m月%d日}", 169, role="date")
    sheet.add(45, 36, told["出发站"], 18.5, "c")
    sheet.add(105, 36, told["车次"], 18.5, "c")
    sheet.add(165, 36, told["到达站"], 18.5, "c")
    sheet.add(45, 43, "Wuhan", 12, "c")
    sheet.add(165, 43, "Yangli", 12, "c")
    sheet.add(20, 52, f"{told['乘车日期']}", 11)
    sheet.add(62, 52, f"{told['开车时间']}开", 11)
    sheet.add(115, 52, f"{told['车厢']}{told['席位']}", 11)
    sheet.add(160, 52, told["席别"], 11)
    sheet.pair(20, 62, "票价:", f"￥{invoice.gross:.2f}", 32)
    sheet.add(20, 82, told["有效身份证件号"], 11)
    sheet.add(66, 82, told["姓名"], 11)
    sheet.pair(20, 100, "电子客票号:", told["电子客票号"], 40)
    sheet.pair(20, 110, "购买方名称:", invoice.buyer.name, 40)
    sheet.pair(110, 110, "统一社会信用代码:", invoice.buyer.tax_id, 140)
    return sheet


def air(chance: random.Random) -> tuple[Invoice, Sheet]:
    """Return an air itinerary: fare and fuel are net, the fund is neither net nor tax."""
    day = day_from(chance, 2025)
    fare, fuel, fund = (Decimal(chance.randrange(*span)) for span in ((300, 2000), (10, 90), (50, 51)))
    tax = ((fare + fuel) * Decimal("0.09")).quantize(_FEN, ROUND_HALF_UP)
    gross = fare + fuel + tax + fund
    number = f"{day:%y}9487{chance.randrange(10**13, 10**14)}"
    passenger = {
        "旅客姓名": "样例乙",
        "有效身份证件号": "420199********0029",
        "电子客票号码": f"784{chance.randrange(10**9, 10**10)}",
    }
    invoice = Invoice(
        number,
        Kind.AIR,
        day,
        gross,
        buyer=party(chance),
        seller=Party("虚构航空股份有限公司"),
        net=fare + fuel,
        tax=tax,
        other=fund,
        tables=(Table("旅客", tuple(passenger), (tuple(passenger.values()),)),),
        check_code=f"{chance.randrange(10**3, 10**4)}",
        qr=build_qr(Kind.AIR, Identity("", number), f"{gross:.2f}", day),
    )
    return invoice, _air_sheet(invoice, passenger, (fare, fuel))


def _air_sheet(invoice: Invoice, told: dict[str, str], parts: tuple[Decimal, Decimal]) -> Sheet:
    sheet = Sheet(210, 148, code=invoice.qr, code_at=(8, 6), seal_at=(105, 18))
    sheet.add(105, 14, "电子发票（航空运输电子客票行程单）", 16, "c", "title")
    sheet.pair(150, 22, "发票号码：", invoice.number, 166)
    sheet.pair(40, 22, "开票状态：", "正常", 56)
    for x, head, text in (
        (10, "旅客姓名", told["旅客姓名"]),
        (60, "有效身份证件号码", told["有效身份证件号"]),
        (130, "签注", "不得签转"),
    ):
        sheet.add(x, 33, head, 9, "l", "label")
        sheet.add(x, 38, text, 9)
    heads = ("自 FROM", "承运人", "航班号", "座位等级", "日期", "时间", "客票级别", "免费行李")
    for at, head in enumerate(heads):
        sheet.add(10 + 24 * at, 47, head, 9, "l", "label")
    for at, text in enumerate(("武汉", "虚构航", "XY1234", "Y", "2025年03月02日", "08:15", "YOW", "20KG")):
        sheet.add(10 + 24 * at, 53, text, 9 if at != 4 else 8)
    fees = (
        ("票价", parts[0]), ("燃油附加费", parts[1]), ("增值税税率", None), ("增值税税额", invoice.tax),
        ("民航发展基金", invoice.other), ("其他税费", None), ("合计", invoice.gross),
    )  # fmt: skip
    for at, (head, value) in enumerate(fees):
        sheet.add(10 + 27 * at, 85, head, 9, "l", "label")
        text = "9%" if head == "增值税税率" else "" if value is None else f"CNY {value:.2f}"
        sheet.add(10 + 27 * at, 91, text, 9)
    sheet.pair(10, 103, "电子客票号码：", told["电子客票号码"], 34)
    sheet.pair(80, 103, "验证码：", invoice.check_code, 94)
    sheet.pair(10, 112, "销售网点代号：", "WUH001", 34)
    sheet.pair(80, 112, "填开单位：", invoice.seller.name, 97)
    sheet.pair(150, 112, "填开日期：", f"{invoice.issued_on:%Y年%m月%d日}", 167, role="date")
    sheet.pair(10, 122, "购买方名称：", invoice.buyer.name, 31)
    sheet.pair(110, 122, "统一社会信用代码/纳税人识别号：", invoice.buyer.tax_id, 165, size=8)
    return sheet


def vehicle(chance: random.Random) -> tuple[Invoice, Sheet]:
    """Return a 机动车销售统一发票, a form in boxes."""
    day = day_from(chance, 2022)
    gross = Decimal(chance.randrange(60_000, 400_000))
    net = (gross / Decimal("1.13")).quantize(_FEN, ROUND_HALF_UP)
    told = {
        "车辆类型": "轿车",
        "厂牌型号": "样例牌YL7000",
        "产地": "武汉市",
        "合格证号": f"YL{chance.randrange(10**8, 10**9)}",
        "发动机号码": f"E{chance.randrange(10**6, 10**7)}",
        "车辆识别代号": f"LYL{chance.randrange(10**13, 10**14)}",
    }
    code = f"1420{day:%y}122{chance.randrange(100, 999)}"
    invoice = Invoice(
        f"{chance.randrange(10**7, 10**8)}",
        Kind.VEHICLE,
        day,
        gross,
        code=code,
        net=net,
        tax=gross - net,
        buyer=party(chance),
        seller=party(chance),
        gross_words=to_words(gross),
        title="机动车销售统一发票",
        machine_no=f"6619{chance.randrange(10**7, 10**8)}",
        issuer="样例甲",
        tables=(Table("车辆", tuple(told), (tuple(told.values()),)),),
    )
    return invoice, _vehicle_sheet(invoice, told)


def _vehicle_sheet(invoice: Invoice, told: dict[str, str]) -> Sheet:
    sheet = Sheet(241, 178)
    sheet.add(120, 14, invoice.title, 20, "c", "title")
    sheet.pair(180, 24, "发票代码", invoice.code, 200)
    sheet.pair(180, 30, "发票号码", invoice.number, 200)
    sheet.pair(12, 27, "开票日期", f"{invoice.issued_on:%Y-%m-%d}", 32)
    sheet.pair(12, 40, "机器编号", invoice.machine_no, 40)
    sheet.pair(12, 52, "购买方名称", invoice.buyer.name, 40)
    sheet.pair(130, 52, "纳税人识别号", invoice.buyer.tax_id, 165)
    boxes = list(told.items())
    for at, (label, value) in enumerate(boxes):
        shown = "车辆识别代号/车架号码" if label == "车辆识别代号" else label
        x = (12, 90, 160)[at % 3]
        sheet.pair(x, 64 + 9 * (at // 3), shown, value, x + (38 if label == "车辆识别代号" else 24))
    sheet.add(12, 84, "价税合计", 9, "l", "label")
    sheet.add(60, 84, f"⊗{invoice.gross_words}", 9)
    sheet.pair(150, 84, "小写", f"¥{invoice.gross:.2f}", 165)
    sheet.pair(12, 94, "销货单位名称", invoice.seller.name, 45)
    sheet.pair(150, 94, "电话", "027-00000002", 165)
    sheet.pair(12, 103, "纳税人识别号", invoice.seller.tax_id, 45)
    sheet.pair(150, 103, "账号", "4201990000123456789", 165)
    sheet.pair(12, 112, "增值税税率或征收率", "13%", 48)
    sheet.pair(90, 112, "增值税税额", f"¥{invoice.tax:.2f}", 115)
    sheet.pair(12, 121, "不含税价", "", 30)
    sheet.pair(30, 121, "小写", f"¥{invoice.net:.2f}", 45)
    sheet.pair(12, 140, "开票人", invoice.issuer, 30)
    sheet.add(90, 140, "销货单位（章）", 9, "l", "label")
    return sheet


def used_vehicle(chance: random.Random) -> tuple[Invoice, Sheet]:
    """Return a 二手车销售统一发票: one price, no tax."""
    new, _ = vehicle(chance)
    told = {
        "车牌照号": f"鄂A{chance.randrange(10000, 99999)}",
        "登记证号": f"{chance.randrange(10**11, 10**12)}",
        "车辆类型": "小型轿车",
        "厂牌型号": "样例牌YL7000",
    }
    invoice = replace(
        new,
        kind=Kind.USED_VEHICLE,
        code=f"04200{new.issued_on:%y}00117",
        net=None,
        tax=None,
        machine_no="",
        title="二手车销售统一发票",
        tables=(
            Table(
                "车辆",
                tuple(sorted(told, key=list(_ORDER).index)),
                (tuple(told[n] for n in sorted(told, key=list(_ORDER).index)),),
            ),
        ),
    )
    sheet = Sheet(241, 178)
    sheet.add(120, 14, invoice.title, 20, "c", "title")
    sheet.pair(180, 24, "发票代码：", invoice.code, 200)
    sheet.pair(180, 30, "发票号码：", invoice.number, 200)
    sheet.pair(12, 30, "开票日期：", f"{invoice.issued_on:%Y-%m-%d}", 32)
    for y, who, them in ((45, "买方单位/个人", invoice.buyer), (63, "卖方单位/个人", invoice.seller)):
        sheet.pair(12, y, who, them.name, 42)
        sheet.pair(130, y, "单位代码/身份证号码", them.tax_id, 170)
        sheet.pair(12, y + 9, f"{who[0]}方单位/个人住址", "武汉市样例区虚构路1号", 52)
        sheet.pair(170, y + 9, "电话", "027-00000003", 182)
    for at, (label, value) in enumerate(told.items()):
        x = (12, 110)[at % 2]
        sheet.pair(x, 84 + 9 * (at // 2), label, value, x + 24)
    sheet.add(12, 105, "车价合计（大写）", 9, "l", "label")
    sheet.add(60, 105, f"⊗{invoice.gross_words}", 9)
    sheet.pair(150, 105, "小写", f"￥{invoice.gross:.2f}", 165)
    sheet.pair(12, 140, "开票人：", invoice.issuer, 30)
    return invoice, sheet


_ORDER = ("车辆类型", "厂牌型号", "产地", "合格证号", "发动机号码", "车辆识别代号", "车牌照号", "登记证号")
"""The order in which a reading tells the facts of a vehicle."""
