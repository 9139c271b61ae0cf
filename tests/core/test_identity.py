"""Numbers, codes and tax ids (docs/invoices.md)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts import an_invoice
from fapiao.doubts.number import doubts
from fapiao.errors import UnusableIdentity
from fapiao.identity import (
    Identity,
    check_identity,
    kind_of_code,
    person_id_ok,
    split_full,
    tax_id_warning,
    uscc_ok,
)
from fapiao.invoice import Kind

USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIGITAL = "26422000000099000101"


def with_check(body: str) -> str:
    """The one code that begins with ``body`` and passes; found by trying, not by the formula."""
    return next(body + c for c in USCC if uscc_ok(body + c))


uscc = st.text(USCC, min_size=17, max_size=17).map(with_check)


@given(uscc, st.integers(0, 17), st.sampled_from(USCC))
def test_every_single_change_of_a_tax_id_is_caught(good, place, other):
    changed = good[:place] + other + good[place + 1 :]

    assert uscc_ok(changed) is (changed == good)


@given(uscc, st.integers(0, 16))
def test_two_neighbours_swapped_in_a_tax_id_are_caught(good, place):
    swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]

    assert uscc_ok(swapped) is (swapped == good)


@pytest.mark.parametrize("text", ["", "91310115MA1H8R7C6D", "91420199MAXXVTE118 ", "9142019IMAXXVTE118", "９" * 18])
def test_what_is_no_tax_id_is_told(text):
    assert not uscc_ok(text)


def test_a_published_tax_id_passes():
    assert uscc_ok("91350100M000100Y43")  # the worked example of GB 32100-2015


@pytest.mark.parametrize(("text", "fine"), [("11010519491231002X", True), ("110105194912310021", False), ("", False)])
def test_a_personal_id_has_its_own_check(text, fine):
    assert person_id_ok(text) is fine


@pytest.mark.parametrize("text", ["", "420101123456789", "91350100M000100Y4301", "11010519491231002X"])
def test_old_and_personal_tax_ids_are_no_warning(text):
    assert tax_id_warning(text, "购买方") == ""


def test_a_wrong_tax_id_is_a_warning_that_names_its_owner():
    assert "购买方" in tax_id_warning("91350100M000100Y44", "购买方")


@pytest.mark.parametrize(
    ("code", "number", "full_no"),
    [
        ("", DIGITAL, DIGITAL),
        ("", "2642 2000 0000 9900 0101", DIGITAL),
        ("042002000111", "00000312", "04200200011100000312"),
        ("4200194130", "09900314", "420019413009900314"),
        ("", "04200200011100000312", "04200200011100000312"),
        ("", "14403190911012345678", "14403190911012345678"),
    ],
)
def test_number_forms_are_one_identity(code, number, full_no):
    assert check_identity(code, number).full_no == full_no


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("", "2642200000009900010"),
        ("", "264220000000990001011"),
        ("", "12345678"),
        ("", "26A22000000099000101"),
        ("", ""),
        ("04200200011", "00000312"),
        ("0420020001AA", "00000312"),
        ("042002000111", "0000312"),
        ("042002000111", "000000312"),
    ],
)
def test_a_malformed_number_says_what_is_wrong(code, number):
    with pytest.raises(UnusableIdentity) as refused:
        check_identity(code, number)

    assert refused.value.cure


def test_a_digital_number_of_an_odd_year_is_kept_for_its_warning():
    assert check_identity("", "19422000000099000205", digital=True) == Identity("", "19422000000099000205")


def test_a_digital_number_that_is_a_code_and_number_is_refused_without_contradicting_itself():
    with pytest.raises(UnusableIdentity, match="年份"):
        check_identity("", "04200200011100000312", digital=True)


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        (DIGITAL, Identity("", DIGITAL)),
        ("04200200011100000312", Identity("042002000111", "00000312")),
        ("14403190911012345678", Identity("144031909110", "12345678")),
        ("420019413009900314", Identity("4200194130", "09900314")),
        ("２６４２２００００００００９９００0101", None),
        ("2642", None),
        ("武汉", None),
    ],
)
def test_a_number_written_together_is_split(text, identity):
    assert split_full(text) == identity


@given(st.text("0123456789", min_size=20, max_size=20))
def test_a_number_written_together_is_itself_again(text):
    identity = split_full(text)

    assert identity is not None
    assert identity.full_no == text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("042001900104", Kind.PAPER_ORDINARY), ("042001900105", Kind.PAPER_ORDINARY), ("042001900106", Kind.ROLL),
        ("042001900107", Kind.ROLL), ("042002000111", Kind.E_ORDINARY), ("042001900112", Kind.TOLL),
        ("042002100113", Kind.E_SPECIAL), ("042001900117", Kind.USED_VEHICLE), ("144031909110", Kind.BLOCKCHAIN),
        ("142001920301", Kind.VEHICLE), ("4200194130", Kind.PAPER_SPECIAL), ("4200194350", Kind.PAPER_ORDINARY),
        ("042001900199", None), ("", None),
    ],
)  # fmt: skip
def test_a_code_tells_its_kind(code, kind):
    assert kind_of_code(code) is kind


def odd(code: str, number: str, issued_on: date | None, kind: Kind) -> list[str]:
    """What is said of an identity."""
    return [doubt.message for doubt in doubts(an_invoice(number, code=code, issued_on=issued_on, kind=kind))]


@pytest.mark.parametrize(
    ("code", "number", "issued_on", "kind", "word"),
    [
        ("", "25422000000099000101", date(2026, 1, 1), Kind.DIGITAL_ORDINARY, "年份"),
        ("", "26992000000099000101", date(2026, 1, 1), Kind.DIGITAL_ORDINARY, "地区"),
        ("099902000111", "00000312", date(2020, 1, 1), Kind.E_ORDINARY, "地区"),
        ("042001800111", "00000312", date(2020, 1, 1), Kind.E_ORDINARY, "年份"),
        ("042002000111", "00000312", date(2020, 1, 1), Kind.E_SPECIAL, "代码表示"),
    ],
)
def test_an_odd_number_is_a_warning(code, number, issued_on, kind, word):
    warnings = odd(code, number, issued_on, kind)

    assert len(warnings) == 1
    assert word in warnings[0]


@pytest.mark.parametrize(
    ("code", "number", "issued_on", "kind"),
    [
        ("", DIGITAL, date(2026, 3, 18), Kind.DIGITAL_SPECIAL),
        ("", "26949000000000000001", date(2026, 3, 18), Kind.RAIL),
        ("011002680026", "00000312", date(2025, 12, 31), Kind.VEHICLE),
        ("042001900112", "00000312", date(2019, 1, 1), Kind.E_ORDINARY),
        ("042002000111", "00000312", None, Kind.E_ORDINARY),
    ],
)
def test_an_ordinary_number_is_none(code, number, issued_on, kind):
    assert odd(code, number, issued_on, kind) == []
