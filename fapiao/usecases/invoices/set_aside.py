"""Set an invoice aside whose facts cannot be trusted, or take it back: each with a reason, each a ledger entry."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fapiao.errors import BadInput, Refused
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.rules.doubts import SET_ASIDE
from fapiao.said import say
from fapiao.text import clean
from fapiao.usecases.invoices.find import not_found

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.ports.store import Unit
    from fapiao.services import Services

REASON_LIMIT = 120
"""Characters kept of a reason."""


def set_aside(services: Services, session: Session, full_no: str, reason: str) -> None:
    """Set the invoice aside: nothing of it is printed from now on. Raises NotFound, BadInput, NotPermitted, Refused."""
    _change(services, session, full_no, reason, aside=True)


def take_back(services: Services, session: Session, full_no: str, reason: str) -> None:
    """Take the invoice back; the rules decide again. Raises as :func:`set_aside`."""
    _change(services, session, full_no, reason, aside=False)


def _change(services: Services, session: Session, full_no: str, reason: str, *, aside: bool) -> None:
    session.operator.require(Permission.SET_ASIDE)
    why = clean(" ".join(reason.split()), limit=REASON_LIMIT)
    if not why:
        raise BadInput(say("没有写原因"), say("搁置和取回都要写明原因"))
    with services.store.writing() as unit:
        stored = unit.invoices.get(full_no)
        if stored is None:
            raise not_found(full_no)
        number = stored.invoice.full_no
        if bool(stored.set_aside) is aside:
            raise Refused(
                say("这张发票已经搁置") if aside else say("这张发票没有搁置"),
                say("用 fapiao why 号码 查看"),
                rule=SET_ASIDE,
            )
        change(services, session, unit, number, why, aside=aside)
        unit.commit()


def change(services: Services, session: Session, unit: Unit, number: str, why: str, *, aside: bool) -> None:
    """Write it down in the invoice and in the ledger; the caller commits, and has asked who may."""
    unit.invoices.set_aside(number, why if aside else "")
    key = f"set_aside:{number}:{secrets.token_hex(8)}"
    body = {"full_no": number, "set_aside": aside, "reason": why}
    services.record(unit, Draft("invoice.set_aside", session.actor, services.desk, key, body))
