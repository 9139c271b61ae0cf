"""Accounts, who is signed in, the site's rules, what desks remember."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from data.sql.tables.types import LONG, Utc, ordered


class Person(SQLModel, table=True):
    """An account. Roles and single grants are space-separated words."""

    __tablename__: ClassVar[Any] = "person"
    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=ordered(100))
    shown: str = Field(sa_type=LONG)
    roles: str = Field(sa_type=LONG)
    granted: str = Field(sa_type=LONG)
    encoded: str = Field(sa_type=LONG)
    state: str = Field(max_length=20)
    must_change: bool = False
    failures: int = 0
    last_failure: datetime | None = Field(default=None, sa_type=Utc)


class Session(SQLModel, table=True):
    """Somebody signed in at a desk; ``holder`` is the process, so a dead desk is known."""

    __tablename__: ClassVar[Any] = "session"

    token: str = Field(sa_type=ordered(64), primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    desk: str = Field(max_length=100)
    holder: str = Field(sa_type=LONG)
    started: datetime = Field(sa_type=Utc)
    ended: datetime | None = Field(default=None, sa_type=Utc)


class Policy(SQLModel, table=True):
    """One site rule that differs from its default."""

    __tablename__: ClassVar[Any] = "policy"

    key: str = Field(sa_type=ordered(100), primary_key=True)
    value: str = Field(sa_type=LONG)


class Setting(SQLModel, table=True):
    """A small value that a desk remembers, as JSON text."""

    __tablename__: ClassVar[Any] = "setting"

    scope: str = Field(sa_type=ordered(200), primary_key=True)
    key: str = Field(sa_type=ordered(200), primary_key=True)
    value: str = Field(sa_type=LONG)
