"""数电票 XML as other programs write it again: spelt, wrapped, nested and emptied in their own ways."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.formats.readers import FileReaders
from data.formats.xml.dialects import read_tree
from data.formats.xml.node import parse
from fapiao.doubts.all import doubts_of
from fapiao.doubts.doubt import Weight
from fapiao.invoice import Invoice, Kind
from xmlfile import GOOD, Sheet, digital, einv, item

NIL = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
SITE = (
    "<SpecificInformation><ConstructionService><PlaceOfOccurrence>湖北省武汉市</PlaceOfOccurrence>"
    "<ConstructionProjectName>样例大桥</ConstructionProjectName><CrossCitySign>N</CrossCitySign>"
    "</ConstructionService></SpecificInformation>"
)


def read(text: str) -> Invoice:
    return read_tree(parse(text.encode()))


def doubts(invoice: Invoice) -> list[str]:
    return [d.message for d in doubts_of(invoice) if d.weight is not Weight.NOTICE]


@pytest.mark.parametrize("root", ["EInvoice", "Einvoice", "einvoice", "EINVOICE", "x:EInvoice"])
@pytest.mark.parametrize("data", ["EInvoiceData", "EinvoiceData", "eInvoice_Data"])
def test_the_case_of_a_name_says_nothing(root, data) -> None:
    found = read(digital(root=root).replace("EInvoiceData", data))

    assert (found.number, found.gross, len(found.lines or ())) == (GOOD.number, Decimal(GOOD.gross), 2)


@pytest.mark.parametrize(
    "total", ["TotalTax-includedAmount", "TotalTaxIncludedAmount", "totaltax_includedamount", "TotalTax-IncludedAmount"]
)
def test_the_total_in_every_spelling(total) -> None:
    row = item(GOOD, 1) + "<TotaltaxIncludedAmount>318.00</TotaltaxIncludedAmount>"
    rows = f"<IssuItemInformation>{row}</IssuItemInformation><IssuItemInformation>{item(GOOD, 2)}</IssuItemInformation>"

    found = read(digital(total=total, items=rows))

    assert (found.gross, found.gross_words, doubts(found)) == (Decimal(GOOD.gross), GOOD.words, [])


def test_a_row_that_is_empty_on_purpose_is_none() -> None:
    rows = "".join(f"<IssuItemInformation>{item(GOOD, n)}</IssuItemInformation>" for n in (1, 2))
    empty = f"<IssuItemInformation><ItemName {NIL}/><Amount {NIL}/></IssuItemInformation>"

    found = read(digital(items=rows + empty))

    assert (len(found.lines or ()), doubts(found)) == (2, [])


def test_a_row_that_says_nothing_is_told() -> None:
    rows = "".join(f"<IssuItemInformation>{item(GOOD, n)}</IssuItemInformation>" for n in (1, 2))

    found = read(digital(items=rows + "<IssuItemInformation><ItemName/><Amount/></IssuItemInformation>"))

    assert doubts(found) == ["第 3 行是空的"]


def test_a_kind_that_no_label_states_is_a_guess() -> None:
    found = read(digital(label="<LabelCode/><LabelName/>"))

    assert (found.kind, found.kind_guessed) == (Kind.DIGITAL_ORDINARY, True)
    assert doubts(found) == ["票种为推断：数电普票"]


def test_a_date_that_cannot_be_read_is_told() -> None:
    found = read(digital(Sheet(day="三月十八日")))

    assert "开票日期“三月十八日”读不出来" in doubts(found)


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "<UndefinedLabel><Label><LabelType>特定要素类型标签</LabelType><LabelCode>03</LabelCode></Label></UndefinedLabel>",
        "<UndefinedLabel><Label><LabelType/><LabelName>建筑服务</LabelName></Label></UndefinedLabel>",
    ],
)
def test_building_services_keep_their_place_and_project(extra) -> None:
    found = read(digital(special=SITE, extra=extra))

    assert found.variant == "建筑服务"
    (table,) = found.tables
    assert table.title == "建筑服务"
    assert dict(zip(table.columns, table.rows[0], strict=True)) == {
        "建筑服务发生地": "湖北省武汉市", "建筑项目名称": "样例大桥", "跨地市标志": "N"
    }  # fmt: skip


def test_a_block_without_elements_of_its_own_is_one_table() -> None:
    special = "<SpecificInformation><起运地>武汉</起运地><到达地>宜昌</到达地><Vessel>甲</Vessel></SpecificInformation>"

    (table,) = read(digital(special=special)).tables

    assert (table.columns, table.rows) == (("起运地", "到达地", "Vessel"), (("武汉", "宜昌", "甲"),))


def test_several_invoices_of_one_file_are_one_reading_each() -> None:
    other = Sheet(number="26422000000099000772")
    text = f"<List><Row>{digital()}</Row><Row>{digital(other, root='Einvoice')}</Row><Row>{digital(Sheet(gross='1e9'))}</Row></List>"

    readings = list(FileReaders().read("月.xml", text.encode()))

    assert [r.path for r in readings] == ["月.xml#1", "月.xml#2", "月.xml#3"]
    assert [r.invoice.number if r.invoice else None for r in readings] == [GOOD.number, other.number, None]
    assert readings[2].error is not None


def test_a_number_that_stands_twice_and_differs_is_refused() -> None:
    text = digital().replace(f"<EIid>{GOOD.number}", "<EIid>26422000000099000999")

    (reading,) = FileReaders().read("x.xml", text.encode())

    assert "自相矛盾" in str(reading.error)


def test_a_voucher_without_a_label_is_a_guess_and_otherwise_whole() -> None:
    found = read(einv())

    assert (str(found.issued_on), found.seller.name, len(found.lines or ())) == (GOOD.day, GOOD.seller, 2)
    assert doubts(found) == ["票种为推断：数电普票"]
