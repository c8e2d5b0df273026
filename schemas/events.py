"""Events on the wire: CloudEvents 1.0 in JSON, one for each stream entry.

See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and its distributed tracing extension.
"""

from __future__ import annotations

from datetime import datetime
from typing import Generic, Literal, TypeVar

from pydantic import AwareDatetime, Field

from schemas.alerts import Alert
from schemas.articles import Article, EnrichedArticle
from schemas.base import Contract, stable_id
from schemas.dead_letters import DeadLetter

__all__ = [
    "ALERT_RAISED",
    "ARTICLE_ENRICHED",
    "ARTICLE_PUBLISHED",
    "DEAD_LETTER_WRITTEN",
    "Event",
    "alert_raised",
    "article_enriched",
    "article_published",
    "dead_letter_written",
]

ARTICLE_PUBLISHED = "gainsay.article.published.v1"
ARTICLE_ENRICHED = "gainsay.article.enriched.v1"
ALERT_RAISED = "gainsay.alert.raised.v1"
DEAD_LETTER_WRITTEN = "gainsay.dead-letter.written.v1"

DataT = TypeVar("DataT", bound=Contract)


class Event(Contract, Generic[DataT]):
    """A CloudEvent around one of our payloads."""

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1, description="Deterministic: a repeat of the same event has the same id")
    source: str = Field(min_length=1, description="The service that wrote it, as a URI reference")
    type: str = Field(min_length=1, description="Carries the version of the payload")
    time: AwareDatetime
    subject: str = Field(description="The article or alert that the event is about")
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    traceparent: str = Field(description="W3C trace context; the trace id follows an article through every stage")
    data: DataT

    @property
    def trace_id(self) -> str:
        """The 32 hexadecimal digits that an article's log lines share in every service."""
        return self.traceparent.split("-")[1]


def _traceparent(trace_id: str, event_id: str) -> str:
    return f"00-{trace_id}-{event_id[:16]}-01"


def _schema_uri(event_type: str) -> str:
    return f"urn:gainsay:schema:{event_type}"


def article_published(article: Article, now: datetime) -> Event[Article]:
    """The watcher found a version of an article."""
    event_id = stable_id(ARTICLE_PUBLISHED, article.version_id)
    return Event[Article](
        id=event_id,
        source="/gainsay/watcher",
        type=ARTICLE_PUBLISHED,
        time=now,
        subject=article.id,
        dataschema=_schema_uri(ARTICLE_PUBLISHED),
        traceparent=_traceparent(event_id, event_id),
        data=article,
    )


def article_enriched(enriched: EnrichedArticle, trace_id: str, now: datetime) -> Event[EnrichedArticle]:
    """Extraction has read an article."""
    event_id = stable_id(ARTICLE_ENRICHED, enriched.article.version_id)
    return Event[EnrichedArticle](
        id=event_id,
        source="/gainsay/extraction",
        type=ARTICLE_ENRICHED,
        time=now,
        subject=enriched.article.id,
        dataschema=_schema_uri(ARTICLE_ENRICHED),
        traceparent=_traceparent(trace_id, event_id),
        data=enriched,
    )


def alert_raised(alert: Alert, trace_id: str, now: datetime) -> Event[Alert]:
    """The ledger found a contradiction."""
    event_id = stable_id(ALERT_RAISED, alert.id)
    return Event[Alert](
        id=event_id,
        source="/gainsay/ledger",
        type=ALERT_RAISED,
        time=now,
        subject=alert.id,
        dataschema=_schema_uri(ALERT_RAISED),
        traceparent=_traceparent(trace_id, event_id),
        data=alert,
    )


def dead_letter_written(letter: DeadLetter, trace_id: str | None, now: datetime) -> Event[DeadLetter]:
    """A stage refused an input for good. Without a trace of its own the letter starts one."""
    event_id = stable_id(DEAD_LETTER_WRITTEN, letter.stage, letter.origin, letter.reason)
    return Event[DeadLetter](
        id=event_id,
        source=f"/gainsay/{letter.stage}",
        type=DEAD_LETTER_WRITTEN,
        time=now,
        subject=letter.origin,
        dataschema=_schema_uri(DEAD_LETTER_WRITTEN),
        traceparent=_traceparent(trace_id or event_id, event_id),
        data=letter,
    )
