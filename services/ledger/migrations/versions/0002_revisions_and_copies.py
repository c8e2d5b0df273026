"""When versions were fetched, which alerts were closed by revisions, and which texts are copies."""

import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from services.runtime.database import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("articles") as table:
        table.add_column(sa.Column("fetched_at", UtcDateTime))
    articles = sa.table("articles", sa.column("version_id"), sa.column("article"), sa.column("fetched_at", UtcDateTime))
    connection = op.get_bind()
    for version_id, article in connection.execute(sa.select(articles.c.version_id, articles.c.article)).all():
        fetched_at = datetime.fromisoformat(json.loads(article)["fetched_at"])
        connection.execute(sa.update(articles).where(articles.c.version_id == version_id).values(fetched_at=fetched_at))
    with op.batch_alter_table("articles") as table:
        table.alter_column("fetched_at", nullable=False, existing_type=UtcDateTime)
    op.create_table(
        "closures",
        sa.Column("alert_id", sa.String(32), sa.ForeignKey("alerts.id"), primary_key=True),
        sa.Column("version_id", sa.String(32), sa.ForeignKey("articles.version_id"), nullable=False),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("closed_at", UtcDateTime, nullable=False),
        sa.Column("closure", sa.Text, nullable=False),
    )
    op.create_table(
        "copy_bands",
        sa.Column("band", sa.String(32), primary_key=True),
        sa.Column("version_id", sa.String(32), sa.ForeignKey("articles.version_id"), primary_key=True),
    )
    op.create_table(
        "copies",
        sa.Column("a_version_id", sa.String(32), sa.ForeignKey("articles.version_id"), primary_key=True),
        sa.Column("b_version_id", sa.String(32), sa.ForeignKey("articles.version_id"), primary_key=True),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("similarity", sa.Float, nullable=False),
    )


def downgrade() -> None:
    for name in ("copies", "copy_bands", "closures"):
        op.drop_table(name)
    with op.batch_alter_table("articles") as table:
        table.drop_column("fetched_at")
