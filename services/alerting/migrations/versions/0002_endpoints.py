"""The state of endpoints, and a log of attempts."""

import sqlalchemy as sa
from alembic import op

from services.runtime.database import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "endpoints",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("disabled", sa.Text),
        sa.Column("slowed_until", UtcDateTime),
        sa.Column("slowed", sa.Integer, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("endpoint", sa.String(100), nullable=False),
        sa.Column("event_id", sa.String(32), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
    )
    op.create_index("ix_attempts_endpoint_event_id", "attempts", ["endpoint", "event_id"])


def downgrade() -> None:
    op.drop_table("attempts")
    op.drop_table("endpoints")
