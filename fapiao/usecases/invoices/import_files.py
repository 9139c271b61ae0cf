"""Take invoice files into the store: per-file result, same invoice from several files = one invoice."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from fapiao.errors import ContradictingFile
from fapiao.invoice import Media, Status
from fapiao.ledger import Draft
from fapiao.merge import Source
from fapiao.people import Permission
from fapiao.said import say
from fapiao.stored import Document
from fapiao.text import clean
from fapiao.usecases.invoices.import_paths import files_below, read_file
from fapiao.usecases.invoices.join import join

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fapiao.errors import FapiaoError
    from fapiao.invoice import Invoice
    from fapiao.people import Session
    from fapiao.ports.readers import Reading
    from fapiao.ports.store import Unit
    from fapiao.services import Services
    from fapiao.stored import StoredInvoice
    from fapiao.verdict import Finding


_NAME_LIMIT = 255
"""Characters kept of a file's name."""


class ImportResult(StrEnum):
    """What became of one file."""

    NEW = "new"
    SAME = "same"
    """Exactly this file was there."""
    MERGED = "merged"
    """A further file of a known invoice."""
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word on screens."""
        return {"new": say("新登记"), "same": say("已有"), "merged": say("并入"), "refused": say("拒绝")}[self.value]


@dataclass(frozen=True, slots=True)
class Imported:
    """One line of an import's report."""

    path: str
    result: ImportResult
    number: str = ""
    code: str = ""
    kind: str = ""
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[str, ...] = ()
    error: FapiaoError | None = None


def import_bytes(services: Services, session: Session, path: str, data: bytes) -> Iterator[Imported]:
    """Import one file (an archive gives several lines). Each invoice file is its own unit of work."""
    session.operator.require(Permission.IMPORT)
    for reading in services.readers.read(path, data):
        if reading.error is not None:
            yield Imported(clean(reading.path), ImportResult.REFUSED, error=reading.error, findings=reading.findings)
        elif reading.invoice is not None:
            yield _keep(services, session, reading, reading.invoice)


def import_below(services: Services, session: Session, path: Path) -> Iterator[Imported]:
    """Import what ``path`` names: a file, or everything below a folder. Raises NotFound, BadInput, NotPermitted."""
    session.operator.require(Permission.IMPORT)
    for file in files_below(path):
        yield from import_bytes(services, session, str(file), read_file(file))


def _keep(services: Services, session: Session, reading: Reading, facts: Invoice) -> Imported:
    media = reading.media or Media.QR
    with services.store.writing() as unit:
        known = unit.invoices.get(facts.full_no)
        document = Document(
            reading.sha256,
            media,
            clean(reading.path.rpartition("/")[2], limit=_NAME_LIMIT),
            len(reading.data),
            reading.seal,
        )
        if known and any(d.sha256 == reading.sha256 for d in known.documents):
            return _line(reading, facts, ImportResult.SAME, known.conflicts)
        source = Source(media, facts, document.name, reading.seal.state)
        try:
            joined = join(known, unit.invoices.sources_of(facts.full_no), source)
        except ContradictingFile as error:
            _record(services, session, unit, facts.full_no, reading, media, ImportResult.REFUSED)
            unit.commit()
            return replace(_line(reading, facts, ImportResult.REFUSED, ()), error=error)
        merged, conflicts = joined.invoice, joined.conflicts
        unit.invoices.put(merged, conflicts)
        unit.invoices.park(merged.full_no, joined.parked)
        unit.invoices.add_document(facts.full_no, document, reading.data, facts)
        result = ImportResult.MERGED if known else ImportResult.NEW
        _link_red(unit, merged, known)
        _record(services, session, unit, merged.full_no, reading, media, result)
        unit.commit()
    return _line(reading, merged, result, conflicts)


def _record(
    services: Services,
    session: Session,
    unit: Unit,
    full_no: str,
    reading: Reading,
    media: Media,
    result: ImportResult,
) -> None:
    """Write that a file was taken in, or that it contradicts what is here."""
    body = {"full_no": full_no, "sha256": reading.sha256, "media": media.value, "result": result.value}
    key = f"import:{full_no}:{reading.sha256}:{secrets.token_hex(4)}"
    services.record(unit, Draft("invoice.import", session.actor, services.desk, key, body))


def _line(reading: Reading, facts: Invoice, result: ImportResult, conflicts: tuple[str, ...]) -> Imported:
    return Imported(
        clean(reading.path), result, facts.number, facts.code, facts.kind.value, reading.findings, conflicts
    )


def _link_red(unit: Unit, invoice: Invoice, known: StoredInvoice | None) -> None:
    """Settle the statuses that a red invoice and its blue one give each other, whichever came first."""
    if invoice.is_red:
        unit.invoices.set_status(invoice.full_no, Status.RED)
        blue = unit.invoices.get(invoice.red_of) if invoice.red_of else None
        if blue is not None:
            unit.invoices.set_status(
                blue.invoice.full_no, red_status(blue.invoice, unit.invoices.reds_of(invoice.red_of))
            )
        return
    reds = unit.invoices.reds_of(invoice.full_no)
    if reds:
        unit.invoices.set_status(invoice.full_no, red_status(invoice, reds))
    elif invoice.voided:
        unit.invoices.set_status(invoice.full_no, Status.VOID)
    elif known is None:
        unit.invoices.set_status(invoice.full_no, Status.NORMAL)


def red_status(blue: Invoice, reds: tuple[Invoice, ...]) -> Status:
    """Return the blue invoice's status: fully red once the red amounts reach its gross, else partly red."""
    reversed_so_far = -sum(r.gross for r in reds if r.gross is not None)
    if blue.gross is None or reversed_so_far >= blue.gross:
        return Status.FULLY_RED
    return Status.PARTLY_RED
