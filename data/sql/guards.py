"""The triggers that keep the ledger append-only: made by the migration, looked for at every open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from fapiao.errors import StoreUnsafe
from fapiao.said import say

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FORBIDDEN = ("UPDATE", "DELETE")


def _name(verb: str) -> str:
    return f"ledger_no_{verb.lower()}"


def _sqlite_trigger(verb: str) -> str:
    return (
        f"CREATE TRIGGER {_name(verb)} BEFORE {verb} ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END"
    )


_PG_FUNCTION = (
    "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'ledger is append-only'; END $$"
)


def make_guards(connection: Connection) -> None:
    """Create the triggers anew."""
    if connection.dialect.name == "sqlite":
        for verb in _FORBIDDEN:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(verb)}")
            connection.exec_driver_sql(_sqlite_trigger(verb))
        return
    connection.exec_driver_sql(_PG_FUNCTION)
    for verb in (*_FORBIDDEN, "TRUNCATE"):
        level = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_name(verb)} ON ledger")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {_name(verb)} BEFORE {verb} ON ledger "
            f"FOR EACH {level} EXECUTE FUNCTION ledger_is_append_only()"
        )


def check_guards(connection: Connection) -> None:
    """Raise StoreUnsafe unless the triggers are there, unchanged and switched on."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'"
        )
        found = {row.name: row.sql for row in rows}
        whole = all(found.get(_name(verb)) == _sqlite_trigger(verb) for verb in _FORBIDDEN)
    else:
        rows = connection.execute(
            text(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE t.tgrelid = to_regclass('ledger') AND t.tgenabled IN ('O', 'A') "
                "AND p.proname = 'ledger_is_append_only' AND p.prosrc LIKE '%RAISE EXCEPTION%'"
            )
        )
        found = {row.tgname: "" for row in rows}
        whole = all(_name(verb) in found for verb in _FORBIDDEN)
    if not whole:
        raise StoreUnsafe(
            say("账本的保护被移除"), say("有人改动过数据文件；请停止使用并核对备份（fapiao ledger verify）")
        )
