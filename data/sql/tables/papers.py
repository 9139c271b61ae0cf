"""Papers and the tries to make them, printers and their leases."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from data.sql.tables.types import LONG, Utc, ordered


class Reprint(SQLModel, table=True):
    """One paper of one invoice; no two share a copy number. Pages of kind ``test`` belong to no invoice."""

    __tablename__: ClassVar[Any] = "reprint"
    __table_args__ = (
        UniqueConstraint("invoice_id", "copy_no"),
        CheckConstraint("(kind = 'test') = (invoice_id IS NULL)", name="ck_reprint_kind"),
        UniqueConstraint("serial"),
        Index("ix_reprint_key", "key"),
        Index("ix_reprint_at", "at", "id"),
        Index("ix_reprint_placeless", "id", sqlite_where=text("place = ''"), postgresql_where=text("place = ''")),
    )

    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id")
    copy_no: int
    serial: str = Field(sa_type=ordered(40))
    operator: str = Field(max_length=100)
    desk: str = Field(max_length=100)
    at: datetime = Field(sa_type=Utc)
    paper: str = Field(max_length=20)
    reason: str | None = Field(default=None, max_length=20)
    reason_note: str = Field(sa_type=LONG)
    approver: str = Field(max_length=100)
    applicant: str = Field(sa_type=LONG)
    remark: str = Field(sa_type=LONG)
    place: str = Field(sa_type=LONG)
    key: str = Field(sa_type=ordered(100))
    closed: bool = False
    override_by: str = Field(max_length=100)
    kind: str = Field(max_length=20)
    title: str = Field(sa_type=LONG)


class Attempt(SQLModel, table=True):
    """One try to make a paper."""

    __tablename__: ClassVar[Any] = "attempt"
    __table_args__ = (
        UniqueConstraint("uuid"),
        Index("ix_attempt_reprint", "reprint_id", "id"),
        Index("ix_attempt_state", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reprint_id: int = Field(foreign_key="reprint.id")
    uuid: str = Field(sa_type=ordered(64))
    code: str = Field(max_length=8)
    state: str = Field(max_length=20)
    printer: str = Field(max_length=100)
    machine: str = Field(sa_type=LONG)
    at: datetime = Field(sa_type=Utc)
    holder: str = Field(sa_type=LONG)
    evidence: int = 0
    seen: str | None = Field(default=None, max_length=10)
    job: str = Field(sa_type=LONG)
    token: int = 0
    sha256: str = Field(sa_type=ordered(64))
    note: str = Field(sa_type=LONG)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class Scan(SQLModel, table=True):
    """A scan or photo of a paper; its bytes are a document."""

    __tablename__: ClassVar[Any] = "scan"
    __table_args__ = (UniqueConstraint("reprint_id", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    reprint_id: int = Field(foreign_key="reprint.id")
    sha256: str = Field(sa_type=ordered(64))
    kind: str = Field(max_length=10)
    name: str = Field(sa_type=LONG)
    size: int
    operator: str = Field(max_length=100)
    at: datetime = Field(sa_type=Utc)


class Lease(SQLModel, table=True):
    """Who may send to a physical printer until when; ``token`` only rises."""

    __tablename__: ClassVar[Any] = "lease"

    machine: str = Field(sa_type=ordered(400), primary_key=True)
    holder: str = Field(sa_type=LONG)
    token: int
    expires: datetime = Field(sa_type=Utc)


class Printer(SQLModel, table=True):
    """A printer of the store; ``profile`` is JSON."""

    __tablename__: ClassVar[Any] = "printer"
    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=ordered(100))
    device: str = Field(sa_type=LONG)
    paper: str = Field(max_length=20)
    backup: str = Field(max_length=100)
    machine: str = Field(sa_type=LONG)
    profile: str = Field(sa_type=LONG)
