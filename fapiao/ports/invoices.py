"""What the core asks of the store about invoices and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fapiao.invoice import Invoice, Status
    from fapiao.merge import Source
    from fapiao.stored import Document, Query, Row, StoredInvoice


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

    def set_aside(self, full_no: str, reason: str) -> None:
        """Set it aside for that reason; empty takes it back."""
        ...

    def park(self, full_no: str, sentences: Mapping[str, str]) -> None:
        """Let files of an invoice, by their SHA-256, count no more, each for the reason that its sentence says."""
        ...

    def sources_of(self, full_no: str) -> tuple[Source, ...]:
        """Return the facts as each stored file that counts told them, for merging a further one."""
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
