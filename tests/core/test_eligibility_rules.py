"""Each rule by itself: what it names, what it saw, what would unblock it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eligibilitycases import HISTORIES, PEOPLE, A, approval, asked_and_refused, judged
from facts import NOW, a_paper, an_attempt, an_invoice, stored
from fapiao.invoice import Kind, Status
from fapiao.policy import Policy
from fapiao.reprint import PrintState, Reason, Seen
from fapiao.verdict import Decision, Level, Operation, Wish

REFUSALS = {
    "permission": {"who": "auditor"},
    "reprint.void": {"stored_as": stored(status=Status.VOID)},
    "reprint.reimbursed": {"stored_as": stored(reimbursed=True)},
    "reprint.unprinted": {"policy": Policy({"reprint.unprinted": "refuse"})},
    "reprint.printed": {"policy": Policy({"reprint.printed": "refuse"}), "history": HISTORIES[PrintState.PRINTED]},
    "reprint.voucher_forbidden": {
        "policy": Policy({"reprint.voucher_forbidden": "refuse"}), "stored_as": stored(an_invoice(voucher_forbidden=True)),
    },
    "copies.max": {"wish": Wish(copies=2)},
    "face.typeset": {"stored_as": stored(an_invoice(lines=None))},
    "offline.reprint": {"policy": Policy({"offline.reprint": "refuse"}), "wish": Wish(connected=False)},
    "reasons": {"policy": Policy({"reasons": "lost"}), "wish": Wish(reason=Reason.OTHER)},
}  # fmt: skip


ORDINARY = {"stored_as": stored(), "history": (), "who": "operator", "policy": Policy(), "wish": Wish()}


@pytest.mark.parametrize("rule", REFUSALS)
def test_a_refusal_names_its_rule_what_it_saw_and_a_cure(rule):
    verdict = judged(**(ORDINARY | REFUSALS[rule]))

    (refusal,) = verdict.of(Level.REFUSE)
    assert refusal.rule == rule
    assert refusal.message
    assert refusal.cure
    assert verdict.headline is refusal


@pytest.mark.parametrize("copies", [0, -1])
def test_less_than_one_copy_is_refused(copies):
    assert "copies.max" in asked_and_refused(judged(**(ORDINARY | {"wish": Wish(copies=copies)}))).refused


def test_what_is_missing_heads_the_verdict_before_what_is_met():
    history = (a_paper(1, A.CONFIRMED), a_paper(2, A.CONFIRMED))
    wish = Wish(approval=approval(PEOPLE["operator"], 3))

    verdict = judged(**(ORDINARY | {"history": history, "wish": wish}))

    assert (verdict.decision, verdict.headline.level) == (Decision.NEEDS, Level.REASON)


@pytest.mark.parametrize(
    ("history", "operation", "copy_no", "continues"),
    [
        ((), Operation.FIRST, 1, False),
        ((a_paper(1, A.FAILED_CLEAN),), Operation.FIRST, 1, True),
        ((a_paper(1, A.CANCELLED),), Operation.FIRST, 1, True),
        ((a_paper(1, A.FAILED_CLEAN, A.AUTHORISED),), Operation.AGAIN, 2, False),
        ((a_paper(1, A.CONFIRMED),), Operation.AGAIN, 2, False),
        ((a_paper(1, A.UNKNOWN),), Operation.AGAIN, 2, False),
        ((a_paper(1, an_attempt(A.HANDED_OVER, seen=Seen.NOTHING), closed=True),), Operation.FIRST, 2, False),
        ((a_paper(1, A.CONFIRMED), a_paper(2, A.FAILED_CLEAN)), Operation.AGAIN, 2, True),
        ((a_paper(1, A.FAILED_CLEAN), a_paper(2, A.CONFIRMED)), Operation.AGAIN, 1, True),
    ],
)
def test_a_number_is_continued_until_a_byte_has_left(history, operation, copy_no, continues):
    verdict = judged(**(ORDINARY | {"history": history}))

    assert (verdict.operation, verdict.copy_no, verdict.continues is not None) == (operation, copy_no, continues)


@pytest.mark.parametrize("kind", [k for k in Kind if k.is_paper])
def test_a_paper_original_begins_as_printed(kind):
    verdict = judged(**(ORDINARY | {"stored_as": stored(an_invoice(kind=kind, qr=""))}))

    assert (verdict.operation, verdict.decision, verdict.copy_no) == (Operation.AGAIN, Decision.NEEDS, 1)


def test_a_paper_original_has_used_up_its_free_copy_after_one():
    old = stored(replace(an_invoice(), kind=Kind.PAPER_ORDINARY))
    history = (a_paper(1, A.CONFIRMED),)

    verdict = judged(**(ORDINARY | {"stored_as": old, "history": history, "wish": Wish(reason=Reason.LOST)}))

    assert ("reprint.max_free", Level.APPROVAL) in asked_and_refused(verdict).asked


def test_several_copies_are_counted_against_the_free_ones_together():
    policy = Policy({"copies.max": "3"})

    verdict = judged(**(ORDINARY | {"policy": policy, "wish": Wish(copies=3, reason=Reason.LOST)}))

    assert asked_and_refused(verdict).asked == {("reprint.printed", Level.REASON), ("reprint.max_free", Level.APPROVAL)}


@pytest.mark.parametrize("copies", [1, 2])
def test_a_desk_that_makes_no_first_papers_makes_no_two_either(copies):
    policy = Policy({"reprint.unprinted": "refuse", "copies.max": "2"})

    verdict = judged(**(ORDINARY | {"policy": policy, "wish": Wish(copies=copies, reason=Reason.LOST)}))

    assert asked_and_refused(verdict).refused == {"reprint.unprinted"}


@pytest.mark.parametrize(
    "change",
    [
        {"full_no": "26422000000099000502"},
        {"copy_no": 4},
        {"operator": "somebody else"},
        {"approver": "xiaoli"},
        {"expires": NOW},
    ],
)
def test_an_approval_for_something_else_is_none(change):
    history = (a_paper(1, A.CONFIRMED), a_paper(2, A.CONFIRMED))
    given = replace(approval(PEOPLE["operator"], 3), **change)

    verdict = judged(**(ORDINARY | {"history": history, "wish": Wish(reason=Reason.LOST, approval=given)}))

    assert verdict.decision is Decision.NEEDS


@pytest.mark.parametrize(("issued_on", "late"), [(date(2026, 10, 21), False), (date(2026, 10, 20), True)])
def test_the_window_ends_with_its_last_day_in_shanghai(issued_on, late):
    policy = Policy({"reprint.window_days": "30"})

    verdict = judged(**(ORDINARY | {"policy": policy, "stored_as": stored(an_invoice(issued_on=issued_on))}))

    assert (("reprint.window_days", Level.APPROVAL) in asked_and_refused(verdict).asked) is late


def test_a_window_of_any_length_can_be_computed():
    policy = Policy().with_value("reprint.window_days", "99999")

    assert judged(**(ORDINARY | {"policy": policy})).decision is Decision.ALLOWED


def test_part_of_it_reversed_is_a_warning():
    verdict = judged(**(ORDINARY | {"stored_as": stored(status=Status.PARTLY_RED)}))

    assert [f.rule for f in verdict.of(Level.WARN)] == ["reprint.void"]
    assert verdict.decision is Decision.ALLOWED


def test_what_its_files_disagree_on_is_a_warning():
    verdict = judged(**(ORDINARY | {"stored_as": stored(conflicts=("金额：XML 为 1.00，PDF 为 2.00",))}))

    assert [f.message for f in verdict.of(Level.WARN)] == ["金额：XML 为 1.00，PDF 为 2.00"]
