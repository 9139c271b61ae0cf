"""A desk that was held up past its lease, and the desk that goes on in its place."""

from __future__ import annotations

import pytest

from fapiao.reprint import AttemptState, Evidence, Outcome, Seen
from fapiao.usecases.paper.recover import recover
from faultdesk import numbers
from plannedprinter import Fault, Plan
from steps import Mishap

FIRST, SECOND, _ = numbers(3)
STEPS = range(1, 130)


@pytest.mark.parametrize("held_up", ["front-1", "front-2"])
def test_nobody_sends_past_a_desk_that_is_sending_wherever_either_is_held_up(open_desks, held_up):
    for step in STEPS:
        one, two = open_desks()
        mishaps = {desk.name: {step: Mishap.PAUSE} if desk.name == held_up else {} for desk in (one, two)}

        one.print(
            one.order(FIRST, "A4"),
            Plan(),
            mishaps["front-1"],
            lambda two=two, mishaps=mishaps: two.print(two.order(SECOND, "A4"), Plan(), mishaps["front-2"]),
        )

        assert (step, one.world.account.broken(settled=False)) == (step, [])


def given_up_and_answered(pair, seen: Seen, evidence: Evidence):
    """One desk is held up while it sends; meanwhile the other gives its paper up, and somebody answers."""
    one, two = pair

    def meanwhile() -> None:
        recover(two.plain)
        (paper,) = two.waiting()
        two.answer(paper, seen, paper.last.code)

    result = one.print(one.order(FIRST, "A4"), Plan(Fault.LATE, evidence=evidence), {}, meanwhile)
    with one.plain.store.reading() as unit:
        return result, unit.reprints.of_invoice(FIRST)[0]


@pytest.mark.parametrize(
    ("evidence", "state"), [(4, AttemptState.CONFIRMED), (2, AttemptState.HANDED_OVER)], ids=["printed", "received"]
)
def test_a_late_success_corrects_whoever_had_looked_too_early(pair, evidence, state):
    result, paper = given_up_and_answered(pair, Seen.NOTHING, Evidence(evidence))

    assert (result.attempt.state, paper.last.state, paper.last.seen) == (state, state, None)
    assert paper.outcome is not Outcome.LOST


@pytest.mark.parametrize("seen", [Seen.CLEAR, Seen.POOR])
def test_a_late_success_leaves_alone_what_somebody_saw(pair, seen):
    _, paper = given_up_and_answered(pair, seen, Evidence.PRINTED)

    assert paper.last.seen is seen


def test_a_paper_that_was_given_up_and_came_late_goes_back_to_the_worklist(pair):
    given_up_and_answered(pair, Seen.NOTHING, Evidence.RECEIVED)

    assert [paper.full_no for paper in pair[0].waiting()] == [FIRST]
