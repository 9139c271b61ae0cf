"""What the core asks of the store, as protocols.

A :class:`Store` gives units of work. A writing unit begins with the write lock (``BEGIN IMMEDIATE``) and rolls back
unless :meth:`Unit.commit` is called. All methods of a unit see one consistent state. Implemented in ``data``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from fapiao.ledger import Entry
    from fapiao.people import Operator, Permission, Role
    from fapiao.ports.invoices import Documents, Invoices
    from fapiao.ports.papers import Batches, Leases, Printers, Reprints
    from fapiao.stored import Credentials, StoreFacts


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
