"""XML of other programs: 2020 attachments, pinyin elements, accounting vouchers for trains and aeroplanes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from data.formats.readers import FileReaders
from data.formats.values import day, rate, split_account, split_phone
from data.formats.xml.dialects import read_tree
from data.formats.xml.node import parse
from fapiao.errors import UnreadableFile
from fapiao.invoice import Invoice, Kind

SAMPLE = (Path(__file__).resolve().parents[1] / "samples" / "xml" / "06-旅客运输服务.xml").read_text(encoding="utf-8")
MOF = "http://xbrl.mof.gov.cn/taxonomy"


def read(text: str) -> Invoice:
    return read_tree(parse(text.encode()))


def test_the_dialect_of_pinyin_elements() -> None:
    found = read(
        "<business><body><FPDM>042002000111</FPDM><FPHM>99000601</FPHM><KPRQ>20201105101530</KPRQ>"
        "<GMF_MC>武汉虚拟采购集团有限公司</GMF_MC><GMF_NSRSBH>91420199MAXXTE118Q</GMF_NSRSBH>"
        "<XSF_MC>武汉示范商贸有限公司</XSF_MC><HJJE>100.00</HJJE><HJSE>13.00</HJSE><JSHJ>113.00</JSHJ>"
        "<JYM>84736 25190 81726 35440</JYM><KPR>甲</KPR><BZ>备注</BZ>"
        "<MX><SPMC>*纸*纸</SPMC><SL>0.13</SL><SPSL>2</SPSL><DJ>50</DJ><JE>100.00</JE><SE>13.00</SE></MX>"
        "</body></business>"
    )

    assert (found.full_no, found.kind, str(found.issued_on)) == ("04200200011199000601", Kind.E_ORDINARY, "2020-11-05")
    assert (found.net, found.tax, found.gross) == (Decimal("100.00"), Decimal("13.00"), Decimal("113.00"))
    assert found.check_code == "84736251908172635440"
    assert found.lines is not None
    row = found.lines[0]
    assert (row.name, row.quantity.source, row.rate.source) == ("*纸*纸", "2", "13%")


def test_an_attachment_with_an_empty_prefix() -> None:
    found = read(
        '<:eInvoice xmlns:=""><:InvoiceCode>042002000112</:InvoiceCode><:InvoiceNo>00000312</:InvoiceNo>'
        "<:IssueDate>2019年03月24日</:IssueDate><:TaxInclusiveTotalAmount>51.20</:TaxInclusiveTotalAmount>"
        "<:TaxTotalAmount>***</:TaxTotalAmount>"
        "<:GoodsInfos><:GoodsInfo><:Item>*经营租赁*通行费</:Item><:Amount>51.20</:Amount>"
        "<:TaxScheme>不征税</:TaxScheme><:TaxAmount>***</:TaxAmount></:GoodsInfo></:GoodsInfos></:eInvoice>"
    )

    assert (found.full_no, found.kind, found.tax) == ("04200200011200000312", Kind.TOLL, None)
    assert found.lines is not None
    assert (found.lines[0].rate.source, found.lines[0].tax.source, found.lines[0].tax.value) == ("不征税", "***", None)


def test_a_rail_ticket() -> None:
    found = read(
        f'<xbrl xmlns:rai="{MOF}/2021-11-30/rai"><rai:ElectronicInvoiceRailwayETicketNumber>26429000000000000001'
        "</rai:ElectronicInvoiceRailwayETicketNumber><rai:DateOfIssue>2026-04-23</rai:DateOfIssue>"
        "<rai:Fare>56.00</rai:Fare><rai:TotalAmountExcludingTax>51.38</rai:TotalAmountExcludingTax>"
        "<rai:TaxAmount>4.62</rai:TaxAmount><rai:DepartureStation>武汉</rai:DepartureStation>"
        "<rai:TrainNumber>G0</rai:TrainNumber><rai:NameOfPurchaser>武汉虚拟采购集团有限公司</rai:NameOfPurchaser></xbrl>"
    )

    assert (found.kind, found.gross, found.net, found.tax) == (
        Kind.RAIL, Decimal("56.00"), Decimal("51.38"), Decimal("4.62")
    )  # fmt: skip
    table = dict(zip(found.tables[0].columns, found.tables[0].rows[0], strict=True))
    assert (table["出发站"], table["车次"]) == ("武汉", "G0")


def test_an_air_itinerary() -> None:
    found = read(
        f'<xbrl xmlns:atr="{MOF}/2021-11-30/atr"><atr:ElectronicInvoiceAirTransportReceiptNumber>26428784000000000001'
        "</atr:ElectronicInvoiceAirTransportReceiptNumber><atr:IssueDate>2026-07-28</atr:IssueDate>"
        "<atr:Fare>500.00</atr:Fare><atr:FuelSurcharge>25.00</atr:FuelSurcharge><atr:VatTaxAmount>45.00"
        "</atr:VatTaxAmount><atr:CivilAviationDevelopmentFund>50.00</atr:CivilAviationDevelopmentFund>"
        "<atr:TotalAmount>620.00</atr:TotalAmount><atr:NameOfSeller>虚构航空</atr:NameOfSeller>"
        "<atr:DetailInformationOfAirTicketTuple><atr:Flight>XX1</atr:Flight></atr:DetailInformationOfAirTicketTuple>"
        "<atr:DetailInformationOfAirTicketTuple><atr:Flight>XX2</atr:Flight></atr:DetailInformationOfAirTicketTuple></xbrl>"
    )

    assert (found.kind, found.net, found.tax, found.other, found.gross) == (
        Kind.AIR, Decimal("525.00"), Decimal("45.00"), Decimal("50.00"), Decimal("620.00")
    )  # fmt: skip
    assert [row[3] for row in found.tables[1].rows] == ["XX1", "XX2"]


def test_a_bank_voucher_is_no_invoice() -> None:
    with pytest.raises(UnreadableFile, match="不是发票"):
        read(f'<xbrl xmlns:bker="{MOF}/2021-11-30/bker"><bker:Amount>1</bker:Amount></xbrl>')


def test_an_unknown_block_of_a_digital_invoice_is_kept_as_a_table() -> None:
    text = SAMPLE.replace("PassengerTransportation", "BuildingService").replace("Traveler>", "SiteNo>")

    (reading,) = FileReaders().read("x.xml", text.encode())

    assert reading.invoice is not None
    (table,) = reading.invoice.tables
    assert table.title == "旅客运输服务"
    assert table.columns[0] == "SiteNo"
    assert len(table.rows) == 2


def test_a_toll_without_a_row_for_each_line_stays_a_table() -> None:
    toll = SAMPLE.replace("PassengerTransportation", "Toll")

    (reading,) = FileReaders().read("x.xml", toll.encode())

    assert reading.invoice is not None
    assert reading.invoice.tables[0].title == "通行费"
    assert reading.invoice.lines is not None
    assert reading.invoice.lines[0].quantity.source == "2"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.06", "6%"),
        ("6%", "6%"),
        ("13.00%", "13%"),
        ("0.015", "1.5%"),
        ("0", "0%"),
        ("免税", "免税"),
        ("***", "***"),
        ("", ""),
    ],
)
def test_a_rate_reads_as_a_face_prints_it(text, shown) -> None:
    assert rate(text).source == shown


@pytest.mark.parametrize("text", ["2020年10月12日", "2020-10-12", "20201012", "2020-10-12 08:00:00", "20201012101530"])
def test_dates_of_every_writing(text) -> None:
    assert str(day(text)) == "2020-10-12"


@pytest.mark.parametrize("text", ["", "2020-13-01", "0000", "20201"])
def test_what_is_no_date(text) -> None:
    assert day(text) is None


def test_what_stands_together_is_split() -> None:
    assert split_phone("武汉市样例区虚构大道2号027-00000002") == ("武汉市样例区虚构大道2号", "027-00000002")
    assert split_account("样例银行武汉支行 0000420100000000002") == ("样例银行武汉支行", "0000420100000000002")
    assert split_account("样例银行") == ("样例银行", "")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_of_issuers(codec) -> None:
    declared = {"gb18030": "GBK"}.get(codec, codec)
    text = SAMPLE.replace('encoding="utf-8"', f'encoding="{declared}"')

    (reading,) = FileReaders().read("x.xml", text.encode(codec))

    assert reading.invoice is not None
    assert reading.invoice.seller.name == "湖北虚构客运有限公司"
