"""A desk to test with: the real store, renderer and folder printers; cheap passwords; a clock that stands still."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.keys import keys_of
from data.passwords import Argon2Passwords
from data.sql.store import create_store, open_store
from fapiao.invoice import Invoice
from fapiao.paper import Paper, Printer
from fapiao.people import Operator, Role, Session
from fapiao.services import Services
from fapiao.usecases.people.add import add_person
from fapiao.usecases.people.initialise import initialise
from fapiao.usecases.printers.register import add_printer
from keptlog import KeptLog
from tui.bootstrap import build
from tui.practice_invoices import invented

DESK = "一号台"
PASSWORD = "lianxi-mima"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@dataclass
class StillClock:
    """Stands still until told to move."""

    at: datetime = field(default=NOON)

    def now(self) -> datetime:
        """Return the time."""
        return self.at

    def move(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


def cheap_passwords() -> Argon2Passwords:
    """argon2id with the smallest parameters."""
    return Argon2Passwords(time_cost=1, memory_kib=8)


def make_desk(folder: Path, *, training: bool = False, invoices: Iterable[Invoice] | None = None) -> Services:
    """Make a store with three accounts, three printers and invoices (by default the practice desk's last forty)."""
    url = str(folder / "desk.db")
    store = create_store(url, training=training)
    keys = keys_of(url, str(folder))
    keys.create()
    services = build(store, keys, DESK, passwords=cheap_passwords(), clock=StillClock(), log=KeptLog())
    initialise(services, "admin", PASSWORD)
    host = Session(Operator("host", "", frozenset({Role.ADMIN})), DESK, services.now(), via_host=True)
    add_person(services, host, "zhangmin", frozenset({Role.OPERATOR}), PASSWORD, shown="张敏")
    add_person(services, host, "lilei", frozenset({Role.SUPERVISOR}), PASSWORD, shown="李雷")
    for name, paper in (("A4-前台", Paper.A4_UPPER), ("卷票-前台", Paper.ROLL_80)):
        place = folder / name
        place.mkdir()
        add_printer(services, host, Printer(name, f"file://{place}", paper))
    with services.store.writing() as unit:
        for invoice in forty() if invoices is None else invoices:
            unit.invoices.put(invoice, ())
        unit.commit()
    return services


def copy_desk(made: Path, folder: Path) -> Services:
    """Open a copy of the store that :func:`make_desk` made in ``made``, closed since; its printers are still there."""
    for part in made.glob("desk.db*"):
        shutil.copy2(part, folder / part.name)
    url = str(folder / "desk.db")
    return build(open_store(url), keys_of(url, str(folder)), DESK, passwords=cheap_passwords(), clock=StillClock())


@functools.cache
def _forty() -> tuple[Invoice, ...]:
    whole = [e.invoice for e in invented(NOON.date()) if e.status.value == "normal" and not e.reimbursed]
    return tuple(whole[-40:])


def forty() -> list[Invoice]:
    """The practice desk's newest invoices that are in order."""
    return list(_forty())


def digital(services: Services, nth: int = 0) -> Invoice:
    """The nth-newest 数电票 of the desk that nobody has printed."""
    from fapiao.stored import Query

    with services.store.reading() as unit:
        rows = unit.invoices.search(
            Query(print_state="unprinted", kinds=("digital_special", "digital_ordinary")), limit=30
        )
        stored = unit.invoices.get(rows[nth].full_no)
    assert stored is not None
    return stored.invoice


def papers(folder: Path, printer: str = "A4-前台") -> list[Path]:
    """What a folder printer has printed."""
    return sorted(p for p in (folder / printer).iterdir() if not p.name.startswith("."))
