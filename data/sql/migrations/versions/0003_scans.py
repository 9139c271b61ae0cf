"""Scans of papers, attached to their records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.sql.tables.types import Utc

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reprint_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(length=100), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["reprint_id"], ["reprint.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reprint_id", "sha256"),
    )
