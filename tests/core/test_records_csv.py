"""An export that any spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts import a_paper
from fapiao.reprint import AttemptState, Reason
from fapiao.stored import Record
from fapiao.usecases.records.history import COLUMNS, spreadsheet_safe, to_csv


def a_record(**changes):
    paper = a_paper(1, AttemptState.CONFIRMED, reason=Reason.LOST, **changes)
    return Record(paper, "26422000000099000501", "", "digital_ordinary", "武汉甲乙测试有限公司", Decimal("-106.00"))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_record_is_one_row_under_named_columns():
    (row,) = read(to_csv([a_record(place="A 柜 3 层", applicant="王样例")]))

    assert tuple(row) == tuple(COLUMNS)
    assert row == {
        "serial": "1-000001", "number": "'26422000000099000501", "code": "", "copy_no": "1",
        "at": "2026-11-20T10:30:00+08:00", "operator": "xiaoli", "approver": "", "applicant": "王样例",
        "desk": "front-1", "printer": "A4",
        "reason": "lost", "outcome": "confirmed", "evidence": "4", "seen": "", "place": "A 柜 3 层", "gross": "-106.00",
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "=cmd|' /C calc'!A0",
        "＝1+1",
        "\t5",
        "-2+3+cmd",
        "00000312",
        "0" * 20,
        "1" * 12,
    ],
)
def test_what_a_spreadsheet_would_run_or_round_is_text(value):
    assert spreadsheet_safe(value) == "'" + value


@pytest.mark.parametrize(
    "value", ["", "0", "1", "-106.00", "106.00", "A 柜 3 层", "12345678901", "1-000001", "2026-11-20"]
)
def test_what_is_harmless_stays(value):
    assert spreadsheet_safe(value) == value


@given(st.text())
def test_a_hostile_place_stays_one_field_that_runs_nothing(place):
    (row,) = read(to_csv([a_record(place=place)]))

    assert row["place"].removeprefix("'") == place or row["place"] == place
    assert not row["place"].lstrip().startswith(("=", "+", "@"))
