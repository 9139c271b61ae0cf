"""A desk whose plug can be pulled at any step: every call to a port counts, and the n-th kills the process.

``python -m plug FOLDER`` is a program of its own: single-threaded, so that it may fork. For each n it lets one child
work on a copy of the prepared store until it is killed, lets a second child recover, and prints what that one found as a
line of JSON. The product has no hook for this: the ports are wrapped from outside.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Self

from corefakes import TextReaders, TextRenderer
from data.keys import keys_of
from data.passwords import Argon2Passwords
from data.spreadsheet import XlsxSpreadsheets
from data.sql.store import open_store
from desk import copy_store
from facts import NUMBER
from fapiao.paper import Printer, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.reprint import AttemptState, Reason, Seen
from fapiao.services import Patience, Services
from fapiao.usecases.paper.order import Order
from fapiao.usecases.paper.recover import recover
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.paper.settle import answer
from fapiao.usecases.records.ledger import ledger_check
from printing.devices import filefolder
from printing.devices.open import PrinterDevices
from tui.processes import HostProcesses, SystemClock

_REPOSITORIES = {"invoices", "documents", "reprints", "batches", "leases", "printers", "people", "ledger", "settings"}
_FAR = 10_000


class Plug:
    """Counts steps and kills this process at the n-th, leaving a note of where that was."""

    def __init__(self, at: int, note: Path) -> None:
        self._at, self._note = at, note
        self.steps = 0

    def step(self, what: str) -> None:
        self.steps += 1
        if self.steps == self._at:
            self._note.write_text(what, encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    def call(self, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``function`` with a step before and one after it."""

        def counted(*args: Any, **kwargs: Any) -> Any:
            self.step(f"before {what}")
            result = function(*args, **kwargs)
            self.step(f"after {what}")
            return result

        return counted


class Port:
    """A port, each call of which is two steps."""

    def __init__(self, plug: Plug, inner: Any, name: str) -> None:
        self._plug, self._inner, self._name = plug, inner, name

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if name in _REPOSITORIES:
            return Port(self._plug, value, name)
        return self._plug.call(f"{self._name}.{name}", value) if callable(value) else value

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._inner.__exit__(*exc)


class PluggedStore(Port):
    """The store: its units are ports themselves."""

    @contextmanager
    def reading(self) -> Any:
        with self._inner.reading() as unit:
            yield Port(self._plug, unit, "reading")

    @contextmanager
    def writing(self) -> Any:
        with self._inner.writing() as unit:
            yield Port(self._plug, unit, "writing")


class PluggedDevices:
    """Devices: what they open are ports."""

    def __init__(self, plug: Plug) -> None:
        self._plug, self._inner = plug, PrinterDevices()

    def open(self, printer: Any) -> Any:
        self._plug.step("before devices.open")
        return Port(self._plug, self._inner.open(printer), "device")

    def check(self, url: str) -> None:
        self._inner.check(url)


def services_at(path: Path, plug: Plug | None = None) -> Services:
    """A desk on the store at ``path``, with real files as papers."""
    plain = Services(
        store=open_store(str(path)),
        readers=TextReaders(),
        renderer=TextRenderer(),
        devices=PrinterDevices(),
        spreadsheets=XlsxSpreadsheets(),
        passwords=Argon2Passwords(time_cost=1, memory_kib=64),
        keys=keys_of(str(path)),
        clock=SystemClock(),
        processes=HostProcesses(),
        desk="front-1",
        patience=Patience(busy_seconds=300, busy_step=0.005),
    )
    if plug is None:
        return plain
    for name in ("_write", "_sync_folder"):
        setattr(filefolder, name, plug.call(f"filefolder.{name}", getattr(filefolder, name)))
    return replace(
        plain,
        store=PluggedStore(plug, plain.store, "store"),
        readers=Port(plug, plain.readers, "readers"),
        renderer=Port(plug, plain.renderer, "renderer"),
        devices=PluggedDevices(plug),
    )


def session_of(services: Services) -> Session:
    """An operator who is a supervisor too."""
    operator = Operator("xiaoli", roles=frozenset({Role.OPERATOR, Role.SUPERVISOR}))
    return Session(operator, services.desk, services.now())


def work(services: Services) -> None:
    """Print it once more, look at it, say where it lies."""
    session = session_of(services)
    (result,) = reprint(services, session, Order(NUMBER, PrintSettings("files"), "again", Reason.LOST))
    answer(services, session, result.reprint.id, Seen.CLEAR, code=result.attempt.code, place="A 柜")


def found(services: Services, folder: Path) -> dict[str, Any]:
    """What recovering finds, what the store then holds, and whether the desk can go on."""
    first, second = recover(services), recover(services)
    with services.store.reading() as unit:
        papers = unit.reprints.of_invoice(NUMBER)
        entries = list(unit.ledger.entries())
    attempts = [
        {
            "uuid": attempt.uuid,
            "copy_no": paper.copy_no,
            "state": attempt.state.value,
            "sent": attempt.sent_at is not None,
            "entries": sorted(e.kind for e in entries if e.key.startswith(f"{attempt.uuid}:")),
        }
        for paper in papers
        for attempt in paper.attempts
    ]
    facts = {
        "recovered": asdict(first),
        "again": asdict(second),
        "copies": [paper.copy_no for paper in papers],
        "attempts": attempts,
        "files": [p.name for p in folder.iterdir() if not p.name.startswith(".")],
        "ledger": ledger_check(services).ok,
    }
    session = session_of(services)
    for paper in papers:
        if paper.last and paper.last.state is AttemptState.UNKNOWN:
            answer(services, session, paper.id, Seen.NOTHING)
    (result,) = reprint(services, session, Order(NUMBER, PrintSettings("files"), "next", Reason.OTHER))
    facts["next"] = {"outcome": result.outcome.value, "copy_no": result.reprint.copy_no}
    facts["drafts"] = [p.name for p in folder.iterdir() if p.name.startswith(".")]
    facts["ledger after"] = ledger_check(services).ok
    return facts


def point_at(path: Path, out: Path) -> None:
    """Let the printer write to the folder ``out``."""
    out.mkdir(parents=True)
    store = open_store(str(path))
    with store.writing() as unit:
        unit.printers.put(Printer("files", f"file://{out}", machine="files"))
        unit.set_policy("reprint.max_free", "none")
        unit.commit()
    store.close()


def first_paper(prepared: Path, folder: Path) -> Path:
    """Copy the prepared store and make its invoice's first paper; return the store, closed."""
    folder.mkdir(parents=True)
    path = copy_store(prepared, folder)

    def make() -> None:
        point_at(path, folder.parent / "first-out")
        services = services_at(path)
        reprint(services, session_of(services), Order(NUMBER, PrintSettings("files"), "first"))

    in_child(make)
    return path


def a_place(pointed: Path, out: Path, folder: Path) -> tuple[Path, Path]:
    """Copy the store and empty the folder that its printer writes to; return it, and where a note may be left."""
    folder.mkdir(parents=True)
    for paper in out.iterdir():
        paper.unlink()
    return copy_store(pointed, folder), folder / "note"


def in_child(task: Callable[[], None]) -> bool:
    """Run ``task`` in a forked child; return whether it came to its end, False if it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            task()
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if status:
        raise SystemExit(f"a child ended with status {status}")
    return True


def pull_everywhere(pointed: Path, out: Path, scratch: Path) -> None:
    """Pull the plug at each step of printing, until there is none left."""
    for at in range(1, _FAR):
        store, note = a_place(pointed, out, scratch / str(at))
        done = in_child(partial(_work, store, Plug(at, note)))
        report(at, "the end" if done else note.read_text(encoding="utf-8"), store, out)
        if done:
            return


def pull_while_recovering(pointed: Path, out: Path, scratch: Path, where: str) -> None:
    """Die at ``where`` while printing; then pull the plug at each step of recovering."""
    for at in range(1, _FAR):
        store, note = a_place(pointed, out, scratch / str(at))
        in_child(partial(_work, store, Falling(where, note)))
        done = in_child(partial(_recover, store, Plug(at, note)))
        report(at, "the end" if done else note.read_text(encoding="utf-8"), store, out)
        if done:
            return


class Falling(Plug):
    """Dies at a step of that name."""

    def __init__(self, where: str, note: Path) -> None:
        super().__init__(_FAR, note)
        self._where = where

    def step(self, what: str) -> None:
        if what == self._where:
            os.kill(os.getpid(), signal.SIGKILL)


def _work(store: Path, plug: Plug) -> None:
    work(services_at(store, plug))


def _recover(store: Path, plug: Plug) -> None:
    recover(services_at(store, plug))


def report(at: int, where: str, store: Path, out: Path) -> None:
    """Let a fresh process look, and print its line."""

    def look() -> None:
        print(json.dumps({"at": at, "where": where} | found(services_at(store), out)))  # noqa: T201 - this is its answer

    if not in_child(look):
        raise SystemExit("the one who looks was killed")


def main() -> None:
    """``python -m plug PREPARED SCRATCH [WHERE]``."""
    prepared, scratch, *where = sys.argv[1:]
    pointed, out = first_paper(Path(prepared), Path(scratch) / "first"), Path(scratch) / "out"
    in_child(lambda: point_at(pointed, out))
    if where:
        pull_while_recovering(pointed, out, Path(scratch), where[0])
    else:
        pull_everywhere(pointed, out, Path(scratch))


if __name__ == "__main__":
    main()
