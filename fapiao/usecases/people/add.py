"""A new account: name, roles, permissions granted singly, and a password or a one-time code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fapiao.errors import BadInput
from fapiao.ledger import Draft
from fapiao.names import check_name
from fapiao.people import GRANTABLE, Operator, Permission, Role, Session
from fapiao.said import listed, say
from fapiao.text import clean
from fapiao.usecases.people.initialise import one_time_code
from fapiao.usecases.people.sign_in import check_password

if TYPE_CHECKING:
    from fapiao.services import Services


def add_person(
    services: Services,
    session: Session,
    name: str,
    roles: frozenset[Role],
    password: str | None,
    *,
    shown: str = "",
    granted: frozenset[Permission] = frozenset(),
) -> str:
    """Add an account; without a password return a one-time code that must be changed at sign-in."""
    session.operator.require(Permission.PEOPLE)
    name = check_name(name, say("用户"))
    if granted - GRANTABLE:
        grantable = listed(sorted(p.label for p in GRANTABLE))
        raise BadInput(say("这些权限不能单独授予"), say("可单独授予：{permissions}", permissions=grantable))
    if password is not None:
        check_password(password, Operator(name))
    code = "" if password is not None else one_time_code()
    encoded = services.passwords.hash(password if password is not None else code)
    with services.store.writing() as unit:
        unit.people.put(
            name,
            shown=clean(shown) or name,
            roles=roles,
            granted=granted,
            encoded=encoded,
            must_change=password is None,
        )
        body = {"name": name, "roles": " ".join(sorted(roles)), "granted": " ".join(sorted(granted))}
        services.record(unit, Draft("person.add", session.actor, services.desk, f"person:add:{name}", body))
        unit.commit()
    return code
