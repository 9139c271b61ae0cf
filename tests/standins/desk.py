"""A desk without a terminal: services with fakes around a real store, and short words for what tests do with it."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corefakes import FakeDevices, FakePrinter, FillingStore, Roster, StillClock, TextReaders, TextRenderer
from data.keys import keys_of
from data.passwords import Argon2Passwords
from data.spreadsheet import XlsxSpreadsheets
from data.sql.store import create_store, open_store
from facts import NUMBER, an_invoice
from fapiao.device import Delivery
from fapiao.errors import PrinterNotReady
from fapiao.invoice import Invoice, Status
from fapiao.paper import Paper, Printer, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.policy import check_value
from fapiao.reprint import AttemptState, Evidence, Reason, Reprint
from fapiao.services import Patience, Services
from fapiao.usecases.paper.order import Order, PaperResult
from fapiao.usecases.paper.reprint import reprint
from fapiao.usecases.records.ledger import ledger_check
from keptlog import KeptLog

DESK = "front-1"


PEOPLE: dict[str, frozenset[Role]] = {
    "xiaoli": frozenset({Role.OPERATOR}),
    "xiaowang": frozenset({Role.OPERATOR}),
    "zhuguan": frozenset({Role.SUPERVISOR}),
    "shenji": frozenset({Role.AUDITOR}),
    "admin": frozenset({Role.ADMIN}),
}


QUICK = Patience(lease_seconds=120, busy_seconds=0.05, busy_step=0.01)


def prepare(folder: Path) -> Path:
    """Make a store with people, three printers and one invoice, to be copied by each test."""
    path = folder / "desk.db"
    store = create_store(str(path))
    keys_of(str(path)).create()
    with store.writing() as unit:
        for name, roles in PEOPLE.items():
            unit.people.put(name, shown=name, roles=roles, granted=frozenset(), encoded="", must_change=False)
        for name, machine, paper in (
            ("A4", "m1", Paper.A4_UPPER), ("A4-2", "m2", Paper.A4_UPPER), ("小票", "roll", Paper.ROLL_80),
        ):  # fmt: skip
            unit.printers.put(Printer(name, f"fake://{machine}", paper, machine=machine))
        unit.invoices.put(an_invoice(), ())
        unit.invoices.set_status(NUMBER, Status.NORMAL)
        unit.commit()
    store.close()
    return path


def copy_store(prepared: Path, folder: Path) -> Path:
    """Copy a closed store and its key."""
    for part in prepared.parent.iterdir():
        shutil.copy2(part, folder / part.name)
    return folder / prepared.name


@dataclass
class Desk:
    """Everything a use case is given, and short words for what tests do with it."""

    services: Services
    store: FillingStore
    clock: StillClock
    roster: Roster
    devices: FakeDevices
    log: KeptLog

    @classmethod
    def at(cls, path: Path, *, me: str = "host:1:1", desk: str = DESK) -> Desk:
        """Open the store at ``path`` as the process ``me`` of ``desk``."""
        store, clock, roster, devices = FillingStore(open_store(str(path))), StillClock(), Roster(me), FakeDevices()
        log = KeptLog()
        services = Services(
            store=store,
            readers=TextReaders(),
            renderer=TextRenderer(),
            devices=devices,
            spreadsheets=XlsxSpreadsheets(),
            passwords=Argon2Passwords(time_cost=1, memory_kib=64),
            keys=keys_of(str(path)),
            clock=clock,
            processes=roster,
            desk=desk,
            patience=QUICK,
            log=log,
        )
        return cls(services, store, clock, roster, devices, log)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @property
    def printer(self) -> FakePrinter:
        """The printer called A4."""
        return self.devices.printers["m1"]

    def session(self, name: str = "xiaoli", **changes: Any) -> Session:
        """Somebody signed in."""
        operator = replace(Operator(name, name, PEOPLE[name]), **changes)
        return Session(operator, self.services.desk, self.clock.now(), secrets.token_hex(8))

    def order(self, reason: Reason | None = None, *, key: str = "", **settings: Any) -> Order:
        """A wish for the one invoice on A4."""
        facts: dict[str, Any] = {"printer": "A4"} | settings
        return Order(NUMBER, PrintSettings(**facts), key or secrets.token_hex(8), reason)

    def print(self, order: Order | None = None, *, who: str = "xiaoli") -> PaperResult:
        """Make one paper."""
        (result,) = reprint(self.services, self.session(who), order or self.order())
        return result

    def again(self, reason: Reason = Reason.LOST, **settings: Any) -> PaperResult:
        """Make one more paper, with a reason."""
        return self.print(self.order(reason, **settings))

    def rule(self, key: str, value: str) -> None:
        """Set a rule."""
        with self.services.store.writing() as unit:
            unit.set_policy(key, check_value(key, value))
            unit.commit()

    def put(self, invoice: Invoice, status: Status = Status.NORMAL, *, reimbursed: bool = False) -> None:
        """Keep an invoice."""
        with self.services.store.writing() as unit:
            unit.invoices.put(invoice, ())
            unit.invoices.set_status(invoice.full_no, status)
            unit.invoices.set_reimbursed(invoice.full_no, reimbursed=reimbursed)
            unit.commit()

    def papers(self, full_no: str = NUMBER) -> tuple[Reprint, ...]:
        """The reprints of an invoice as the store holds them."""
        with self.services.store.reading() as unit:
            return unit.reprints.of_invoice(full_no)

    def states(self, full_no: str = NUMBER) -> list[list[AttemptState]]:
        """The states of all tries, by paper."""
        return [[a.state for a in paper.attempts] for paper in self.papers(full_no)]

    def kinds(self) -> list[str]:
        """What the ledger tells, oldest first."""
        with self.services.store.reading() as unit:
            return [entry.kind for entry in unit.ledger.entries()]

    def ledger_holds(self) -> bool:
        """Whether the chain verifies."""
        return ledger_check(self.services).ok

    def die(self) -> None:
        """Let this process be dead for whoever asks."""
        self.roster.alive[self.roster.me()] = False


UNKNOWN = Delivery(Evidence.TAKEN, unknown=True, note="打印中途没有回应")


CLEAN = Delivery(Evidence.NOTHING, clean_failure=True, note="作业被拒绝")


OUT_OF_PAPER = PrinterNotReady("打印机未就绪：缺纸", "装好纸后再按 Enter")
