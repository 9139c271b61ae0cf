"""What the core asks of the store, as protocols.

A :class:`Store` gives units of work. A writing unit begins with the write lock (``BEGIN IMMEDIATE``) and rolls back
unless :meth:`Unit.commit` is called. All methods of a unit see one consistent state. Implemented in ``data``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from fapiao.batch import Batch, BatchLine, BatchSummary
    from fapiao.invoice import Invoice, Media, Status
    from fapiao.ledger import Entry
    from fapiao.paper import Printer
    from fapiao.people import Operator, Permission, Role
    from fapiao.reprint import Attempt, AttemptState, Reprint
    from fapiao.stored import (
        Credentials,
        Document,
        Lease,
        Query,
        Record,
        RecordFilter,
        Row,
        Scan,
        StoredInvoice,
        StoreFacts,
        Tally,
        Waiting,
    )


class Invoices(Protocol):
    """Invoices, their files and their search."""

    def get(self, full_no: str) -> StoredInvoice | None:
        """Return the invoice with that number, or with that paper alias."""
        ...

    def put(self, invoice: Invoice, conflicts: Sequence[str]) -> int:
        """Insert, or replace the facts of, the invoice with the same full number; return its id."""
        ...

    def set_status(self, full_no: str, status: Status) -> None:
        """Change the status."""
        ...

    def set_reimbursed(self, full_no: str, *, reimbursed: bool) -> None:
        """Mark as reimbursed or not."""
        ...

    def reds_of(self, full_no: str) -> tuple[Invoice, ...]:
        """Return the red invoices that name ``full_no`` as the one they reverse."""
        ...

    def sources_of(self, full_no: str) -> tuple[tuple[Media, Invoice], ...]:
        """Return the facts as each stored file told them, for merging a further one."""
        ...

    def add_document(self, full_no: str, document: Document, data: bytes, facts: Invoice | None) -> bool:
        """Keep an original file and what it told; False if this invoice already has exactly that file."""
        ...

    def search(self, query: Query, *, limit: int, after: str = "") -> list[Row]:
        """Return a page of rows, newest first; ``after`` is the last row's cursor."""
        ...

    def count(self, query: Query, *, cap: int) -> int:
        """Return the number of matches, at most ``cap``."""
        ...


class Documents(Protocol):
    """Bytes by content."""

    def put(self, data: bytes) -> str:
        """Keep bytes; return their sha256."""
        ...

    def get(self, sha256: str) -> bytes | None:
        """Return bytes; None if not kept. Raises StoreError if they no longer hash to their name."""
        ...


class Reprints(Protocol):
    """Papers and the tries to make them."""

    def of_invoice(self, full_no: str) -> tuple[Reprint, ...]:
        """Return all reprints of an invoice by copy number."""
        ...

    def get(self, reprint_id: int) -> Reprint | None:
        """Return one reprint with its attempts."""
        ...

    def by_key(self, key: str) -> tuple[Reprint, ...]:
        """Return the reprints made under an idempotency key."""
        ...

    def by_attempt(self, uuid: str) -> Reprint | None:
        """Return the reprint whose attempt has that uuid."""
        ...

    def add(self, reprint: Reprint) -> Reprint:
        """Insert (id and serial are given here). Raises Refused if that copy number is taken."""
        ...

    def update(self, reprint: Reprint) -> None:
        """Write the changeable fields: reason, approver, place, closed, override, key, and who goes on with it where."""
        ...

    def add_attempt(self, reprint_id: int, attempt: Attempt) -> Attempt:
        """Insert an attempt."""
        ...

    def move_attempt(self, attempt: Attempt, expected: AttemptState) -> bool:
        """Write the attempt if it still is in ``expected``; False if somebody moved it meanwhile."""
        ...

    def in_states(self, states: Sequence[AttemptState]) -> tuple[tuple[Reprint, Attempt], ...]:
        """Return the last attempts that are in one of ``states``, oldest first. For states that few are in."""
        ...

    def waiting(self, operator: str, cursor: str, limit: int, *, places: bool) -> tuple[Sequence[Reprint], str]:
        """Return a page of the papers that wait for a person and the cursor of the next one, empty at the end.

        Unknown outcomes come first, then papers nobody has looked at, then, where ``places`` are asked for, good papers
        without one; the newest first. An empty ``operator`` means everybody's.
        """
        ...

    def count_waiting(self, operator: str, most: int, *, places: bool) -> Waiting:
        """Count them, each kind up to ``most``."""
        ...

    def records(self, where: RecordFilter) -> list[Record]:
        """Return history rows, newest first."""
        ...

    def tallies(self, where: RecordFilter) -> list[Tally]:
        """Count and add up what :meth:`records` would return without ``before`` and ``limit``."""
        ...

    def scans_of(self, reprint_id: int) -> tuple[Scan, ...]:
        """Return what was attached to a record, oldest first."""
        ...

    def add_scan(self, reprint_id: int, scan: Scan) -> bool:
        """Attach a scan; False if this record has exactly that file."""
        ...


class Batches(Protocol):
    """Batches and their lines."""

    def add(self, batch: Batch) -> Batch:
        """Insert; the id is given here."""
        ...

    def get(self, batch_id: int) -> Batch | None:
        """Return one batch."""
        ...

    def move(self, batch: Batch, expected: int) -> bool:
        """Write the batch if its token still is ``expected``; False if somebody claimed it meanwhile."""
        ...

    def discard(self, batch_id: int) -> None:
        """Forget a draft."""
        ...

    def listed(self, operator: str | None, since: datetime) -> list[BatchSummary]:
        """Return the drafts of ``operator`` (None = all), what runs or stopped, what finished since; newest first."""
        ...

    def draft_of(self, operator: str) -> Batch | None:
        """Return the newest draft of ``operator``."""
        ...

    def add_line(self, batch_id: int, full_no: str) -> int | None:
        """Put an invoice at the end; return its line, or None where it is in this batch already. Raises NotFound."""
        ...

    def remove_line(self, batch_id: int, seq: int) -> bool:
        """Take a line out; those after it move up. False where there is none."""
        ...

    def note_line(self, batch_id: int, seq: int, note: str) -> None:
        """Write why a line was passed over; empty = it was not."""
        ...

    def lines(self, batch_id: int) -> tuple[BatchLine, ...]:
        """Return the lines in order with the papers made under their keys."""
        ...


class Leases(Protocol):
    """One lease per physical printer."""

    def take(self, machine: str, holder: str, now: datetime, expires: datetime) -> Lease | None:
        """Take a free or expired lease with the next token; None while another holder has it."""
        ...

    def push(self, lease: Lease, expires: datetime) -> bool:
        """Move the expiry if the token is still the newest; False if the lease was lost."""
        ...

    def holds(self, lease: Lease, now: datetime) -> bool:
        """Tell whether the lease is still ours and not expired."""
        ...

    def release(self, lease: Lease) -> None:
        """Give it up; the token stays."""
        ...

    def is_live(self, machine: str, token: int, now: datetime) -> bool:
        """Tell whether ``token`` is the machine's newest and its lease neither released nor expired."""
        ...

    def is_taken(self, machine: str, now: datetime) -> bool:
        """Tell whether anybody holds the machine's lease now."""
        ...


class Printers(Protocol):
    """The store's printers."""

    def all(self) -> tuple[Printer, ...]:
        """Return all by name."""
        ...

    def get(self, name: str) -> Printer | None:
        """Return one by name."""
        ...

    def put(self, printer: Printer) -> None:
        """Insert or replace by name."""
        ...


class People(Protocol):
    """Accounts."""

    def get(self, name: str) -> Credentials | None:
        """Return an account with its password hash."""
        ...

    def all(self) -> tuple[Operator, ...]:
        """Return all accounts by name."""
        ...

    def put(
        self,
        name: str,
        *,
        shown: str,
        roles: frozenset[Role],
        granted: frozenset[Permission],
        encoded: str,
        must_change: bool,
    ) -> Operator:
        """Insert an account. Raises BadInput if the name is taken."""
        ...

    def set_password(self, name: str, encoded: str, *, must_change: bool) -> None:
        """Replace the hash."""
        ...

    def set_state(self, name: str, state: str) -> None:
        """Freeze or unfreeze."""
        ...

    def failed(self, name: str, failures: int, at: datetime | None) -> None:
        """Write the counter of consecutive failures."""
        ...


class LedgerRows(Protocol):
    """The ledger's rows; append-only, guarded by triggers."""

    def tail(self) -> Entry | None:
        """Return the newest entry."""
        ...

    def append(self, entry: Entry) -> None:
        """Insert the next entry. Raises StoreError if its sequence or predecessor is taken."""
        ...

    def by_key(self, key: str) -> Entry | None:
        """Return the entry with that idempotency key."""
        ...

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        """Yield entries in order."""
        ...

    def count(self) -> int:
        """Return how many there are."""
        ...


class Settings(Protocol):
    """Small values that desks remember, as JSON texts under a scope and key."""

    def get(self, scope: str, key: str) -> str | None:
        """Return a value."""
        ...

    def put(self, scope: str, key: str, value: str) -> None:
        """Keep a value."""
        ...


class Unit(Protocol):
    """One unit of work."""

    @property
    def invoices(self) -> Invoices:
        """Invoices."""
        ...

    @property
    def documents(self) -> Documents:
        """Bytes."""
        ...

    @property
    def reprints(self) -> Reprints:
        """Papers."""
        ...

    @property
    def batches(self) -> Batches:
        """Batches."""
        ...

    @property
    def leases(self) -> Leases:
        """Leases."""
        ...

    @property
    def printers(self) -> Printers:
        """Printers."""
        ...

    @property
    def people(self) -> People:
        """Accounts."""
        ...

    @property
    def ledger(self) -> LedgerRows:
        """Ledger."""
        ...

    @property
    def settings(self) -> Settings:
        """Settings."""
        ...

    def policy(self) -> Mapping[str, str]:
        """Return the policy values that differ from the defaults."""
        ...

    def set_policy(self, key: str, value: str) -> None:
        """Write one policy value."""
        ...

    def commit(self) -> None:
        """Make everything of this unit durable."""
        ...


class Store(Protocol):
    """Where everything is kept."""

    def reading(self) -> AbstractContextManager[Unit]:
        """Open a unit that only reads."""
        ...

    def writing(self) -> AbstractContextManager[Unit]:
        """Open a unit that holds the write lock; rolls back unless committed."""
        ...

    @property
    def training(self) -> bool:
        """True for a practice desk's store: file devices only, every paper marked."""
        ...

    @property
    def epoch(self) -> int:
        """Raised by a restore; first part of every serial."""
        ...

    def facts(self) -> StoreFacts:
        """Return what ``doctor`` shows."""
        ...
