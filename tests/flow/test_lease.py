"""One printer, one desk at a time (docs/papers.md)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fapiao.device import Delivery
from fapiao.errors import PrinterBlocked, PrinterBusy
from fapiao.reprint import AttemptState, Evidence, Outcome
from fapiao.usecases.paper.recover import recover

A = AttemptState


def hold(desk, seconds: float = 60) -> None:
    """Let somebody else print on A4."""
    with desk.services.store.writing() as unit:
        now = desk.clock.now()
        assert unit.leases.take("m1", "host:9:9 other", now, now + timedelta(seconds=seconds))
        unit.commit()


def expires(desk):
    """When the newest lease runs out."""
    with desk.services.store.reading() as unit:
        return unit._connection.exec_driver_sql("SELECT max(expires) FROM lease").scalar_one()


def test_a_busy_printer_is_waited_for_a_little_and_then_said(desk):
    hold(desk)

    result = desk.print()

    assert isinstance(result.error, PrinterBusy)
    assert (result.outcome, desk.printer.papers) == (Outcome.FAILED_CLEAN, [])


def test_another_printer_is_not_waited_for(desk):
    hold(desk)

    assert desk.print(desk.order(printer="A4-2")).outcome is Outcome.CONFIRMED


def test_an_expired_lease_is_free(desk):
    hold(desk, 60)
    desk.clock.advance(61)

    assert desk.print().outcome is Outcome.CONFIRMED


def test_the_printer_is_free_after_each_paper(desk, second):
    desk.print()

    assert second.again().outcome is Outcome.CONFIRMED


def test_a_lease_lost_before_sending_sends_nothing(desk):
    def lose() -> None:
        desk.clock.advance(121)
        hold(desk)

    desk.printer.before = lose

    result = desk.print()

    assert isinstance(result.error, PrinterBusy)
    assert (result.outcome, desk.printer.papers, desk.printer.abandoned) == (Outcome.FAILED_CLEAN, [], 1)


def test_progress_pushes_the_lease_on(desk, second):
    seen: list[PrinterBusy | None] = []

    def slow(watch) -> None:
        for _ in range(3):
            desk.clock.advance(100)
            watch("还在打印")
        desk.printer.during = lambda _: None
        seen.append(second.again().error)

    desk.printer.during = slow

    assert desk.print().outcome is Outcome.CONFIRMED
    assert isinstance(seen[0], PrinterBusy)


def test_progress_writes_once_for_each_tenth_of_a_lease(desk):
    length = desk.services.patience.lease_seconds
    pushed = []

    def chatty(watch) -> None:
        for _ in range(10):
            desk.clock.advance(length * 0.06)
            before = expires(desk)
            watch("还在打印")
            pushed.append(expires(desk) > before)

    desk.printer.during = chatty
    desk.print()

    assert pushed == [False, True] * 5


def test_a_sending_desk_whose_lease_ran_out_is_unknown_to_the_others_though_it_lives(desk, second):
    seen = []

    def silent(_) -> None:
        desk.clock.advance(121)
        desk.printer.during = lambda _: None
        seen.append(second.again())

    desk.printer.during = silent
    desk.print()

    assert isinstance(seen[0].error, PrinterBlocked)
    assert len(desk.printer.papers) == 1


@pytest.mark.parametrize(("evidence", "outcome"), [(4, Outcome.CONFIRMED), (2, Outcome.HANDED_OVER)])
def test_a_late_answer_corrects_what_was_given_up_as_unknown(desk, second, evidence, outcome):
    def silent(_) -> None:
        desk.clock.advance(121)
        recover(second.services)
        assert desk.states() == [[A.UNKNOWN]]

    desk.printer.during = silent
    desk.printer.delivery = Delivery(Evidence(evidence))

    result = desk.print()

    assert (result.outcome, desk.papers()[0].outcome) == (outcome, outcome)


def test_a_late_clean_failure_leaves_the_unknown_to_a_person(desk, second):
    def silent(_) -> None:
        desk.clock.advance(121)
        recover(second.services)

    desk.printer.during = silent
    desk.printer.delivery = Delivery(Evidence.NOTHING, clean_failure=True)

    assert desk.print().outcome is Outcome.UNKNOWN
    assert desk.states() == [[A.UNKNOWN]]
