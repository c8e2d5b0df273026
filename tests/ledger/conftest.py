from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from schemas.articles import Article, EnrichedArticle, EntityLabel, Mention
from schemas.base import stable_id
from schemas.claims import Argument, Claim, Polarity
from schemas.events import article_enriched
from services.ledger.comparing.judging import Judge
from services.ledger.export import LedgerReader
from services.ledger.store import MIGRATIONS, VERSION_TABLE, LedgerStore
from services.runtime.database import make_engine, migrate

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def engine(database_url):
    engine = make_engine(SecretStr(database_url))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine):
    return LedgerStore(engine, judge=Judge(), threshold=0.5, clock=lambda: START)


@pytest.fixture
def reader(engine):
    return LedgerReader(engine)


@pytest.fixture
def joined():
    """Builds the event of an article that says of a country that it joined a group, or that it did not."""

    def build(
        country,
        *,
        affirmed=True,
        group="Harbour Pact",
        outlet="Baltic Wire",
        hours=0,
        document=None,
        text=None,
        body="",
    ):
        verb = "joined" if affirmed else "has not joined"
        text = text or f"{country} {verb} the {group}."
        document_id = stable_id("document", document or f"{outlet}/{text}")
        version_id = stable_id("version", document_id, text, body)
        published_at = START + timedelta(hours=hours)
        member, whole = f"country:{country}", f"name:{group.lower()}"
        article = Article(
            id=document or f"{outlet}/{country}",
            document_id=document_id,
            version_id=version_id,
            content_hash=stable_id("content", text, body),
            source=outlet,
            text=f"{text} {body}".strip(),
            published_at=published_at,
            published_at_known=True,
            fetched_at=START,
        )
        claim = Claim(
            id=stable_id("claim", version_id),
            quote=text,
            start=0,
            end=len(text),
            text=text,
            subjects=(Argument(text=country, entity_id=member),),
            predicate="join",
            objects=(Argument(text=group, entity_id=whole),),
            polarity=Polarity.AFFIRMED if affirmed else Polarity.NEGATED,
            entity_ids=(member, whole),
            terms=("join",),
        )
        mention = Mention(
            text=country, label=EntityLabel.GPE, start=0, end=len(country), entity_id=member, name=country
        )
        enriched = EnrichedArticle(article=article, entities=(mention,), claims=(claim,), extractor="by hand")
        return article_enriched(enriched, "0" * 32, START)

    return build
