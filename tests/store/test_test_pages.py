"""Pages of kind ``test`` in the store: rows beside those of papers, in no list of papers."""

from __future__ import annotations

import pytest

from data.sql.store import SqlStore
from fapiao.errors import StoreError
from fapiao.reprint import AttemptState, PageKind
from fapiao.stored import RecordFilter, Waiting

A = AttemptState


@pytest.fixture
def both(store: SqlStore, made) -> SqlStore:
    """A test page, a paper, a test page, a paper; all of them unknown."""
    made.put(store, made.invoice())
    with store.writing() as unit:
        for number, kind in enumerate((PageKind.TEST, PageKind.INVOICE) * 2, 1):
            page = made.test_page() if kind is PageKind.TEST else made.reprint(made.invoice(), number)
            row = unit.reprints.add(page)
            unit.reprints.add_attempt(row.id, made.attempt(f"u{number}", A.UNKNOWN))
        unit.commit()
    return store


def test_papers_and_test_pages_are_numbered_apart(both):
    with both.reading() as unit:
        found = [row.serial for row, _ in unit.reprints.in_states([A.UNKNOWN])]

    assert found == ["1-T00001", "1-000001", "1-T00002", "1-000002"]


def test_a_test_page_is_what_it_was(both, made):
    with both.reading() as unit:
        row = unit.reprints.get(-1)

    assert (row.kind, row.title, row.full_no, row.copy_no) == (PageKind.TEST, made.test_page().title, "", 0)


def test_no_list_of_papers_has_one(both, made):
    with both.reading() as unit:
        records = unit.reprints.records(RecordFilter())
        papers = sum(tally.papers for tally in unit.reprints.tallies(RecordFilter()))
        own = unit.reprints.of_invoice(made.invoice().full_no)

    assert ([r.reprint.is_test for r in records], papers, len(own)) == ([False, False], 2, 2)
    assert both.facts().reprints == 2


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_they_wait_for_eyes_after_the_papers_on_pages_of_any_size(both, limit):
    serials, cursor = [], None
    with both.reading() as unit:
        while cursor != "":
            rows, cursor = unit.reprints.waiting("", cursor or "", limit, places=True)
            serials += [row.serial for row in rows]
        counted = unit.reprints.count_waiting("", 10, places=True)

    assert serials == ["1-000002", "1-000001", "1-T00001", "1-T00002"]
    assert counted == Waiting(unknown=4, handed_over=0)


def test_a_good_one_waits_for_no_place(store, made):
    with store.writing() as unit:
        page = unit.reprints.add(made.test_page())
        unit.reprints.add_attempt(page.id, made.attempt("u1", A.CONFIRMED))
        unit.commit()

    with store.reading() as unit:
        assert unit.reprints.waiting("", "", 10, places=True) == ([], "")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reprint SET invoice_id = NULL WHERE kind = 'invoice'",
        "UPDATE reprint SET kind = 'test' WHERE kind = 'invoice'",
        "UPDATE reprint SET invoice_id = (SELECT id FROM invoice) WHERE kind = 'test'",
    ],
)
def test_no_row_is_half_a_paper(both, sql):
    with pytest.raises(StoreError), both.writing() as unit:
        unit._connection.exec_driver_sql(sql)
