"""Opening, refusing, units of work, and what the guards and versions say."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError

from data.sql.engine import check_driver
from data.sql.guards import check_guards
from data.sql.location import locate, refuse_network
from data.sql.store import SqlStore, create_store, open_store
from data.sql.versions import SCHEMA
from fapiao.errors import BadInput, StoreError, StoreFull, StoreMissing, StoreNewer, StoreUnsafe
from fapiao.ledger import verify


def raw(store: SqlStore, sql: str) -> None:
    connection = dbapi2.connect(str(store._location.path), isolation_level=None)
    connection.execute(sql)
    connection.close()


def test_a_new_store_opens_again(url, store) -> None:
    again = open_store(url)

    facts = again.facts()
    again.close()

    assert facts.schema == SCHEMA
    assert facts.engine.startswith("SQLite 3.")
    assert (facts.training, facts.epoch, facts.invoices) == (False, 1, 0)


def test_a_practice_store_stays_one(tmp_path) -> None:
    create_store(str(tmp_path / "p.db"), training=True).close()

    again = open_store(str(tmp_path / "p.db"))

    assert again.training
    again.close()


def test_the_file_is_its_owners_alone(store) -> None:
    assert stat.S_IMODE(store._location.path.stat().st_mode) == 0o600


def test_a_store_is_never_made_over_another(url, store) -> None:
    with pytest.raises(BadInput, match="已经有数据"):
        create_store(url)


def test_a_missing_store_is_named(tmp_path) -> None:
    with pytest.raises(StoreMissing, match="没有数据"):
        open_store(str(tmp_path / "none.db"))


def test_an_empty_file_is_a_missing_store(tmp_path) -> None:
    (tmp_path / "empty.db").touch()

    with pytest.raises(StoreMissing):
        open_store(str(tmp_path / "empty.db"))


def test_somebody_elses_file_is_refused(tmp_path) -> None:
    connection = dbapi2.connect(str(tmp_path / "other.db"))
    connection.execute("CREATE TABLE t (x)")
    connection.close()

    with pytest.raises(StoreError, match="不是发票补打的数据"):
        open_store(str(tmp_path / "other.db"))


def test_a_file_that_is_no_database_is_refused(tmp_path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database at all, but long enough to look" * 100)

    with pytest.raises(StoreError, match="损坏"):
        open_store(str(tmp_path / "x.db"))


def test_a_newer_store_is_refused_and_both_versions_named(url, store) -> None:
    raw(store, f"PRAGMA user_version = {SCHEMA + 6}")

    with pytest.raises(StoreNewer, match=f"{SCHEMA + 6}.*{SCHEMA}"):
        open_store(url)


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.7.0"])
def test_an_old_sqlite_is_refused(version) -> None:
    with pytest.raises(StoreUnsafe, match=version):
        check_driver(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.53.4", "4.0.0"])
def test_a_sound_sqlite_is_taken(version) -> None:
    check_driver(version)


MOUNTS = (
    "22 1 0:21 / / rw,relatime - ext4 /dev/vda rw\n"
    "40 22 0:44 / /srv/share rw - nfs4 nas:/x rw\n"
    "41 22 0:45 / /srv/my\\040share rw - cifs //nas/x rw\n"
    "42 40 0:46 / /srv/share/local rw - xfs /dev/vdb rw\n"
)


@pytest.mark.parametrize("path", ["/srv/share/desk.db", "/srv/share/a/desk.db", "/srv/my share/desk.db"])
def test_a_network_file_system_is_refused(path) -> None:
    with pytest.raises(StoreUnsafe, match="网络盘"):
        refuse_network(Path(path), MOUNTS)


@pytest.mark.parametrize("path", ["/home/desk.db", "/srv/share/local/desk.db", "/srv/shared/desk.db"])
def test_a_local_file_system_is_taken(path) -> None:
    refuse_network(Path(path), MOUNTS)


@pytest.mark.parametrize(
    "url", ["postgresql://u:secret@h/db", "postgresql://u@h/db?password=secret", "postgresql+psycopg://u:s@h/db"]
)
def test_a_url_with_a_password_is_refused_without_repeating_it(url) -> None:
    with pytest.raises(BadInput) as caught:
        locate(url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://h/db", "sqlite://", "sqlite:///:memory:", "http://x", "sqlite:bad://"])
def test_other_places_are_refused(url) -> None:
    with pytest.raises(BadInput):
        locate(url)


def test_a_unit_that_is_not_committed_leaves_nothing(store, made) -> None:
    one = made.invoice()

    with store.writing() as unit:
        unit.invoices.put(one, ())

    with store.reading() as unit:
        assert unit.invoices.get(one.full_no) is None


def test_a_unit_that_fails_leaves_nothing(store, made) -> None:
    one = made.invoice()

    def fail() -> None:
        with store.writing() as unit:
            unit.invoices.put(one, ())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with store.reading() as unit:
        assert unit.invoices.get(one.full_no) is None


def test_a_reading_unit_sees_one_moment(store, made) -> None:
    with store.reading() as unit:
        assert unit.ledger.count() == 0
        made.entries(store, 1)

        assert unit.ledger.count() == 0


def test_a_second_writer_is_told_to_wait(url, store) -> None:
    other = open_store(url)
    other.close()
    from data.sql.engine import open_engine

    other._engine = open_engine(other._location, busy_seconds=0.05)

    with store.writing(), pytest.raises(StoreError, match="占用"), other.writing():
        pass
    other.close()


@pytest.mark.parametrize(
    "sql", ["UPDATE ledger SET actor = 'x'", "DELETE FROM ledger", "REPLACE INTO ledger SELECT * FROM ledger"]
)
def test_the_ledger_only_grows(store, made, sql) -> None:
    made.entries(store, 3)

    with pytest.raises((StoreError, IntegrityError)), store.writing() as unit:
        unit._connection.exec_driver_sql(sql)

    with store.reading() as unit:
        assert verify(unit.ledger.entries()).ok


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TRIGGER ledger_no_update",
        "DROP TRIGGER ledger_no_delete",
        "DROP TRIGGER ledger_no_delete; CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT 1; END",
    ],
)
def test_a_missing_or_changed_guard_is_found_at_the_next_open(url, store, sql) -> None:
    connection = dbapi2.connect(str(store._location.path), isolation_level=None)
    connection.executescript(sql)
    connection.close()

    with pytest.raises(StoreUnsafe, match="账本"):
        open_store(url)


def test_the_guards_of_a_new_store_are_whole(store) -> None:
    with store._engine.connect() as connection:
        check_guards(connection)


def test_a_folder_that_cannot_be_written_is_named(tmp_path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreFull, match="不能在"):
        create_store(str(tmp_path / "file" / "desk.db"))


FULL = """
import resource, sys
from data.sql.store import open_store
from fapiao.errors import StoreFull
from fapiao.ledger import Draft, seal
from datetime import datetime, UTC
store = open_store(sys.argv[1])
size = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
count = 0
try:
    while True:
        with store.writing() as unit:
            tail = unit.ledger.tail()
            draft = Draft("x", "a", "d", f"k{count}", {"filler": "x" * 2000})
            unit.ledger.append(seal(draft, tail, datetime.now(UTC), "k", b"s"))
            unit.commit()
        count += 1
except StoreFull as error:
    print(count, error.code)
"""


def test_a_full_disk_stops_writing_and_loses_nothing(url, store) -> None:
    size = store._location.path.stat().st_size + 1_000_000
    done = subprocess.run(
        [sys.executable, "-c", FULL, url, str(size)], capture_output=True, text=True, timeout=300, check=False
    )

    assert done.returncode == 0, done.stderr
    written, code = done.stdout.split()
    assert code == "store_full"
    with store.reading() as unit:
        assert unit.ledger.count() == int(written) > 0
        assert verify(unit.ledger.entries()).ok


def test_the_migration_gives_exactly_the_tables_of_the_models(store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from data.sql.tables import METADATA

    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, METADATA) == []


def test_the_models_give_exactly_the_schema_of_the_migration(store) -> None:
    from data.sql.tables import METADATA

    engine = create_engine("sqlite://", module=dbapi2)
    METADATA.create_all(engine)
    query = "SELECT name, type, tbl_name FROM sqlite_master WHERE type <> 'trigger' AND tbl_name <> 'alembic_version'"
    with engine.connect() as ours, store._engine.connect() as theirs:
        wanted, found = (sorted(map(tuple, c.exec_driver_sql(query))) for c in (ours, theirs))
    engine.dispose()

    assert found == wanted


def test_an_older_store_is_copied_before_it_is_changed(url, store, made, monkeypatch) -> None:
    made.entries(store, 2)
    monkeypatch.setattr("data.sql.store.SCHEMA", SCHEMA + 1)
    monkeypatch.setattr("data.sql.versions.SCHEMA", SCHEMA + 1)
    monkeypatch.setattr("data.sql.migrate.SCHEMA", SCHEMA + 1)

    newer = open_store(url)

    with newer.reading() as unit:
        assert unit.ledger.count() == 2
    newer.close()
    copy = store._location.path.with_name(f"desk.db.before-{SCHEMA + 1}")
    connection = dbapi2.connect(str(copy))
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert connection.execute("SELECT count(*) FROM ledger").fetchone() == (2,)
    connection.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_failed_migration_leaves_the_file_as_it_was(tmp_path, monkeypatch) -> None:
    def broken(_connection: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr("data.sql.migrate.make_guards", broken)
    with pytest.raises(RuntimeError):
        create_store(str(tmp_path / "x.db"))

    connection = dbapi2.connect(str(tmp_path / "x.db"))
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
