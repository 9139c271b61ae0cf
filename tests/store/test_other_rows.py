"""Leases, printers, accounts, rules, settings and ledger entries in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fapiao.errors import BadInput, NotFound, StoreError
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.people import AccountState, Permission, Role
from fapiao.said import say


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
