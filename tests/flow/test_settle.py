"""Unknown outcomes, and what a person saw (docs/printers.md)."""

from __future__ import annotations

import pytest

from desk import CLEAN, UNKNOWN
from fapiao.device import Delivery
from fapiao.errors import BadInput, NotFound, NotPermitted, PrinterBlocked, Refused
from fapiao.reprint import AttemptState, Evidence, Outcome, Seen
from fapiao.usecases.paper.settle import answer, last_place, override, set_place
from fapiao.usecases.printers.status import printer_status

A = AttemptState


def interrupted(desk):
    """A paper with an unknown outcome on A4; the printer works again."""
    desk.printer.delivery = UNKNOWN
    result = desk.print()
    desk.printer.delivery = Delivery(Evidence.PRINTED)
    return result


def see(desk, result, seen, *, who="xiaoli", **more):
    return answer(desk.services, desk.session(who), result.reprint.id, seen, **more)


def test_an_unknown_outcome_burns_the_number_and_blocks_the_printer(desk):
    result = interrupted(desk)

    with pytest.raises(PrinterBlocked) as blocked:
        desk.again()

    assert result.attempt.code in blocked.value.message
    assert desk.states() == [[A.UNKNOWN]]


def test_the_other_printer_goes_on_under_the_next_number(desk):
    interrupted(desk)

    assert desk.again(printer="A4-2").reprint.copy_no == 2


def test_the_status_of_a_blocked_printer_says_so(desk):
    interrupted(desk)

    assert [(s.printer.name, s.blocked) for s in printer_status(desk.services)] == [
        ("A4", True), ("A4-2", False), ("小票", False)
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", "0000", "7F3", "????"])
def test_clear_without_the_code_on_the_paper_is_refused(desk, typed):
    result = interrupted(desk)

    with pytest.raises(BadInput):
        see(desk, result, Seen.CLEAR, code=typed)

    assert desk.states() == [[A.UNKNOWN]]


def test_the_code_confirms_and_frees_the_printer(desk):
    result = interrupted(desk)

    settled = see(desk, result, Seen.CLEAR, code=f" {result.attempt.code.lower()} ", place="A 柜")

    assert (settled.outcome, settled.place, settled.closed) == (Outcome.CONFIRMED, "A 柜", True)
    assert desk.again().reprint.copy_no == 2


@pytest.mark.parametrize(
    ("seen", "outcome", "next_reason_needed"), [(Seen.POOR, Outcome.SPOILED, True), (Seen.NOTHING, Outcome.LOST, False)]
)
def test_a_poor_or_missing_paper_frees_the_printer_and_not_the_number(desk, seen, outcome, next_reason_needed):
    result = interrupted(desk)

    settled = see(desk, result, seen)

    assert settled.outcome is outcome
    if next_reason_needed:
        with pytest.raises(Refused):
            desk.print()
        assert desk.again().reprint.copy_no == 2
    else:
        assert desk.print().reprint.copy_no == 2
        assert "补打 第2次" in desk.printer.papers[-1]


def test_a_paper_that_turns_up_late_needs_its_code_and_is_confirmed(desk):
    desk.printer.delivery = Delivery(Evidence.NOTHING, unknown=True)
    result = desk.print()
    see(desk, result, Seen.NOTHING)

    with pytest.raises(BadInput):
        see(desk, result, Seen.CLEAR)
    settled = see(desk, result, Seen.CLEAR, code=result.attempt.code)

    assert settled.outcome is Outcome.CONFIRMED


def test_each_answer_is_a_ledger_entry_and_the_last_one_counts(desk):
    result = desk.print()

    outcomes = [see(desk, result, seen).outcome for seen in (Seen.CLEAR, Seen.POOR, Seen.NOTHING, Seen.CLEAR)]

    assert outcomes == [Outcome.CONFIRMED, Outcome.SPOILED, Outcome.LOST, Outcome.CONFIRMED]
    assert desk.kinds().count("reprint.seen") == 4


def test_a_handed_over_paper_is_confirmed_by_one_look(desk):
    desk.printer.delivery = Delivery(Evidence.RECEIVED)

    assert see(desk, desk.print(), Seen.CLEAR).outcome is Outcome.CONFIRMED


def test_a_try_that_sent_nothing_is_not_answered(desk):
    desk.printer.delivery = CLEAN
    result = desk.print()

    with pytest.raises(Refused):
        see(desk, result, Seen.CLEAR)


def test_somebody_elses_paper_is_for_the_supervisor(desk):
    result = interrupted(desk)

    for who in ("xiaowang", "shenji", "admin"):
        with pytest.raises(NotPermitted):
            see(desk, result, Seen.NOTHING, who=who)
    assert see(desk, result, Seen.NOTHING, who="zhuguan").outcome is Outcome.LOST


def test_a_supervisor_may_free_the_printer_and_the_outcome_stays_unknown(desk, waiting):
    result = interrupted(desk)

    override(desk.services, desk.session("zhuguan"), result.reprint.id)

    assert desk.again().reprint.copy_no == 2
    assert desk.papers()[0].outcome is Outcome.UNKNOWN
    assert waiting() == [1]


def test_freeing_it_twice_is_one_entry(desk):
    result = interrupted(desk)

    for _ in range(2):
        override(desk.services, desk.session("zhuguan"), result.reprint.id)

    assert desk.kinds().count("printer.override") == 1


def test_an_operator_may_not_free_it(desk):
    result = interrupted(desk)

    with pytest.raises(NotPermitted):
        override(desk.services, desk.session(), result.reprint.id)


def test_only_an_unknown_outcome_is_freed(desk):
    result = desk.print()

    with pytest.raises(NotFound):
        override(desk.services, desk.session("zhuguan"), result.reprint.id)


def test_the_worklist_shows_unknown_first_and_only_ones_own(desk, waiting):
    desk.printer.delivery = Delivery(Evidence.RECEIVED)
    desk.print()
    desk.printer.delivery = UNKNOWN
    desk.again()

    assert (waiting(), waiting("xiaowang"), waiting("zhuguan"), waiting("shenji")) == ([2, 1], [], [2, 1], [])


def test_what_was_answered_leaves_the_worklist(desk, waiting):
    desk.printer.delivery = Delivery(Evidence.RECEIVED)
    see(desk, desk.print(), Seen.POOR)

    assert waiting() == []


def test_a_place_is_cleaned_kept_and_offered_again(desk):
    result = desk.print()

    set_place(desk.services, desk.session(), result.reprint.id, " B 柜\x1b[2J ")

    assert (desk.papers()[0].place, last_place(desk.services)) == ("B 柜\ufffd[2J", "B 柜\ufffd[2J")


def test_a_place_is_a_short_text(desk):
    result = desk.print()

    with pytest.raises(BadInput):
        set_place(desk.services, desk.session(), result.reprint.id, "长" * 61)


def test_a_paper_that_did_not_come_out_lies_nowhere(desk):
    assert see(desk, desk.print(), Seen.NOTHING, place="A 柜").place == ""


def test_an_auditor_moves_no_paper(desk):
    result = desk.print()

    with pytest.raises(NotPermitted):
        set_place(desk.services, desk.session("shenji"), result.reprint.id, "A 柜")
