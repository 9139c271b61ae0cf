"""One invented invoice for every face that is typeset: kinds, 特定业务, red, long, tickets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from fapiao.invoice import Figure, Invoice, Kind, Line, Party, Table

BUYER = Party(
    "武汉虚拟采购集团有限公司", "91420199MAXXTE118Q", "武汉市样例区假想路11号", "027-00000011", "样例银行", "0011"
)
SELLER = Party(
    "武汉示范商贸有限公司", "91420199MAXXTE02X5", "武汉市样例区虚构大道2号", "027-00000002", "样例银行", "0002"
)
CIPHER = (
    "1493+1/03/*357251<48>-/-8358\n736>17->++>7><89*344/9-18855\n"
    "49>6190621+<-78+118<4>>25489\n6<*82<8<24>6--0085415957+279"
)


def figure(text: str) -> Figure:
    return Figure(Decimal(text), text) if text else Figure()


def goods(n: int = 1) -> Line:
    return Line(
        f"*纸制品*样例复印纸{n}",
        "A4 80g",
        "箱",
        figure("4"),
        figure("88.4955752212389"),
        Decimal("353.98"),
        Figure(Decimal("0.13"), "13%"),
        figure("46.02"),
    )


def service(name: str, **extras: str) -> Line:
    return Line(
        name,
        amount=Decimal("845.13"),
        rate=Figure(Decimal("0.09"), "9%"),
        tax=figure("109.87"),
        extras=tuple(extras.items()),
    )


DIGITAL = Invoice(
    number="26422000000099000701",
    kind=Kind.DIGITAL_ORDINARY,
    issued_on=date(2026, 11, 5),
    gross=Decimal("955.00"),
    net=Decimal("845.13"),
    tax=Decimal("109.87"),
    gross_words="玖佰伍拾伍圆整",
    buyer=BUYER,
    seller=SELLER,
    lines=(goods(1), replace(goods(2), name="*文具*样例文件夹", spec="", unit="个")),
    remark="样例数据，无真实交易",
    issuer="样例开票员",
    qr="01,32,,26422000000099000701,955.00,20261105,,ABCD",
)
OLD = replace(
    DIGITAL,
    number="99000501",
    code="042002000111",
    kind=Kind.E_ORDINARY,
    title="湖北增值税电子普通发票",
    payee="样例收款",
    checker="样例复核",
    issuer="样例开票",
    check_code="84736251908172635440",
    machine_no="420199000501",
    cipher=CIPHER,
    qr="01,10,042002000111,99000501,845.13,20261105,84736251908172635440,FBBF,",
)
RIDE = (
    "出发站", "到达站", "车次", "乘车日期", "开车时间", "车厢", "席位", "席别", "姓名", "有效身份证件号", "电子客票号", "业务类型",
)  # fmt: skip
SEGMENT = ("出发站", "到达站", "承运人", "航班号", "座位等级", "日期", "时间", "客票级别", "免费行李")
ESTATE = {"产权证书/不动产权证号": "鄂（2026）样例不动产权第0000001号", "面积单位": "平方米"}


def _old(kind: Kind, code: str, type_no: str) -> Invoice:
    payload = f"01,{type_no},{code},99000501,845.13,20261105,,ABCD"
    return replace(OLD, kind=kind, code=code, title="", qr=payload)


def _variants() -> dict[str, Invoice]:
    travellers = Table(
        "",
        ("出行人", "有效身份证件号", "出行日期", "出发地", "到达地", "等级", "交通工具类型"),
        (
            ("样例旅客甲", "420199199001010005", "2026-08-14", "武汉", "样例县", "二等座", "火车"),
            ("样例旅客乙", "420199199102020018", "2026-08-14", "样例县", "武汉", "无", "公路客车"),
        ),
    )
    freight = {"运输工具种类": "公路运输", "运输工具牌号": "鄂A00000", "起运地": "武汉市样例区", "到达地": "样例县", "运输货物名称": "样例纸箱"}  # fmt: skip
    toll = {"车牌号": "鄂A00000", "车辆类型": "客车", "通行日期起": "2026-08-27", "通行日期止": "2026-08-28"}
    rent = service("*经营租赁*房屋租赁", **ESTATE)
    house = service("*不动产*样例房屋", **ESTATE)
    travel = replace(goods(), name="*运输服务*客运服务费", spec="", unit="")
    return {
        "build": replace(
            DIGITAL,
            variant="建筑服务",
            lines=(
                service(
                    "*建筑服务*工程服务", 建筑服务发生地="武汉市样例区虚构大道2号", 建筑项目名称="样例大厦一期安装工程"
                ),
            ),
        ),
        "freight": replace(DIGITAL, variant="货物运输服务", lines=(service("*运输服务*运费", **freight),)),
        "travel": replace(DIGITAL, variant="旅客运输服务", lines=(travel,), tables=(travellers,)),
        "toll": replace(
            DIGITAL,
            variant="通行费",
            lines=(replace(service("*经营租赁*通行费", **toll), rate=Figure(None, "不征税"), tax=Figure(None, "***")),),
        ),
        "sale": replace(
            DIGITAL,
            variant="不动产销售",
            lines=(replace(house, quantity=figure("89.5"), price=figure("9.4427932961")),),
        ),
        "rent": replace(
            DIGITAL,
            variant="不动产经营租赁服务",
            lines=(replace(rent, quantity=figure("100"), price=figure("8.4513")),),
            remark="不动产地址：武汉市样例区虚构大道2号\n租赁期起止：2026-01-01 2026-12-31\n跨地（市）标志：否",
        ),
    }


def _tickets() -> dict[str, Invoice]:
    ride = ("武汉", "样例北", "G0000", "2026-11-20", "08:15", "05", "12F", "二等座", "样例旅客甲", "4201991990****0005", "9900000000000000001", "售")  # fmt: skip
    bare = replace(DIGITAL, lines=None, gross_words="", issuer="", remark="")
    rail = replace(
        bare,
        kind=Kind.RAIL,
        number="26429000000099000801",
        seller=Party(),
        tables=(Table("铁路电子客票", RIDE, (ride,)),),
        qr="01,51,,26429000000099000801,955.00,20261105,,219a",
    )
    flown = (("武汉", "样例", "样例航空", "YL0001", "Y", "2026-11-20", "08:15", "Y", "20KG"), ("样例", "武汉", "样例航空", "YL0002", "Y", "2026-11-22", "19:40", "Y", "20KG"))  # fmt: skip
    who = ("旅客姓名", "有效身份证件号", "电子客票号码")
    air = replace(
        bare,
        kind=Kind.AIR,
        number="26428784000099000802",
        other=Decimal("50.00"),
        gross=Decimal("1005.00"),
        seller=Party("样例航空有限公司"),
        check_code="7890",
        remark="不得签转",
        tables=(
            Table("旅客", who, (("样例旅客甲", "4201991990****0005", "9990000000001"),)),
            Table("航段", SEGMENT, flown),
        ),
        qr="01,61,,26428784000099000802,1005.00,20261105,,7890",
    )
    return {"rail": rail, "air": air}


def _red(invoice: Invoice) -> Invoice:
    line = goods()
    lines = (replace(line, quantity=figure("-4"), amount=Decimal("-845.13"), tax=figure("-109.87")),)
    return replace(
        invoice,
        gross=Decimal("-955.00"),
        net=Decimal("-845.13"),
        tax=Decimal("-109.87"),
        gross_words="（负数）玖佰伍拾伍圆整",
        lines=lines,
        red_of="26422000000099000700",
        qr=invoice.qr.replace("955.00", "-955.00"),
        remark="被红冲蓝字数电发票号码：26422000000099000700",
    )


FACES: dict[str, Invoice] = {
    "digital": DIGITAL,
    "special": replace(DIGITAL, kind=Kind.DIGITAL_SPECIAL),
    "red": _red(DIGITAL),
    "long": replace(DIGITAL, lines=tuple(goods(n) for n in range(1, 61))),
    "electronic": OLD,
    "electronic-special": _old(Kind.E_SPECIAL, "042002000113", "08"),
    "old-toll": replace(_old(Kind.TOLL, "042002000112", "10"), lines=_variants()["toll"].lines),
    "goods": replace(
        OLD,
        lines=tuple(
            replace(goods(n), quantity=Figure(), price=Figure(), spec="", unit="", amount=Decimal("-1.00"))
            if n % 10 == 0
            else goods(n)
            for n in range(1, 61)
        ),
    ),
    "paper": replace(_old(Kind.PAPER_SPECIAL, "4200251130", "01"), check_code="", machine_no=""),
    "paper-ordinary": _old(Kind.PAPER_ORDINARY, "4200251320", "04"),
    "digital-paper": replace(
        DIGITAL,
        kind=Kind.DIGITAL_PAPER_ORDINARY,
        paper_code="4200251320",
        paper_number="00900001",
        payee="样例收款",
        checker="样例复核",
    ),
    "roll": replace(_old(Kind.ROLL, "042002000106", "11"), cipher=""),
    **_variants(),
    **_tickets(),
}
STOCK = ("paper", "paper-ordinary", "digital-paper")
