"""Fakes of the ports that use cases talk to: a clock, processes, a renderer, readers, printers, a disk that fills."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from data.sql.store import SqlStore
from facts import NOW
from fapiao.device import Delivery, DeviceStatus, Handover, Probe, Readiness, Ticket
from fapiao.errors import BadInput, FapiaoError
from fapiao.paper import Paper, Printer, PrinterProfile
from fapiao.ports.cells import CellRow
from fapiao.ports.faces import Artefact, FaceJob, ListColumn, Thumbnail
from fapiao.ports.readers import PageFacts, PagePicture, Reading, Scanned
from fapiao.reprint import Evidence


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

    def in_cells(self, picture: PagePicture) -> Sequence[CellRow]:
        return ()

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

    def picture(self, data: bytes, page: int, width: int) -> PagePicture:
        return PagePicture(width, 0, b"")

    def png(self, data: bytes, page: int, dpi: int) -> bytes:
        return data


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
