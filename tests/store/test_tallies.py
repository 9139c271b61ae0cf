"""Figures of a history: what a list would add up to, without reading it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from data.sql.store import SqlStore
from fapiao.reprint import AttemptState, Outcome, Seen
from fapiao.stored import RecordFilter

ENDINGS = [(state, seen) for state in AttemptState for seen in (None, *Seen)]


@pytest.fixture
def store(store: SqlStore, made) -> SqlStore:
    """One paper of every state and answer, by two operators, each of 106.00; one of no attempt; one tried twice."""
    one = made.invoice()
    made.put(store, one)
    with store.writing() as unit:
        for copy_no, (state, seen) in enumerate(ENDINGS, 1):
            paper = unit.reprints.add(made.reprint(one, copy_no, operator="bob" if copy_no % 3 else "alice"))
            unit.reprints.add_attempt(paper.id, made.attempt(f"u{copy_no}", state, seen=seen))
        unit.reprints.add(made.reprint(one, 101))
        twice = unit.reprints.add(made.reprint(one, 102))
        unit.reprints.add_attempt(twice.id, made.attempt("first", AttemptState.FAILED_CLEAN))
        unit.reprints.add_attempt(twice.id, made.attempt("second", AttemptState.CONFIRMED))
        unit.commit()
    return store


@pytest.mark.parametrize("where", [RecordFilter(), RecordFilter(operator="bob"), RecordFilter(desk="nowhere")])
@pytest.mark.parametrize("outcome", ["", *Outcome])
def test_tallies_are_what_the_list_adds_up_to(store: SqlStore, where: RecordFilter, outcome: str) -> None:
    where = replace(where, outcome=outcome)
    with store.reading() as unit:
        rows = [record.reprint for record in unit.reprints.records(where)]
        counts: Counter[tuple[str, Outcome, bool]] = Counter()
        for tally in unit.reprints.tallies(where):
            counts[tally.operator, tally.outcome, tally.is_burnt] += tally.papers

    assert counts == Counter((paper.operator, paper.outcome, paper.is_burnt) for paper in rows)


def test_amounts_are_added_up_to_the_fen(store: SqlStore) -> None:
    with store.reading() as unit:
        total = sum(tally.total for tally in unit.reprints.tallies(RecordFilter()))

    assert total == Decimal("106.00") * (len(ENDINGS) + 2)


def test_pages_by_the_last_id_make_the_whole_list(store: SqlStore) -> None:
    with store.reading() as unit:
        whole = unit.reprints.records(RecordFilter())
        paged = page = unit.reprints.records(RecordFilter(limit=7))
        while len(page) == 7:
            page = unit.reprints.records(RecordFilter(limit=7, before=page[-1].reprint.id))
            paged = paged + page

    assert paged == whole
