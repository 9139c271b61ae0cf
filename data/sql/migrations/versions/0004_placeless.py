"""Papers without a place are found without walking all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    placeless = sa.text("place = ''")
    op.create_index("ix_reprint_placeless", "reprint", ["id"], sqlite_where=placeless, postgresql_where=placeless)
