"""The store on SQLite or PostgreSQL: opening it, and its units of work."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from data.sql.batches import SqlBatches
from data.sql.documents import SqlDocuments
from data.sql.engine import WRITES, open_engine
from data.sql.failures import explain
from data.sql.guards import check_guards
from data.sql.invoices import SqlInvoices
from data.sql.leases import SqlLeases
from data.sql.ledger import SqlLedgerRows
from data.sql.location import Location, locate
from data.sql.migrate import migrate
from data.sql.people import SqlPeople
from data.sql.printers import SqlPrinters
from data.sql.reprints import SqlReprints
from data.sql.settings import SqlSettings, read_facts, read_policy, write_fact, write_policy
from data.sql.tables import INVOICE, LEDGER, REPRINT
from data.sql.versions import SCHEMA, check_version, read_version
from fapiao.errors import BadInput, StoreError, StoreFull, StoreMissing
from fapiao.said import say
from fapiao.stored import StoreFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Engine

    from fapiao.ports.store import Store, Unit


class SqlUnit:
    """One unit of work on one connection; implements :class:`fapiao.store.Unit`."""

    def __init__(self, connection: Connection, *, training: bool, epoch: int) -> None:
        self._connection = connection
        self.invoices = SqlInvoices(connection)
        self.documents = SqlDocuments(connection)
        self.reprints = SqlReprints(connection, epoch)
        self.batches = SqlBatches(connection)
        self.leases = SqlLeases(connection)
        self.printers = SqlPrinters(connection, training=training)
        self.people = SqlPeople(connection)
        self.ledger = SqlLedgerRows(connection)
        self.settings = SqlSettings(connection)

    def policy(self) -> Mapping[str, str]:
        """Return the policy values that differ from the defaults."""
        return read_policy(self._connection)

    def set_policy(self, key: str, value: str) -> None:
        """Write one policy value."""
        write_policy(self._connection, key, value)

    def commit(self) -> None:
        """Make everything of this unit durable."""
        self._connection.commit()


class SqlStore:
    """Implements :class:`fapiao.store.Store`; made by :func:`create_store` or :func:`open_store`."""

    def __init__(self, engine: Engine, location: Location, *, training: bool, epoch: int) -> None:
        self._engine = engine
        self._location = location
        self._training = training
        self._epoch = epoch

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit that only reads; it sees one moment of the store."""
        with self._unit(writes=False) as unit:
            yield unit

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """Open a unit that holds the write lock; rolls back unless committed."""
        with self._unit(writes=True) as unit:
            yield unit

    @contextmanager
    def _unit(self, *, writes: bool) -> Iterator[SqlUnit]:
        with translated(), self._engine.connect().execution_options(**{WRITES: writes}) as connection:
            connection.begin()
            yield SqlUnit(connection, training=self._training, epoch=self._epoch)

    @property
    def training(self) -> bool:
        """True for a practice desk's store."""
        return self._training

    @property
    def epoch(self) -> int:
        """Raised by a restore; first part of every serial."""
        return self._epoch

    def facts(self) -> StoreFacts:
        """Return what ``doctor`` shows."""
        with translated(), self._engine.connect() as connection:
            if self._location.is_sqlite:
                engine = f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar_one()}"
            else:
                engine = f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"
            invoices, reprints, entries = (
                connection.execute(select(func.count(counted))).scalar_one()
                for counted in (INVOICE.c.id, REPRINT.c.invoice_id, LEDGER.c.seq)
            )
        return StoreFacts(
            url=self._location.shown,
            engine=engine,
            schema=SCHEMA,
            invoices=invoices,
            reprints=reprints,
            entries=entries,
            training=self._training,
            epoch=self._epoch,
            free_bytes=_free_bytes(self._location),
        )

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def create_store(url: str, *, training: bool = False) -> SqlStore:
    """Make a new store. Raises BadInput if one is there, StoreFull or StoreError if the place cannot be written."""
    location = locate(url)
    if location.is_sqlite:
        try:
            location.path.parent.mkdir(parents=True, exist_ok=True)
            location.path.touch(mode=0o600)
        except OSError as error:
            raise StoreFull(
                say("不能在 {path} 建立数据：{reason}", path=location.path, reason=error.strerror),
                say("请核对目录权限和磁盘空间"),
            ) from None
    engine = open_engine(location)
    try:
        with translated():
            with engine.connect() as connection:
                is_new = not read_version(connection)
            if not (is_new and migrate(engine, location)):
                raise BadInput(say("{shown} 已经有数据", shown=location.shown), say("请直接使用，或换一个位置"))
            with engine.connect().execution_options(**{WRITES: True}) as connection:
                write_fact(connection, "training", "yes" if training else "no")
                write_fact(connection, "epoch", "1")
                connection.commit()
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, location, training=training, epoch=1)


def open_store(url: str) -> SqlStore:
    """Open an existing store, bringing an older one to this program's schema.

    Raises StoreMissing, StoreNewer, StoreUnsafe (driver, network file system, ledger guards) or StoreError.
    """
    location = locate(url)
    if location.is_sqlite and not location.path.is_file():
        raise StoreMissing(
            say("{path} 没有数据", path=location.path), say("请先执行 fapiao init，或核对 --store 与 FAPIAO_STORE")
        )
    engine = open_engine(location)
    try:
        with translated():
            with engine.connect() as connection:
                schema = read_version(connection)
                check_version(schema)
            if schema < SCHEMA:
                migrate(engine, location)
            with engine.connect() as connection:
                check_guards(connection)
                facts = read_facts(connection)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, location, training=facts.get("training") == "yes", epoch=int(facts.get("epoch", "1")))


@contextmanager
def translated() -> Iterator[None]:
    """Let what SQLAlchemy itself raises (no connection, pool exhausted) be a StoreError too."""
    try:
        yield
    except SQLAlchemyError as error:
        raise explain(error) or StoreError(say("数据库不可用"), say("请查看 fapiao doctor")) from error


def _free_bytes(location: Location) -> int | None:
    if not location.is_sqlite:
        return None
    try:
        disk = os.statvfs(location.path)
    except OSError:
        return None
    return disk.f_bavail * disk.f_frsize


if TYPE_CHECKING:
    _: type[Store] = SqlStore
    __: type[Unit] = SqlUnit
