"""One line of search input, read by what it holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts import an_invoice
from fapiao.errors import BadInput
from fapiao.invoice import Kind
from fapiao.stored import Query
from fapiao.usecases.invoices.find import readings_of

TODAY = date(2026, 11, 20)
NUMBER = "26422000000099000501"
SPECIAL = {k.value for k in Kind if k.value.endswith("special")}


@pytest.mark.parametrize(
    ("line", "readings"),
    [
        ("", [Query()]),
        (an_invoice().qr, [Query(exact=NUMBER)]),
        (NUMBER, [Query(exact=NUMBER)]),
        ("04200200011100000312", [Query(exact="04200200011100000312")]),
        ("420019413009900314", [Query(exact="420019413009900314")]),
        ("000501", [Query(suffix="000501"), Query(prefix="000501")]),
        ("501", [Query(suffix="501"), Query(amount=Decimal("501.00"))]),
        ("990501", [Query(suffix="990501"), Query(prefix="990501"), Query(amount=Decimal("990501.00"))]),
        ("26422000000", [Query(prefix="26422000000"), Query(suffix="26422000000"), Query(amount=Decimal("26422000000.00"))]),
        ("88", [Query(amount=Decimal("88.00"))]),
        ("106.00", [Query(amount=Decimal("106.00"))]),
        ("￥106", [Query(amount=Decimal("106.00"))]),
        ("1,234.5", [Query(amount=Decimal("1234.50"))]),
        ("-106.00", [Query(amount=Decimal("-106.00"))]),
        ("2026-03-18", [Query(since=date(2026, 3, 18), until=date(2026, 3, 18))]),
        ("2026年3月18日", [Query(since=date(2026, 3, 18), until=date(2026, 3, 18))]),
        ("3月18日", [Query(since=date(2026, 3, 18), until=date(2026, 3, 18))]),
        ("12-01", [Query(since=date(2025, 12, 1), until=date(2025, 12, 1))]),
        ("3月", [Query(since=date(2026, 3, 1), until=date(2026, 3, 31))]),
        ("2024年2月", [Query(since=date(2024, 2, 1), until=date(2024, 2, 29))]),
        ("今天", [Query(since=TODAY, until=TODAY)]),
        ("昨天", [Query(since=date(2026, 11, 19), until=date(2026, 11, 19))]),
        ("本周", [Query(since=date(2026, 11, 16), until=TODAY)]),
        ("本月", [Query(since=date(2026, 11, 1), until=TODAY)]),
        ("上月", [Query(since=date(2026, 10, 1), until=date(2026, 10, 31))]),
        ("今年", [Query(since=date(2026, 1, 1), until=TODAY)]),
        ("3月~5月", [Query(since=date(2026, 3, 1), until=date(2026, 5, 31))]),
        ("2026-03-01至2026-03-18", [Query(since=date(2026, 3, 1), until=date(2026, 3, 18))]),
        ("2026-03-01..2026-03-18", [Query(since=date(2026, 3, 1), until=date(2026, 3, 18))]),
        ("数电专票", [Query(kinds=("digital_special",))]),
        ("作废", [Query(status=("void",))]),
        ("红冲", [Query(status=("partly_red", "fully_red"))]),
        ("未打印", [Query(print_state="unprinted")]),
        ("91350100m000100y43", [Query(tax_id="91350100M000100Y43")]),
        ("913501000001001043", [Query(exact="913501000001001043")]),
        ("武汉 甲乙", [Query(names=("武汉", "甲乙"))]),
        ("ＷＨ", [Query(names=("wh",))]),
        ("甲乙，专票　3月", None),
        ("2026-13-01", [Query(names=("2026-13-01",))]),
        ("2-30", [Query(names=("2-30",))]),
        ("~", [Query(names=("~",))]),
    ],
)  # fmt: skip
def test_a_word_is_what_it_looks_like(line, readings):
    if readings is None:
        (query,) = readings_of(line, TODAY)
        assert (query.names, set(query.kinds), query.since) == (("甲乙",), SPECIAL, date(2026, 3, 1))
    else:
        assert readings_of(line, TODAY) == readings


def test_two_words_of_digits_are_every_pair_of_readings_likeliest_first():
    assert [(q.suffix, q.amount) for q in readings_of("501 106", TODAY)] == [
        ("106", None), ("501", Decimal(106)), ("106", Decimal(501)), ("", Decimal(106))
    ]  # fmt: skip


def test_a_tax_id_of_digits_alone_may_be_a_tax_id_too():
    digits = "913501000000010032"  # passes the check of GB 32100 and looks like a code and number

    assert [(q.exact, q.tax_id) for q in readings_of(digits, TODAY)] == [(digits, ""), ("", digits)]


def test_a_foreign_scan_is_refused():
    with pytest.raises(BadInput):
        readings_of("01,99,,1,2,3,,", TODAY)


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused(line):
    try:
        assert readings_of(line, TODAY)
    except BadInput:
        assert "01," in line or "０" in line or "1" in line


def test_many_ambiguous_words_stay_few_readings():
    assert len(readings_of(" ".join(["123456"] * 40), TODAY)) <= 8


def test_a_number_typed_in_groups_is_one_number():
    assert readings_of("2642 2000 0000 9900 0101", TODAY) == [Query(exact="26422000000099000101")]
    assert readings_of("2642 2000", TODAY)[0] == Query(suffix="26422000")
