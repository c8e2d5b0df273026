"""Articles of one story find one another by the words that tell most; claims have no keys of their own any more."""

import sqlalchemy as sa
from alembic import op
from pydantic import TypeAdapter

from schemas.articles import Article, Mention
from services.ledger.meeting import index_rows
from services.runtime.database import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    article_keys = op.create_table(
        "article_keys",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("version_id", sa.String(32), sa.ForeignKey("articles.version_id"), primary_key=True),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
    )
    op.create_index("ix_article_keys_key_published_at", "article_keys", ["key", "published_at"])
    mentions, connection = TypeAdapter(tuple[Mention, ...]), op.get_bind()
    articles = sa.table("articles", sa.column("version_id"), sa.column("article"), sa.column("entities"))
    for version_id in connection.scalars(sa.select(articles.c.version_id)).all():
        row = connection.execute(sa.select(articles).where(articles.c.version_id == version_id)).one()
        entities = mentions.validate_json(row.entities)
        op.bulk_insert(article_keys, index_rows(Article.model_validate_json(row.article), entities))
    op.drop_table("claim_keys")


def downgrade() -> None:
    op.create_table(
        "claim_keys",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("claim_id", sa.String(32), sa.ForeignKey("evidence.claim_id"), primary_key=True),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_claim_keys_key_published_at", "claim_keys", ["key", "published_at"])
    op.drop_table("article_keys")
