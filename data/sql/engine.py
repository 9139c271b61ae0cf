"""Connections that behave: the driver, its settings, and who holds the write lock.

SQLite below 3.51.3 can lose commits of several processes (WAL-reset bug), so the bundled driver is used and older ones
are refused. Writers begin with the write lock, so that reading and then writing never fails halfway.
"""

from __future__ import annotations

from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event

from data.sql.failures import translate
from data.sql.location import Location, refuse_network
from fapiao.errors import StoreUnsafe
from fapiao.said import say

OLDEST_SQLITE = (3, 51, 3)
WRITES = "fapiao_writes"
"""Execution option of a connection whose transaction begins with the write lock."""
BUSY_SECONDS = 30.0
_PG_LOCK = 0x66617069
"""Advisory lock that makes PostgreSQL writers wait for each other, as SQLite's do."""

_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cache_size=-65536",
)


def check_driver(version: str = dbapi2.sqlite_version) -> None:
    """Raise StoreUnsafe for a SQLite that may lose committed writes."""
    if tuple(int(part) for part in version.split(".")[:3]) < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise StoreUnsafe(
            say("SQLite {version} 太旧，可能丢失已写入的记录", version=version),
            say("请安装带 SQLite {oldest} 以上的 pysqlite3", oldest=oldest),
        )


def open_engine(location: Location, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Return an engine for ``location``. Raises StoreUnsafe for an old driver or a network file system."""
    if location.is_sqlite:
        check_driver()
        refuse_network(location.path)
        engine = create_engine(location.url, module=dbapi2, connect_args={"timeout": busy_seconds}, pool_timeout=10)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            location.url,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={int(busy_seconds * 1000)}"},
        )
        event.listen(engine, "begin", _begin_postgres)
    translate(engine)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in _SETTINGS:
        cursor.execute(setting)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_PG_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
