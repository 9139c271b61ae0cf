"""A desk whose plug is pulled at each step of a batch, and another desk that goes on with it.

``python -m batchplug PREPARED SCRATCH LINES``: for each n one child runs a batch until the n-th step kills it, a second
one, as a desk that starts, goes on, and prints what it found and left as a line of JSON.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from data.sql.store import open_store
from desk import copy_store
from facts import an_invoice
from fapiao.batch import LineState
from fapiao.paper import Printer, PrintSettings
from fapiao.reprint import AttemptState, Seen
from fapiao.services import Services
from fapiao.usecases.batch.draft import make_batch, open_lines
from fapiao.usecases.batch.listing import list_batches
from fapiao.usecases.batch.manifest import check_manifest, manifest
from fapiao.usecases.batch.run import run_batch
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.settle import answer
from fapiao.usecases.records.ledger import ledger_check
from plug import Plug, a_place, in_child, services_at, session_of

_FAR = 10_000
_BATCH = 1


def prepared_batch(prepared: Path, folder: Path, out: Path, lines: int) -> Path:
    """A store with a draft of so many lines, closed, whose printer writes to ``out``."""
    folder.mkdir(parents=True)
    out.mkdir()
    path = copy_store(prepared, folder)

    def make() -> None:
        store = open_store(str(path))
        with store.writing() as unit:
            unit.printers.put(Printer("files", f"file://{out}", machine="files"))
            for number in _numbers(lines):
                unit.invoices.put(an_invoice(number), ())
            unit.commit()
        store.close()
        services = services_at(path)
        make_batch(services, session_of(services), _numbers(lines), PrintSettings("files"))

    in_child(make)
    return path


def _numbers(lines: int) -> list[str]:
    return [f"264220000000992{serial:05d}" for serial in range(1, lines + 1)]


def work(store: Path, plug: Plug) -> None:
    """Run the batch."""
    services = services_at(store, plug)
    run_batch(services, session_of(services), _BATCH)


def go_on(services: Services, out: Path) -> dict[str, Any]:
    """Start as a desk does, look for what nobody knows, go on with the batch; return what was found and what is left."""
    recover(services)
    session = session_of(services)
    before = open_lines(services, session, _BATCH)[1]
    good = {line.seq for line in before if line.state is LineState.GOOD}
    for line in before:
        if line.state is LineState.UNKNOWN and line.newest and line.newest.last:
            lies = any(line.newest.last.uuid in path.name for path in out.iterdir())
            seen = Seen.CLEAR if lies else Seen.NOTHING
            answer(services, session, line.newest.id, seen, code=line.newest.last.code)
    listed = {row.batch.id: row.batch.state.value for row in list_batches(services, session)}
    whole = all(line.state is LineState.GOOD for line in open_lines(services, session, _BATCH)[1])
    if not whole:
        run_batch(services, session, _BATCH)
    batch, lines = open_lines(services, session, _BATCH)
    _, rows = manifest(services, session, _BATCH)
    return {
        "listed": listed.get(_BATCH, ""),
        "state": batch.state.value,
        "good before": sorted(good),
        "lines": [
            {
                "seq": line.seq,
                "state": line.state.value,
                "papers": [[paper.copy_no, [a.state.value for a in paper.attempts]] for paper in line.papers],
                "good": [
                    a.uuid for p in line.papers for a in p.attempts
                    if a.state is AttemptState.CONFIRMED and a.seen is not Seen.NOTHING
                ],
                "made again": line.seq in good and len(line.papers) > 1,
            }
            for line in lines
        ],
        "files": sorted(path.name for path in out.iterdir() if not path.name.startswith(".")),
        "manifest": check_manifest(services, rows),
        "ledger": ledger_check(services).ok,
    }  # fmt: skip


def report(at: int, where: str, store: Path, out: Path) -> None:
    """Let a fresh process go on, and print its line."""

    def look() -> None:
        print(json.dumps({"at": at, "where": where} | go_on(services_at(store), out)))  # noqa: T201 - its answer

    if not in_child(look):
        raise SystemExit("the one who goes on was killed")


def main() -> None:
    """Pull the plug at each step, until there is none left."""
    prepared, scratch, lines = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    out = scratch / "out"
    drafted = prepared_batch(prepared, scratch / "drafted", out, lines)
    for at in range(1, _FAR):
        store, note = a_place(drafted, out, scratch / str(at))
        done = in_child(partial(work, store, Plug(at, note)))
        report(at, "the end" if done else note.read_text(encoding="utf-8"), store, out)
        if done:
            return


if __name__ == "__main__":
    main()
