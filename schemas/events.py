"""Events on the wire: CloudEvents 1.0 in JSON, one for each stream entry.

See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and its distributed tracing extension.
"""

from __future__ import annotations

from datetime import datetime
from typing import Generic, Literal, TypeVar

from pydantic import AwareDatetime, Field

from schemas.alerts import Alert, Closure
from schemas.articles import Article, EnrichedArticle
from schemas.base import Contract, stable_id
from schemas.dead_letters import DeadLetter

__all__ = [
    "ALERT_CLOSED",
    "ALERT_RAISED",
    "ARTICLE_ENRICHED",
    "ARTICLE_PUBLISHED",
    "DEAD_LETTER_WRITTEN",
    "Event",
    "alert_closed",
    "alert_event_id",
    "alert_raised",
    "article_enriched",
    "article_published",
    "dead_letter_written",
]

ARTICLE_PUBLISHED = "gainsay.article.published.v1"
ARTICLE_ENRICHED = "gainsay.article.enriched.v1"
ALERT_RAISED = "gainsay.alert.raised.v1"
ALERT_CLOSED = "gainsay.alert.closed.v1"
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
    traceparent: str = Field(
        pattern="^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
        description="W3C trace context; the trace id follows an article through every stage",
    )
    data: DataT

    @property
    def trace_id(self) -> str:
        """The 32 hexadecimal digits that an article's log lines share in every service."""
        return self.traceparent.split("-")[1]


def article_published(article: Article, now: datetime) -> Event[Article]:
    """The watcher found a version of an article. Its event begins the trace."""
    about = (article.version_id,)
    return _event(
        Event[Article],
        ARTICLE_PUBLISHED,
        article,
        now,
        service="watcher",
        about=about,
        subject=article.id,
        trace_id=None,
    )


def article_enriched(enriched: EnrichedArticle, trace_id: str, now: datetime) -> Event[EnrichedArticle]:
    """Extraction has read an article."""
    about, subject = (enriched.article.version_id,), enriched.article.id
    return _event(
        Event[EnrichedArticle],
        ARTICLE_ENRICHED,
        enriched,
        now,
        service="extraction",
        about=about,
        subject=subject,
        trace_id=trace_id,
    )


def alert_event_id(alert_id: str, closed_before: int = 0) -> str:
    """The id of the event that tells of an alert.

    Args:
        alert_id: The alert.
        closed_before: How often it had been closed by then: each time that it comes back is an event of its own.
    """
    return stable_id(ALERT_RAISED, alert_id, *_again(closed_before))


def alert_raised(alert: Alert, trace_id: str, now: datetime, closed_before: int = 0) -> Event[Alert]:
    """The ledger found a contradiction, or found it again after it had been closed so many times."""
    about = (alert.id, *_again(closed_before))
    return _event(
        Event[Alert], ALERT_RAISED, alert, now, service="ledger", about=about, subject=alert.id, trace_id=trace_id
    )


def alert_closed(closure: Closure, trace_id: str, now: datetime, closed_before: int = 0) -> Event[Closure]:
    """A revision took back what an alert rests on, which had been closed so many times before."""
    about = (closure.alert_id, closure.version_id, *_again(closed_before))
    return _event(
        Event[Closure],
        ALERT_CLOSED,
        closure,
        now,
        service="ledger",
        about=about,
        subject=closure.alert_id,
        trace_id=trace_id,
    )


def _again(closed_before: int) -> tuple[str, ...]:
    return (str(closed_before),) if closed_before else ()


def dead_letter_written(letter: DeadLetter, trace_id: str | None, now: datetime) -> Event[DeadLetter]:
    """A stage refused an input for good. Without a trace of its own the letter begins one."""
    about = (letter.stage, letter.origin, letter.reason)
    return _event(
        Event[DeadLetter],
        DEAD_LETTER_WRITTEN,
        letter,
        now,
        service=letter.stage,
        about=about,
        subject=letter.origin,
        trace_id=trace_id,
    )


def _event(
    model: type[Event[DataT]],
    event_type: str,
    data: DataT,
    now: datetime,
    *,
    service: str,
    about: tuple[str, ...],
    subject: str,
    trace_id: str | None,
) -> Event[DataT]:
    event_id = stable_id(event_type, *about)
    return model(
        id=event_id,
        source=f"/gainsay/{service}",
        type=event_type,
        time=now,
        subject=subject,
        dataschema=f"urn:gainsay:schema:{event_type}",
        traceparent=f"00-{trace_id or event_id}-{event_id[:16]}-01",
        data=data,
    )
