"""Alembic's entry: runs the steps on the connection `migrate` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from api.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
