"""The extraction worker, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from pydantic import Field

from schemas.articles import Article, EnrichedArticle
from schemas.events import Event, article_enriched
from schemas.streams import ARTICLES, ENRICHED
from services.extraction.language import load_language
from services.extraction.reading import read_articles
from services.runtime.access import token_guard
from services.runtime.clock import utc_now
from services.runtime.consuming import Consumer
from services.runtime.serving import Service
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import make_broker

__all__ = ["Settings", "assemble"]


class Settings(RuntimeSettings):
    """What extraction can be told besides."""

    language_model: str = Field(default="", description="A trained spaCy pipeline in place of the one that ships")
    least_worth: float = Field(default=0.1, ge=0, le=1, description="Claims less factual and checkable are left out")


def assemble(settings: Settings) -> Service:
    """Wire the worker's parts; loading the language takes a moment."""
    language = load_language(settings.language_model)
    log = structlog.get_logger("extraction")

    async def enrich(events: Sequence[Event[Article]]) -> Sequence[Event[EnrichedArticle]]:
        read = await asyncio.to_thread(read_articles, language, [event.data for event in events], settings.least_worth)
        for event, enriched in zip(events, read, strict=True):
            log.info(
                "article read",
                article=event.subject,
                event_id=event.id,
                trace_id=event.trace_id,
                entities=len(enriched.entities),
                claims=len(enriched.claims),
            )
        return [
            article_enriched(enriched, event.trace_id, utc_now()) for event, enriched in zip(events, read, strict=True)
        ]

    broker = make_broker(settings.broker_url, settings.grace_period)
    consumer = Consumer(
        broker,
        ARTICLES,
        enrich,
        group="extraction",
        settings=settings,
        clock=utc_now,
        output=ENRICHED,
    )
    return Service("extraction", broker, consumers=[consumer], guard=token_guard(settings.token))
