"""Which program made a store: two numbers that are read before anything else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from data.sql.settings import read_facts, write_fact
from fapiao.errors import StoreError, StoreMissing, StoreNewer
from fapiao.said import say

if TYPE_CHECKING:
    from sqlalchemy import Connection

APPLICATION = 0x66705F64
"""``fp_d`` in the SQLite header."""
SCHEMA = 6
"""Raised by every migration."""


def read_version(connection: Connection) -> int:
    """Return the schema number of the store; 0 where it is empty. Raises StoreError for somebody else's file."""
    if connection.dialect.name == "sqlite":
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        schema = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if not application and not schema:
            if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
                raise _foreign()
            return 0
    else:
        if connection.execute(text("SELECT to_regclass('store_fact')")).scalar() is None:
            return 0
        facts = read_facts(connection)
        application, schema = int(facts.get("application", 0)), int(facts.get("schema", 0))
    if application != APPLICATION:
        raise _foreign()
    return int(schema)


def write_version(connection: Connection) -> None:
    """Mark the store as made by this program, as the last step of a migration."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    else:
        write_fact(connection, "application", str(APPLICATION))
        write_fact(connection, "schema", str(SCHEMA))


def check_version(schema: int) -> None:
    """Raise StoreMissing for an empty store, StoreNewer for one that this program is too old for."""
    if not schema:
        raise StoreMissing(say("这里还没有数据"), say("请先执行 fapiao init"))
    if schema > SCHEMA:
        raise StoreNewer(
            say("数据由更新的程序建立（数据版本 {schema}，本程序支持到 {known}）", schema=schema, known=SCHEMA),
            say("请升级本程序；数据没有改动"),
        )


def _foreign() -> StoreError:
    return StoreError(say("这个文件不是发票补打的数据"), say("请核对 --store 或 FAPIAO_STORE 指的位置"))
