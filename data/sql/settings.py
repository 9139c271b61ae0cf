"""Small values: what desks remember, the site's rules, the store's own facts."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from data.sql.tables import POLICY, SETTING, STORE_FACT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fapiao.ports.store import Settings


class SqlSettings:
    """Implements :class:`fapiao.store.Settings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, scope: str, key: str) -> str | None:
        """Return a value."""
        found = select(SETTING.c.value).where(SETTING.c.scope == scope, SETTING.c.key == key)
        return self._connection.execute(found).scalar()

    def put(self, scope: str, key: str, value: str) -> None:
        """Keep a value."""
        where = (SETTING.c.scope == scope, SETTING.c.key == key)
        if not self._connection.execute(update(SETTING).where(*where), {"value": value}).rowcount:
            self._connection.execute(insert(SETTING), {"scope": scope, "key": key, "value": value})


def read_policy(connection: Connection) -> Mapping[str, str]:
    """Return the rules that differ from their defaults."""
    rows = connection.execute(select(POLICY.c.key, POLICY.c.value).order_by(POLICY.c.key))
    return MappingProxyType({row.key: row.value for row in rows})


def write_policy(connection: Connection, key: str, value: str) -> None:
    """Write one rule."""
    if not connection.execute(update(POLICY).where(POLICY.c.key == key), {"value": value}).rowcount:
        connection.execute(insert(POLICY), {"key": key, "value": value})


def read_facts(connection: Connection) -> Mapping[str, str]:
    """Return the store's own facts: ``training``, ``epoch`` and on PostgreSQL its version numbers."""
    return {row.key: row.value for row in connection.execute(select(STORE_FACT))}


def write_fact(connection: Connection, key: str, value: str) -> None:
    """Write one fact about the store."""
    if not connection.execute(update(STORE_FACT).where(STORE_FACT.c.key == key), {"value": value}).rowcount:
        connection.execute(insert(STORE_FACT), {"key": key, "value": value})


if TYPE_CHECKING:
    _: type[Settings] = SqlSettings
