"""Batches in the store: drafts, claims by token, lines found without scans; and how an older store becomes this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import inspect

from data.sql.migrate import upgrade
from data.sql.store import SqlStore, create_store, open_store
from data.sql.versions import SCHEMA
from fapiao.batch import Batch, BatchState, order_key
from fapiao.ledger import verify
from fapiao.paper import FaceChoice, Paper, PrintSettings, Scaling
from fapiao.reprint import AttemptState, Reason
from olderstore import write_as_before


def a_batch(made, **changes) -> Batch:
    plain = Batch(0, BatchState.DRAFT, "alice", "desk-1", made.now, PrintSettings("A4"), changed_at=made.now)
    return replace(plain, **changes)


def filled(store: SqlStore, made, count: int, **changes) -> int:
    """A batch of that many new invoices."""
    with store.writing() as unit:
        batch_id = unit.batches.add(a_batch(made, **changes)).id
        for serial in range(1, count + 1):
            unit.invoices.put(made.invoice(serial), ())
            unit.batches.add_line(batch_id, made.invoice(serial).full_no)
        unit.commit()
    return batch_id


def test_a_batch_comes_back_as_it_was_put(store, made):
    settings = PrintSettings(
        "小票", Paper.ROLL_80, FaceChoice.TYPESET, dx_mm=-1.5, dy_mm=2.0, colour=True, remark="急", stamp=True,
        scaling=Scaling.FIT, rotate=90,
    )  # fmt: skip
    batch = a_batch(made, settings=settings, reason=Reason.AUDIT, reason_note="年审", applicant="王", note="停")

    with store.writing() as unit:
        kept = unit.batches.add(batch)
        unit.commit()

    with store.reading() as unit:
        assert unit.batches.get(kept.id) == replace(batch, id=kept.id)
        assert unit.batches.get(kept.id + 1) is None


def test_only_the_newest_token_moves_a_batch(store, made):
    with store.writing() as unit:
        batch = unit.batches.add(a_batch(made))
        claimed = replace(batch, state=BatchState.RUNNING, holder="host:1:1", token=1)

        assert unit.batches.move(claimed, 0)
        assert not unit.batches.move(replace(claimed, token=2, holder="host:2:2"), 0)
        assert unit.batches.get(batch.id) == claimed


def test_the_same_invoice_is_in_a_batch_once(store, made):
    batch_id = filled(store, made, 2)

    with store.writing() as unit:
        assert unit.batches.add_line(batch_id, made.invoice(1).full_no) is None
        assert [line.seq for line in unit.batches.lines(batch_id)] == [1, 2]


def test_lines_keep_their_order_when_one_goes(store, made):
    batch_id = filled(store, made, 5)

    with store.writing() as unit:
        assert unit.batches.remove_line(batch_id, 2)
        assert not unit.batches.remove_line(batch_id, 9)
        shown = [(line.seq, line.full_no[-1]) for line in unit.batches.lines(batch_id)]

    assert shown == [(1, "1"), (2, "3"), (3, "4"), (4, "5")]


def test_only_a_draft_is_discarded(store, made):
    batch_id = filled(store, made, 1)
    with store.writing() as unit:
        unit.batches.discard(batch_id)
        unit.commit()

    with store.reading() as unit:
        assert (unit.batches.get(batch_id), unit.batches.lines(batch_id)) == (None, ())


def test_the_list_has_own_drafts_what_waits_and_what_finished_since(store, made):
    earlier = made.now - timedelta(days=1)
    with store.writing() as unit:
        for changes in (
            {}, {"operator": "bob"}, {"state": BatchState.STOPPED, "operator": "bob", "changed_at": earlier},
            {"state": BatchState.FINISHED}, {"state": BatchState.FINISHED, "changed_at": earlier},
            {"state": BatchState.RUNNING, "operator": "bob"},
        ):  # fmt: skip
            unit.batches.add(a_batch(made, **changes))
        unit.commit()

    with store.reading() as unit:
        assert [s.batch.id for s in unit.batches.listed("alice", made.now)] == [6, 4, 3, 1]
        assert unit.batches.draft_of("bob").id == 2
        assert unit.batches.draft_of("carol") is None


def test_a_line_finds_its_own_papers_and_no_neighbours(store, made):
    batch_id = filled(store, made, 12)
    with store.writing() as unit:
        for seq, number, key in ((1, 1, order_key(batch_id, 1, 1)), (11, 1, order_key(batch_id, 11, 1))):
            paper = unit.reprints.add(made.reprint(made.invoice(seq), number, key=f"{key}:0"))
            unit.reprints.add_attempt(paper.id, made.attempt(f"u{seq}", AttemptState.CONFIRMED))
        other = unit.reprints.add(made.reprint(made.invoice(2), key=f"{order_key(batch_id * 10 + 1, 2, 1)}:0"))
        unit.reprints.add_attempt(other.id, made.attempt("other"))

        lines = unit.batches.lines(batch_id)

    assert [line.seq for line in lines if line.papers] == [1, 11]
    assert lines[10].papers[0].last.uuid == "u11"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM batch_line JOIN invoice ON invoice.id = batch_line.invoice_id WHERE batch_id = 7 ORDER BY seq",
        "SELECT * FROM reprint JOIN invoice ON invoice.id = invoice_id WHERE key >= 'batch:7:' AND key < 'batch:7;'",
        "SELECT seq FROM batch_line WHERE batch_id = 7 AND invoice_id = 3",
    ],
)
def test_no_line_costs_a_scan(store, made, query):
    filled(store, made, 3)

    with store._engine.connect() as connection:
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]

    assert [step for step in plan if step.startswith("SCAN")] == []


def test_five_hundred_lines_are_read_in_as_many_steps_as_five(store, made):
    from sqlalchemy import event

    small, large = filled(store, made, 5), filled(store, made, 500)
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def steps(batch_id: int) -> int:
        asked.clear()
        with store.reading() as unit:
            unit.batches.lines(batch_id)
        return len(asked)

    assert steps(small) == steps(large)


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    """A store as the first schema made it."""
    old_store(monkeypatch)
    store = create_store(str(tmp_path / "older.db"))
    yield store
    store.close()
    monkeypatch.undo()


def old_store(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("data.sql.store", "data.sql.versions", "data.sql.migrate"):
        monkeypatch.setattr(f"{module}.SCHEMA", 1)
    monkeypatch.setattr("data.sql.migrate.upgrade", lambda connection: upgrade(connection, "0001"))
    write_as_before(monkeypatch)


def keep_something(store: SqlStore, made) -> None:
    """An invoice with a paper, as the first schema held it, and a ledger."""
    made.put(store, made.invoice())
    with store.writing() as unit:
        unit._connection.exec_driver_sql(
            "INSERT INTO reprint SELECT 1, id, 1, '1-000001', 'alice', 'desk-1', ?, 'a4-upper', 'lost', '', '', '', '',"
            " '柜3', 'k', 0, '' FROM invoice",
            (made.now.isoformat(),),
        )
        unit._connection.exec_driver_sql(
            "INSERT INTO attempt SELECT 1, 1, 'u1', '7K3P', 'confirmed', '前台', 'file:/out', ?, 'host:1:1', 4, NULL, '',"
            " 1, '', '', NULL, NULL",
            (made.now.isoformat(),),
        )
        unit.commit()
    made.entries(store, 3)


def is_as_before(store: SqlStore, made) -> bool:
    with store.reading() as unit:
        (paper,) = unit.reprints.of_invoice(made.invoice().full_no)
        whole = verify(unit.ledger.entries())
        same = (paper.serial, paper.reason, paper.place, paper.is_test) == ("1-000001", Reason.LOST, "柜3", False)
        return same and paper.last.uuid == "u1" and whole.ok and whole.entries == 3 and unit.batches.lines(1) == ()


def test_an_older_store_keeps_everything_and_gets_batches(older, made, monkeypatch):
    assert not inspect(older._engine).has_table("batch")
    keep_something(older, made)
    older.close()
    monkeypatch.undo()

    newer = open_store(str(older._location.path))

    assert is_as_before(newer, made)
    assert filled(newer, made, 3) == 1
    assert newer.facts().schema == SCHEMA
    newer.close()
    copy = dbapi2.connect(str(older._location.path) + ".before-2")
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'batch'").fetchone() == (0,)
    copy.close()


def test_an_upgraded_store_has_the_schema_of_a_new_one(older, url, monkeypatch):
    monkeypatch.undo()
    open_store(str(older._location.path)).close()
    new = create_store(url)
    new.close()
    query = "SELECT name, type, tbl_name, sql FROM sqlite_master ORDER BY name"

    schemas = []
    for one in (older, new):
        connection = dbapi2.connect(str(one._location.path))
        schemas.append(connection.execute(query).fetchall())
        connection.close()

    assert schemas[0] == schemas[1]
