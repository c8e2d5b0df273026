"""A verdict names the rules and models that decided."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("verdicts", sa.Column("judged_by", sa.Text, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("verdicts", "judged_by")
