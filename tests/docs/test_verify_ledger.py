"""The stand-alone script finds what the program finds, with nothing but the standard library."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sql.store import create_store
from fapiao.ledger import Draft, Entry, seal, verify

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_ledger.py"
SECRET = bytes(range(32))
KEY_ID = "k-00000001"
BEGUN = datetime(2026, 11, 24, 3, 5, 9, tzinfo=UTC)
COUNT = 6


def chain(count=COUNT, secret=SECRET):
    entries: list[Entry] = []
    for n in range(count):
        draft = Draft("reprint.intent", "张敏", "desk-1", f"key-{n}", {"copy_no": n, "invoice": f"𬭎{n}"})
        entries.append(seal(draft, entries[-1] if entries else None, BEGUN + timedelta(seconds=n), KEY_ID, secret))
    return entries


def run(*arguments):
    """Run the script without site-packages, away from the sources; return its exit code and first line."""
    command = [sys.executable, "-I", "-S", SCRIPT, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    return done.returncode, (done.stdout or done.stderr).partition("\n")[0]


@pytest.fixture
def lines(tmp_path):
    def write(entries):
        path = tmp_path / "entries.jsonl"
        path.write_text("".join(json.dumps(asdict(e), ensure_ascii=False) + "\n" for e in entries), encoding="utf-8")
        return path

    return write


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "desk.db.key"
    path.write_text(f"k-older {'00' * 32}\n{KEY_ID} {SECRET.hex()}\n")
    return path


@pytest.fixture
def store_file(tmp_path):
    path = tmp_path / "desk.db"
    store = create_store(str(path))
    with store.writing() as unit:
        for entry in chain():
            unit.ledger.append(entry)
        unit.commit()
    store.close()
    return path


def head(entries):
    return entries[-1].hash


def test_whole_lines_hold(lines, key_file):
    entries = chain()

    code, said = run(lines(entries), "--key", key_file)

    shown = f"head {head(entries)[:8].upper()} ({head(entries)})"
    assert (code, said) == (0, f"ok: {COUNT} entries, all made with the key, {shown}")


def test_a_store_holds(store_file, key_file):
    assert run(store_file, "--key", key_file)[0] == 0


def test_reading_a_store_writes_nothing_beside_it(store_file):
    before = sorted(p.name for p in store_file.parent.iterdir())

    run(store_file)

    assert sorted(p.name for p in store_file.parent.iterdir()) == before


def test_entries_still_in_the_log_are_read(store_file):
    from data.sql.store import open_store

    store = open_store(str(store_file))
    further = chain(COUNT + 1)[-1]
    with store.writing() as unit:
        unit.ledger.append(further)
        unit.commit()

    said = run(store_file)[1]

    store.close()
    assert said.startswith(f"ok: {COUNT + 1} entries")


CHANGES = {
    "seq": 40, "at": "2026-11-24T00:00:00.000000+00:00", "kind": "reprint.seen", "actor": "李雷", "approver": "李雷",
    "desk": "desk-2", "key_id": "k-00000002", "key": "another", "body": {"copy_no": 9}, "prev": "1" * 64,
    "hash": "2" * 64,
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_is_found_without_the_key(lines, field):
    entries = chain()
    entries[3] = replace(entries[3], **{field: CHANGES[field]})

    code, said = run(lines(entries))

    assert (code, said.startswith("broken: entry 4: ")) == (1, True)


def test_a_chain_made_with_another_key_is_found_with_the_key(lines, key_file):
    code, said = run(lines(chain(secret=bytes(32))), "--key", key_file)

    assert (code, said) == (1, "broken: entry 1: its mac was not made with that key")


def test_an_unknown_key_is_named(lines, tmp_path):
    other = tmp_path / "other.key"
    other.write_text(f"k-other {SECRET.hex()}\n")

    code, said = run(lines(chain()), "--key", other)

    assert (code, said) == (1, f"broken: entry 1: the key {KEY_ID} is not in the key file")


def test_a_lost_tail_is_found_by_a_checkpoint_only(lines):
    entries = chain()
    short = lines(entries[:-2])
    kept = f"{COUNT}:{head(entries)[:8].upper()}"

    assert (run(short)[0], run(short, "--checkpoint", kept)) == (
        0,
        (1, "broken: entry 5: missing; the checkpoint of entry 6 was kept, the chain ends before"),
    )


def test_a_rewritten_chain_is_found_by_a_checkpoint(lines):
    kept = f"2:{chain()[1].hash}"
    rewritten = [seal(Draft("x", "x", "x", str(n)), None, BEGUN, KEY_ID, SECRET) for n in range(1)]
    rewritten.append(seal(Draft("y", "y", "y", "y"), rewritten[0], BEGUN, KEY_ID, SECRET))

    assert run(lines(rewritten), "--checkpoint", kept) == (1, "broken: entry 2: it is not the entry of the checkpoint")


def test_a_body_with_two_values_for_one_name_is_found(store_file):
    import sqlite3

    with sqlite3.connect(store_file) as connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute("""UPDATE ledger SET body = '{"copy_no":7,' || substr(body, 2) WHERE seq = 3""")
    connection.close()

    assert run(store_file) == (1, "broken: entry 3: its body is not in canonical form")


@pytest.mark.parametrize("text", ["no ledger", "[]", "{}", '{"seq": 1}', "[" * 100_000])
def test_what_is_no_entry_is_named_by_its_line(tmp_path, text):
    path = tmp_path / "other.jsonl"
    path.write_text(text)

    code, said = run(path)

    assert (code, said.startswith("broken: line 1")) == (1, True)


@pytest.mark.parametrize(
    "arguments", [["missing.db"], ["."], [SCRIPT, "--key", SCRIPT], [SCRIPT, "--checkpoint", "1:zz"]]
)
def test_what_cannot_be_read_is_one_line(arguments):
    code, said = run(*arguments)

    assert (code, said.startswith("verify_ledger: ")) == (2, True)


@given(st.integers(0, COUNT - 1), st.sampled_from([name for name in CHANGES if name != "hash"]), st.data())
def test_script_and_program_agree_on_the_first_bad_entry(at, field, data):
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("verify_ledger", SCRIPT)
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    entries = chain()
    value = data.draw(st.integers(1, 9) if field == "seq" else st.just({}) if field == "body" else st.text(max_size=3))
    entries[at] = replace(entries[at], **{field: value})
    theirs = verify(entries, {KEY_ID: SECRET}.get)

    try:
        ours = script.check(iter([asdict(e) for e in entries]), {KEY_ID: SECRET}, {})
    except script.Broken as problem:
        ours = str(problem).partition(":")[0]

    assert ours == (f"entry {theirs.first_bad}" if not theirs.ok else (COUNT, head(entries)))
