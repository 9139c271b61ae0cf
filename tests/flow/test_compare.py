"""The record beside the original in hand: what agrees is written down, what differs stops the paper."""

from __future__ import annotations

import pytest

from facts import NUMBER
from fapiao.identity import parse_qr
from fapiao.usecases.invoices.compare import Compared, in_code, is_same, on_record, record_comparison
from fapiao.usecases.invoices.inspect import inspect_invoice
from fapiao.verdict import Decision


def kept(desk):
    with desk.services.store.reading() as unit:
        stored = unit.invoices.get(NUMBER)
    assert stored is not None
    return stored


def test_what_agrees_is_written_down_and_changes_nothing(desk):
    said = on_record(kept(desk).invoice)

    assert record_comparison(desk.services, desk.session(), NUMBER, said) == ()
    assert desk.kinds() == ["invoice.compared"]
    assert kept(desk).set_aside == ""


def test_a_difference_is_named_and_nothing_of_it_prints(desk):
    said = on_record(kept(desk).invoice) | {Compared.GROSS: "1.00"}

    (found,) = record_comparison(desk.services, desk.session(), NUMBER, said)

    assert (found.field, found.original) == (Compared.GROSS, "1.00")
    assert desk.kinds() == ["invoice.compared", "invoice.set_aside"]
    seen = inspect_invoice(desk.services, desk.session(), NUMBER)
    assert seen.verdict.decision is Decision.REFUSED
    assert "1.00" in seen.stored.set_aside


@pytest.mark.parametrize(
    ("field", "ours", "original"),
    [
        (Compared.GROSS, "6100.00", "¥6,100.00"),
        (Compared.GROSS, "6100.00", "6100"),
        (Compared.DATE, "2026-03-18", "2026年03月18日"),
        (Compared.DATE, "2026-03-18", "20260318"),
        (Compared.NUMBER, "26422000000099000101", "2642 2000 0000 9900 0101"),
        (Compared.NUMBER, "042002000111 99000401", "99000401"),
        (Compared.BUYER, "武汉（虚拟）公司", "武汉 (虚拟) 公司"),
    ],
)
def test_ways_of_writing_the_same(field, ours, original):
    assert is_same(field, ours, original)


@pytest.mark.parametrize(
    ("field", "ours", "original"),
    [
        (Compared.GROSS, "6100.00", "6100.01"),
        (Compared.GROSS, "6100.00", "没有"),
        (Compared.DATE, "2026-03-18", "2026-03-19"),
        (Compared.DATE, "2026-03-18", "三月"),
        (Compared.NUMBER, "26422000000099000101", "99000101"),
        (Compared.NUMBER, "26422000000099000101", ""),
        (Compared.BUYER, "武汉虚拟公司", "武汉虚构公司"),
    ],
)
def test_what_is_not_the_same(field, ours, original):
    assert not is_same(field, ours, original)


def test_the_code_of_the_original_answers_what_it_states(desk):
    invoice = kept(desk).invoice

    told = in_code(invoice, invoice.qr)

    assert told[Compared.NUMBER] == parse_qr(invoice.qr).identity.full_no
    assert all(is_same(field, on_record(invoice)[field], value) for field, value in told.items())
