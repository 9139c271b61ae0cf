"""Bring a store to this program's schema: all of it or nothing, under the write lock.

Foreign keys are off while tables are rebuilt and checked before the end; triggers are made anew, because rebuilding a
table drops them silently; the version number is written last.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.sql.engine import WRITES
from data.sql.guards import check_guards, make_guards
from data.sql.versions import SCHEMA, read_version, write_version
from fapiao.errors import StoreError
from fapiao.said import say

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from data.sql.location import Location

_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(engine: Engine, location: Location) -> bool:
    """Run what is missing; False if another process has done it meanwhile. An older store is backed up beside itself."""
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        _foreign_keys(connection, "OFF")
        try:
            return _migrate(connection, location)
        finally:
            connection.rollback()
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    """Switch them past SQLAlchemy, since within a transaction SQLite ignores it."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.cursor().execute(f"PRAGMA foreign_keys={switch}")


def _migrate(connection: Connection, location: Location) -> bool:
    with connection.begin():
        before = read_version(connection)
        if before >= SCHEMA:
            return False
        if before and location.is_sqlite:
            _back_up(location.path, before)
        upgrade(connection)
        make_guards(connection)
        check_guards(connection)
        if location.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise StoreError(say("升级后数据不一致，已全部撤回"), say("请联系管理员；原数据没有改动"))
        write_version(connection)
    return True


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the Alembic revisions that are missing up to ``revision``, on this connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _back_up(path: Path, version: int) -> None:
    """Copy the store as it is; the write lock is held, so nothing changes meanwhile."""
    from pysqlite3 import dbapi2

    target = path.with_name(f"{path.name}.before-{version + 1}")
    target.touch(mode=0o600)
    reader = dbapi2.connect(f"file:{path}?mode=ro", uri=True)
    copy = dbapi2.connect(str(target))
    try:
        reader.backup(copy)
    finally:
        copy.close()
        reader.close()
