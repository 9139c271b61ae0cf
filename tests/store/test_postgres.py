"""The same store on PostgreSQL: runs wherever its programs are installed, on a server of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from data.sql.migrate import upgrade
from data.sql.store import SqlStore, create_store, open_store
from fapiao.batch import Batch, BatchState, order_key
from fapiao.errors import BadInput, Refused, StoreError, StoreMissing, StoreNewer, StoreUnsafe
from fapiao.invoice import Invoice, Kind, Party
from fapiao.ledger import verify
from fapiao.paper import PrintSettings
from fapiao.reprint import AttemptState, PrintState, Seen
from fapiao.said import say
from fapiao.stored import Query, RecordFilter
from olderstore import write_as_before


def programs() -> Path | None:
    """The newest server's folder, else None."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in found if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


BIN = programs()
pytestmark = pytest.mark.skipif(BIN is None, reason="no PostgreSQL server is installed")


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """The socket folder of a server that runs for these tests."""
    assert BIN is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True, timeout=300)

    run(str(BIN / "initdb"), "-D", str(data), "-U", "desk", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(str(BIN / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield folder
    finally:
        run(str(BIN / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def pg_url(server: Path, request: pytest.FixtureRequest) -> str:
    import psycopg

    name = f"t{abs(hash(request.node.name))}"
    with psycopg.connect(host=str(server), user="desk", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://desk@/{name}?host={server}"


@pytest.fixture
def pg(pg_url: str) -> Iterator[SqlStore]:
    new = create_store(pg_url)
    yield new
    new.close()


def test_a_store_is_made_and_opened_again(pg_url, pg) -> None:
    again = open_store(pg_url)

    facts = again.facts()
    again.close()

    assert facts.engine.startswith("PostgreSQL")
    with pytest.raises(BadInput, match="已经有数据"):
        create_store(pg_url)


def test_a_sentence_is_kept_as_its_chinese_text(pg) -> None:
    with pg.writing() as unit:
        unit.settings.put(say("桌 {n}", n=1), "note", say("没有账户 {name}", name="lilei"))
        unit.commit()

    with pg.reading() as unit:
        assert unit.settings.get("桌 1", "note") == "没有账户 lilei"


def test_an_empty_database_is_a_missing_store(pg_url) -> None:
    with pytest.raises(StoreMissing):
        open_store(pg_url)


def test_a_newer_store_is_refused(pg_url, pg) -> None:
    with pg._engine.begin() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        connection.execute(text("UPDATE store_fact SET value = '9' WHERE key = 'schema'"))

    with pytest.raises(StoreNewer):
        open_store(pg_url)


@pytest.mark.parametrize("sql", ["UPDATE ledger SET actor = 'x'", "DELETE FROM ledger", "TRUNCATE ledger"])
def test_the_ledger_only_grows(pg, made, sql) -> None:
    made.entries(pg, 3)

    with pytest.raises(StoreError, match="追加"), pg.writing() as unit:
        unit._connection.exec_driver_sql(sql)

    with pg.reading() as unit:
        assert verify(unit.ledger.entries()).entries == 3


@pytest.mark.parametrize("sql", ["DROP TRIGGER ledger_no_delete ON ledger", "ALTER TABLE ledger DISABLE TRIGGER ALL"])
def test_a_missing_guard_is_found(pg_url, pg, sql) -> None:
    with pg.writing() as unit:
        unit._connection.exec_driver_sql(sql)
        unit.commit()

    with pytest.raises(StoreUnsafe):
        open_store(pg_url)


def test_papers_are_kept_as_on_sqlite(pg, made) -> None:
    one = made.invoice()
    made.put(pg, one)
    with pg.writing() as unit:
        paper = unit.reprints.add(made.reprint(one))
        with pytest.raises(Refused):
            unit.reprints.add(made.reprint(one))
        tried = unit.reprints.add_attempt(paper.id, made.attempt())
        assert unit.reprints.move_attempt(replace(tried, state=AttemptState.SENDING), AttemptState.AUTHORISED)
        unit.settings.put("a", "b", "c")
        unit.commit()

    with pg.reading() as unit:
        (found,) = unit.reprints.of_invoice(one.full_no)
        assert found.at == made.now
        assert unit.invoices.search(Query(), limit=2)[0].print_state is PrintState.IN_FLIGHT
        assert unit.invoices.get(one.full_no).invoice == one


def test_a_reading_unit_cannot_write(pg) -> None:
    with pytest.raises(StoreError), pg.reading() as unit:
        unit.settings.put("a", "b", "c")


def test_both_engines_give_the_same_rows_in_the_same_order(pg, store) -> None:
    names = ["武汉华天科技有限公司", "北京Ａ软件商行", "长沙星云（集团）", "𬭎䶮商行", "zeta Soft", "个人", ""]
    invented = [
        Invoice(
            number=f"2642{serial * 7919 % 10_000:016d}",
            kind=Kind.DIGITAL_ORDINARY,
            issued_on=date(2026, 1, 1 + serial % 9),
            gross=None,
            buyer=Party(names[serial % 7]),
            seller=Party(names[serial * 3 % 7], str(serial % 4)),
        )
        for serial in range(200)
    ]
    queries = [Query(), *(Query(names=(n,)) for n in ("商行", "soft", "whht", "公司", "z", "龙", "𬭎"))]
    queries += [Query(prefix="264200"), Query(suffix="1"), Query(suffix="919"), Query(tax_id="2")]
    found = []
    for one in (pg, store):
        with one.writing() as unit:
            for invoice in invented:
                unit.invoices.put(invoice, ())
            pages = [unit.invoices.search(q, limit=25) for q in queries]
            after = [
                unit.invoices.search(q, limit=25, after=p[-1].cursor) if p else []
                for q, p in zip(queries, pages, strict=True)
            ]
            counts = [unit.invoices.count(q, cap=50) for q in queries]
            found.append((pages, after, counts))

    assert found[0] == found[1]


def test_an_older_store_keeps_everything_and_gets_batches(pg_url, made, monkeypatch) -> None:
    for module in ("data.sql.store", "data.sql.versions", "data.sql.migrate"):
        monkeypatch.setattr(f"{module}.SCHEMA", 1)
    monkeypatch.setattr("data.sql.migrate.upgrade", lambda connection: upgrade(connection, "0001"))
    write_as_before(monkeypatch)
    older = create_store(pg_url)
    made.put(older, made.invoice())
    made.entries(older, 3)
    older.close()
    monkeypatch.undo()

    newer = open_store(pg_url)

    with newer.writing() as unit:
        batch = unit.batches.add(
            Batch(0, BatchState.DRAFT, "alice", "desk-1", made.now, PrintSettings("A4"), changed_at=made.now)
        )
        assert unit.batches.add_line(batch.id, made.invoice().full_no) == 1
        assert verify(unit.ledger.entries()).entries == 3
    assert the_tables_of_the_models(newer)
    newer.close()


def test_a_line_of_a_batch_finds_its_own_papers(pg, made) -> None:
    for serial in range(1, 13):
        made.put(pg, made.invoice(serial))
    with pg.writing() as unit:
        batch = unit.batches.add(
            Batch(0, BatchState.DRAFT, "alice", "desk-1", made.now, PrintSettings("A4"), changed_at=made.now)
        )
        for serial in range(1, 13):
            unit.batches.add_line(batch.id, made.invoice(serial).full_no)
        for seq in (1, 11):
            key = f"{order_key(batch.id, seq, 1)}:0"
            paper = unit.reprints.add(made.reprint(made.invoice(seq), key=key))
            unit.reprints.add_attempt(paper.id, made.attempt(f"u{seq}", AttemptState.CONFIRMED))
        assert unit.batches.remove_line(batch.id, 12)

        lines = unit.batches.lines(batch.id)

    assert [line.seq for line in lines] == list(range(1, 12))
    assert [line.seq for line in lines if line.papers] == [1, 11]


def test_the_migration_gives_the_tables_of_the_models(pg) -> None:
    assert the_tables_of_the_models(pg)


def the_tables_of_the_models(store: SqlStore) -> bool:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from data.sql.tables import METADATA

    with store._engine.connect() as connection:
        return not compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)


def test_both_engines_count_the_same_papers(pg, store, made) -> None:
    counted = []
    for one in (pg, store):
        invoice = made.invoice()
        made.put(one, invoice)
        with one.writing() as unit:
            for copy_no, (state, seen) in enumerate(((s, e) for s in AttemptState for e in (None, *Seen)), 1):
                paper = unit.reprints.add(made.reprint(invoice, copy_no))
                unit.reprints.add_attempt(paper.id, made.attempt(f"u{copy_no}", state, seen=seen))
            unit.commit()
        with one.reading() as unit:
            tallies = unit.reprints.tallies(RecordFilter(place=""))
            first, after = unit.reprints.waiting("", "", 1, places=True)
            rest, _ = unit.reprints.waiting("alice", after, 10, places=True)
            counted.append(
                (
                    sorted((t.outcome, t.is_burnt, t.papers, t.total) for t in tallies),
                    [paper.copy_no for paper in [*first, *rest]],
                    unit.reprints.count_waiting("", 10, places=True),
                )
            )

    assert counted[0] == counted[1]


def test_papers_of_an_older_store_stay_papers_and_test_pages_come_beside_them(pg_url, made, monkeypatch) -> None:
    for module in ("data.sql.store", "data.sql.versions", "data.sql.migrate"):
        monkeypatch.setattr(f"{module}.SCHEMA", 4)
    monkeypatch.setattr("data.sql.migrate.upgrade", lambda connection: upgrade(connection, "0004"))
    write_as_before(monkeypatch)
    older = create_store(pg_url)
    made.put(older, made.invoice())
    with older.writing() as unit:
        unit._connection.execute(
            text(
                "INSERT INTO reprint SELECT 1, id, 1, '1-000001', 'alice', 'desk-1', now(), 'a4-upper', 'lost', '', '',"
                " '', '', '柜3', 'k', false, '' FROM invoice"
            )
        )
        unit.commit()
    older.close()
    monkeypatch.undo()

    newer = open_store(pg_url)

    with newer.writing() as unit:
        page = unit.reprints.add(made.test_page())
        unit.reprints.add_attempt(page.id, made.attempt("u1", AttemptState.UNKNOWN))
        (paper,) = unit.reprints.of_invoice(made.invoice().full_no)
        assert (paper.serial, paper.is_test, page.serial) == ("1-000001", False, "1-T00001")
        assert [row.label for row, _ in unit.reprints.in_states([AttemptState.UNKNOWN])] == ["测试页 前台"]
    assert the_tables_of_the_models(newer)
    newer.close()
