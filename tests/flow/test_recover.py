"""What a dead desk, or a full disk, leaves behind (docs/printers.md)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from corefakes import FakeDevice
from desk import CLEAN, UNKNOWN
from fapiao.device import Delivery
from fapiao.errors import PrinterBlocked, StoreFull
from fapiao.reprint import AttemptState, Evidence, Outcome
from fapiao.usecases.paper.recover import Recovered, recover

A = AttemptState


class PulledPlug(BaseException):
    """The process ends here, whatever would have caught an Exception."""


def pull(*_: object) -> None:
    raise PulledPlug


def interrupted(desk, where: str) -> None:
    """Let the desk die ``before`` SENDING or ``during`` it."""
    setattr(desk.printer, where, pull)
    with pytest.raises(PulledPlug):
        desk.print()
    desk.die()


def test_a_try_that_had_sent_nothing_is_cancelled_and_its_number_goes_on(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "before")

    assert recover(second.services) == Recovered(cancelled=1)
    desk.printer.before = lambda: None
    assert second.print().reprint.copy_no == 1
    assert desk.states() == [[A.CANCELLED, A.CONFIRMED]]


def test_a_try_that_was_sending_is_unknown(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")

    assert recover(second.services) == Recovered(unknown=1)
    assert desk.states() == [[A.UNKNOWN]]


@pytest.mark.parametrize(
    ("answer", "state", "found"),
    [
        (Delivery(Evidence.PRINTED), A.CONFIRMED, Recovered(answered=1)),
        (Delivery(Evidence.PROCESSED), A.HANDED_OVER, Recovered(answered=1)),
        (CLEAN, A.FAILED_CLEAN, Recovered(answered=1)),
        (UNKNOWN, A.UNKNOWN, Recovered(unknown=1)),
        (Delivery(Evidence.NOTHING), A.UNKNOWN, Recovered(unknown=1)),
    ],
)
def test_the_printer_is_asked_first(desk, second, answer, state, found):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")
    desk.printer.answer = answer

    assert recover(second.services) == found
    assert desk.states() == [[state]]
    assert desk.printer.asked == [f"urn:uuid:{desk.papers()[0].attempts[0].uuid}"]


def test_a_desk_that_lives_is_left_alone(desk, second):
    found = []
    desk.printer.before = lambda: found.append(recover(second.services))
    desk.printer.during = lambda _: found.append(recover(second.services))

    assert desk.print().outcome is Outcome.CONFIRMED
    assert found == [Recovered(), Recovered()]


def test_a_desk_on_another_host_is_given_its_lease_and_half_a_day(desk, second):
    second.roster.alive["host:1:1"] = None
    interrupted(desk, "before")
    desk.printer.before = lambda: None

    assert recover(second.services) == Recovered()
    desk.clock.at += timedelta(hours=12)
    assert recover(second.services) == Recovered(cancelled=1)


def test_a_sending_desk_on_another_host_is_unknown_once_its_lease_ran_out(desk, second):
    second.roster.alive["host:1:1"] = None
    desk.printer.during = pull
    with pytest.raises(PulledPlug):
        desk.print()

    assert recover(second.services) == Recovered()
    desk.clock.advance(121)
    assert recover(second.services) == Recovered(unknown=1)


def test_recovering_twice_finds_nothing_more(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")
    recover(second.services)

    assert recover(second.services) == Recovered()


def test_a_dead_desk_is_found_by_whoever_prints_next_on_that_machine(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")
    desk.printer.during = lambda _: None

    assert isinstance(second.again().error, PrinterBlocked)
    assert desk.states()[0] == [A.UNKNOWN]
    assert len(desk.printer.papers) == 1


def test_whoever_prints_next_asks_the_printer_and_goes_on_where_it_can_tell(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")
    desk.printer.during, desk.printer.answer = lambda _: None, Delivery(Evidence.PRINTED)

    assert second.again().outcome is Outcome.CONFIRMED
    assert (desk.states(), len(desk.printer.asked)) == ([[A.CONFIRMED], [A.CONFIRMED]], 1)


def test_a_number_of_which_the_printer_proves_that_nothing_came_out_is_free_for_the_next(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")
    desk.printer.during, desk.printer.answer = lambda _: None, CLEAN
    second.again()

    assert second.again().reprint.copy_no == 1
    assert desk.states()[0] == [A.FAILED_CLEAN, A.CONFIRMED]


def test_nobody_else_waits_while_a_printer_is_asked(desk, second, monkeypatch):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")
    desk.printer.during = lambda _: None
    written = []

    def slow(*_: object) -> Delivery:
        with desk.services.store.writing() as unit:
            unit.settings.put("front-1", "meanwhile", "written")
            unit.commit()
            written.append("meanwhile")
        return Delivery(Evidence.PRINTED)

    monkeypatch.setattr(FakeDevice, "inquire", slow)

    assert (second.again().outcome, written) == (Outcome.CONFIRMED, ["meanwhile"])


def test_an_inquiry_that_fails_leaves_the_outcome_unknown_and_stops_nothing_else(desk, second, monkeypatch):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "during")

    def fail(*_: object) -> Delivery:
        raise ZeroDivisionError

    monkeypatch.setattr(FakeDevice, "inquire", fail)

    assert recover(second.services) == Recovered(unknown=1)


def test_a_slow_desk_and_whoever_asked_about_it_agree_that_nothing_came_out(desk, second):
    second.roster.alive["host:1:1"] = None

    def held_up(_) -> None:
        desk.clock.advance(121)
        recover(second.services)

    desk.printer.during, desk.printer.answer, desk.printer.delivery = held_up, CLEAN, CLEAN

    assert desk.print().outcome is Outcome.FAILED_CLEAN
    assert (desk.states(), desk.kinds()[-1]) == ([[A.FAILED_CLEAN]], "reprint.recovered")


def test_an_answer_that_came_while_the_desk_was_only_slow_is_made_better_by_its_own(desk, second):
    second.roster.alive["host:1:1"] = None

    def held_up(_) -> None:
        desk.clock.advance(121)
        recover(second.services)

    desk.printer.during, desk.printer.answer = held_up, Delivery(Evidence.PROCESSED)

    assert desk.print().outcome is Outcome.CONFIRMED
    assert desk.states() == [[A.CONFIRMED]]


@pytest.mark.parametrize("where", ["before", "during"])
def test_a_dead_desk_holds_no_printer(desk, second, where):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, where)
    recover(second.services)

    with second.services.store.writing() as unit:
        now = desk.clock.now()
        assert unit.leases.take("m1", "somebody", now, now + timedelta(seconds=1))


def test_a_desk_that_died_before_sending_is_not_waited_for(desk, second):
    second.roster.alive["host:1:1"] = False
    interrupted(desk, "before")
    desk.printer.before = lambda: None

    assert second.again().outcome is Outcome.CONFIRMED
    assert desk.states() == [[A.CANCELLED], [A.CONFIRMED]]


def test_an_intent_that_cannot_be_written_prints_nothing(desk):
    desk.store.full = True

    with pytest.raises(StoreFull):
        desk.print()

    desk.store.full = False
    assert (desk.papers(), desk.printer.papers) == ((), [])


def test_a_sending_that_cannot_be_written_sends_nothing_and_says_so(desk):
    def fill() -> None:
        desk.store.full = True

    desk.printer.before = fill
    result = desk.print()
    desk.store.full = False

    assert isinstance(result.error, StoreFull)
    assert (result.outcome, desk.printer.papers, desk.printer.abandoned) == (Outcome.FAILED_CLEAN, [], 1)


def test_an_outcome_that_cannot_be_written_is_unknown_until_somebody_knows(desk, second):
    def fill(_) -> None:
        desk.store.full = True

    desk.printer.during = fill
    result = desk.print()
    desk.store.full = False

    assert isinstance(result.error, StoreFull)
    assert (result.outcome, desk.states()) == (Outcome.UNKNOWN, [[A.SENDING]])
    second.roster.alive["host:1:1"] = False
    desk.printer.answer = Delivery(Evidence.PRINTED)
    assert recover(second.services) == Recovered(answered=1)
    assert desk.papers()[0].outcome is Outcome.CONFIRMED


def test_after_such_an_outcome_the_next_paper_waits_for_a_person_even_at_the_same_desk(desk):
    def fill(_) -> None:
        desk.store.full = True

    desk.printer.during = fill
    desk.print()
    desk.store.full = False
    desk.printer.during = lambda _: None
    desk.clock.advance(121)

    assert isinstance(desk.again().error, PrinterBlocked)
    assert desk.states()[0] == [A.UNKNOWN]
