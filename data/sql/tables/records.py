"""The ledger, and the facts about the store itself."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from data.sql.tables.types import LONG, ordered


class Ledger(SQLModel, table=True):
    """Append-only; UPDATE and DELETE are forbidden by triggers. ``body`` is JSON exactly as hashed."""

    __tablename__: ClassVar[Any] = "ledger"
    __table_args__ = (UniqueConstraint("prev"), UniqueConstraint("key"))

    seq: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=ordered(40))
    kind: str = Field(max_length=60)
    actor: str = Field(max_length=120)
    approver: str = Field(max_length=120)
    desk: str = Field(max_length=120)
    key_id: str = Field(max_length=60)
    key: str = Field(sa_type=ordered(200))
    body: str = Field(sa_type=LONG)
    prev: str = Field(sa_type=ordered(64))
    hash: str = Field(sa_type=ordered(64))
    mac: str = Field(sa_type=ordered(64))


class StoreFact(SQLModel, table=True):
    """``training``, ``epoch``, and on PostgreSQL the two numbers that SQLite keeps in its header."""

    __tablename__: ClassVar[Any] = "store_fact"

    key: str = Field(sa_type=ordered(60), primary_key=True)
    value: str = Field(sa_type=LONG)
