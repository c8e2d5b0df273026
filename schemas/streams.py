"""The whole flow in one table: each stream, what it carries, who writes it and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from schemas.alerts import Alert, Closure
from schemas.articles import Article, EnrichedArticle
from schemas.base import Contract
from schemas.dead_letters import DeadLetter
from schemas.events import ALERT_CLOSED, ALERT_RAISED, ARTICLE_ENRICHED, ARTICLE_PUBLISHED, DEAD_LETTER_WRITTEN, Event

__all__ = ["ALERTS", "ARTICLES", "DEAD_LETTERS", "ENRICHED", "STREAMS", "Stream"]


@dataclass(frozen=True, slots=True)
class Stream:
    """A Redis stream. Each reader is a consumer group of the same name."""

    name: str
    event_type: str
    payload: type[Contract]
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    follow_ups: tuple[tuple[str, type[Contract]], ...] = ()
    """Other types of events, and their payloads, which tell more of what the first type told."""

    @property
    def payloads(self) -> dict[str, type[Contract]]:
        """Every type of event that the stream carries, and what each is about."""
        return {self.event_type: self.payload, **dict(self.follow_ups)}

    @property
    def key(self) -> str:
        """The Redis key. The hash tag keeps all streams in one cluster slot, so that a stage's MULTI can span two."""
        return f"{{gainsay}}:{self.name}"

    @property
    def event(self) -> type[Event]:  # type: ignore[type-arg]  # the payload type is only known at run time
        """The event model of the stream's entries."""
        return Event[Union[tuple(self.payloads.values())]]  # type: ignore[misc,return-value]  # noqa: UP007 - run-time types


ARTICLES = Stream("articles", ARTICLE_PUBLISHED, Article, writers=("watcher",), readers=("extraction",))
ENRICHED = Stream("enriched", ARTICLE_ENRICHED, EnrichedArticle, writers=("extraction",), readers=("ledger",))
ALERTS = Stream(
    "alerts",
    ALERT_RAISED,
    Alert,
    writers=("ledger",),
    readers=("alerting",),
    follow_ups=((ALERT_CLOSED, Closure),),
)
DEAD_LETTERS = Stream(
    "dead-letters",
    DEAD_LETTER_WRITTEN,
    DeadLetter,
    writers=("watcher", "extraction", "ledger", "alerting"),
    readers=(),
)

STREAMS = (ARTICLES, ENRICHED, ALERTS, DEAD_LETTERS)
