"""The code on a copy: true, altered, invented and unknown are four different answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.paper import Paper
from fapiao.reprint import Reprint
from fapiao.slip import is_signed, looks_like_slip, read_slip, slip_of, written_at

KEY = b"k" * 32
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PAPER = Reprint(7, "26422000000099000101", 2, "1-000043", "zhangmin", "一号台", NOON, Paper.A4_UPPER)


def test_a_slip_reads_back_and_is_signed():
    slip = slip_of(PAPER, KEY)

    assert read_slip(slip.text) == slip
    assert is_signed(slip, KEY)
    assert written_at(slip) == NOON


def test_a_slip_uses_only_what_scanners_type_and_small_qr_codes_hold():
    assert set(slip_of(PAPER, KEY).text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize("noise", [" {} \r\n", "\u3000{}", "\u200b{}"])
def test_what_scanners_add_is_forgiven(noise):
    slip = slip_of(PAPER, KEY)

    assert read_slip(noise.format(slip.text.lower())) == slip


def test_another_key_did_not_sign_it():
    assert not is_signed(slip_of(PAPER, KEY), b"x" * 32)


@given(st.data())
def test_every_changed_character_is_noticed(data):
    text = slip_of(PAPER, KEY).text
    at = data.draw(st.integers(4, len(text) - 1))
    other = data.draw(st.sampled_from([c for c in "0123456789ABCDEF" if c != text[at]]))

    read = read_slip(text[:at] + other + text[at + 1 :])

    assert read is None or not is_signed(read, KEY)


@pytest.mark.parametrize(
    "text", ["", "FD1", "FD1*1*2*3", "FD2*26422000000099000101*2*1-000043*2611240400*AAAA*00000000"]
)
def test_a_torn_code_is_not_read(text):
    assert read_slip(text) is None


def test_an_impossible_time_is_no_time():
    assert written_at(replace(slip_of(PAPER, KEY), at="2613400000")) is None


def test_a_payload_of_an_invoice_is_no_slip():
    assert not looks_like_slip("01,31,,26422000000099000101,6100.00,20260318,,F119")
