"""What a judge behind an endpoint has said."""

import sqlalchemy as sa
from alembic import op

from services.runtime.database import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("prompt_hash", sa.String(64), primary_key=True),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("judged_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("judgements")
