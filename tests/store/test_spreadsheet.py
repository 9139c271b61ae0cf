"""A workbook of records: numbers keep all their digits, nothing runs, amounts are amounts."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from data.spreadsheet import XlsxSpreadsheets

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def cells(book):
    """The cells as (kind, text): ``s`` for a text, ``n`` for a number, ``f`` for a formula."""
    archive = zipfile.ZipFile(io.BytesIO(book))
    strings = ["".join(t.text or "" for t in item.iter(f"{{{NS['m']}}}t")) for item in
               ET.fromstring(archive.read("xl/sharedStrings.xml"))]  # fmt: skip
    found = []
    for row in ET.fromstring(archive.read("xl/worksheets/sheet1.xml")).iterfind(".//m:row", NS):
        line = []
        for cell in row.iterfind("m:c", NS):
            value = cell.findtext("m:v", "", NS)
            if cell.find("m:f", NS) is not None:
                line.append(("f", cell.findtext("m:f", "", NS)))
            else:
                line.append(("s", strings[int(value)]) if cell.get("t") == "s" else ("n", value))
        found.append(line)
    return found


@pytest.fixture
def workbook():
    def make(*row):
        return XlsxSpreadsheets().workbook("记录", [f"c{n}" for n in range(len(row))], [row], AT)

    return make


@pytest.mark.parametrize(
    "text", ["26422000000099000101", "007", "=1+1", "+A1", "@x", "http://example.invalid", "{=A1}"]
)
def test_a_text_stays_a_text(workbook, text):
    assert cells(workbook(text))[1] == [("s", text)]


def test_an_amount_is_a_number(workbook):
    assert cells(workbook(Decimal("-1234567890.05")))[1] == [("n", "-1234567890.05")]


def test_what_is_unknown_is_an_empty_cell(workbook):
    assert cells(workbook(None, "a"))[1] == [("s", "a")]


def test_the_same_records_give_the_same_bytes(workbook):
    assert workbook("a", Decimal(1)) == workbook("a", Decimal(1))
