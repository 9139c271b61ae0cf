"""What the store keeps and gives back: the records that pass between the core and the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fapiao.invoice import Invoice, Media, Seal, Status
from fapiao.reprint import PrintState

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from fapiao.people import Operator
    from fapiao.reprint import Outcome, Reprint


@dataclass(frozen=True, slots=True)
class Document:
    """An original file kept with an invoice, addressed by its content."""

    sha256: str
    media: Media
    name: str
    size: int
    seal: Seal = Seal()
    parked: str = ""
    """Why it does not count: it contradicts a better file of the same number, one sentence. Never a face."""


@dataclass(frozen=True, slots=True)
class StoredInvoice:
    """An invoice as the store knows it: facts merged from its files, status, and what a person set."""

    id: int
    invoice: Invoice
    status: Status
    reimbursed: bool = False
    documents: tuple[Document, ...] = ()
    conflicts: tuple[str, ...] = ()
    """Facts on which its files disagree, one sentence each."""
    red_by: tuple[str, ...] = ()
    """Full numbers of the red invoices that reverse it."""
    set_aside: str = ""
    """Why it was set aside; empty = it was not."""

    def document(self, media: Media) -> Document | None:
        """Return its newest file of that media."""
        return next((d for d in reversed(self.documents) if d.media is media), None)


@dataclass(frozen=True, slots=True)
class Query:
    """What a search line asked for, already parsed (``usecases.find``). Fields combine with AND."""

    exact: str = ""
    """Full number, or the 20 digits, or code and number."""
    prefix: str = ""
    suffix: str = ""
    names: tuple[str, ...] = ()
    """Folded pieces that buyer or seller must contain; ASCII pieces also match pinyin initials."""
    tax_id: str = ""
    amount: Decimal | None = None
    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    print_state: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a result list."""

    full_no: str
    number: str
    code: str
    kind: str
    issued_on: date | None
    buyer: str
    seller: str
    gross: Decimal | None
    status: Status
    print_state: PrintState
    copies: int
    """Papers made so far."""
    doubt: str = ""
    """The heaviest doubt on its facts (docs/doubts.md); empty where everything fits."""
    set_aside: bool = False
    matched: str = ""
    """Which field matched: number, buyer, seller, initials, amount, date."""
    cursor: str = ""
    """Opaque: pass the last row's cursor to get the next page."""


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which reprints a history list shows. Times are aware UTC, half-open."""

    since: datetime | None = None
    until: datetime | None = None
    operator: str = ""
    printer: str = ""
    desk: str = ""
    outcome: str = ""
    full_no: str = ""
    place: str = ""
    applicant: str = ""
    word: str = ""
    """What the place or the applicant contains."""
    before: int = 0
    """Id of the reprint before which the list goes on; 0 begins with the newest."""
    limit: int | None = None
    """At most so many; None is all of them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many papers of a history one operator made with one outcome, and what their invoices add up to."""

    operator: str
    outcome: Outcome
    is_burnt: bool
    papers: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Record:
    """One reprint with what the lists show of its invoice."""

    reprint: Reprint
    number: str
    code: str
    kind: str
    buyer: str
    gross: Decimal | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many papers wait for a person."""

    unknown: int
    """Outcomes nobody knows."""
    handed_over: int
    """Papers nobody has looked at."""
    placeless: int = 0
    """Good papers of which nobody said where they lie."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan or photo of a paper, attached to its record; the bytes are a document."""

    sha256: str
    kind: str
    """``pdf``, ``png`` or ``jpeg``."""
    name: str
    size: int
    operator: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may send to a physical printer until when. ``token`` only ever rises per machine."""

    machine: str
    holder: str
    token: int
    expires: datetime


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is needed to check a password; never leaves the sign-in use case."""

    operator: Operator
    encoded: str
    failures: int
    last_failure: datetime | None
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What ``doctor`` shows of the store."""

    url: str
    """Without any password."""
    engine: str
    """e.g. ``SQLite 3.53.4``."""
    schema: int
    invoices: int
    reprints: int
    entries: int
    training: bool
    epoch: int
    free_bytes: int | None
