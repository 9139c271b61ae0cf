"""What waits for a person: pages, counts, whose it is."""

from __future__ import annotations

import pytest

from data.sql.store import SqlStore
from fapiao.reprint import AttemptState, Seen
from fapiao.stored import Waiting

UNKNOWN, HANDED_OVER, CONFIRMED = AttemptState.UNKNOWN, AttemptState.HANDED_OVER, AttemptState.CONFIRMED


@pytest.fixture
def store(store: SqlStore, made) -> SqlStore:
    """Copies of one invoice: 1, 3, 6 handed over; 2, 5 unknown; 4 seen, poor; 7 to 10 confirmed: 8 placed, 9 poor."""
    one = made.invoice()
    made.put(store, one)
    states = [HANDED_OVER, UNKNOWN, HANDED_OVER, HANDED_OVER, UNKNOWN, HANDED_OVER, *[CONFIRMED] * 4]
    with store.writing() as unit:
        for copy_no, state in enumerate(states, 1):
            operator, place = "bob" if copy_no == 3 else "alice", "柜3" if copy_no == 8 else ""
            paper = unit.reprints.add(made.reprint(one, copy_no, operator=operator, place=place))
            seen = {4: Seen.POOR, 9: Seen.POOR, 10: Seen.CLEAR}.get(copy_no)
            unit.reprints.add_attempt(paper.id, made.attempt(f"u{copy_no}", state, seen=seen))
        unit.commit()
    return store


def test_unknown_outcomes_come_first_then_unseen_papers_then_those_without_a_place(store: SqlStore) -> None:
    with store.reading() as unit:
        found, after = unit.reprints.waiting("", "", 10, places=True)

    assert [paper.copy_no for paper in found] == [5, 2, 6, 3, 1, 10, 7]
    assert after == ""


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7])
def test_pages_of_any_size_make_the_same_list(store: SqlStore, limit: int) -> None:
    with store.reading() as unit:
        found, after = unit.reprints.waiting("", "", limit, places=True)
        papers = list(found)
        while after:
            found, after = unit.reprints.waiting("", after, limit, places=True)
            papers += found

    assert [paper.copy_no for paper in papers] == [5, 2, 6, 3, 1, 10, 7]


def test_somebody_sees_their_own_papers_alone(store: SqlStore) -> None:
    with store.reading() as unit:
        found, _ = unit.reprints.waiting("bob", "", 10, places=True)
        count = unit.reprints.count_waiting("bob", 10, places=True)

    assert [paper.copy_no for paper in found] == [3]
    assert count == Waiting(unknown=0, handed_over=1)


@pytest.mark.parametrize(("most", "count"), [(10, Waiting(2, 3, 2)), (2, Waiting(2, 2, 2)), (1, Waiting(1, 1, 1))])
def test_each_kind_is_counted_up_to_a_limit(store: SqlStore, most: int, count: Waiting) -> None:
    with store.reading() as unit:
        assert unit.reprints.count_waiting("", most, places=True) == count


def test_a_site_that_names_no_places_is_not_asked_for_them(store: SqlStore) -> None:
    with store.reading() as unit:
        found, _ = unit.reprints.waiting("", "", 10, places=False)
        count = unit.reprints.count_waiting("", 10, places=False)

    assert [paper.copy_no for paper in found] == [5, 2, 6, 3, 1]
    assert count == Waiting(2, 3)
