"""Batches and their lines. What became of a line is not kept here: the reprints made under its keys say it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from data.sql.tables.types import LONG, Utc, ordered


class Batch(SQLModel, table=True):
    """A list of invoices to print in order. ``holder`` and ``token`` are the claim of whoever runs it."""

    __tablename__: ClassVar[Any] = "batch"
    __table_args__ = (Index("ix_batch_state", "state", "changed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    state: str = Field(max_length=20)
    operator: str = Field(sa_type=ordered(100))
    desk: str = Field(max_length=100)
    at: datetime = Field(sa_type=Utc)
    settings: str = Field(sa_type=LONG)
    """Printer, paper and the other print settings, as JSON."""
    reason: str | None = Field(default=None, max_length=20)
    reason_note: str = Field(sa_type=LONG)
    applicant: str = Field(sa_type=LONG)
    holder: str = Field(sa_type=LONG)
    token: int = 0
    changed_at: datetime = Field(sa_type=Utc)
    note: str = Field(sa_type=LONG)


class BatchLine(SQLModel, table=True):
    """One invoice of a batch; ``note`` is why it was passed over, where no reprint could say it.

    ``unknown`` is what was given for an invoice that is not here; such a line has no invoice and ``note`` says why.
    """

    __tablename__: ClassVar[Any] = "batch_line"
    __table_args__ = (UniqueConstraint("batch_id", "invoice_id"),)

    batch_id: int = Field(primary_key=True, foreign_key="batch.id")
    seq: int = Field(primary_key=True)
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id")
    note: str = Field(sa_type=LONG)
    unknown: str = Field(sa_type=LONG)
