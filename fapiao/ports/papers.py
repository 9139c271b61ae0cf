"""What the core asks of the store about papers, batches, leases and printers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fapiao.batch import Batch, BatchLine, BatchSummary, Unfound
    from fapiao.paper import Printer
    from fapiao.reprint import Attempt, AttemptState, Reprint
    from fapiao.stored import Lease, Record, RecordFilter, Scan, Tally, Waiting


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
        """Insert (id and serial are given here). Raises Refused if that copy number is taken.

        Pages of kind ``test`` have ids below zero and serials of their own, so that those of papers have no gaps.
        """
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
        without one; the newest first, pages of kind ``test`` after the papers. An empty ``operator`` means everybody's.
        """
        ...

    def count_waiting(self, operator: str, most: int, *, places: bool) -> Waiting:
        """Count them, each kind up to ``most``."""
        ...

    def records(self, where: RecordFilter) -> list[Record]:
        """Return history rows, newest first; pages of kind ``test`` are in none of them."""
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

    def add_unfound(self, batch_id: int, unfound: Unfound) -> int:
        """Put what was not found at the end, with its sentence; return its line."""
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
