from datetime import UTC, datetime

import pytest

from schemas.articles import Article
from services.extraction.language import load_language
from services.extraction.reading import read_articles

PUBLISHED = datetime(2026, 4, 16, 5, 30, tzinfo=UTC)  # a Thursday


def article(text, article_id="a1"):
    return Article(
        id=article_id,
        document_id=article_id,
        version_id=f"{article_id}-v1",
        content_hash="0" * 64,
        source="example",
        text=text,
        published_at=PUBLISHED,
        published_at_known=True,
        fetched_at=PUBLISHED,
    )


@pytest.fixture(scope="session")
def nlp():
    return load_language()


@pytest.fixture(scope="session")
def read(nlp):
    def read_text(text):
        [enriched] = read_articles(nlp, [article(text)])
        return enriched

    return read_text


@pytest.fixture(scope="session")
def make_article():
    return article
