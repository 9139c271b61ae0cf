"""What the machine under us gives: time, processes, keys, password hashes, spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal


class Spreadsheets(Protocol):
    """Tables for people who count in a spreadsheet."""

    def workbook(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str | Decimal | None]], at: datetime
    ) -> bytes:
        """Return an XLSX with one head row: texts as texts, amounts as numbers, None as an empty cell."""
        ...


class Passwords(Protocol):
    """Password hashing (argon2id at the edge)."""

    def hash(self, password: str) -> str:
        """Return the encoded hash."""
        ...

    def verify(self, encoded: str, password: str) -> bool:
        """Compare; an empty ``encoded`` is compared with a dummy so that it takes the same time."""
        ...

    def needs_rehash(self, encoded: str) -> bool:
        """True where the parameters have risen since."""
        ...


class Keys(Protocol):
    """Keys that live outside the store."""

    def ledger_key(self) -> tuple[str, bytes]:
        """Return (key id, 32 bytes) for the ledger's HMAC."""
        ...

    def secret_of(self, key_id: str) -> bytes | None:
        """Return the secret of a key that signed earlier entries; None where it is not kept."""
        ...


class Clock(Protocol):
    """The time, as a port."""

    def now(self) -> datetime:
        """Return an aware UTC time."""
        ...


class Processes(Protocol):
    """Which desks are alive."""

    def me(self) -> str:
        """Return this process as ``host:pid:start``."""
        ...

    def is_alive(self, holder: str) -> bool | None:
        """Tell whether that process lives; None where this host cannot know."""
        ...


class Log(Protocol):
    """What the program did and where it failed, for whoever looks after it. Never raises, never holds personal data."""

    def event(self, name: str, **facts: str | float | None) -> None:
        """Keep that ``name`` happened, with ids, counts and durations (``ms``) beside it."""
        ...

    def defect(self, error: BaseException, where: str) -> str:
        """Keep the traceback of ``error`` once; return the id under which it is found."""
        ...


class Silent:
    """A log that keeps nothing: for programs that have nowhere to write."""

    def event(self, name: str, **facts: str | float | None) -> None:
        """Keep nothing."""

    def defect(self, error: BaseException, where: str) -> str:  # noqa: ARG002 - a Log
        """Keep nothing."""
        return "-"


SILENT = Silent()
