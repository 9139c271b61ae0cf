"""Invoices, files, papers, leases, printers, people, settings: what goes in comes out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sql.invoice_json import dump, load
from fapiao.errors import BadInput, NotFound, Refused, StoreError
from fapiao.invoice import Figure, Invoice, Kind, Line, Media, Party, Seal, SealState, Status, Table
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.people import AccountState, Permission, Role
from fapiao.reprint import AttemptState, Evidence, PrintState, Reason, Seen
from fapiao.said import say
from fapiao.stored import Document, Query, RecordFilter

BLUE = "26420000000000000001"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
MONEY = st.none() | st.decimals(-(10**6), 10**6, places=2)
FIGURES = st.builds(Figure, MONEY, TEXTS)
LINES = st.builds(
    Line, TEXTS, spec=TEXTS, quantity=FIGURES, price=FIGURES, amount=MONEY, rate=FIGURES, tax=FIGURES,
    extras=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
)  # fmt: skip
INVOICES = st.builds(
    Invoice, number=st.just(BLUE), kind=st.sampled_from(Kind), issued_on=st.none() | st.dates(), gross=MONEY,
    buyer=st.builds(Party, TEXTS, TEXTS), net=MONEY, lines=st.none() | st.lists(LINES, max_size=2).map(tuple),
    tables=st.just((Table("出行人", ("姓名",), (("甲",),)),)), remark=TEXTS, voided=st.booleans(),
    sources=st.just((("gross", "¥1"),)),
)  # fmt: skip


@given(INVOICES)
def test_an_invoice_survives_json(invoice) -> None:
    assert load(dump(invoice)) == invoice


def document(data: bytes, media: Media = Media.XML) -> Document:
    return Document(hashlib.sha256(data).hexdigest(), media, "a.xml", len(data), Seal(SealState.TEST, "甲", "有效"))


def test_an_invoice_comes_back_whole(store, made) -> None:
    one = made.invoice()
    with store.writing() as unit:
        unit.invoices.put(one, ["金额：不一致"])
        unit.invoices.add_document(one.full_no, document(b"<x/>"), b"<x/>", one)
        unit.commit()

    with store.reading() as unit:
        found = unit.invoices.get(one.full_no)

    assert found is not None
    assert (found.invoice, found.conflicts, found.status) == (one, ("金额：不一致",), Status.NORMAL)
    assert found.documents == (document(b"<x/>"),)


def test_the_same_file_is_kept_once(store, made) -> None:
    one = made.invoice()
    with store.writing() as unit:
        unit.invoices.put(one, ())

        first = unit.invoices.add_document(one.full_no, document(b"x"), b"x", one)
        again = unit.invoices.add_document(one.full_no, document(b"x"), b"x", one)

        assert (first, again) == (True, False)


def test_the_facts_of_each_file_are_kept_for_merging(store, made) -> None:
    one = made.invoice()
    other = replace(one, qr="01,32")
    with store.writing() as unit:
        unit.invoices.put(one, ())
        unit.invoices.add_document(one.full_no, document(b"x"), b"x", one)
        unit.invoices.add_document(one.full_no, document(b"p", Media.PDF), b"p", other)

        assert unit.invoices.sources_of(one.full_no) == ((Media.XML, one), (Media.PDF, other))


def test_putting_again_replaces_the_facts_and_keeps_what_people_set(store, made) -> None:
    one = made.invoice()
    with store.writing() as unit:
        first = unit.invoices.put(one, ())
        unit.invoices.set_status(one.full_no, Status.FULLY_RED)
        unit.invoices.set_reimbursed(one.full_no, reimbursed=True)
        again = unit.invoices.put(replace(one, remark="新", buyer=Party("湖北假想制造股份有限公司")), ())

        found = unit.invoices.get(one.full_no)
        rows = unit.invoices.search(Query(names=("假想",)), limit=5)
        gone = unit.invoices.search(Query(names=("虚拟采购",)), limit=5)

    assert first == again
    assert found is not None
    assert (found.invoice.remark, found.status, found.reimbursed) == ("新", Status.FULLY_RED, True)
    assert (len(rows), gone) == (1, [])


def test_a_red_invoice_points_at_its_blue_one(store, made) -> None:
    blue = made.invoice(1)
    red = made.invoice(2, gross=Decimal("-106.00"), red_of=blue.full_no)
    made.put(store, red, blue)

    with store.reading() as unit:
        found = unit.invoices.get(blue.full_no)
        assert unit.invoices.reds_of(blue.full_no) == (red,)
        assert found is not None
        assert found.red_by == (red.full_no,)
        assert unit.invoices.get(red.full_no).status is Status.RED


def test_the_paper_pair_of_a_digital_paper_invoice_is_an_alias(store, made) -> None:
    one = made.invoice(kind=Kind.DIGITAL_PAPER_SPECIAL, paper_code="4200251130", paper_number="00900001")
    made.put(store, one)

    with store.reading() as unit:
        found = unit.invoices.get("420025113000900001")
        rows = unit.invoices.search(Query(exact="420025113000900001"), limit=5)

    assert found is not None
    assert found.invoice == one
    assert rows[0].print_state is PrintState.PRINTED


def test_an_unknown_invoice_cannot_be_changed(store) -> None:
    with store.writing() as unit, pytest.raises(NotFound):
        unit.invoices.set_status("1", Status.VOID)


def test_bytes_that_no_longer_hash_to_their_name_are_not_given_out(store) -> None:
    with store.writing() as unit:
        name = unit.documents.put(b"paper")
        assert unit.documents.get(name) == b"paper"
        unit._connection.exec_driver_sql("UPDATE document SET data = x'00'")

        with pytest.raises(StoreError, match="损坏"):
            unit.documents.get(name)
        assert unit.documents.get("0" * 64) is None


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


def test_a_lease_has_one_holder_and_a_token_that_rises(store, made) -> None:
    later = made.now + timedelta(seconds=30)
    with store.writing() as unit:
        mine = unit.leases.take("m", "me", made.now, later)
        assert mine is not None
        assert unit.leases.take("m", "you", made.now, later) is None
        assert unit.leases.holds(mine, made.now)
        assert unit.leases.is_live("m", mine.token, made.now)
        assert not unit.leases.holds(mine, later)

        yours = unit.leases.take("m", "you", later, later + timedelta(seconds=30))

        assert yours is not None
        assert yours.token > mine.token
        assert not unit.leases.push(mine, later)
        assert not unit.leases.holds(mine, made.now)
        assert unit.leases.push(yours, later + timedelta(seconds=60))
        unit.leases.release(yours)
        assert not unit.leases.is_live("m", yours.token, later)
        again = unit.leases.take("m", "me", later, later + timedelta(seconds=5))
        assert again is not None
        assert again.token > yours.token


def test_a_printer_is_kept_by_name(store) -> None:
    one = Printer("前台", "ipp://h/p", Paper.A4_UPPER, machine="h", profile=PrinterProfile(columns=40))
    with store.writing() as unit:
        unit.printers.put(one)
        unit.printers.put(replace(one, device="ipp://h/q"))

        (found,) = unit.printers.all()

    assert replace(found, id=0) == replace(one, device="ipp://h/q")


def test_a_practice_store_takes_no_real_printer(tmp_path) -> None:
    from data.sql.store import create_store

    store = create_store(str(tmp_path / "p.db"), training=True)
    with store.writing() as unit:
        unit.printers.put(Printer("夹", "file:///tmp/x"))
        with pytest.raises(BadInput, match="练习"):
            unit.printers.put(Printer("前台", "ipp://h/p"))
    store.close()


def test_an_account_is_kept(store, made) -> None:
    roles, granted = frozenset({Role.OPERATOR, Role.AUDITOR}), frozenset({Permission.IMPORT})
    with store.writing() as unit:
        unit.people.put("alice", shown="甲", roles=roles, granted=granted, encoded="h", must_change=True)
        with pytest.raises(BadInput, match="已存在"):
            unit.people.put("alice", shown="", roles=roles, granted=granted, encoded="", must_change=False)
        unit.people.failed("alice", 3, made.now)
        new = unit.people.get("alice")
        unit.people.set_password("alice", "h2", must_change=False)
        unit.people.set_state("alice", "frozen")
        frozen = unit.people.get("alice")
        assert unit.people.get("bob") is None
        with pytest.raises(NotFound):
            unit.people.set_state("bob", "frozen")

    assert new is not None
    assert frozen is not None
    assert (new.operator.roles, new.operator.granted, new.operator.state) == (roles, granted, AccountState.NEW)
    assert (new.failures, new.last_failure, new.must_change) == (3, made.now, True)
    assert (frozen.encoded, frozen.operator.state) == ("h2", AccountState.FROZEN)


def test_rules_and_settings_are_kept(store) -> None:
    with store.writing() as unit:
        unit.set_policy("copies.max", "2")
        unit.set_policy("copies.max", "3")
        unit.settings.put("desk:1", "paper", "{}")
        unit.settings.put("desk:1", "paper", '{"a":1}')

        assert unit.policy() == {"copies.max": "3"}
        assert unit.settings.get("desk:1", "paper") == '{"a":1}'
        assert unit.settings.get("desk:2", "paper") is None


def test_a_ledger_entry_has_one_place_and_one_key(store, made) -> None:
    made.entries(store, 2)
    with store.writing() as unit:
        tail = unit.ledger.tail()
        assert tail is not None
        with pytest.raises(StoreError, match="已被写入"):
            unit.ledger.append(tail)
        with pytest.raises(StoreError):
            unit.ledger.append(replace(tail, seq=9, prev="x", key=tail.key))
        assert unit.ledger.by_key(tail.key) == tail
        assert [e.seq for e in unit.ledger.entries(2)] == [2]
        assert [e.seq for e in unit.ledger.entries(1, 1)] == [1]


def test_a_sentence_is_kept_as_its_chinese_text(store) -> None:
    with store.writing() as unit:
        unit.settings.put(say("桌 {n}", n=1), "note", say("没有账户 {name}", name="lilei"))
        unit.commit()

    with store.reading() as unit:
        kept = unit.settings.get("桌 1", "note")
    assert (kept, type(kept)) == ("没有账户 lilei", str)
