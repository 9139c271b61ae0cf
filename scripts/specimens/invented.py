"""The facts of invented invoices: names that say so, tax ids whose check digits hold, sums that are right."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from fapiao.amounts import to_words
from fapiao.identity import Identity, build_qr
from fapiao.invoice import Figure, Invoice, Kind, Line, Party

_FEN = Decimal("0.01")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PLACES = ("武汉", "宜昌", "襄阳", "杭州", "天津", "成都")
_TRADES = ("样例商贸", "虚构科技", "示范服务", "假想制造", "测试物流", "虚拟咨询")
_FORMS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "（湖北）有限公司", "有限公司宜昌虚构分公司")
_PEOPLE = ("样例甲", "样例乙", "示范丙", "假想丁")
_GOODS = (
    ("*信息技术服务*软件维护", "", "项", "6%"),
    ("*纸制品*复印纸", "A4 80g", "箱", "13%"),
    ("*文具*样例文件夹", "", "个", "13%"),
    ("*餐饮服务*餐费", "", "次", "6%"),
    ("*计算机外部设备*打印机", "SL-200D", "台", "13%"),
    ("*软饮料*矿泉水", "550ml*24", "箱", "13%"),
    ("*物流辅助服务*收派服务费用及代收代付手续服务费", "", "", "6%"),
    ("*电子元件*Type-C 转接线", "1.5m", "条", "13%"),
    ("*农产品*样例苹果", "", "公斤", "9%"),
    ("*咨询服务*虚构项目可行性研究及财务影响评估咨询", "一期", "项", "6%"),
)
_REGIONS = {"武汉": "42", "宜昌": "42", "襄阳": "42", "杭州": "33", "天津": "12", "成都": "51"}


def tax_id(chance: random.Random) -> str:
    """Return an invented 统一社会信用代码 whose check character holds."""
    body = "91420199" + "".join(chance.choice(_ALPHABET) for _ in range(9))
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _ALPHABET[-total % 31]


def party(chance: random.Random, *, contact: bool = False) -> Party:
    """Return an invented company."""
    name = chance.choice(_PLACES) + chance.choice(_TRADES) + chance.choice(_FORMS)
    if not contact:
        return Party(name, tax_id(chance))
    return Party(
        name,
        tax_id(chance),
        f"武汉市样例区虚构路{chance.randrange(1, 400)}号",
        f"027-0000{chance.randrange(1000, 9999)}",
        "样例银行虚构支行",
        f"4201990000{chance.randrange(10**8, 10**9)}",
    )


def _line(chance: random.Random) -> Line:
    name, spec, unit, rate = chance.choice(_GOODS)
    quantity = Decimal(chance.randrange(1, 40))
    amount = Decimal(chance.randrange(500, 900_000)).scaleb(-2)
    price = (amount / quantity).quantize(Decimal(10) ** -chance.choice((2, 6, 10)), ROUND_HALF_UP)
    share = Decimal(rate.rstrip("%")) / 100
    tax = (amount * share).quantize(_FEN, ROUND_HALF_UP)
    bare = not unit
    return Line(
        name,
        spec,
        unit,
        Figure() if bare else Figure(quantity, str(quantity)),
        Figure() if bare else Figure(price, str(price)),
        amount,
        Figure(share, rate),
        Figure(tax, f"{tax:.2f}"),
    )


def discount_of(line: Line) -> Line:
    """Return the discount row of a line: the same name and rate, a negative amount and tax."""
    assert line.amount is not None
    assert line.rate.value is not None
    amount = -(line.amount / 20).quantize(_FEN, ROUND_HALF_UP)
    tax = (amount * line.rate.value).quantize(_FEN, ROUND_HALF_UP)
    return Line(line.name, amount=amount, rate=line.rate, tax=Figure(tax, f"{tax:.2f}"))


def lines(chance: random.Random, count: int, *, discounts: bool = False) -> tuple[Line, ...]:
    """Return ``count`` rows, each with its discount row where asked."""
    found = []
    for _ in range(count):
        row = _line(chance)
        found += [row, discount_of(row)] if discounts else [row]
    return tuple(found)


def digital(chance: random.Random, kind: Kind, rows: tuple[Line, ...], *, red: bool = False) -> Invoice:
    """Return a 数电票 with those rows."""
    day = day_from(chance, 2024)
    seller = party(chance)
    number = f"{day:%y}{_REGIONS[seller.name[:2]]}2{chance.randrange(10**14, 10**15)}"
    return _summed(chance, Invoice(number, kind, day, None, buyer=_buyer(chance), seller=seller, lines=rows), red=red)


def electronic(chance: random.Random, kind: Kind, rows: tuple[Line, ...]) -> Invoice:
    """Return an invoice with a code: 电子普票, 电子专票, toll or paper."""
    day = day_from(chance, 2019)
    suffix = {Kind.E_SPECIAL: "13", Kind.TOLL: "12", Kind.PAPER_ORDINARY: "04"}.get(kind, "11")
    code = f"04200{day:%y}001{suffix}" if kind is not Kind.PAPER_SPECIAL else f"4200{day:%y}1130"
    check = "".join(chance.choice("0123456789") for _ in range(20))
    special = kind in {Kind.E_SPECIAL, Kind.PAPER_SPECIAL}
    cipher = "\n".join("".join(chance.choice("0123456789+-*/<>") for _ in range(28)) for _ in range(4))
    title = {Kind.E_SPECIAL: "湖北增值税电子专用发票", Kind.PAPER_SPECIAL: "湖北增值税专用发票"}.get(
        kind, "湖北增值税电子普通发票"
    )
    return _summed(
        chance,
        Invoice(
            f"{chance.randrange(10**7, 10**8)}",
            kind,
            day,
            None,
            code=code,
            buyer=party(chance, contact=True),
            seller=party(chance, contact=True),
            lines=rows,
            check_code="" if special else check,
            machine_no=f"6619{chance.randrange(10**7, 10**8)}",
            cipher=cipher,
            payee=chance.choice(_PEOPLE),
            checker=chance.choice(_PEOPLE),
            title="湖北增值税普通发票" if kind is Kind.PAPER_ORDINARY else title,
        ),
    )


def toll_rows(chance: random.Random, count: int) -> tuple[Line, ...]:
    """Return rows of a toll: plate, type and days instead of unit, quantity and price."""
    found = []
    for _ in range(count):
        amount = Decimal(chance.randrange(300, 9000)).scaleb(-2)
        tax = (amount * Decimal("0.03")).quantize(_FEN, ROUND_HALF_UP)
        day = f"2019{chance.randrange(1, 13):02d}{chance.randrange(1, 28):02d}"
        plate = f"鄂A{chance.choice('BCHG')}{chance.randrange(1000, 9999)}"
        extras = (("车牌号", plate), ("车辆类型", "客车"), ("通行日期起", day), ("通行日期止", day))
        rate, figure = Figure(Decimal("0.03"), "3%"), Figure(tax, f"{tax:.2f}")
        found.append(Line("*经营租赁*通行费", amount=amount, rate=rate, tax=figure, extras=extras))
    return tuple(found)


def _negative(row: Line) -> Line:
    tax = -(row.tax.value or Decimal(0))
    quantity = Figure(-row.quantity.value, f"-{row.quantity.source}") if row.quantity.value else Figure()
    return replace(row, amount=-(row.amount or Decimal(0)), tax=Figure(tax, f"{tax:.2f}"), quantity=quantity)


def _summed(chance: random.Random, invoice: Invoice, *, red: bool = False) -> Invoice:
    rows = invoice.lines or ()
    if red:
        rows = tuple(_negative(row) for row in rows)
    net = sum((row.amount or Decimal(0) for row in rows), Decimal(0))
    tax = sum((row.tax.value or Decimal(0) for row in rows), Decimal(0))
    assert invoice.issued_on is not None
    gross = net + tax
    amount = gross if not invoice.code else net
    identity = Identity(invoice.code, invoice.number)
    return replace(
        invoice,
        lines=rows,
        net=net,
        tax=tax,
        gross=gross,
        gross_words=to_words(gross),
        issuer=chance.choice(_PEOPLE),
        remark=chance.choice(
            ("", "合同编号：YL-2026-0318", "样例数据，无真实交易", "订单号:20260000112233445566;\n第二行备注")
        ),
        qr=build_qr(invoice.kind, identity, f"{amount:.2f}", invoice.issued_on, invoice.check_code),
    )


def _buyer(chance: random.Random) -> Party:
    return Party("个人") if chance.random() < 0.15 else party(chance)


def day_from(chance: random.Random, year: int) -> date:
    """Return a day of that year or the next."""
    return date(year, 1, 1) + timedelta(days=chance.randrange(0, 365 * 2))
