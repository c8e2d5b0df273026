"""An alert that came back may be closed again."""

import sqlalchemy as sa
from alembic import op

from services.runtime.database import UtcDateTime

revision = "0004"
down_revision = "0003"


def _closures(*key: sa.Column[int]) -> None:
    op.create_table(
        "closures",
        sa.Column("alert_id", sa.String(32), sa.ForeignKey("alerts.id"), primary_key=True),
        *key,
        sa.Column("version_id", sa.String(32), sa.ForeignKey("articles.version_id"), nullable=False),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("closed_at", UtcDateTime, nullable=False),
        sa.Column("closure", sa.Text, nullable=False),
    )


def upgrade() -> None:
    op.execute("CREATE TABLE closed AS SELECT * FROM closures")
    op.drop_table("closures")
    _closures(sa.Column("closed_before", sa.Integer, primary_key=True, autoincrement=False))
    op.execute(
        "INSERT INTO closures (closed_before, alert_id, version_id, partition_key, closed_at, closure) "
        "SELECT 0, alert_id, version_id, partition_key, closed_at, closure FROM closed"
    )
    op.drop_table("closed")


def downgrade() -> None:
    op.execute("CREATE TABLE closed AS SELECT * FROM closures WHERE closed_before = 0")
    op.drop_table("closures")
    _closures()
    op.execute(
        "INSERT INTO closures (alert_id, version_id, partition_key, closed_at, closure) "
        "SELECT alert_id, version_id, partition_key, closed_at, closure FROM closed"
    )
    op.drop_table("closed")
