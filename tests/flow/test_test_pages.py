"""A test page keeps the promises of a paper: an unknown one blocks, waits for a person, and is settled; a dead desk's is named."""

from __future__ import annotations

import pytest

from desk import UNKNOWN
from fapiao.device import Delivery
from fapiao.errors import BadInput, FaceError, NotFound, NotPermitted, PrinterBlocked, StoreFull
from fapiao.paper import Paper
from fapiao.reprint import AttemptState, Evidence, Outcome, Seen
from fapiao.stored import RecordFilter
from fapiao.usecases.paper.recover import Recovered, recover
from fapiao.usecases.paper.settle import answer, override, set_place
from fapiao.usecases.printers.ruler_page import print_test_page
from fapiao.usecases.records.day import day_figures
from fapiao.usecases.records.history import records
from wholeworklist import all_waiting

A = AttemptState


class PulledPlug(BaseException):
    """The process ends here, whatever would have caught an Exception."""


def pull(*_: object) -> None:
    raise PulledPlug


def page(desk, who="zhuguan"):
    return print_test_page(desk.services, desk.session(who), "A4", Paper.A4_UPPER)


def row(desk):
    """The newest test page."""
    with desk.services.store.reading() as unit:
        known = [found for found, _ in unit.reprints.in_states(list(A))]
    return [found for found in known if found.is_test][-1]


@pytest.fixture
def unknown(desk):
    """A test page of which nobody knows."""
    desk.printer.delivery = UNKNOWN
    assert page(desk).state is A.UNKNOWN
    desk.printer.delivery = Delivery(Evidence.PRINTED)
    return row(desk)


def interrupted(desk, where: str) -> None:
    """Let the desk die ``before`` SENDING or ``during`` it."""
    setattr(desk.printer, where, pull)
    with pytest.raises(PulledPlug):
        page(desk)
    desk.die()


def test_its_intent_and_its_sending_are_committed_before_the_first_byte(desk, second):
    seen = []
    desk.printer.during = lambda _: seen.append((row(second).last.state, second.kinds()[-1]))

    page(desk)

    assert seen == [(A.SENDING, "test.intent")]


def test_an_unknown_one_blocks_its_printer_by_name(desk, unknown):
    with pytest.raises(PrinterBlocked, match=f"测试页 A4，尾码 {unknown.last.code}"):
        desk.print()
    with pytest.raises(PrinterBlocked):
        page(desk)


def test_an_unknown_one_waits_on_every_desk_that_may_settle_it(desk, second, unknown):
    waiting = [
        [paper.label for paper in all_waiting(second.services, second.session(who))] for who in ("zhuguan", "xiaoli")
    ]
    assert waiting == [["测试页 A4"], []]


def test_the_code_on_the_page_settles_it_and_frees_the_printer(desk, unknown):
    settled = answer(desk.services, desk.session("zhuguan"), unknown.id, Seen.CLEAR, code=unknown.last.code)

    assert settled.outcome is Outcome.CONFIRMED
    assert desk.print().outcome is Outcome.CONFIRMED
    assert desk.kinds().count("test.seen") == 1


def test_a_wrong_code_settles_nothing(desk, unknown):
    with pytest.raises(BadInput):
        answer(desk.services, desk.session("zhuguan"), unknown.id, Seen.CLEAR, code="0000")

    assert row(desk).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(("seen", "outcome"), [(Seen.POOR, Outcome.SPOILED), (Seen.NOTHING, Outcome.LOST)])
def test_what_else_was_seen_settles_it_too(desk, unknown, seen, outcome):
    answer(desk.services, desk.session("zhuguan"), unknown.id, seen)

    assert row(desk).outcome is outcome
    assert desk.print().outcome is Outcome.CONFIRMED


def test_a_supervisor_may_let_the_printer_go_on(desk, unknown):
    override(desk.services, desk.session("zhuguan"), unknown.id)

    assert (desk.print().outcome, row(desk).outcome) == (Outcome.CONFIRMED, Outcome.UNKNOWN)


def test_who_sets_up_printers_settles_an_own_test_page_and_no_other(desk, unknown):
    admin = desk.session("admin")
    with pytest.raises(NotPermitted):
        answer(desk.services, admin, unknown.id, Seen.NOTHING)
    answer(desk.services, desk.session("zhuguan"), unknown.id, Seen.NOTHING)
    desk.printer.delivery = UNKNOWN
    page(desk, "admin")

    answer(desk.services, admin, row(desk).id, Seen.NOTHING)

    assert row(desk).outcome is Outcome.LOST


def test_an_operator_settles_no_test_page_of_others(desk, unknown):
    with pytest.raises(NotPermitted):
        answer(desk.services, desk.session(), unknown.id, Seen.NOTHING)


def test_it_is_filed_nowhere_and_waits_for_no_place(desk):
    page(desk)
    set_place(desk.services, desk.session(), desk.print().reprint.id, "A 柜")

    answer(desk.services, desk.session("zhuguan"), row(desk).id, Seen.CLEAR, place="B 柜")
    with pytest.raises(NotFound):
        set_place(desk.services, desk.session("zhuguan"), row(desk).id, "B 柜")

    assert (row(desk).place, all_waiting(desk.services, desk.session("zhuguan"))) == ("", [])


def test_history_day_and_counts_know_papers_alone(desk):
    page(desk)
    paper = desk.print().reprint
    page(desk)

    auditor = desk.session("shenji")
    assert [r.reprint.serial for r in records(desk.services, auditor, RecordFilter())] == [paper.serial]
    assert day_figures(desk.services, auditor, desk.clock.now().date()).papers == 1
    assert desk.store.facts().reprints == 1


def test_serials_of_papers_have_no_gap_and_those_of_test_pages_none_either(desk):
    page(desk)
    first = desk.print().reprint
    page(desk)
    second = desk.again().reprint

    assert (first.serial, second.serial, row(desk).serial) == ("1-000001", "1-000002", "1-T00002")


def test_one_that_had_sent_nothing_is_cancelled(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "before")

    assert recover(second.services) == Recovered(cancelled=1)
    assert row(second).last.state is A.CANCELLED


@pytest.mark.parametrize(
    ("answered", "state"), [(None, A.UNKNOWN), (Delivery(Evidence.PRINTED), A.CONFIRMED), (UNKNOWN, A.UNKNOWN)]
)
def test_the_printer_is_asked_about_one_that_was_being_sent(desk, second, answered, state):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")
    desk.printer.answer = answered

    recover(second.services)

    assert (row(second).last.state, second.kinds()[-1]) == (state, "test.recovered")


def test_an_outcome_that_cannot_be_written_is_unknown(desk):
    def fill(_) -> None:
        desk.store.full = True

    desk.printer.during = fill
    found = page(desk)
    desk.store.full = False

    assert (found.state, row(desk).last.state) == (A.UNKNOWN, A.SENDING)


def test_an_intent_that_cannot_be_written_prints_nothing(desk):
    desk.store.full = True
    with pytest.raises(StoreFull):
        page(desk)
    desk.store.full = False

    assert desk.printer.papers == []


@pytest.mark.parametrize(("fault", "raised"), [(FaceError("没有字形"), FaceError), (ZeroDivisionError(), Exception)])
def test_a_page_that_cannot_be_drawn_is_a_clean_failure(desk, monkeypatch, fault, raised):
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(desk.services.renderer, "ruler", fail)

    with pytest.raises(raised):
        page(desk)

    assert (row(desk).last.state, desk.kinds()[-1], desk.printer.papers) == (A.FAILED_CLEAN, "test.outcome", [])


def test_a_screen_that_is_gone_stops_no_page(desk):
    found = print_test_page(desk.services, desk.session("zhuguan"), "A4", Paper.A4_UPPER, pull_screen)

    assert found.state is A.CONFIRMED


def pull_screen(_: str) -> None:
    raise RuntimeError("screen is gone")
