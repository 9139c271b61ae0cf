"""Test pages, ruler pages and manifests are rows as papers are, without an invoice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.sql.tables.types import Utc

revision = "0005"
down_revision = "0004"

KEPT = (
    "id", "invoice_id", "copy_no", "serial", "operator", "desk", "at", "paper", "reason", "reason_note", "approver",
    "applicant", "remark", "place", "key", "closed", "override_by",
)  # fmt: skip
RULE = "(kind = 'test') = (invoice_id IS NULL)"


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        _rebuild()
        return
    op.add_column("reprint", sa.Column("kind", sa.String(length=20), nullable=False, server_default="invoice"))
    op.add_column("reprint", sa.Column("title", sa.Text(), nullable=False, server_default=""))
    op.alter_column("reprint", "invoice_id", nullable=True)
    op.create_check_constraint("ck_reprint_kind", "reprint", RULE)


def _rebuild() -> None:
    """SQLite cannot let a column be empty afterwards, so the table is written anew, in one order of its constraints."""
    op.create_table(
        "reprint_new",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
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
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("override_by", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, server_default="invoice"),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "copy_no"),
        sa.UniqueConstraint("serial"),
        sa.CheckConstraint(RULE, name="ck_reprint_kind"),
    )
    columns = ", ".join(f'"{name}"' for name in KEPT)
    op.execute(f"INSERT INTO reprint_new ({columns}) SELECT {columns} FROM reprint")  # noqa: S608 - constant names
    op.drop_table("reprint")
    op.rename_table("reprint_new", "reprint")
    placeless = sa.text("place = ''")
    op.create_index("ix_reprint_at", "reprint", ["at", "id"])
    op.create_index("ix_reprint_key", "reprint", ["key"])
    op.create_index("ix_reprint_placeless", "reprint", ["id"], sqlite_where=placeless)
