"""Freeze an account, or reset its password: an administrator starts a reset but never chooses the password."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fapiao.errors import NotFound
from fapiao.ledger import Draft
from fapiao.people import AccountState, Permission, Session
from fapiao.said import say
from fapiao.text import clean
from fapiao.usecases.people.initialise import one_time_code

if TYPE_CHECKING:
    from fapiao.people import Operator
    from fapiao.ports.store import Unit
    from fapiao.services import Services


def freeze_person(services: Services, session: Session, name: str) -> None:
    """Freeze an account; it can no longer sign in."""
    session.operator.require(Permission.PEOPLE)
    with services.store.writing() as unit:
        _require_known(unit, name)
        unit.people.set_state(name, AccountState.FROZEN.value)
        key = f"person:freeze:{secrets.token_hex(8)}"
        services.record(unit, Draft("person.freeze", session.actor, services.desk, key, {"name": name}))
        unit.commit()


def reset_password(services: Services, session: Session, name: str) -> str:
    """Give an account a one-time code, unlock it, and return the code."""
    session.operator.require(Permission.PEOPLE)
    code = one_time_code()
    encoded = services.passwords.hash(code)
    with services.store.writing() as unit:
        _require_known(unit, name)
        unit.people.set_password(name, encoded, must_change=True)
        unit.people.set_state(name, AccountState.NEW.value)
        unit.people.failed(name, 0, None)
        key = f"person:reset:{secrets.token_hex(8)}"
        services.record(unit, Draft("person.reset", session.actor, services.desk, key, {"name": name}))
        unit.commit()
    return code


def _require_known(unit: Unit, name: str) -> None:
    if unit.people.get(name) is None:
        raise NotFound(say("没有账户 {name}", name=name[:40]), say("用 fapiao users list 查看"))


def people(services: Services, session: Session) -> tuple[Operator, ...]:
    """Return all accounts by name. Raises NotPermitted."""
    session.operator.require(Permission.PEOPLE)
    with services.store.reading() as unit:
        return unit.people.all()


def as_account(services: Services, session: Session, name: str) -> Session:
    """Return a session in which a verdict is asked as if ``name`` had asked. Raises NotFound, NotPermitted."""
    session.operator.require(Permission.PEOPLE)
    with services.store.reading() as unit:
        known = unit.people.get(name)
    if known is None:
        raise NotFound(say("没有账户 {name}", name=clean(name, limit=40)), say("用 fapiao users list 查看"))
    return Session(known.operator, services.desk, services.now())
