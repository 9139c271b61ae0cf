"""What waits for eyes: pages, counts, whose it is."""

from __future__ import annotations

import pytest

from data.store import SqlStore
from fapiao.reprint import AttemptState, Seen
from fapiao.stored import Waiting

UNKNOWN, HANDED_OVER, CONFIRMED = AttemptState.UNKNOWN, AttemptState.HANDED_OVER, AttemptState.CONFIRMED


@pytest.fixture
def store(store: SqlStore, made) -> SqlStore:
    """Copies 1 to 7 of one invoice; 1, 3 and 6 were handed over, 2 and 5 are unknown, 4 was seen, 7 is confirmed."""
    one = made.invoice()
    made.put(store, one)
    states = [HANDED_OVER, UNKNOWN, HANDED_OVER, HANDED_OVER, UNKNOWN, HANDED_OVER, CONFIRMED]
    with store.writing() as unit:
        for copy_no, state in enumerate(states, 1):
            paper = unit.reprints.add(made.reprint(one, copy_no, operator="bob" if copy_no == 3 else "alice"))
            seen = Seen.POOR if copy_no == 4 else None
            unit.reprints.add_attempt(paper.id, made.attempt(f"u{copy_no}", state, seen=seen))
        unit.commit()
    return store


def test_unknown_outcomes_come_first_then_the_newest_paper(store: SqlStore) -> None:
    with store.reading() as unit:
        found, after = unit.reprints.waiting("", "", 10)

    assert [paper.copy_no for paper in found] == [5, 2, 6, 3, 1]
    assert after == ""


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_pages_of_any_size_make_the_same_list(store: SqlStore, limit: int) -> None:
    with store.reading() as unit:
        found, after = unit.reprints.waiting("", "", limit)
        papers = list(found)
        while after:
            found, after = unit.reprints.waiting("", after, limit)
            papers += found

    assert [paper.copy_no for paper in papers] == [5, 2, 6, 3, 1]


def test_somebody_sees_their_own_papers_alone(store: SqlStore) -> None:
    with store.reading() as unit:
        found, _ = unit.reprints.waiting("bob", "", 10)
        count = unit.reprints.count_waiting("bob", 10)

    assert [paper.copy_no for paper in found] == [3]
    assert count == Waiting(unknown=0, handed_over=1)


@pytest.mark.parametrize(("most", "count"), [(10, Waiting(2, 3)), (2, Waiting(2, 2)), (1, Waiting(1, 1))])
def test_each_kind_is_counted_up_to_a_limit(store: SqlStore, most: int, count: Waiting) -> None:
    with store.reading() as unit:
        assert unit.reprints.count_waiting("", most) == count
