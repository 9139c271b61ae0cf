"""The spare printer: the same number on another machine, from a clean failure alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk import CLEAN, OUT_OF_PAPER, UNKNOWN
from fapiao.errors import PrinterBlocked
from fapiao.paper import Paper
from fapiao.reprint import AttemptState, Outcome, Reason
from fapiao.usecases.paper.spare import spare_order

A = AttemptState


@pytest.fixture
def desk(desk):
    with desk.services.store.writing() as unit:
        unit.printers.put(replace(unit.printers.get("A4"), backup="A4-2"))
        unit.commit()
    return desk


def to_spare(desk, order):
    return desk.print(spare_order(desk.services, order))


@pytest.mark.parametrize("failure", ["refuses", "delivery"])
def test_the_number_goes_along_and_both_tries_are_told(desk, failure):
    setattr(desk.printer, failure, OUT_OF_PAPER if failure == "refuses" else CLEAN)
    order = desk.order()
    desk.print(order)

    result = to_spare(desk, order)

    assert (result.reprint.copy_no, result.outcome, result.attempt.printer) == (1, Outcome.CONFIRMED, "A4-2")
    assert desk.states() == [[A.FAILED_CLEAN, A.CONFIRMED]]
    assert desk.kinds() == ["reprint.intent", "reprint.outcome"] * 2


def test_a_burnt_number_never_goes_along(desk):
    desk.printer.delivery = UNKNOWN
    order = replace(desk.order(), reason=Reason.SPOILED)
    desk.print(order)

    result = to_spare(desk, order)

    assert (result.reprint.copy_no, desk.states()) == (2, [[A.UNKNOWN], [A.CONFIRMED]])


def test_a_blocked_printer_lets_the_spare_print(desk):
    desk.printer.delivery = UNKNOWN
    desk.print()
    with pytest.raises(PrinterBlocked):
        desk.again()

    assert to_spare(desk, desk.order(Reason.LOST)).outcome is Outcome.CONFIRMED


def test_only_what_is_still_missing_goes_along(desk):
    spare = spare_order(desk.services, desk.order(copies=3), made=2)

    assert spare.settings.copies == 1


def test_a_spare_with_other_paper_gets_its_own(desk):
    with desk.services.store.writing() as unit:
        unit.printers.put(replace(unit.printers.get("A4"), backup="小票"))
        unit.commit()

    assert spare_order(desk.services, desk.order()).settings.paper is Paper.ROLL_80


def test_without_a_backup_there_is_none(desk):
    assert spare_order(desk.services, replace(desk.order(printer="A4-2"))) is None
