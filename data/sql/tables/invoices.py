"""Invoices, the parties on them, the files they came from.

``full_no`` is code and number written together, so 12 + 8 digits and the 20-digit number share one column; ``rev_no`` is
it reversed, so the last digits are a prefix too. Money is in fen. An unknown date is 0001-01-01, which sorts last.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from data.sql.tables.types import LONG, Utc, ordered

UNKNOWN_DATE = date.min


class Party(SQLModel, table=True):
    """One distinct (name, tax id). ``last_date`` and ``last_id`` are the key of its newest invoice."""

    __tablename__: ClassVar[Any] = "party"
    __table_args__ = (UniqueConstraint("name", "tax_id"), Index("ix_party_tax_id", "tax_id"))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=ordered(400))
    tax_id: str = Field(sa_type=ordered(40))
    folded: str = Field(sa_type=ordered(400))
    """Search key of the name (NFKC, case-folded, no blanks)."""
    initials: str = Field(sa_type=ordered(800))
    """Pinyin initials, one reading per word; names with polyphones have several."""
    last_date: date
    last_id: int = Field(sa_type=BigInteger)


class PartyGram(SQLModel, table=True):
    """Every two characters of a party's search key and initials, and the last one with ``$``."""

    __tablename__: ClassVar[Any] = "party_gram"
    __table_args__ = ({"sqlite_with_rowid": False},)

    gram: str = Field(sa_type=ordered(2), primary_key=True)
    party_id: int = Field(primary_key=True, foreign_key="party.id")


class Invoice(SQLModel, table=True):
    """One invoice: the columns that lists show or search."""

    __tablename__: ClassVar[Any] = "invoice"
    __table_args__ = (
        UniqueConstraint("full_no"),
        Index("ix_invoice_rev_no", "rev_no"),
        Index("ix_invoice_alias", "alias"),
        Index("ix_invoice_red_of", "red_of"),
        Index("ix_invoice_date", "issue_date", "id"),
        Index("ix_invoice_status", "status", "issue_date", "id"),
        Index("ix_invoice_print_state", "print_state", "issue_date", "id"),
        Index("ix_invoice_amount", "amount_fen", "issue_date", "id"),
        Index("ix_invoice_buyer", "buyer_id", "issue_date", "id"),
        Index("ix_invoice_seller", "seller_id", "issue_date", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    full_no: str = Field(sa_type=ordered(40))
    rev_no: str = Field(sa_type=ordered(40))
    number: str = Field(sa_type=ordered(20))
    code: str = Field(sa_type=ordered(20))
    alias: str = Field(sa_type=ordered(40))
    """Paper code and number of a 数电纸质发票, else empty."""
    kind: str = Field(max_length=40)
    issue_date: date
    amount_fen: int | None = Field(default=None, sa_type=BigInteger)
    net_fen: int | None = Field(default=None, sa_type=BigInteger)
    tax_fen: int | None = Field(default=None, sa_type=BigInteger)
    other_fen: int | None = Field(default=None, sa_type=BigInteger)
    buyer_id: int = Field(foreign_key="party.id")
    seller_id: int = Field(foreign_key="party.id")
    red_of: str = Field(sa_type=ordered(40))
    status: str = Field(max_length=20)
    reimbursed: bool = False
    print_state: str = Field(max_length=20)
    """Kept by the reprints of the invoice, so that lists can be narrowed by it."""
    copies: int = 0
    doubt: str = Field(max_length=20)
    """The heaviest doubt on its facts, kept with them so that lists can show it."""
    set_aside: str = Field(sa_type=LONG)
    """Why it was set aside; empty = it was not."""


class InvoiceFacts(SQLModel, table=True):
    """All facts of an invoice as JSON, and where its files disagree; apart, so that walking the list stays cheap."""

    __tablename__: ClassVar[Any] = "invoice_facts"

    invoice_id: int = Field(primary_key=True, foreign_key="invoice.id")
    facts: str = Field(sa_type=LONG)
    conflicts: str = Field(sa_type=LONG)


class Document(SQLModel, table=True):
    """Bytes by their SHA-256."""

    __tablename__: ClassVar[Any] = "document"

    sha256: str = Field(sa_type=ordered(64), primary_key=True)
    size: int
    data: bytes = Field(sa_type=LargeBinary)


class InvoiceFile(SQLModel, table=True):
    """An original file of an invoice and the facts that it told."""

    __tablename__: ClassVar[Any] = "invoice_file"
    __table_args__ = (UniqueConstraint("invoice_id", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    sha256: str = Field(sa_type=ordered(64), foreign_key="document.sha256")
    media: str = Field(max_length=10)
    name: str = Field(sa_type=LONG)
    size: int
    seal_state: str = Field(max_length=20)
    seal_signer: str = Field(sa_type=LONG)
    seal_note: str = Field(sa_type=LONG)
    facts: str | None = Field(default=None, sa_type=LONG)
    parked: str = Field(sa_type=LONG)
    """Why it does not count; empty = it does."""
    added_at: datetime = Field(sa_type=Utc)
