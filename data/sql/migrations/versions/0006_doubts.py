"""Invoices keep the heaviest doubt on their facts and why they were set aside; files, why they do not count.

A batch line may be an unknown number: it has its text and no invoice.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.sql.invoice_json import load
from fapiao.doubts.all import weight_of

revision = "0006"
down_revision = "0005"

_LINE = ("batch_id", "seq", "invoice_id", "note")


def upgrade() -> None:
    op.add_column("invoice", sa.Column("doubt", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("invoice", sa.Column("set_aside", sa.Text(), nullable=False, server_default=""))
    op.add_column("invoice_file", sa.Column("parked", sa.Text(), nullable=False, server_default=""))
    _judge_all()
    if op.get_context().dialect.name == "sqlite":
        _rebuild_lines()
        return
    op.add_column("batch_line", sa.Column("unknown", sa.Text(), nullable=False, server_default=""))
    op.alter_column("batch_line", "invoice_id", nullable=True)


def _judge_all() -> None:
    """Write the doubt of every invoice that is there: from the next change on, its facts bring their own."""
    connection = op.get_bind()
    facts = connection.execute(sa.text("SELECT invoice_id, facts FROM invoice_facts")).all()
    change = sa.text("UPDATE invoice SET doubt = :doubt WHERE id = :id")
    for invoice_id, text in facts:
        weight = weight_of(load(text))
        if weight is not None:
            connection.execute(change, {"doubt": weight.value, "id": invoice_id})


def _rebuild_lines() -> None:
    """SQLite cannot let a column be empty afterwards, so the table is written anew, in one order of its constraints."""
    op.create_table(
        "batch_line_new",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("unknown", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.PrimaryKeyConstraint("batch_id", "seq"),
        sa.UniqueConstraint("batch_id", "invoice_id"),
    )
    columns = ", ".join(_LINE)
    op.execute(f"INSERT INTO batch_line_new ({columns}) SELECT {columns} FROM batch_line")  # noqa: S608 - constant names
    op.drop_table("batch_line")
    op.rename_table("batch_line_new", "batch_line")
