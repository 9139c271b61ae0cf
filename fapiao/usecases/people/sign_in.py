"""Sign in and out: one text and one duration for unknown name, wrong password and locked account."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, Refused, SignInFailed
from fapiao.ledger import Draft
from fapiao.people import AccountState, Operator, Session
from fapiao.said import say

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.services import Services
    from fapiao.stored import Credentials

FREE_TRIES = 4
"""Failures before the account has to wait; then 1, 2, 4 ... 60 seconds."""
SOFT_LOCK = 10
SOFT_LOCK_WAIT = timedelta(minutes=15)
HARD_LOCK = 50
"""From here an administrator has to reset the password (NIST SP 800-63B 3.2.2 allows at most 100)."""
SHORTEST_PASSWORD = 8
_SHOWN = 8
"""Characters of a session's token in the log: enough to find its entry in the ledger, which says whose it was."""
LONGEST_WAIT = timedelta(seconds=60)


def sign_in(services: Services, name: str, password: str) -> Session:
    """Return a session. Raises SignInFailed; its text never tells which part was wrong.

    The failure counter is written before the password is looked at, so parallel guesses are all counted.
    """
    name = name.strip()
    known, waiting = _count_try(services, name)
    encoded = known.encoded if known else ""
    right = services.passwords.verify(encoded, password)
    if known is None or waiting or not right or known.operator.state is AccountState.FROZEN:
        raise SignInFailed(say("用户名或密码不对，或账户暂时不能用"), say("核对后稍等片刻再试；忘记密码请找管理员重设"))
    stronger = services.passwords.hash(password) if services.passwords.needs_rehash(encoded) else ""
    with services.store.writing() as unit:
        unit.people.failed(name, 0, None)
        if stronger:
            unit.people.set_password(name, stronger, must_change=known.must_change)
        token = secrets.token_hex(16)
        services.record(unit, Draft("session.open", name, services.desk, f"session:{token}:open"))
        unit.commit()
    services.log.event("session.open", session=token[:_SHOWN])
    return Session(known.operator, services.desk, services.now(), token)


def _count_try(services: Services, name: str) -> tuple[Credentials | None, bool]:
    with services.store.writing() as unit:
        known = unit.people.get(name)
        if known is None:
            return None, False
        now = services.now()
        waiting = known.last_failure is not None and now < known.last_failure + wait_after(known.failures)
        if not waiting:
            unit.people.failed(name, known.failures + 1, now)
            unit.commit()
        return known, waiting


def wait_after(failures: int) -> timedelta:
    """Return how long an account waits after that many failures in a row."""
    if failures >= HARD_LOCK:
        return timedelta(days=36_500)
    if failures >= SOFT_LOCK:
        return SOFT_LOCK_WAIT
    if failures <= FREE_TRIES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** (failures - FREE_TRIES - 1)), LONGEST_WAIT)


def arrive(services: Services, name: str, password: str) -> tuple[Session, bool]:
    """Sign in; return the session and whether the password was a one-time code that has to be replaced first."""
    session = sign_in(services, name, password)
    return session, must_change_password(services, session)


def must_change_password(services: Services, session: Session) -> bool:
    """Tell whether the password was a one-time code and has to be replaced first."""
    with services.store.reading() as unit:
        known = unit.people.get(session.operator.name)
    return known is not None and known.must_change


def change_password(services: Services, session: Session, new: str, again: str) -> Session:
    """Set the signed-in person's own password, typed twice; return the session, whose account is now in use."""
    check_password(new, session.operator)
    if new != again:
        raise BadInput(say("两次输入的密码不同"), say("请重新输入两次"))
    encoded = services.passwords.hash(new)
    with services.store.writing() as unit:
        unit.people.set_password(session.operator.name, encoded, must_change=False)
        key = f"password:{secrets.token_hex(8)}"
        services.record(unit, Draft("person.password", session.actor, services.desk, key))
        unit.commit()
    return replace(session, operator=replace(session.operator, state=AccountState.NORMAL))


def check_password(new: str, operator: Operator) -> None:
    """Raise BadInput unless ``new`` is long enough and does not contain the account's own words (ASVS 5.0)."""
    if len(new) < SHORTEST_PASSWORD:
        raise BadInput(
            say("密码至少 {least} 个字符", least=SHORTEST_PASSWORD),
            say("15 个以上更好，一句话最好记"),
        )
    words = {operator.name.casefold(), "fapiao", "password", "12345678"}
    if any(word and word in new.casefold() for word in words):
        raise BadInput(say("密码里含有用户名或常见词"), say("请换一个"))


def sign_out(services: Services, session: Session) -> None:
    """Record that the session ended."""
    with services.store.writing() as unit:
        services.record(unit, Draft("session.close", session.actor, services.desk, f"session:{session.token}:close"))
        unit.commit()
    services.log.event("session.close", session=session.token[:_SHOWN])


def check_session(services: Services, session: Session, now: datetime) -> None:
    """Raise Refused once the session has lasted longer than the policy allows."""
    with services.store.reading() as unit:
        hours = services.policy(unit).number("session.absolute_hours")
    if hours is not None and now > session.started + timedelta(hours=hours):
        raise Refused(say("登录已满 {hours} 小时", hours=hours), say("请重新登录"), rule="session.absolute_hours")
