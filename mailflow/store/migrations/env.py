"""What alembic runs: the revisions, on the connection and in the transaction that ``schema.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from mailflow.store.tables import metadata

# All or nothing, on SQLite too: a migration that dies leaves the old tables.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
