"""The gate for text from outside, and text measured in cells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.text import MAX_LENGTH, REPLACEMENT, clean, fit, fold, grouped, width, wrap

hostile = st.text(st.characters(), max_size=60)  # every code point, surrogates included
chinese = st.text(st.sampled_from("中文发票（）ａ１a1 é…\u0301\U000e0100\U00020bb7\u3000"), max_size=40)


@given(hostile, st.booleans())
def test_nothing_passes_that_a_terminal_or_printer_would_obey(text, multiline):
    kinds = {unicodedata.category(c) for c in clean(text, multiline=multiline) if not (multiline and c == "\n")}

    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@given(hostile, st.booleans())
def test_cleaning_twice_changes_nothing(text, multiline):
    once = clean(text, multiline=multiline)

    assert clean(once, multiline=multiline) == once


@given(st.integers(0x20000, 0x3FFFD).filter(lambda n: n & 0xFFFE != 0xFFFE))
def test_ideographs_of_planes_2_and_3_stay_even_where_python_does_not_know_them(code_point):
    assert clean(chr(code_point)) == chr(code_point)


@given(hostile)
def test_only_harmful_characters_and_odd_spaces_change(text):
    odd = "".join(c for c in text if c != clean(c))

    assert all(clean(c) in {REPLACEMENT, " "} for c in odd)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\x1b[31mb", "a\ufffd[31mb"), ("a\u202eb", "a\ufffdb"), ("a\u2028b", "a\ufffdb"), ("a\tb", "a b"),
        ("a\u00a0b", "a b"), ("a\u3000b", "a\u3000b"), ("a\nb", "a\ufffdb"), ("\U000f0000", "\ufffd"),
        ("[red]=1+1", "[red]=1+1"), ("\u9fa6\U0002a6d7", "\u9fa6\U0002a6d7"), ("e\u0301", "e\u0301"),
    ],
)  # fmt: skip
def test_examples(raw, cleaned):
    assert clean(raw) == cleaned


def test_lines_stay_where_a_field_has_them():
    assert clean("a\r\nb\rc\nd", multiline=True) == "a\nb\nc\nd"


def test_an_endless_text_is_cut():
    assert len(clean("x" * (MAX_LENGTH + 1))) == MAX_LENGTH


@given(chinese, st.integers(0, 50), st.sampled_from(["left", "right", "center"]))
def test_a_text_takes_exactly_its_cells(text, cells, align):
    assert width(fit(text, cells, align=align)) == cells


@given(chinese, st.integers(2, 50))
def test_a_text_that_has_room_is_whole(text, spare):
    assert fit(text, width(text) + spare).startswith(text)


@given(st.text(st.sampled_from("中a\U000e0100\n"), max_size=60), st.integers(2, 12))
def test_wrapping_loses_nothing_and_keeps_the_width(text, cells):
    lines = wrap(text, cells)

    assert "".join(lines) == text.replace("\n", "")
    assert max(width(line) for line in lines) <= cells


def test_a_newline_always_breaks():
    assert wrap("甲\n\n乙", 10) == ["甲", "", "乙"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a", 1),
        ("中", 2),
        ("（", 2),
        ("ａ", 2),
        ("é", 1),
        ("e\u0301", 1),
        ("\U00020bb7", 2),
        ("\U000323b0", 2),
        ("葛\U000e0100", 2),
    ],
)
def test_cells_are_those_of_a_terminal(text, cells):
    assert width(text) == cells


def test_search_keys_ignore_width_case_and_blanks():
    assert fold("Ａbc 公司\u3000（武汉）") == fold("abc公司(武汉)")


def test_long_numbers_are_grouped_for_the_eye():
    assert grouped("26422000000099000101") == "2642 2000 0000 9900 0101"
