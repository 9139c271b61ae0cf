"""As ``plug``, with a test page: the plug is pulled at each step of one, and a fresh process says what it found.

``python -m pageplug PREPARED SCRATCH`` prints a line of JSON for each step.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from desk import copy_store
from facts import NUMBER
from fapiao.paper import Paper, PrintSettings
from fapiao.reprint import AttemptState
from fapiao.services import Services
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.printers.ruler_page import print_test_page
from fapiao.usecases.records.ledger import ledger_check
from plug import Plug, a_place, in_child, point_at, services_at, session_of

_FAR = 10_000


def work(store: Path, plug: Plug) -> None:
    """Print a test page."""
    services = services_at(store, plug)
    print_test_page(services, session_of(services), "files", Paper.A4_UPPER)


def found(services: Services, out: Path) -> dict[str, Any]:
    """What recovering finds, what the store then holds, and whether the desk can print a paper."""
    first, second = recover(services), recover(services)
    with services.store.reading() as unit:
        pages = [(row, last) for row, last in unit.reprints.in_states(list(AttemptState)) if row.is_test]
        entries = list(unit.ledger.entries())
    attempts = [
        {
            "uuid": last.uuid,
            "state": last.state.value,
            "sent": last.sent_at is not None,
            "entries": sorted(e.kind for e in entries if e.key.startswith(f"{last.uuid}:")),
        }
        for _, last in pages
    ]
    files = [path.name for path in out.iterdir() if not path.name.startswith(".")]
    order = Order(NUMBER, PrintSettings("files"), "next")
    (paper,) = reprint(services, session_of(services), order)
    return {
        "recovered": asdict(first),
        "again": asdict(second),
        "attempts": attempts,
        "files": files,
        "next": {"outcome": paper.outcome.value, "copy_no": paper.reprint.copy_no, "serial": paper.reprint.serial},
        "ledger": ledger_check(services).ok,
    }


def main() -> None:
    """``python -m pageplug PREPARED SCRATCH``."""
    prepared, scratch = map(Path, sys.argv[1:])
    pointed, out = scratch / "pointed", scratch / "out"
    pointed.mkdir(parents=True)
    store = copy_store(prepared, pointed)
    in_child(partial(point_at, store, out))
    for at in range(1, _FAR):
        store, note = a_place(pointed / prepared.name, out, scratch / str(at))
        done = in_child(partial(work, store, Plug(at, note)))
        where = "the end" if done else note.read_text(encoding="utf-8")
        if not in_child(partial(_report, at, where, store, out)):
            raise SystemExit("the one who looks was killed")
        if done:
            return


def _report(at: int, where: str, store: Path, out: Path) -> None:
    print(json.dumps({"at": at, "where": where} | found(services_at(store), out)))  # noqa: T201 - this is its answer


if __name__ == "__main__":
    main()
