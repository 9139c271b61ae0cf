"""Money and 大写 (docs/invoices.md)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fapiao.amounts import (
    LARGEST,
    adds_up,
    fen,
    from_words,
    money,
    parse_money,
    parse_number,
    plain,
    to_fen,
    to_words,
    yuan,
)
from fapiao.errors import UnusableAmount

amounts = st.decimals(-LARGEST, LARGEST, places=2)


@given(amounts)
@example(LARGEST)
@example(-LARGEST)
@example(Decimal("100000000.05"))
@example(Decimal("100005000.50"))
@example(Decimal("0.05"))
def test_words_read_back_as_the_amount(value):
    assert from_words(to_words(value)) == value


@given(amounts)
def test_words_without_the_optional_zero_and_with_other_letters_read_the_same(value):
    words = to_words(value).replace("圆零", "圆").replace("圆", "元").replace("整", "正").replace("（负数）", "负")

    assert from_words(words) == value


FACES = [
    ("4449.00", "肆仟肆佰肆拾玖圆整"),
    ("10600.00", "壹万零陆佰圆整"),
    ("53.40", "伍拾叁圆肆角"),
    ("11.20", "壹拾壹圆贰角"),
    ("190.19", "壹佰玖拾元零壹角玖分"),
    ("38.03", "叁拾捌元零叁分"),
    ("100.25", "壹佰元零贰角伍分"),
    ("14.25", "壹拾肆元贰角伍分"),
    ("-150.00", "（负数）壹佰伍拾圆整"),
]
"""Amounts and 大写 as they stand on real faces."""


@pytest.mark.parametrize(("amount", "words"), FACES)
def test_a_face_is_read(amount, words):
    assert from_words(words) == Decimal(amount)


@pytest.mark.parametrize(("amount", "words"), [face for face in FACES if "元" not in face[1]])
def test_words_are_generated_as_the_platform_writes_them(amount, words):
    assert to_words(Decimal(amount)) == words


@pytest.mark.parametrize("words", ["", "整", "圆", "壹贰叁圆整", "壹佰美圆整", "一百元整", "壹角壹角", "￥100"])
def test_what_is_no_amount_in_words_is_not_guessed(words):
    assert from_words(words) is None


def test_words_stop_at_the_largest_amount():
    with pytest.raises(UnusableAmount):
        to_words(LARGEST + 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.50"), ("1,234.50", "1234.50"), ("￥1,234.50", "1234.50"), ("-¥6100.00", "-6100.00"),
        (" 6.2 ", "6.20"), ("88", "88.00"), (".5", "0.50"), ("1.005", "1.01"), ("-1.005", "-1.01"), ("-0", "0.00"),
    ],
)  # fmt: skip
def test_money_is_read_to_the_fen(text, value):
    assert str(parse_money(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "sNaN",
        "Infinity",
        "1e400",
        "1E2",
        "9" * 40,
        "1000000000000",
        "***",
        "",
        "1,23",
        "--1",
        "١٢",
        "１２",
        "0x10",
    ],
)
def test_money_that_is_none_is_refused(text):
    with pytest.raises(UnusableAmount):
        parse_money(text)


def test_the_refusal_names_the_field():
    with pytest.raises(UnusableAmount, match="税额"):
        parse_money("1e400", field="税额")


def test_no_negative_zero_is_kept():
    assert [str(to_fen(Decimal(text))) for text in ("-0", "-0.004", "0.004")] == ["0.00", "0.00", "0.00"]


def test_a_plain_number_keeps_its_precision():
    assert parse_number("0.1234567890123") == Decimal("0.1234567890123")


@given(amounts)
def test_the_store_keeps_fen(value):
    assert yuan(fen(value)) == value


@given(amounts)
def test_an_amount_for_programs_reads_back(value):
    assert parse_money(plain(value) or "") == value


@given(amounts)
def test_an_amount_for_the_eye_reads_back(value):
    assert parse_money(money(value)) == value


@pytest.mark.parametrize(("gross", "fits"), [("106.00", True), ("106.01", True), ("105.98", False), ("106.02", False)])
def test_a_sum_may_miss_by_one_fen(gross, fits):
    assert adds_up(Decimal(100), Decimal(6), Decimal(gross)) is fits
