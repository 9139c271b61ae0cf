"""A whole desk for use-case tests: the real store, a clock that stands still, papers that are lines of text.

Fakes, not mocks: each printer does what it is told and keeps what it printed.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from data.keys import keys_of
from data.passwords import Argon2Passwords
from data.spreadsheet import XlsxSpreadsheets
from data.sql.store import SqlStore, create_store, open_store
from facts import NOW, NUMBER, an_invoice
from fapiao.device import Delivery, DeviceStatus, Handover, Probe, Readiness, Ticket
from fapiao.errors import BadInput, FapiaoError, PrinterNotReady
from fapiao.invoice import Invoice, Status
from fapiao.paper import Paper, Printer, PrinterProfile, PrintSettings
from fapiao.people import Operator, Role, Session
from fapiao.policy import check_value
from fapiao.ports.faces import Artefact, FaceJob, ListColumn, Thumbnail
from fapiao.ports.readers import PageFacts, Reading, Scanned
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


class StillClock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Roster:
    """Which processes live: this one, unless told otherwise."""

    def __init__(self, me: str = "host:1:1") -> None:
        self._me = me
        self.alive: dict[str, bool | None] = {me: True}

    def me(self) -> str:
        return self._me

    def is_alive(self, holder: str) -> bool | None:
        return self.alive.get(holder, False)


class TextRenderer:
    """Papers of plain text: quick, deterministic, and read back by :class:`TextReaders`."""

    def render(self, job: FaceJob) -> Artefact:
        invoice, mark = job.invoice, job.mark
        day = invoice.issued_on
        lines = [
            invoice.face_title,
            invoice.code,
            invoice.number,
            f"{day:%Y年%m月%d日}" if day else "",
            invoice.buyer.name,
            invoice.buyer.tax_id,
            invoice.seller.name,
            invoice.seller.tax_id,
            f"¥{invoice.net} ¥{invoice.tax} ¥{invoice.gross}",
            invoice.gross_words,
            f"QR {invoice.qr}",
            f"{mark.serial} {mark.code} {mark.text.replace('{n}', str(mark.copy_no)) if mark.again else ''} {mark.purpose}",
            job.remark,
            f"overlay {job.overlay}" if job.overlay else "",
            f"SLIP {mark.slip}",
            f"stamp {job.stamp.words}" if job.stamp else "",
        ]
        data = "\n".join(lines).encode()
        mime = "application/vnd.escpos" if job.paper.is_roll else "application/pdf"
        return Artefact(data, mime, hashlib.sha256(data).hexdigest())

    def impose_pairs(self, faces: Sequence[FaceJob]) -> Artefact:
        data = b"\n- - -\n".join(self.render(job).data for job in faces)
        pages = len(faces) if any("整页" in job.remark for job in faces) else 1
        return Artefact(data, "application/pdf", hashlib.sha256(data).hexdigest(), pages)

    def listed(
        self,
        title: str,
        lines: Sequence[str],
        columns: Sequence[ListColumn],
        rows: Sequence[Sequence[str]],
        foot: str,
    ) -> Artefact:
        data = "\n".join(
            [title, *lines, " ".join(c.head for c in columns), *(" ".join(r) for r in rows), foot]
        ).encode()
        return Artefact(data, "application/pdf", hashlib.sha256(data).hexdigest())

    def original_pdf(self, job: FaceJob) -> bytes:
        assert job.original is not None
        return job.original

    def read_roll(self, artefact: Artefact) -> PageFacts:
        return TextReaders().read_page(artefact.data)

    def preview(self, job: FaceJob, columns: int) -> list[str]:
        return [line[:columns] for line in self.render(job).data.decode().splitlines()]

    def thumbnail(self, job: FaceJob, columns: int, rows: int) -> Thumbnail:
        return Thumbnail(())

    def ruler(self, paper: Paper, offset: tuple[float, float], foot: str) -> Artefact:
        data = f"ruler {paper.value} {offset[0]:+.2f} {offset[1]:+.2f} {foot}".encode()
        return Artefact(data, "application/pdf", hashlib.sha256(data).hexdigest())

    def stamp_picture(self, data: bytes) -> bytes:
        return data

    def test_receipt(self, paper: Paper, profile: PrinterProfile, code: str, foot: str) -> Artefact:
        data = f"receipt {paper.value} {profile.columns} {code} {foot}".encode()
        return Artefact(data, "application/vnd.escpos", hashlib.sha256(data).hexdigest())

    def check_overlay(self, text: str, file: str) -> tuple[str, ...]:
        if "[bad]" in text:
            raise BadInput(f"版式文件 {file} 第 1 行 的 bad：不认识的键")
        return ("第 1 行：有点险",) if "risky" in text else ()

    def coverage(self) -> list[tuple[str, int]]:
        return []


class TextReaders:
    """Reads those papers back; knows no files."""

    def read(self, path: str, data: bytes) -> Iterator[Reading]:
        yield Reading(path, data=data)

    def read_page(self, data: bytes) -> PageFacts:
        lines = data.decode().splitlines()
        payloads = tuple(line[3:] for line in lines if line.startswith("QR ") and line[3:])
        return PageFacts("\n".join(line for line in lines if not line.startswith("QR ")), payloads)

    def read_scan(self, data: bytes) -> Scanned:
        return Scanned("pdf", tuple(line[5:] for line in data.decode().splitlines() if line.startswith("SLIP ")))


@dataclass
class FakePrinter:
    """One printer: what it answers, and what came out of it."""

    refuses: FapiaoError | None = None
    """Raised by the pre-flight."""
    fails: FapiaoError | None = None
    """Raised when the job is arranged."""
    delivery: Delivery | Exception = field(default_factory=lambda: Delivery(Evidence.PRINTED))
    during: Callable[[Callable[[str], None]], None] = lambda _: None
    """Happens while the paper is being sent; gets the watcher."""
    before: Callable[[], None] = lambda: None
    """Happens between arranging the job and SENDING."""
    answer: Delivery | None = None
    """What it says when it is asked after a crash."""
    papers: list[str] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    abandoned: int = 0
    abilities: dict[str, Any] = field(default_factory=lambda: {"evidence": 3, "model": "Model 1"})
    """Profile fields that a probe finds."""
    probed: int = 0
    asked: list[str] = field(default_factory=list)


class FakeDevice:
    """The device of a FakePrinter."""

    def __init__(self, printer: FakePrinter) -> None:
        self._printer = printer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def status(self) -> DeviceStatus:
        return DeviceStatus(Readiness.NOT_READY if self._printer.refuses else Readiness.READY)

    def probe(self, known: PrinterProfile) -> Probe:
        self._printer.probed += 1
        self._printer.before()
        if self._printer.refuses:
            raise self._printer.refuses
        return Probe(replace(known, **self._printer.abilities), ("一句话",))

    def preflight(self, artefact: Artefact, ticket: Ticket) -> DeviceStatus:
        if self._printer.refuses:
            raise self._printer.refuses
        return self.status()

    def begin(self, ticket: Ticket, artefact: Artefact) -> Handover:
        if self._printer.fails:
            raise self._printer.fails
        self._printer.before()
        return Handover(job=f"urn:uuid:{ticket.attempt}", ticket=ticket)

    def send(self, handover: Handover, artefact: Artefact, watch: Callable[[str], None]) -> Delivery:
        self._printer.papers.append(artefact.data.decode())
        if handover.ticket:
            self._printer.tickets.append(handover.ticket)
        self._printer.during(watch)
        if isinstance(self._printer.delivery, Exception):
            raise self._printer.delivery
        return self._printer.delivery

    def abandon(self, handover: Handover) -> None:
        self._printer.abandoned += 1

    def inquire(self, job: str, attempt: str) -> Delivery | None:
        self._printer.asked.append(job)
        return self._printer.answer


class FakeDevices:
    """Printers by their machine."""

    def __init__(self) -> None:
        self.printers: dict[str, FakePrinter] = {"m1": FakePrinter(), "m2": FakePrinter(), "roll": FakePrinter()}

    def open(self, printer: Printer) -> FakeDevice:
        return FakeDevice(self.printers[printer.machine])

    def check(self, url: str) -> None:
        del url


class FillingStore:
    """The real store on a disk that may be full: then nothing can be made durable any more."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.full = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def reading(self) -> Any:
        return self._store.reading()

    def writing(self) -> Any:
        return _Filling(self, self._store.writing())


class _Filling:
    def __init__(self, owner: FillingStore, inner: Any) -> None:
        self._owner, self._inner = owner, inner

    def __enter__(self) -> Any:
        unit = self._inner.__enter__()
        really = unit.commit

        def commit() -> None:
            if self._owner.full:
                from fapiao.errors import StoreFull

                raise StoreFull("数据无法写入：磁盘已满或只读", "请清出磁盘空间后再试")
            really()

        unit.commit = commit
        return unit

    def __exit__(self, *exc: object) -> Any:
        return self._inner.__exit__(*exc)


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
