"""The first schema: invoices and their search, papers, people, ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.sql.tables.types import Utc

revision = "0001"
down_revision = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", _ordered(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "lease",
        sa.Column("machine", _ordered(400), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("expires", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("machine"),
    )
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", _ordered(40), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("approver", sa.String(length=120), nullable=False),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("key_id", sa.String(length=60), nullable=False),
        sa.Column("key", _ordered(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", _ordered(64), nullable=False),
        sa.Column("hash", _ordered(64), nullable=False),
        sa.Column("mac", _ordered(64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("prev"),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", _ordered(400), nullable=False),
        sa.Column("tax_id", _ordered(40), nullable=False),
        sa.Column("folded", _ordered(400), nullable=False),
        sa.Column("initials", _ordered(800), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", "tax_id"),
    )
    op.create_index("ix_party_tax_id", "party", ["tax_id"])

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", _ordered(100), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("granted", sa.Text(), nullable=False),
        sa.Column("encoded", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "policy",
        sa.Column("key", _ordered(100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "printer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", _ordered(100), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("backup", sa.String(length=100), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "setting",
        sa.Column("scope", _ordered(200), nullable=False),
        sa.Column("key", _ordered(200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key"),
    )
    op.create_table(
        "store_fact",
        sa.Column("key", _ordered(60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_no", _ordered(40), nullable=False),
        sa.Column("rev_no", _ordered(40), nullable=False),
        sa.Column("number", _ordered(20), nullable=False),
        sa.Column("code", _ordered(20), nullable=False),
        sa.Column("alias", _ordered(40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("net_fen", sa.BigInteger(), nullable=True),
        sa.Column("tax_fen", sa.BigInteger(), nullable=True),
        sa.Column("other_fen", sa.BigInteger(), nullable=True),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("red_of", _ordered(40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reimbursed", sa.Boolean(), nullable=False),
        sa.Column("print_state", sa.String(length=20), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("full_no"),
    )
    op.create_index("ix_invoice_alias", "invoice", ["alias"])
    op.create_index("ix_invoice_status", "invoice", ["status", "issue_date", "id"])
    op.create_index("ix_invoice_print_state", "invoice", ["print_state", "issue_date", "id"])
    op.create_index("ix_invoice_amount", "invoice", ["amount_fen", "issue_date", "id"])
    op.create_index("ix_invoice_buyer", "invoice", ["buyer_id", "issue_date", "id"])
    op.create_index("ix_invoice_date", "invoice", ["issue_date", "id"])
    op.create_index("ix_invoice_red_of", "invoice", ["red_of"])
    op.create_index("ix_invoice_rev_no", "invoice", ["rev_no"])
    op.create_index("ix_invoice_seller", "invoice", ["seller_id", "issue_date", "id"])

    op.create_table(
        "party_gram",
        sa.Column("gram", _ordered(2), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("gram", "party_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session",
        sa.Column("token", _ordered(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(length=100), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("started", Utc(), nullable=False),
        sa.Column("ended", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_table(
        "invoice_facts",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.PrimaryKeyConstraint("invoice_id"),
    )
    op.create_table(
        "invoice_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("sha256", _ordered(64), nullable=False),
        sa.Column("media", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seal_state", sa.String(length=20), nullable=False),
        sa.Column("seal_signer", sa.Text(), nullable=False),
        sa.Column("seal_note", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("added_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["document.sha256"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "sha256"),
    )
    op.create_table(
        "reprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("serial", _ordered(40), nullable=False),
        sa.Column("operator", sa.String(length=100), nullable=False),
        sa.Column("desk", sa.String(length=100), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("reason_note", sa.Text(), nullable=False),
        sa.Column("approver", sa.String(length=100), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("key", _ordered(100), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("override_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "copy_no"),
        sa.UniqueConstraint("serial"),
    )
    op.create_index("ix_reprint_at", "reprint", ["at", "id"])
    op.create_index("ix_reprint_key", "reprint", ["key"])

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reprint_id", sa.Integer(), nullable=False),
        sa.Column("uuid", _ordered(64), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("printer", sa.String(length=100), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(length=10), nullable=True),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("sha256", _ordered(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sent_at", Utc(), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reprint_id"],
            ["reprint.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uuid"),
    )
    op.create_index("ix_attempt_reprint", "attempt", ["reprint_id", "id"])
    op.create_index("ix_attempt_state", "attempt", ["state", "id"])
