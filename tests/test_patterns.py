"""No regular expression of ours takes more than linear time, whatever it is given to read."""

from __future__ import annotations

import re

import pytest

from patternruns import Used, patterns, slow_text

ALL = patterns(("fapiao", "ofd", "data", "printing"))


@pytest.mark.parametrize("used", ALL, ids=str)
def test_a_pattern_reads_in_linear_time(used: Used):
    assert slow_text(used) == ""


@pytest.mark.parametrize(
    "pattern",
    [r"(\d{4})\s*年?\s*(\d{1,2})", r"^(.*?)\s*(\d[\d ]{7,39})$", r"\s+x", r"[-+]?\s*[¥￥]?\s*\d", r"\d+\.?\d*x"],
)
def test_a_slow_pattern_would_be_found(pattern: str):
    assert slow_text(Used("", re.compile(pattern), frozenset({"search"})))
