"""Site rules as data: every key of docs/policy.md, its default, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fapiao.errors import BadInput
from fapiao.policy import RULES, Policy, check_value, rule_of

DEFAULTS = {
    "reprint.unprinted": "allow", "reprint.printed": "reason", "reprint.max_free": "1", "reprint.reimbursed": "refuse",
    "invoice.contradiction": "refuse",
    "reprint.void": "refuse", "reprint.voucher_forbidden": "reason", "reprint.window_days": "none", "copies.max": "1",
    "mark.enabled": "on", "mark.text": "补打 第{n}次", "face.typeset": "allow", "count.download": "on",
    "offline.reprint": "first_only", "reasons": "lost,damaged,spoiled,audit,litigation,other", "applicant": "optional",
    "privacy.mask": "on", "session.idle_seconds": "180", "session.absolute_hours": "8",
}  # fmt: skip


def test_the_keys_and_defaults_are_those_of_the_design():
    assert {rule.key: Policy()[rule.key] for rule in RULES} == DEFAULTS


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.key)
def test_every_default_passes_its_own_check_and_has_a_meaning(rule):
    assert check_value(rule.key, rule.default) == rule.default
    assert rule.meaning


@pytest.mark.parametrize(
    ("key", "value"),
    [(rule.key, choice) for rule in RULES for choice in (*rule.choices, *(["none", "20"] if rule.number else []))],
)
def test_every_value_a_rule_offers_is_taken(key, value):
    assert Policy().with_value(key, value)[key] == value


@pytest.mark.parametrize("rule", [r for r in RULES if r.choices or r.number], ids=lambda r: r.key)
@pytest.mark.parametrize("value", ["", "maybe", "ON", "-1", "1.5", "١", "１", " 1", "9" * 5000])
def test_any_other_value_is_refused_naming_what_is_allowed(rule, value):
    with pytest.raises(BadInput) as refused:
        check_value(rule.key, value)

    assert refused.value.cure


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("copies.max", "0"), ("session.idle_seconds", "14"), ("session.absolute_hours", "0"), ("reprint.window_days", "0"),
        ("mark.text", ""), ("mark.text", "  "), ("mark.text", "补打 {m}"), ("mark.text", "{n}{"), ("mark.text", "{n}}"),
        ("mark.text", "补打\x1b[31m"), ("reasons", ""), ("reasons", "lost,"), ("reasons", "lost,lost"),
        ("reasons", "lost,stolen"),
    ],
)  # fmt: skip
def test_values_that_would_break_something_are_refused(key, value):
    with pytest.raises(BadInput):
        check_value(key, value)


@pytest.mark.parametrize(
    ("key", "value"), [("mark.text", "副本 {n}"), ("mark.text", "补打"), ("reasons", "audit,lost")]
)
def test_free_texts_within_their_form_are_taken(key, value):
    assert check_value(key, value) == value


def test_an_unknown_key_is_refused_naming_where_the_keys_stand():
    with pytest.raises(BadInput, match="policy list"):
        rule_of("reprint.everything")


def test_a_change_leaves_the_old_policy_alone():
    policy = Policy()

    assert (policy.with_value("copies.max", "3").number("copies.max"), policy.number("copies.max")) == (3, 1)


def test_none_is_no_limit():
    assert Policy().number("reprint.window_days") is None


@given(st.integers(1, 99_999))
def test_any_count_of_five_digits_is_a_number(count):
    assert Policy().with_value("reprint.window_days", str(count)).number("reprint.window_days") == count
