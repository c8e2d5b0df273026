from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.articles import Article, EnrichedArticle
from schemas.events import Event, article_enriched, article_published

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def _published(number: int) -> Event[Article]:
    article = Article(
        id=f"article-{number}",
        document_id=f"document-{number}",
        version_id=f"version-{number}",
        content_hash="0",
        source="Harbour Post",
        text=f"A ferry ran aground “{number}”\u2028.",
        published_at=NOW,
        published_at_known=True,
        fetched_at=NOW,
    )
    return article_published(article, NOW)


def _enriched(event: Event[Article]) -> Event[EnrichedArticle]:
    enriched = EnrichedArticle(article=event.data, entities=(), claims=(), extractor="test")
    return article_enriched(enriched, event.trace_id, NOW)


@pytest.fixture(scope="session")
def published():
    """Makes the event of an article, by its number."""
    return _published


@pytest.fixture(scope="session")
def enriched():
    """Makes the event that answers an article's."""
    return _enriched
