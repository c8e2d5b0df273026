"""Alembic's environment for the ledger's tables; the runtime hands over an open connection."""

from alembic import context

from services.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=context.config.attributes["version_table"],
)
context.run_migrations()
