"""Who asked for a paper: kept, shown, searched, exported; and a reason that belongs to the papers that need one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fapiao.reprint import Reason
from fapiao.stored import RecordFilter
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.records.history import records, tallies, to_csv, to_shape


@pytest.fixture
def asked(desk):
    """Two papers, the second for somebody named."""
    desk.print()
    desk.print(replace(desk.order(Reason.LOST), applicant="王样例"))
    return desk


@pytest.mark.parametrize(
    ("where", "copies"),
    [
        (RecordFilter(applicant="样例"), [2]),
        (RecordFilter(word="王样"), [2]),
        (RecordFilter(word="nobody"), []),
        (RecordFilter(applicant="李"), []),
        (RecordFilter(), [2, 1]),
    ],
)
def test_records_are_found_by_who_asked(asked, where, copies):
    found = records(asked.services, asked.session(), where)

    assert [r.reprint.copy_no for r in found] == copies
    assert sum(t.papers for t in tallies(asked.services, asked.session(), where)) == len(copies)


def test_who_asked_is_exported(asked):
    newest, first = records(asked.services, asked.session(), RecordFilter())

    assert (to_shape(newest)["applicant"], to_shape(first)["applicant"]) == ("王样例", None)
    assert "王样例" in to_csv([newest])


def test_a_reason_belongs_to_the_copies_that_need_one(desk):
    desk.rule("copies.max", "3")
    desk.rule("reprint.max_free", "none")

    results = reprint(desk.services, desk.session(), desk.order(Reason.LOST, copies=3))

    assert [r.reprint.reason for r in results] == [None, Reason.LOST, Reason.LOST]


def test_one_further_copy_needs_a_reason_still(desk):
    desk.print()

    assert desk.again(Reason.DAMAGED).reprint.reason is Reason.DAMAGED
