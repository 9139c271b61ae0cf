"""Two invoices on one sheet are one job with two numbers, two attempts and two endings (docs/layouts.md)."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from desk import CLEAN, OUT_OF_PAPER, UNKNOWN
from facts import NUMBER, an_invoice
from fapiao.device import Delivery
from fapiao.errors import Refused
from fapiao.invoice import Status
from fapiao.paper import Paper, PrintSettings
from fapiao.reprint import AttemptState, Evidence, Outcome, Seen
from fapiao.usecases.paper.order import Order, PaperResult
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.reprint import reprint_pair
from fapiao.usecases.paper.settle import answer
from wholeworklist import all_waiting

OTHER = "26422000000099000502"


@pytest.fixture
def desk(desk):
    with desk.services.store.writing() as unit:
        unit.invoices.put(an_invoice(OTHER), ())
        unit.invoices.set_status(OTHER, Status.NORMAL)
        unit.commit()
    return desk


def order(number, **changes):
    settings = PrintSettings("A4", Paper.A4_2UP, **changes)
    return Order(number, settings, secrets.token_hex(8))


@pytest.fixture
def pair(desk):
    def make(upper=NUMBER, lower=OTHER, **changes):
        return reprint_pair(desk.services, desk.session("xiaoli"), order(upper), order(lower, **changes))

    return make


def papers(desk):
    with desk.services.store.reading() as unit:
        return [paper for number in (NUMBER, OTHER) for paper in unit.reprints.of_invoice(number)]


def test_both_lie_on_one_sheet_in_their_order(desk, pair):
    results = pair()

    assert [r.outcome for r in results] == [Outcome.CONFIRMED] * 2
    (sheet,) = desk.printer.papers
    assert 0 < sheet.index(NUMBER) < sheet.index("- - -") < sheet.index(OTHER)


def test_each_has_its_own_serial_attempt_and_ledger_entries(desk, pair):
    first, second = pair()

    assert (first.reprint.serial, second.reprint.serial) == ("1-000001", "1-000002")
    assert first.attempt.uuid != second.attempt.uuid
    assert (first.attempt.token, first.attempt.sha256) == (second.attempt.token, second.attempt.sha256)
    assert desk.kinds() == ["reprint.intent"] * 2 + ["reprint.outcome"] * 2


def test_sending_of_both_is_committed_before_the_sheet_is_sent(desk, pair):
    states = []

    def look(_):
        states.extend(paper.last.state for paper in papers(desk))

    desk.printer.during = look
    pair()

    assert states == [AttemptState.SENDING] * 2


def test_an_interrupted_sheet_leaves_both_unknown_and_each_is_settled_by_its_own_code(desk, pair):
    desk.printer.delivery = UNKNOWN
    first, second = pair()

    answer(desk.services, desk.session("xiaoli"), first.reprint.id, Seen.CLEAR, code=first.attempt.code)
    answer(desk.services, desk.session("xiaoli"), second.reprint.id, Seen.NOTHING)

    assert [paper.outcome for paper in papers(desk)] == [Outcome.CONFIRMED, Outcome.LOST]


def test_a_clean_failure_burns_neither_number(desk, pair):
    desk.printer.delivery = CLEAN
    pair()
    desk.printer.delivery = Delivery(Evidence.PRINTED)

    results = pair()

    assert [(r.reprint.copy_no, r.outcome) for r in results] == [(1, Outcome.CONFIRMED)] * 2


def test_a_printer_that_is_not_ready_fails_both_cleanly(desk, pair):
    desk.printer.refuses = OUT_OF_PAPER

    assert [r.outcome for r in pair()] == [Outcome.FAILED_CLEAN] * 2


def test_one_that_is_refused_lets_the_other_print_alone(desk, pair):
    with desk.services.store.writing() as unit:
        unit.invoices.set_status(NUMBER, Status.VOID)
        unit.commit()

    refused, printed = pair()

    assert isinstance(refused, Refused)
    assert isinstance(printed, PaperResult)
    assert NUMBER not in desk.printer.papers[0]


def test_two_that_do_not_share_a_sheet_are_printed_one_after_the_other(desk, pair):
    results = pair(remark="整页")

    assert [r.outcome for r in results] == [Outcome.CONFIRMED] * 2
    assert [OTHER in paper for paper in desk.printer.papers] == [False, True]


def test_a_second_enter_shows_the_first_sheet(desk):
    upper, lower = order(NUMBER), order(OTHER)
    session = desk.session("xiaoli")
    first = reprint_pair(desk.services, session, upper, lower)

    again = reprint_pair(desk.services, session, upper, lower)

    assert [r.reprint.serial for r in again] == [r.reprint.serial for r in first]
    assert len(desk.printer.papers) == 1


def test_a_dead_desk_s_sheet_is_asked_of_the_printer_for_both(desk, second, pair):
    class PulledPlug(BaseException):
        pass

    def die(_):
        raise PulledPlug

    desk.printer.during = die
    with pytest.raises(PulledPlug):
        pair()
    desk.printer.during = lambda _: None
    desk.printer.answer = Delivery(Evidence.PRINTED)
    second.roster.alive["host:1:1"] = False

    found = recover(second.services)

    assert (found.answered, found.unknown) == (2, 0)
    assert len(set(desk.printer.asked)) == 1
    assert [paper.outcome for paper in papers(desk)] == [Outcome.CONFIRMED] * 2


def test_what_a_sheet_lacks_of_one_of_its_papers_stops_it(desk, pair):
    class Losing(type(desk.services.renderer)):
        def impose_pairs(self, faces):
            return self.render(faces[0])

    desk.services = replace(desk.services, renderer=Losing())

    results = reprint_pair(desk.services, desk.session("xiaoli"), order(NUMBER), order(OTHER))

    assert [r.outcome for r in results] == [Outcome.FAILED_CLEAN] * 2
    assert (desk.printer.papers, all_waiting(desk.services, desk.session("xiaoli"))) == ([], [])
