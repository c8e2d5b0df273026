"""The ledger's first tables."""

import sqlalchemy as sa
from alembic import op

from services.runtime.database import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.String(32), primary_key=True),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("reconciled_at", UtcDateTime),
    )
    op.create_table(
        "articles",
        sa.Column("version_id", sa.String(32), primary_key=True),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False, index=True),
        sa.Column("article_id", sa.Text, nullable=False, index=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
        sa.Column("published_at_known", sa.Boolean, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("entities", sa.Text, nullable=False),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("trace_id", sa.String(32), nullable=False),
    )
    op.create_table(
        "ledger_claims",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "evidence",
        sa.Column("claim_id", sa.String(32), primary_key=True),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("ledger_claim_id", sa.String(32), sa.ForeignKey("ledger_claims.id"), nullable=False, index=True),
        sa.Column("version_id", sa.String(32), sa.ForeignKey("articles.version_id"), nullable=False, index=True),
        sa.Column("claim", sa.Text, nullable=False),
    )
    op.create_table(
        "claim_keys",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("claim_id", sa.String(32), sa.ForeignKey("evidence.claim_id"), primary_key=True),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_claim_keys_key_published_at", "claim_keys", ["key", "published_at"])
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("raised_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "verdicts",
        sa.Column("a_claim_id", sa.String(32), sa.ForeignKey("evidence.claim_id"), primary_key=True),
        sa.Column("b_claim_id", sa.String(32), sa.ForeignKey("evidence.claim_id"), primary_key=True),
        sa.Column("partition_key", sa.SmallInteger, nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16)),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("normalized_a", sa.Text, nullable=False),
        sa.Column("normalized_b", sa.Text, nullable=False),
        sa.Column("explanation", sa.Text, nullable=False),
        sa.Column("alert_id", sa.String(32), sa.ForeignKey("alerts.id"), index=True),
    )
    op.create_table(
        "outbox",
        sa.Column("event_id", sa.String(32), primary_key=True),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("sent_at", UtcDateTime, index=True),
    )


def downgrade() -> None:
    for table in ("outbox", "verdicts", "alerts", "claim_keys", "evidence", "ledger_claims", "articles", "inbox"):
        op.drop_table(table)
