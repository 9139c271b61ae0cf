"""Alembic's entry: runs the revisions on the connection that ``data.sql.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from data.sql.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,
    compare_type=True,
)
context.run_migrations()
