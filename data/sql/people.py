"""Accounts in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.sql.tables import PERSON
from fapiao.errors import BadInput, NotFound
from fapiao.people import AccountState, Operator, Permission, Role
from fapiao.said import say
from fapiao.stored import Credentials

if TYPE_CHECKING:
    from datetime import datetime

    from fapiao.ports.store import People

_N = PERSON.c


class SqlPeople:
    """Implements :class:`fapiao.store.People`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Credentials | None:
        """Return an account with its password hash."""
        row = self._connection.execute(select(PERSON).where(_N.name == name)).first()
        if row is None:
            return None
        return Credentials(_operator(row), row.encoded, row.failures, row.last_failure, row.must_change)

    def all(self) -> tuple[Operator, ...]:
        """Return all accounts by name."""
        return tuple(_operator(row) for row in self._connection.execute(select(PERSON).order_by(_N.name)))

    def put(
        self,
        name: str,
        *,
        shown: str,
        roles: frozenset[Role],
        granted: frozenset[Permission],
        encoded: str,
        must_change: bool,
    ) -> Operator:
        """Insert an account. Raises BadInput if the name is taken."""
        state = AccountState.NEW if must_change else AccountState.NORMAL
        values = {
            "name": name,
            "shown": shown,
            "roles": " ".join(sorted(roles)),
            "granted": " ".join(sorted(granted)),
            "encoded": encoded,
            "state": state.value,
            "must_change": must_change,
            "failures": 0,
        }
        try:
            with self._connection.begin_nested():
                made = self._connection.execute(insert(PERSON).returning(_N.id), values).scalar_one()
        except IntegrityError:
            raise BadInput(say("用户名 {name} 已存在", name=name), say("请换一个用户名")) from None
        return Operator(name, shown, roles, granted, state, int(made))

    def set_password(self, name: str, encoded: str, *, must_change: bool) -> None:
        """Replace the hash; an account that waited for its first password is in use from then on."""
        state = self._connection.execute(select(_N.state).where(_N.name == name)).scalar()
        values: dict[str, Any] = {"encoded": encoded, "must_change": must_change}
        if state != AccountState.FROZEN:
            values["state"] = (AccountState.NEW if must_change else AccountState.NORMAL).value
        self._change(name, values)

    def set_state(self, name: str, state: str) -> None:
        """Freeze or unfreeze."""
        self._change(name, {"state": AccountState(state).value})

    def failed(self, name: str, failures: int, at: datetime | None) -> None:
        """Write the counter of consecutive failures."""
        self._change(name, {"failures": failures, "last_failure": at})

    def _change(self, name: str, values: dict[str, Any]) -> None:
        if not self._connection.execute(update(PERSON).where(_N.name == name), values).rowcount:
            raise NotFound(say("没有用户 {name}", name=name), say("请用 fapiao users list 查看"))


def _operator(row: Any) -> Operator:
    return Operator(
        name=row.name,
        shown=row.shown,
        roles=frozenset(Role(word) for word in row.roles.split()),
        granted=frozenset(Permission(word) for word in row.granted.split()),
        state=AccountState(row.state),
        id=row.id,
    )


if TYPE_CHECKING:
    _: type[People] = SqlPeople
