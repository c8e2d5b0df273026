"""The ledger's tables. Rows are added and never changed, but for the marks of progress in inbox and outbox."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

from services.runtime.database import UtcDateTime

__all__ = [
    "alerts",
    "article_keys",
    "articles",
    "closures",
    "copies",
    "copy_bands",
    "evidence",
    "inbox",
    "judgements",
    "ledger_claims",
    "metadata",
    "outbox",
    "partition_of",
    "verdicts",
]


def partition_of(identifier: str) -> int:
    """Which of 4,096 partitions a row belongs to, so that the tables can be spread over machines later."""
    return int(identifier[:3], 16)


def _id(name: str, *args: Any, **kwargs: Any) -> Column[str]:
    return Column(name, String(32), *args, **kwargs)


def _partition() -> Column[int]:
    return Column("partition_key", SmallInteger, nullable=False)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

inbox = Table(
    "inbox",
    metadata,
    _id("event_id", primary_key=True),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("reconciled_at", UtcDateTime),  # When its claims had been compared with the ledger
)

articles = Table(
    "articles",
    metadata,
    _id("version_id", primary_key=True),
    _partition(),
    _id("document_id", nullable=False, index=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("published_at_known", Boolean, nullable=False),
    Column("fetched_at", UtcDateTime, nullable=False),
    Column("topic", Text, nullable=False),  # Ids of the entities it is about, as JSON
    Column("title", Text, nullable=False),  # Empty if it has none
    Column("article", Text, nullable=False),  # The article as JSON
    Column("entities", Text, nullable=False),  # Its mentions as JSON
    Column("extractor", Text, nullable=False),
    _id("trace_id", nullable=False),
)

ledger_claims = Table(
    "ledger_claims",
    metadata,
    _id("id", primary_key=True),
    _partition(),
    Column("recorded_at", UtcDateTime, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    _id("claim_id", primary_key=True),
    _partition(),
    _id("ledger_claim_id", ForeignKey("ledger_claims.id"), nullable=False, index=True),
    _id("version_id", ForeignKey("articles.version_id"), nullable=False, index=True),
    Column("claim", Text, nullable=False),  # The claim as JSON
)

article_keys = Table(
    "article_keys",
    metadata,
    _id("key", primary_key=True),
    _id("version_id", ForeignKey("articles.version_id"), primary_key=True),
    _id("document_id", nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("told", Integer, nullable=False),  # How much the key tells
    Column("total", Integer, nullable=False),  # How much all keys of the article tell
    Index("ix_article_keys_key_published_at", "key", "published_at"),
)

verdicts = Table(
    "verdicts",
    metadata,
    _id("a_claim_id", ForeignKey("evidence.claim_id"), primary_key=True),
    _id("b_claim_id", ForeignKey("evidence.claim_id"), primary_key=True, index=True),
    _partition(),
    Column("relation", String(16), nullable=False),
    Column("kind", String(16)),
    Column("rule", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("normalized_a", Text, nullable=False),
    Column("normalized_b", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("judged_by", Text, nullable=False, server_default="[]"),  # Versions of what decided, as JSON
    _id("alert_id", ForeignKey("alerts.id"), index=True),  # Set where the verdict was told to people
)

alerts = Table(
    "alerts",
    metadata,
    _id("id", primary_key=True),
    _partition(),
    Column("raised_at", UtcDateTime, nullable=False),
)

closures = Table(
    "closures",
    metadata,
    _id("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("closed_before", Integer, primary_key=True),  # How often: an alert may come back and close again
    _id("version_id", ForeignKey("articles.version_id"), nullable=False),  # The revision
    _partition(),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("closure", Text, nullable=False),  # The closure as JSON
)

copy_bands = Table(
    "copy_bands",
    metadata,
    _id("band", primary_key=True),
    _id("version_id", ForeignKey("articles.version_id"), primary_key=True),
)

copies = Table(
    "copies",
    metadata,
    _id("a_version_id", ForeignKey("articles.version_id"), primary_key=True),
    _id("b_version_id", ForeignKey("articles.version_id"), primary_key=True, index=True),
    _partition(),
    Column("similarity", Float, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("prompt_hash", String(64), primary_key=True),
    Column("model", Text, nullable=False),
    Column("relation", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("judged_at", UtcDateTime, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _id("event_id", primary_key=True),
    Column("stream", Text, nullable=False),
    Column("event", Text, nullable=False),  # The event as JSON
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime, index=True),
)
