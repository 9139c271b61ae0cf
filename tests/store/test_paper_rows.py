"""Papers and their attempts in the store: numbers once, states in order, history narrowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fapiao.errors import Refused, StoreError
from fapiao.reprint import AttemptState, Evidence, PrintState, Reason, Seen
from fapiao.stored import Query, RecordFilter


def test_a_copy_number_is_given_once(store, made) -> None:
    one = made.invoice()
    made.put(store, one)
    with store.writing() as unit:
        first = unit.reprints.add(made.reprint(one))
        with pytest.raises(Refused) as caught:
            unit.reprints.add(made.reprint(one))
        second = unit.reprints.add(made.reprint(one, 2))
        unit.commit()

    assert caught.value.rule == "copy_no"
    assert (first.serial, second.serial) == ("1-000001", "1-000002")


def test_a_paper_and_its_attempts_come_back_whole(store, made) -> None:
    one = made.invoice()
    made.put(store, one)
    with store.writing() as unit:
        paper = unit.reprints.add(made.reprint(one, reason=Reason.LOST, applicant="张三", key="key-1"))
        tried = unit.reprints.add_attempt(paper.id, made.attempt("u1"))
        moved = replace(tried, state=AttemptState.SENDING, sent_at=made.now, token=7, job="urn:uuid:1")
        assert unit.reprints.move_attempt(moved, AttemptState.AUTHORISED)
        assert not unit.reprints.move_attempt(moved, AttemptState.AUTHORISED)
        unit.reprints.update(replace(paper, place="柜3", closed=True, approver="主管"))
        unit.commit()

    wanted = replace(paper, place="柜3", closed=True, approver="主管", attempts=(moved,))
    with store.reading() as unit:
        assert unit.reprints.get(paper.id) == wanted
        assert unit.reprints.by_key("key-1") == unit.reprints.of_invoice(one.full_no) == (wanted,)
        assert unit.reprints.by_attempt("u1") == wanted
        assert unit.reprints.by_attempt("none") is None
        assert unit.reprints.in_states([AttemptState.SENDING]) == ((wanted, moved),)
        assert unit.reprints.in_states([AttemptState.UNKNOWN]) == ()


def test_the_print_state_follows_the_attempts(store, made) -> None:
    one = made.invoice()
    made.put(store, one)
    seen = []
    with store.writing() as unit:
        paper = unit.reprints.add(made.reprint(one))
        tried = unit.reprints.add_attempt(paper.id, made.attempt())
        for state in (AttemptState.SENDING, AttemptState.UNKNOWN, AttemptState.CONFIRMED):
            moved = replace(tried, state=state, evidence=Evidence.RECEIVED, seen=None)
            unit.reprints.move_attempt(moved, tried.state)
            tried = moved
            (row,) = unit.invoices.search(Query(print_state=PrintState.PRINTED), limit=2) or [None]
            seen.append((unit.invoices.search(Query(), limit=1)[0].print_state, row and row.copies))

    assert seen == [(PrintState.IN_FLIGHT, None), (PrintState.UNKNOWN, None), (PrintState.PRINTED, 1)]


def test_two_attempts_never_share_a_uuid(store, made) -> None:
    one = made.invoice()
    made.put(store, one)
    with store.writing() as unit:
        paper = unit.reprints.add(made.reprint(one))
        unit.reprints.add_attempt(paper.id, made.attempt("same"))

        with pytest.raises(StoreError):
            unit.reprints.add_attempt(paper.id, made.attempt("same"))


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (RecordFilter(), 3),
        (RecordFilter(operator="bob"), 1),
        (RecordFilter(printer="前台"), 1),
        (RecordFilter(outcome="lost"), 1),
        (RecordFilter(outcome="open"), 2),
        (RecordFilter(place="柜"), 1),
        (RecordFilter(place="%"), 0),
        (RecordFilter(limit=2), 2),
        (RecordFilter(full_no="26420000000000000001"), 3),
        (RecordFilter(full_no="1"), 0),
    ],
)
def test_the_history_is_narrowed(store, made, where, count) -> None:
    one = made.invoice()
    made.put(store, one)
    with store.writing() as unit:
        unit.reprints.add(made.reprint(one, 1, place="柜"))
        unit.reprints.add(made.reprint(one, 2, operator="bob"))
        paper = unit.reprints.add(made.reprint(one, 3, operator="carol"))
        lost = made.attempt(state=AttemptState.HANDED_OVER, seen=Seen.NOTHING)
        unit.reprints.add_attempt(paper.id, lost)

        found = unit.reprints.records(where)

    assert len(found) == count
    assert [r.reprint.id for r in found] == sorted((r.reprint.id for r in found), reverse=True)


def test_the_history_is_half_open_in_time(store, made) -> None:
    one = made.invoice()
    made.put(store, one)
    with store.writing() as unit:
        unit.reprints.add(made.reprint(one))

        assert unit.reprints.records(RecordFilter(since=made.now, until=made.now + timedelta(seconds=1)))
        assert not unit.reprints.records(RecordFilter(until=made.now))
