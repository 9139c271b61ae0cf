"""Invented invoices of every kind and state for the practice desk; the same ones every time.

All names say that they are invented, tax ids use district 420199, which no real organisation has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from fapiao.amounts import to_fen, to_words
from fapiao.identity import Identity, build_qr
from fapiao.invoice import Figure, Invoice, Kind, Line, Party, Status, Table

_COUNT = 320
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_TRADES = ("科技", "商贸", "物流", "餐饮管理", "建筑工程", "文化传媒", "医疗器械", "电子", "机电设备", "办公用品")
_WORDS = ("样例", "虚构", "示范", "假想", "测试", "虚拟")
_BRANDS = (
    "晨光",
    "远山",
    "青禾",
    "云帆",
    "长江",
    "楚天",
    "梧桐",
    "星河",
    "白鹭",
    "明湖",
    "东湖",
    "珞珈",
    "汉水",
    "南山",
)
_GOODS: tuple[tuple[str, str, str], ...] = (
    ("*信息技术服务*软件维护费", "项", "0.06"),
    ("*信息技术服务*技术咨询费", "次", "0.06"),
    ("*纸制品*复印纸", "箱", "0.13"),
    ("*计算机配套产品*硒鼓", "个", "0.13"),
    ("*餐饮服务*餐费", "次", "0.06"),
    ("*住宿服务*住宿费", "间夜", "0.06"),
    ("*运输服务*货物运输", "趟", "0.09"),
    ("*建筑服务*装修工程", "项", "0.09"),
    ("*文具*签字笔", "盒", "0.13"),
    ("*家用电器*空调", "台", "0.13"),
)
_E_CODES = {
    Kind.E_ORDINARY: "0420020001 11",
    Kind.E_SPECIAL: "0420021001 13",
    Kind.TOLL: "0420019001 12",
    Kind.PAPER_ORDINARY: "0420019001 04",
    Kind.ROLL: "0420019001 07",
    Kind.PAPER_SPECIAL: "4200194130",
    Kind.VEHICLE: "142002020001",
}


@dataclass(frozen=True, slots=True)
class Invented:
    """An invoice and the state it is put in."""

    invoice: Invoice
    status: Status = Status.NORMAL
    reimbursed: bool = False


def tax_id(serial: int) -> str:
    """Return a well-formed 统一社会信用代码 of the district that does not exist."""
    body = f"91420199MAXX{serial:05d}"[:17]
    total = sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _USCC[-total % 31]


def invented(today: date) -> Iterator[Invented]:
    """Yield the practice desk's invoices, oldest first; dates end yesterday."""
    chance = random.Random(20_26)  # noqa: S311 - the same invented data every time
    parties = [_party(chance, n) for n in range(60)]
    kinds = [Kind.DIGITAL_SPECIAL, Kind.DIGITAL_ORDINARY, Kind.DIGITAL_ORDINARY, *_E_CODES]
    for n in range(_COUNT):
        day = today - timedelta(days=1 + (_COUNT - n) * 300 // _COUNT)
        kind = kinds[n % len(kinds)]
        invoice = _invoice(chance, n, kind, day, chance.choice(parties), chance.choice(parties))
        yield _state(n, invoice)
        if n % 40 == 11 and kind.is_digital:
            yield _red(invoice, n, day)
    yield Invented(_passenger(today - timedelta(days=3), parties[1], parties[2]))
    yield Invented(_long(chance, today - timedelta(days=2), parties[3], parties[4]))


def _party(chance: random.Random, n: int) -> Party:
    if n % 9 == 8:
        return Party("个人")
    place = chance.choice(("武汉", "湖北", "汉口", "武昌"))
    name = f"{place}{_BRANDS[n % len(_BRANDS)]}{chance.choice(_WORDS)}{chance.choice(_TRADES)}有限公司"
    return Party(
        name,
        tax_id(n + 1),
        f"武汉市样例区示范路{n + 1}号",
        f"027-0000{n:04d}",
        "样例银行武汉虚构支行",
        f"00004201{n:08d}",
    )


def _state(n: int, invoice: Invoice) -> Invented:
    if n % 40 == 11 and invoice.kind.is_digital:
        return Invented(invoice, Status.FULLY_RED)
    if n % 37 == 5 and invoice.kind.is_paper:
        return Invented(replace(invoice, voided=True), Status.VOID)
    if n % 29 == 7:
        return Invented(invoice, reimbursed=True)
    if n % 31 == 9:
        return Invented(replace(invoice, voucher_forbidden=True))
    return Invented(invoice)


def _invoice(chance: random.Random, n: int, kind: Kind, day: date, buyer: Party, seller: Party) -> Invoice:
    if seller.is_person:
        seller = Party("武汉示范商贸有限公司", tax_id(777))
    lines = tuple(_line(chance) for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))))
    net = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    tax = sum((line.tax.value or Decimal(0) for line in lines), Decimal(0))
    identity = _identity(n, kind, day)
    check_code = "" if kind.is_digital or kind in {Kind.PAPER_SPECIAL, Kind.E_SPECIAL} else f"{n:05d}" * 4
    bare = Invoice(
        number=identity.number,
        code=identity.code,
        kind=kind,
        issued_on=day,
        gross=net + tax,
        net=net,
        tax=tax,
        gross_words=to_words(net + tax),
        buyer=buyer,
        seller=seller,
        lines=lines,
        issuer="样例开票员",
        payee="" if kind.is_digital else "样例收款",
        checker="" if kind.is_digital else "样例复核",
        check_code=check_code,
        machine_no="" if kind.is_digital else f"4201990{n:05d}",
        remark=f"订单号：LX-{n:05d}" if n % 3 == 0 else "",
    )
    amount = f"{bare.gross if kind.is_digital else bare.net:.2f}"
    qr_kind = Kind.E_ORDINARY if kind is Kind.TOLL else kind
    return replace(bare, qr=build_qr(qr_kind, identity, amount, day, check_code))


def _identity(n: int, kind: Kind, day: date) -> Identity:
    if kind.is_digital:
        return Identity("", f"{day:%y}422000000099{n:06d}")
    return Identity(_E_CODES[kind].replace(" ", ""), f"990{n:05d}")


def _line(chance: random.Random) -> Line:
    name, unit, rate = chance.choice(_GOODS)
    quantity = chance.randint(1, 20)
    price = to_fen(Decimal(chance.randint(800, 380_000)) / 100)
    amount = to_fen(price * quantity)
    fraction = Decimal(rate)
    return Line(
        name,
        unit=unit,
        quantity=Figure(Decimal(quantity), str(quantity)),
        price=Figure(price, f"{price}"),
        amount=amount,
        rate=Figure(fraction, f"{fraction * 100:.0f}%"),
        tax=Figure(to_fen(amount * fraction), f"{to_fen(amount * fraction)}"),
    )


def _red(blue: Invoice, n: int, day: date) -> Invented:
    assert blue.gross is not None
    assert blue.net is not None
    assert blue.tax is not None
    assert blue.lines is not None
    lines = tuple(
        replace(
            line,
            quantity=Figure(-(line.quantity.value or Decimal(0)), f"-{line.quantity.source}"),
            amount=-(line.amount or Decimal(0)),
            tax=Figure(-(line.tax.value or Decimal(0)), f"-{line.tax.source}"),
        )
        for line in blue.lines
    )
    identity = Identity("", f"{day:%y}422000000098{n:06d}")
    red = replace(
        blue,
        number=identity.number,
        gross=-blue.gross,
        net=-blue.net,
        tax=-blue.tax,
        gross_words=to_words(-blue.gross),
        lines=lines,
        red_of=blue.full_no,
        red_confirmation=f"420199{day:%y%m}{n:010d}",
        remark=f"被红冲蓝字数电发票号码：{blue.number} 红字发票信息确认单编号：420199{day:%y%m}{n:010d}",
        qr=build_qr(blue.kind, identity, f"{-blue.gross:.2f}", day),
    )
    return Invented(red, Status.RED)


def _passenger(day: date, buyer: Party, seller: Party) -> Invoice:
    identity = Identity("", f"{day:%y}427000000097000001")
    gross, net, tax = Decimal("120.00"), Decimal("116.50"), Decimal("3.50")
    columns = ("出行人", "有效身份证件号", "出行日期", "出发地", "到达地", "等级", "交通工具类型")
    rows = (
        ("样例旅客甲", "420199199001010005", f"{day}", "武汉", "样例县", "无", "公路客车"),
        ("样例旅客乙", "420199199102020018", f"{day}", "样例县", "武汉", "无", "公路客车"),
    )
    price = Decimal("58.2524271845")
    line = Line(
        "*运输服务*客运服务费",
        unit="次",
        quantity=Figure(Decimal(2), "2"),
        price=Figure(price, f"{price}"),
        amount=net,
        rate=Figure(Decimal("0.03"), "3%"),
        tax=Figure(tax, f"{tax}"),
    )
    return Invoice(
        number=identity.number,
        kind=Kind.DIGITAL_ORDINARY,
        issued_on=day,
        gross=gross,
        net=net,
        tax=tax,
        gross_words=to_words(gross),
        buyer=buyer,
        seller=seller if seller.tax_id else Party("湖北虚构客运有限公司", tax_id(778)),
        lines=(line,),
        tables=(Table("出行人", columns, rows),),
        variant="旅客运输服务",
        issuer="样例开票员",
        qr=build_qr(Kind.DIGITAL_ORDINARY, identity, f"{gross}", day),
    )


def _long(chance: random.Random, day: date, buyer: Party, seller: Party) -> Invoice:
    lines = tuple(_line(chance) for _ in range(36))
    base = _invoice(chance, 90_001, Kind.DIGITAL_SPECIAL, day, buyer, seller)
    net = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    tax = sum((line.tax.value or Decimal(0) for line in lines), Decimal(0))
    identity = Identity("", base.number)
    return replace(
        base,
        lines=lines,
        net=net,
        tax=tax,
        gross=net + tax,
        gross_words=to_words(net + tax),
        remark="明细较多，共 36 行；练习翻页用。",
        qr=build_qr(base.kind, identity, f"{net + tax:.2f}", day),
    )
