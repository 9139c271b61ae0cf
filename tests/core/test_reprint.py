"""The life of a paper (docs/papers.md, docs/printers.md)."""

from __future__ import annotations

from itertools import product

import pytest

from facts import a_paper, an_attempt
from fapiao.reprint import (
    CODE_ALPHABET,
    AttemptState,
    Evidence,
    Outcome,
    PrintState,
    Seen,
    may_follow,
    outcome_of,
    print_state,
    settled_state,
)

A = AttemptState
MOVES = {
    (A.AUTHORISED, A.RENDERED), (A.AUTHORISED, A.FAILED_CLEAN), (A.AUTHORISED, A.CANCELLED),
    (A.RENDERED, A.SENDING), (A.RENDERED, A.FAILED_CLEAN), (A.RENDERED, A.CANCELLED),
    (A.SENDING, A.HANDED_OVER), (A.SENDING, A.CONFIRMED), (A.SENDING, A.UNKNOWN), (A.SENDING, A.FAILED_CLEAN),
    (A.UNKNOWN, A.CONFIRMED), (A.UNKNOWN, A.HANDED_OVER), (A.UNKNOWN, A.UNKNOWN),
    (A.HANDED_OVER, A.CONFIRMED), (A.HANDED_OVER, A.HANDED_OVER), (A.CONFIRMED, A.CONFIRMED),
}  # fmt: skip
"""Every move there is; those onto themselves are a person's (corrected) answer."""


@pytest.mark.parametrize(("old", "new"), list(product(A, A)))
def test_only_the_known_moves_are_allowed(old, new):
    assert may_follow(old, new) is ((old, new) in MOVES)


@pytest.mark.parametrize("state", A)
def test_the_first_byte_burns_the_number_unless_there_is_proof(state):
    free = state in {A.AUTHORISED, A.RENDERED, A.FAILED_CLEAN, A.CANCELLED}

    assert a_paper(1, state).is_burnt is not free


def test_a_number_once_burnt_stays_burnt():
    assert a_paper(1, A.UNKNOWN, A.CANCELLED).is_burnt


@pytest.mark.parametrize(
    ("evidence", "seen", "state"),
    [
        (4, None, A.CONFIRMED), (3, None, A.HANDED_OVER), (1, None, A.HANDED_OVER), (0, None, A.HANDED_OVER),
        (4, Seen.CLEAR, A.CONFIRMED), (1, Seen.CLEAR, A.CONFIRMED), (0, Seen.CLEAR, A.HANDED_OVER),
        (4, Seen.POOR, A.HANDED_OVER), (1, Seen.POOR, A.HANDED_OVER), (1, Seen.NOTHING, A.HANDED_OVER),
    ],
)  # fmt: skip
def test_evidence_and_eyes_together_confirm(evidence, seen, state):
    assert settled_state(Evidence(evidence), seen) is state


@pytest.mark.parametrize(
    ("state", "seen", "outcome"),
    [
        (A.AUTHORISED, None, Outcome.OPEN), (A.RENDERED, None, Outcome.OPEN), (A.CANCELLED, None, Outcome.OPEN),
        (A.SENDING, None, Outcome.UNKNOWN), (A.UNKNOWN, None, Outcome.UNKNOWN),
        (A.FAILED_CLEAN, None, Outcome.FAILED_CLEAN), (A.HANDED_OVER, None, Outcome.HANDED_OVER),
        (A.CONFIRMED, None, Outcome.CONFIRMED), (A.CONFIRMED, Seen.CLEAR, Outcome.CONFIRMED),
        (A.CONFIRMED, Seen.POOR, Outcome.SPOILED), (A.CONFIRMED, Seen.NOTHING, Outcome.LOST),
        (A.HANDED_OVER, Seen.POOR, Outcome.SPOILED), (A.HANDED_OVER, Seen.NOTHING, Outcome.LOST),
    ],
)  # fmt: skip
def test_state_and_eyes_are_one_outcome(state, seen, outcome):
    assert outcome_of(an_attempt(state, seen=seen)) is outcome


def test_a_paper_without_a_try_is_open():
    assert a_paper(1).outcome is Outcome.OPEN


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ([], PrintState.UNPRINTED),
        ([a_paper(1, A.FAILED_CLEAN)], PrintState.UNPRINTED),
        ([a_paper(1, A.CANCELLED)], PrintState.UNPRINTED),
        ([a_paper(1, A.AUTHORISED)], PrintState.IN_FLIGHT),
        ([a_paper(1, A.RENDERED)], PrintState.IN_FLIGHT),
        ([a_paper(1, A.SENDING)], PrintState.IN_FLIGHT),
        ([a_paper(1, A.UNKNOWN)], PrintState.UNKNOWN),
        ([a_paper(1, A.CONFIRMED)], PrintState.PRINTED),
        ([a_paper(1, A.HANDED_OVER)], PrintState.PRINTED),
        ([a_paper(1, an_attempt(A.HANDED_OVER, seen=Seen.POOR))], PrintState.PRINTED),
        ([a_paper(1, an_attempt(A.HANDED_OVER, seen=Seen.NOTHING))], PrintState.UNPRINTED),
        ([a_paper(1, A.CONFIRMED), a_paper(2, A.UNKNOWN)], PrintState.UNKNOWN),
        ([a_paper(1, A.CONFIRMED), a_paper(2, A.SENDING)], PrintState.IN_FLIGHT),
        ([a_paper(1, A.CONFIRMED), a_paper(2, A.FAILED_CLEAN)], PrintState.PRINTED),
        ([a_paper(1, A.UNKNOWN, override_by="wang")], PrintState.UNKNOWN),
        ([a_paper(1, A.FAILED_CLEAN, A.CONFIRMED)], PrintState.PRINTED),
    ],
)
def test_the_history_says_whether_it_has_been_on_paper(history, state):
    assert print_state(history, printed_before=False) is state


def test_paper_kinds_begin_printed():
    assert print_state([], printed_before=True) is PrintState.PRINTED


def test_no_letter_of_the_code_looks_like_another():
    assert not set("IOSZ") & set(CODE_ALPHABET)
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET)
