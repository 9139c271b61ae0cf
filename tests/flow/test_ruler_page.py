"""A test page takes the printer as a paper does, counts nothing, and is told in the ledger before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import CLEAN, OUT_OF_PAPER, UNKNOWN
from fapiao.device import Delivery
from fapiao.errors import BadInput, NotPermitted, PrinterBlocked, PrinterBusy, PrinterError, PrinterNotReady
from fapiao.paper import Paper, PrinterProfile
from fapiao.reprint import AttemptState, Evidence
from fapiao.usecases.printers.layouts import set_layout, show_layout
from fapiao.usecases.printers.ruler_page import apply_reading, offset_of, print_test_page

UPPER = Paper.A4_UPPER


@pytest.fixture
def chief(desk):
    return desk.session("zhuguan")


@pytest.fixture
def page(desk, chief):
    def make(printer="A4", paper=UPPER):
        return print_test_page(desk.services, chief, printer, paper)

    return make


def entries(desk):
    """What the ledger has of test pages: that one was authorised, and how it ended."""
    with desk.services.store.reading() as unit:
        found = [e for e in unit.ledger.entries() if e.kind.startswith("test.")]
    return [e.body.get("state", "authorised") for e in found]


def test_it_comes_out_and_is_in_the_ledger_before_and_after(desk, page):
    before = []
    desk.printer.during = lambda _: before.extend(entries(desk))

    assert page().state is AttemptState.CONFIRMED

    assert desk.printer.papers[0].startswith("ruler a4-upper +0.00 +0.00 A4 A4 上半页")
    assert (before, entries(desk)) == (["authorised"], ["authorised", "confirmed"])


def test_its_foot_line_carries_its_serial_and_its_code(desk, page):
    page()

    (row,) = rows(desk)
    assert f" · {row.serial} · 码 {row.last.code} · " in desk.printer.papers[0]
    assert row.serial == "1-T00001"


def rows(desk):
    """The rows of test pages, oldest first."""
    with desk.services.store.reading() as unit:
        known = [row for row, _ in unit.reprints.in_states(list(AttemptState))]
    return [row for row in known if row.is_test]


def test_it_counts_no_copy(desk, page):
    page()

    assert desk.papers() == ()
    assert desk.print().reprint.copy_no == 1


def test_the_printer_is_free_afterwards(desk, page, second):
    page()

    assert second.print().outcome.value == "confirmed"


def test_it_carries_the_offset_in_force(desk, chief, page):
    set_layout(desk.services, chief, "A4", UPPER, "[page]\noffset = [1.5, -0.8]\n")

    page()

    assert desk.printer.papers[0].startswith("ruler a4-upper +1.50 -0.80")


def test_a_blocked_printer_prints_none(desk, page):
    desk.printer.delivery = UNKNOWN
    desk.print()

    with pytest.raises(PrinterBlocked):
        page()

    assert (len(desk.printer.papers), entries(desk)) == (1, [])


def test_a_busy_printer_prints_none(desk, page):
    with desk.services.store.writing() as unit:
        now = desk.clock.now()
        unit.leases.take("m1", "host:9:9 other", now, now + timedelta(seconds=60))
        unit.commit()

    with pytest.raises(PrinterBusy):
        page()

    assert (desk.printer.papers, entries(desk)) == ([], ["authorised", "failed_clean"])


def test_a_lease_lost_before_sending_sends_nothing(desk, page):
    def lose():
        desk.clock.advance(121)
        with desk.services.store.writing() as unit:
            now = desk.clock.now()
            assert unit.leases.take("m1", "host:9:9 other", now, now + timedelta(seconds=60))
            unit.commit()

    desk.printer.before = lose

    with pytest.raises(PrinterBusy):
        page()

    assert (desk.printer.papers, desk.printer.abandoned) == ([], 1)


def test_a_printer_that_is_not_ready_is_named_and_free_again(desk, page):
    desk.printer.refuses = OUT_OF_PAPER
    with pytest.raises(PrinterNotReady):
        page()
    desk.printer.refuses = None

    assert page().state is AttemptState.CONFIRMED
    assert entries(desk) == ["authorised", "failed_clean", "authorised", "confirmed"]


@pytest.mark.parametrize(
    ("delivery", "state"),
    [
        (UNKNOWN, AttemptState.UNKNOWN),
        (RuntimeError("torn"), AttemptState.UNKNOWN),
        (Delivery(Evidence.RECEIVED), AttemptState.HANDED_OVER),
    ],
)
def test_how_it_ended_is_told(desk, page, delivery, state):
    desk.printer.delivery = delivery

    assert page().state is state
    assert entries(desk) == ["authorised", state.value]


def test_a_clean_failure_is_an_error(desk, page):
    desk.printer.delivery = CLEAN

    with pytest.raises(PrinterError):
        page()

    assert entries(desk) == ["authorised", "failed_clean"]


def test_a_roll_gets_a_receipt_for_its_head(desk, page):
    with desk.services.store.writing() as unit:
        unit.printers.put(replace(unit.printers.get("小票"), profile=PrinterProfile(columns=42, dots=512)))
        unit.commit()

    found = page("小票", Paper.ROLL_80)

    (receipt,) = desk.devices.printers["roll"].papers
    assert receipt.startswith(f"receipt roll-80 42 fapiao-desk test {found.page} 小票 80 卷 · ")
    assert (found.evidence, entries(desk)) == (Evidence.PRINTED, ["authorised", "confirmed"])


def test_a_roll_cannot_be_aligned(desk, chief):
    with pytest.raises(BadInput, match="不用对齐"):
        apply_reading(desk.services, chief, "小票", Paper.ROLL_80, 1, 1)


@pytest.mark.parametrize(("printer", "paper"), [("小票", Paper.A4_UPPER), ("A4", Paper.ROLL_80)])
def test_a_paper_that_the_printer_does_not_hold_is_refused(page, printer, paper):
    with pytest.raises(BadInput):
        page(printer, paper)


def test_an_operator_may_not(desk):
    with pytest.raises(NotPermitted):
        print_test_page(desk.services, desk.session(), "A4", UPPER)
    with pytest.raises(NotPermitted):
        apply_reading(desk.services, desk.session(), "A4", UPPER, 1, 1)


def test_readings_add_up_and_leave_the_rest_of_the_overlay(desk, chief):
    set_layout(desk.services, chief, "A4", UPPER, "[field]\nremark = { hide = true }\n")

    apply_reading(desk.services, chief, "A4", UPPER, 2.0, -1.0)
    assert apply_reading(desk.services, chief, "A4", UPPER, -0.5, 0.25) == (1.5, -0.75)

    assert offset_of(desk.services, "A4", UPPER) == (1.5, -0.75)
    assert "remark = { hide = true }" in show_layout(desk.services, chief, "A4", UPPER)


def test_another_paper_stays_where_it_is(desk, chief):
    apply_reading(desk.services, chief, "A4", UPPER, 2.0, -1.0)

    assert offset_of(desk.services, "A4", Paper.A5) == (0.0, 0.0)


def test_a_reading_beyond_all_measure_is_refused(desk, chief):
    with pytest.raises(BadInput, match="150"):
        apply_reading(desk.services, chief, "A4", UPPER, 151, 0)
