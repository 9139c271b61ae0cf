"""Invoices to print: built from the sample XML files by a reader of ten lines, and by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from fapiao.invoice import Figure, Invoice, Kind, Line, Party, Table
from fapiao.ports.faces import Mark
from fapiao.text import clean
from printing.renderer import PaperRenderer

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PASSENGER = ("出行人", "有效身份证件号", "出行日期", "出发地", "到达地", "等级", "交通工具类型")
TOLL = ("车牌号", "车辆类型", "通行日期起", "通行日期止")


def _figure(text: str) -> Figure:
    return Figure(Decimal(text), text) if text else Figure()


def read_sample(number: int) -> Invoice:
    """Return the invoice of ``xml/0N-*.xml``."""
    file = next((SAMPLES / "xml").glob(f"{number:02}-*.xml"))
    root = ET.parse(file).getroot()

    def text(path: str, under: ET.Element = root) -> str:
        return clean((under.findtext(path) or "").strip("\n"))

    def line(item: ET.Element) -> Line:
        rate = Decimal(text("TaxRate", item))
        toll = root.find(".//Toll")
        return Line(
            name=text("ItemName", item),
            spec=text("SpecMod", item),
            unit=text("MeaUnits", item),
            quantity=_figure(text("Quantity", item)),
            price=_figure(text("UnPrice", item)),
            amount=Decimal(text("Amount", item)),
            rate=Figure(rate, f"{rate * 100:.0f}%"),
            tax=_figure(text("ComTaxAm", item)),
            extras=tuple(zip(TOLL, (clean(part.text or "") for part in toll), strict=True)) if toll is not None else (),
        )

    def party(side: str) -> Party:
        return Party(
            text(f".//{side}Name"),
            text(f".//{side}IdNum"),
            text(f".//{side}Addr"),
            text(f".//{side}TelNum"),
            text(f".//{side}BankName"),
            text(f".//{side}BankAccNum"),
        )

    special = text(".//GeneralOrSpecialVAT/LabelCode") == "01"
    issued = date.fromisoformat(text(".//IssueTime"))
    gross, no = text(".//TotalTax-includedAmount"), text(".//EIid")
    people = tuple(tuple(clean(cell.text or "") for cell in row) for row in root.iter("PassengerTransportation"))
    kinds = [label for label in root.iter("Label") if text("LabelType", label).startswith("特定要素")]
    return Invoice(
        number=no,
        kind=Kind.DIGITAL_SPECIAL if special else Kind.DIGITAL_ORDINARY,
        issued_on=issued,
        gross=Decimal(gross),
        buyer=party("Buyer"),
        seller=party("Seller"),
        net=Decimal(text(".//TotalAmWithoutTax")),
        tax=Decimal(text(".//TotalTaxAm")),
        gross_words=text(".//TotalTax-includedAmountInChinese"),
        lines=tuple(line(item) for item in root.iter("IssuItemInformation")),
        tables=(Table("", PASSENGER, people),) if people else (),
        variant=text("LabelName", kinds[0]) if kinds else "",
        remark=text(".//Remark"),
        issuer=text(".//Drawer"),
        qr=f"01,{31 if special else 32},,{no},{gross},{issued:%Y%m%d},,ABCD",
        red_of=text(".//OriginalInvoiceCode"),
    )


@pytest.fixture(scope="session")
def sample() -> Callable[[int], Invoice]:
    """Return the reader of sample XML files by number."""
    return read_sample


@pytest.fixture
def electronic() -> Invoice:
    """Return an invented 电子普票 with 密码区, 校验码 and 机器编号."""
    return Invoice(
        number="99000501",
        code="042002000111",
        kind=Kind.E_ORDINARY,
        title="湖北增值税电子普通发票",
        issued_on=date(2020, 11, 5),
        gross=Decimal("955.00"),
        net=Decimal("845.13"),
        tax=Decimal("109.87"),
        gross_words="玖佰伍拾伍圆整",
        buyer=Party(
            "武汉虚拟采购集团有限公司",
            "91420199MAXXTE118Q",
            "武汉市样例区假想路11号",
            "027-00000011",
            "样例银行",
            "0011",
        ),
        seller=Party(
            "武汉示范商贸有限公司", "91420199MAXXTE02X5", "武汉市样例区虚构大道2号", "027-00000002", "样例银行", "0002"
        ),
        lines=(
            Line(
                "*纸制品*样例复印纸",
                "A4 80g",
                "箱",
                _figure("4"),
                _figure("88.4955752212"),
                Decimal("353.98"),
                Figure(Decimal("0.13"), "13%"),
                _figure("46.02"),
            ),
            Line(
                "*文具*样例文件夹",
                "",
                "个",
                _figure("30"),
                _figure("16.3716814159"),
                Decimal("491.15"),
                Figure(Decimal("0.13"), "13%"),
                _figure("63.85"),
            ),
        ),
        remark="样例数据，无真实交易",
        issuer="样例开票",
        payee="样例收款",
        checker="样例复核",
        check_code="84736251908172635440",
        machine_no="420199000501",
        cipher="1493+1/03/*357251<48>-/-8358\n736>17->++>7><89*344/9-18855\n"
        "49>6190621+<-78+118<4>>25489\n6<*82<8<24>6--0085415957+279",
        qr="01,10,042002000111,99000501,845.13,20201105,84736251908172635440,FBBF,",
    )


@pytest.fixture(scope="session")
def mark() -> Mark:
    """Return the mark of a second copy."""
    return Mark("1-000043", "7K2P", 2, datetime(2026, 11, 24, 3, 5, 9, tzinfo=UTC), "样例操作员", "desk-1", again=True)


@pytest.fixture(scope="session")
def renderer() -> PaperRenderer:
    return PaperRenderer()
