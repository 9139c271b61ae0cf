"""Make a new store usable: its first administrator (``fapiao init``)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fapiao.errors import Refused
from fapiao.ledger import Draft
from fapiao.people import Operator, Role
from fapiao.said import say
from fapiao.usecases.people.sign_in import check_password

if TYPE_CHECKING:
    from fapiao.services import Services

_CODE_DIGITS = 10


def initialise(services: Services, name: str, password: str | None) -> str:
    """Create the first administrator; without a password return a one-time code that must be changed at sign-in.

    Raises Refused if the store already has accounts.
    """
    if password is not None:
        check_password(password, Operator(name))
    code = "" if password is not None else one_time_code()
    encoded = services.passwords.hash(password if password is not None else code)
    with services.store.writing() as unit:
        if unit.people.all():
            raise Refused(say("这个库已经有账户"), say("用 fapiao users add 添加人员"), rule="permission")
        unit.people.put(
            name,
            shown=name,
            roles=frozenset({Role.ADMIN}),
            granted=frozenset(),
            encoded=encoded,
            must_change=password is None,
        )
        services.record(
            unit,
            Draft("store.init", "system", services.desk, "store:init", {"admin": name, "epoch": services.store.epoch}),
        )
        unit.commit()
    return code


def one_time_code() -> str:
    """Return a code of ten digits (33 bits) for the first sign-in."""
    return "".join(secrets.choice("0123456789") for _ in range(_CODE_DIGITS))
