"""The table of deliveries."""

import sqlalchemy as sa
from alembic import op

from services.runtime.database import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("endpoint", sa.String(100), primary_key=True),
        sa.Column("event_id", sa.String(32), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("last_result", sa.Text),
    )
    op.create_index("ix_deliveries_endpoint_state_due_at", "deliveries", ["endpoint", "state", "due_at"])


def downgrade() -> None:
    op.drop_table("deliveries")
