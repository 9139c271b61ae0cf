"""What a line or a sum leaves unsaid is a doubt that stands at every look, and no contradiction."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from facts import an_invoice
from fapiao.doubts.all import doubts_of
from fapiao.doubts.doubt import Weight
from fapiao.invoice import Figure

UNREAD = Figure(None, "1 2.x")


def with_line(**changes):
    good = an_invoice()
    assert good.lines
    return replace(good, lines=(replace(good.lines[0], **changes), *good.lines[1:]))


def missing(invoice):
    return [doubt.message for doubt in doubts_of(invoice) if doubt.weight is Weight.MISSING]


def test_a_good_invoice_leaves_nothing_unsaid():
    assert missing(an_invoice()) == []


def test_a_quantity_that_makes_no_number_is_named_with_what_stands_there():
    assert missing(with_line(quantity=UNREAD)) == ["第 1 行数量“1 2.x”读不出来"]


def test_a_quantity_with_its_unit_says_enough():
    assert missing(with_line(quantity=Figure(None, "2台"))) == []


def test_quantities_of_tolls_are_dates():
    assert missing(replace(with_line(quantity=Figure(None, "2026-03-01")), variant="通行费")) == []


def test_a_line_of_a_taxed_invoice_has_a_tax():
    rate = Figure(Decimal("0.06"), "6%")

    assert any("没有税额" in message for message in missing(with_line(rate=rate, tax=Figure())))


def test_what_is_stated_in_part_is_stated_in_whole():
    good = an_invoice()

    assert any("合计金额" in message for message in missing(replace(good, net=None)))
    assert any("合计税额" in message for message in missing(replace(good, tax=None)))
