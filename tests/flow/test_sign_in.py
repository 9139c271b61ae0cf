"""Sign in: one text for every failure, counted before the password is looked at (docs/people.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from data.passwords import Argon2Passwords
from fapiao.errors import BadInput, NotPermitted, Refused, SignInFailed
from fapiao.people import AccountState, Permission, Role
from fapiao.usecases.people.accounts import freeze_person, reset_password
from fapiao.usecases.people.add import add_person
from fapiao.usecases.people.initialise import initialise
from fapiao.usecases.people.sign_in import (
    change_password,
    check_session,
    must_change_password,
    sign_in,
    sign_out,
    wait_after,
)

PASSWORD = "correct horse battery"


@pytest.fixture
def known(desk):
    add_person(desk.services, desk.session("admin"), "xiaozhao", frozenset({Role.OPERATOR}), PASSWORD)
    return desk


def failures(desk, name="xiaozhao"):
    with desk.services.store.reading() as unit:
        return unit.people.get(name).failures


def fail(desk, name="xiaozhao", password="wrong password"):
    with pytest.raises(SignInFailed) as failed:
        sign_in(desk.services, name, password)
    return str(failed.value)


def test_name_and_password_open_a_session(known):
    session = sign_in(known.services, " xiaozhao ", PASSWORD)

    assert (session.operator.name, session.desk, len(session.token)) == ("xiaozhao", "front-1", 32)
    assert known.kinds() == ["person.add", "session.open"]


def test_all_failures_read_the_same(known):
    wrong, unknown = fail(known), fail(known, "nobody")
    freeze_person(known.services, known.session("admin"), "xiaozhao")
    frozen = fail(known, password=PASSWORD)
    locked = [fail(known) for _ in range(6)][-1]

    assert wrong == unknown == frozen == locked


def test_a_name_nobody_has_is_compared_too(known):
    asked = []

    class Counting(Argon2Passwords):
        def verify(self, encoded, password):
            asked.append(encoded)
            return super().verify(encoded, password)

    services = replace(known.services, passwords=Counting(time_cost=1, memory_kib=64))
    with pytest.raises(SignInFailed):
        sign_in(services, "nobody", PASSWORD)

    assert asked == [""]


def test_a_failure_is_counted_before_the_password_is_looked_at(known):
    seen = []

    class Looking(Argon2Passwords):
        def verify(self, encoded, password):
            seen.append(failures(known))
            return super().verify(encoded, password)

    services = replace(known.services, passwords=Looking(time_cost=1, memory_kib=64))
    sign_in(services, "xiaozhao", PASSWORD)

    assert (seen, failures(known)) == ([1], 0)


def test_after_five_failures_even_the_right_password_waits(known):
    for _ in range(5):
        fail(known)

    fail(known, password=PASSWORD)
    known.clock.advance(1)
    assert sign_in(known.services, "xiaozhao", PASSWORD)


def test_a_try_while_waiting_is_not_counted(known):
    for _ in range(8):
        fail(known)

    assert failures(known) == 5


@pytest.mark.parametrize(
    ("count", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 900), (49, 900)],
)
def test_the_wait_grows(count, seconds):
    assert wait_after(count) == timedelta(seconds=seconds)


def test_after_fifty_only_an_administrator_helps(known):
    with known.services.store.writing() as unit:
        unit.people.failed("xiaozhao", 50, known.clock.now())
        unit.commit()
    known.clock.at += timedelta(days=365)

    fail(known, password=PASSWORD)
    code = reset_password(known.services, known.session("admin"), "xiaozhao")
    assert sign_in(known.services, "xiaozhao", code)


def test_a_one_time_code_has_to_be_changed_before_anything_else(known):
    code = add_person(known.services, known.session("admin"), "xiaosun", frozenset({Role.OPERATOR}), None)
    session = sign_in(known.services, "xiaosun", code)

    assert must_change_password(known.services, session)
    assert not session.operator.may(Permission.REPRINT)
    changed = change_password(known.services, session, PASSWORD, PASSWORD)
    assert not must_change_password(known.services, session)
    assert changed.operator.may(Permission.REPRINT)


def test_a_reset_password_is_a_one_time_code_too(known):
    code = reset_password(known.services, known.session("admin"), "xiaozhao")
    session = sign_in(known.services, "xiaozhao", code)

    assert must_change_password(known.services, session)
    assert session.operator.state is AccountState.NEW
    fail(known, password=PASSWORD)


def test_stronger_parameters_are_taken_at_the_next_sign_in(known):
    services = replace(known.services, passwords=Argon2Passwords(time_cost=2, memory_kib=64))

    sign_in(services, "xiaozhao", PASSWORD)

    with known.services.store.reading() as unit:
        assert "t=2" in unit.people.get("xiaozhao").encoded
    assert sign_in(known.services, "xiaozhao", PASSWORD)


@pytest.mark.parametrize("new", ["short", "xiaozhao-is-me", "my password 1", "FAPIAO 2026!"])
def test_a_weak_password_is_refused(known, new):
    session = sign_in(known.services, "xiaozhao", PASSWORD)

    with pytest.raises(BadInput):
        change_password(known.services, session, new, new)


def test_a_password_typed_differently_twice_is_refused(known):
    session = sign_in(known.services, "xiaozhao", PASSWORD)

    with pytest.raises(BadInput, match="不同"):
        change_password(known.services, session, "a long new one", "a long new 0ne")


def test_a_session_ends_after_its_hours(known):
    session = sign_in(known.services, "xiaozhao", PASSWORD)

    check_session(known.services, session, session.started + timedelta(hours=8))
    with pytest.raises(Refused) as refused:
        check_session(known.services, session, session.started + timedelta(hours=8, seconds=1))
    assert refused.value.rule == "session.absolute_hours"


def test_signing_out_is_recorded(known):
    sign_out(known.services, sign_in(known.services, "xiaozhao", PASSWORD))

    assert known.kinds()[-1] == "session.close"


@pytest.mark.parametrize("who", ["xiaoli", "zhuguan", "shenji"])
def test_only_administrators_change_accounts(desk, who):
    session = desk.session(who)

    for change in (
        lambda: add_person(desk.services, session, "x", frozenset(), PASSWORD),
        lambda: freeze_person(desk.services, session, "xiaoli"),
        lambda: reset_password(desk.services, session, "xiaoli"),
    ):
        with pytest.raises(NotPermitted):
            change()


def test_a_store_with_accounts_takes_no_second_first_administrator(desk):
    with pytest.raises(Refused):
        initialise(desk.services, "root", PASSWORD)


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\x1b[31m", "a\nb", "a\u202eb"])
def test_an_odd_name_is_no_account(desk, name):
    with pytest.raises(BadInput):
        add_person(desk.services, desk.session("admin"), name, frozenset(), PASSWORD)
