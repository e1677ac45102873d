"""Runs in process on the connection that clinic_app.store.migrate hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from clinic_app.store.migrate import TARGET_METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=TARGET_METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
