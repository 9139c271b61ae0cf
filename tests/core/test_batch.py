"""What a line's papers say of it, and which papers are missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts import a_paper, an_attempt
from fapiao.batch import (
    BatchLine,
    BatchState,
    LineState,
    key_prefix,
    line_state,
    missing,
    order_key,
    seq_of,
    tally,
    try_of,
)
from fapiao.paper import PrintSettings
from fapiao.reprint import AttemptState, Evidence, Reason, Seen

A, L = AttemptState, LineState
FATES = {
    "in flight": (an_attempt(A.SENDING), L.IN_FLIGHT),
    "begun": (an_attempt(A.AUTHORISED), L.IN_FLIGHT),
    "failed clean": (an_attempt(A.FAILED_CLEAN), L.WAITING),
    "cancelled": (an_attempt(A.CANCELLED), L.WAITING),
    "confirmed": (an_attempt(A.CONFIRMED), L.GOOD),
    "confirmed, but poor": (an_attempt(A.CONFIRMED, seen=Seen.POOR), L.SPOILED),
    "confirmed, but not there": (an_attempt(A.CONFIRMED, seen=Seen.NOTHING), L.LOST),
    "handed over": (an_attempt(A.HANDED_OVER, evidence=Evidence.PROCESSED), L.GOOD),
    "handed over and poor": (an_attempt(A.HANDED_OVER, seen=Seen.POOR), L.SPOILED),
    "handed over and not there": (an_attempt(A.HANDED_OVER, seen=Seen.NOTHING), L.LOST),
    "unknown": (an_attempt(A.UNKNOWN), L.UNKNOWN),
}
GONE = {L.WAITING, L.SPOILED, L.LOST}


def a_line(seq, *fates, **changes):
    papers = tuple(
        a_paper(copy_no, FATES[fate][0], key=f"{order_key(7, seq, copy_no)}:0") for copy_no, fate in enumerate(fates, 1)
    )
    return replace(BatchLine(seq, f"{seq:020d}", f"{seq:020d}", "", "甲", None, papers=papers), **changes)


@pytest.mark.parametrize("fate", FATES)
def test_the_newest_paper_says_how_a_line_stands(fate):
    assert line_state(a_line(1, "confirmed", fate).papers) is FATES[fate][1]


def test_a_line_without_a_paper_waits():
    assert line_state(()) is L.WAITING


@given(st.lists(st.lists(st.sampled_from(sorted(FATES)), max_size=3), max_size=40), st.randoms(use_true_random=False))
def test_exactly_the_lines_without_good_paper_are_missing_in_order(fates, chance):
    lines = [a_line(seq, *each) for seq, each in enumerate(fates, 1)]
    chance.shuffle(lines)

    found = [line.seq for line in missing(lines)]

    assert found == [seq for seq, each in enumerate(fates, 1) if not each or FATES[each[-1]][1] in GONE]


@given(st.lists(st.sampled_from(sorted(FATES)), max_size=4))
def test_the_next_try_is_one_that_nobody_made(fates):
    line = a_line(3, *fates)

    assert order_key(7, 3, line.next_try) not in {paper.key.rpartition(":")[0] for paper in line.papers}
    assert order_key(7, 3, line.next_try).startswith(key_prefix(7))


def test_a_key_names_its_line_and_try():
    key = f"{order_key(12, 37, 2)}:0"

    assert (seq_of(key), try_of(key)) == (37, 2)


def test_no_other_batchs_keys_begin_like_ours():
    assert not order_key(71, 1, 1).startswith(key_prefix(7))


@pytest.mark.parametrize(
    ("fates", "own", "reason"),
    [
        ((), None, None),
        (("failed clean",), None, None),
        (("confirmed, but poor",), None, Reason.SPOILED),
        (("handed over and not there",), None, Reason.SPOILED),
        (("confirmed, but poor",), Reason.AUDIT, Reason.AUDIT),
        ((), Reason.AUDIT, Reason.AUDIT),
    ],
)
def test_a_burnt_paper_is_the_reason_for_the_next_unless_the_batch_names_one(fates, own, reason):
    from facts import NOW
    from fapiao.batch import Batch

    batch = Batch(7, BatchState.DRAFT, "xiaoli", "front-1", NOW, PrintSettings("A4"), reason=own)

    assert a_line(1, *fates).reason(batch) is reason


def test_lines_are_counted_by_how_they_stand():
    fates = ["confirmed", "handed over", "handed over and poor", "unknown", "in flight", "failed clean"]

    counts = tally([a_line(seq, fate) for seq, fate in enumerate(fates, 1)])

    assert (counts.lines, counts.good, counts.missing, counts.unknown, counts.unseen) == (6, 2, 2, 2, 2)


def test_a_paper_that_somebody_saw_is_not_asked_for_again():
    assert a_line(1, "handed over").is_unseen
    seen = replace(a_paper(1, an_attempt(A.CONFIRMED, seen=Seen.CLEAR)), key="batch:7:1:1:0")
    assert not a_line(1, papers=(seen,)).is_unseen
