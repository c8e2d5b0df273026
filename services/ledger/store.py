"""The ledger in SQL: record what articles claim, reconcile it with what is known, and keep what is to be sent.

Recording commits before reconciling begins. So of two sinks working at the same moment at least one sees the other's
claims, no lock is held between them, and several sinks find what one finds, as long as no article meets more than
``ARTICLES_MET`` others of its story. Every insert is unique by what it is about, so a step that is done again changes
nothing. Rows that two sinks may insert are inserted in the order of their ids: on PostgreSQL each would otherwise wait
for the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, select, update

from schemas.alerts import Verdict
from schemas.articles import Article, EnrichedArticle, Mention
from schemas.claims import Claim
from schemas.events import Event, alert_closed, alert_event_id, alert_raised
from schemas.streams import ALERTS
from services.ledger.closing import close_revised, closed_before
from services.ledger.comparing.identity import ledger_claim_id
from services.ledger.comparing.judging import Judge
from services.ledger.comparing.statement import in_order, topic_of
from services.ledger.evidence import Evidence, alert_id, make_alert
from services.ledger.groups import group_of
from services.ledger.meeting import Entered, candidates, entered, index_rows
from services.ledger.origins import count_origins, index_text, link_copies
from services.ledger.tables import (
    alerts,
    article_keys,
    articles,
    evidence,
    inbox,
    ledger_claims,
    outbox,
    partition_of,
    verdicts,
)
from services.runtime.clock import Clock
from services.runtime.database import insert_all_new, insert_new, read_only

__all__ = ["MIGRATIONS", "VERSION_TABLE", "LedgerStore"]

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION_TABLE = "ledger_schema_version"

_MENTIONS = TypeAdapter(tuple[Mention, ...])


class LedgerStore:
    """What a sink does to the ledger, in steps each of which may be done again."""

    def __init__(self, engine: Engine, *, judge: Judge, threshold: float, clock: Clock) -> None:
        """Keep a ledger.

        Args:
            engine: A database whose tables are up to date.
            judge: Says what two claims are to one another.
            threshold: Confidence from which a contradiction is told to people.
            clock: Gives the present time, with a time zone.
        """
        self._engine, self._judge, self._threshold, self._clock = engine, judge, threshold, clock

    def record(self, events: Sequence[Event[EnrichedArticle]]) -> None:
        """Store articles and their claims, once each."""
        now = self._clock()
        with self._engine.begin() as connection:
            new = [
                event
                for event in sorted(events, key=lambda one: one.id)
                if insert_new(connection, inbox, {"event_id": event.id, "recorded_at": now})
            ]
            said = {ledger_claim_id(claim) for event in new for claim in event.data.claims}
            insert_all_new(
                connection,
                ledger_claims,
                [{"id": one, "partition_key": partition_of(one), "recorded_at": now} for one in sorted(said)],
            )
            for event in new:
                _record(connection, event)

    def reconcile(self, events: Sequence[Event[EnrichedArticle]]) -> int:
        """Compare what articles claim with the whole ledger, and queue an alert for each new contradiction.

        Returns:
            How many alerts were raised.
        """
        waiting = self._waiting(events)
        with self._engine.begin() as connection:
            for event in waiting:
                link_copies(connection, event.data.article)
        judged = sorted(self._judged(waiting), key=_pair)
        raised = 0
        with self._engine.begin() as connection:
            for ours, other, found, trace_id in judged:
                raised += self._keep(connection, ours, other, found, trace_id)
            for event in waiting:
                mark = update(inbox).where(inbox.c.event_id == event.id)
                connection.execute(mark.values(reconciled_at=self._clock()))
        return raised

    def _waiting(self, events: Sequence[Event[EnrichedArticle]]) -> list[Event[EnrichedArticle]]:
        done = select(inbox.c.event_id).where(
            inbox.c.event_id.in_([event.id for event in events]), inbox.c.reconciled_at.is_not(None)
        )
        with read_only(self._engine).connect() as connection:
            reconciled = set(connection.scalars(done))
        return [event for event in sorted(events, key=lambda one: one.id) if event.id not in reconciled]

    def _judged(self, events: Sequence[Event[EnrichedArticle]]) -> Iterator[tuple[Entered, Entered, Verdict, str]]:
        """Verdicts on the articles' claims. No transaction is open while they are judged: a judge may take its time."""
        for event in events:
            with read_only(self._engine).connect() as connection:
                met = list(candidates(connection, event.data))
            for ours, other, found in (*self._verdicts(met), *self._repeats(event.data)):
                yield ours, other, found, event.trace_id

    def _verdicts(self, pairs: Sequence[tuple[Entered, Entered]]) -> Iterator[tuple[Entered, Entered, Verdict]]:
        entered = {one.statement.claim.id: one for pair in pairs for one in pair}
        for judged in self._judge((ours.statement, other.statement) for ours, other in pairs):
            if judged.verdict is not None:
                yield entered[judged.a.claim.id], entered[judged.b.claim.id], judged.verdict

    def _repeats(self, enriched: EnrichedArticle) -> Iterator[tuple[Entered, Entered, Verdict]]:
        ours = {one.statement.claim.id: one for one in entered(enriched)}
        for a, b, verdict in self._judge.repeats([one.statement for one in ours.values()]):
            yield ours[a.claim.id], ours[b.claim.id], verdict

    def _keep(self, connection: Connection, ours: Entered, other: Entered, verdict: Verdict, trace_id: str) -> bool:
        a, b = in_order(ours.statement, other.statement)
        told = verdict.kind is not None and verdict.confidence >= self._threshold
        pair, now = alert_id(ours.ledger_claim_id, other.ledger_claim_id), self._clock()
        if told:
            insert_new(connection, alerts, {"id": pair, "partition_key": partition_of(pair), "raised_at": now})
        row = {
            "a_claim_id": a.claim.id,
            "b_claim_id": b.claim.id,
            "partition_key": partition_of(pair),
            "alert_id": pair if told else None,
            **verdict.model_dump(exclude={"judged_by"}),
            "judged_by": json.dumps(verdict.judged_by),
        }
        insert_new(connection, verdicts, row)
        if not told or ours.superseded or other.superseded:
            return False
        times = closed_before(connection, [pair])[pair]
        if _is_queued(connection, alert_event_id(pair, times)):
            return False  # before its sides are loaded, which takes the most time
        sides = _load(connection, [a.claim.id, b.claim.id])
        alert = make_alert(sides[a.claim.id], sides[b.claim.id], verdict)
        return _queue(connection, alert_raised(alert, trace_id, now, times), now)

    def close(self, events: Sequence[Event[EnrichedArticle]]) -> int:
        """Queue the closing of alerts that these articles, as new versions, take back.

        Returns:
            How many alerts were closed.
        """
        now, closed = self._clock(), 0
        documents = sorted({event.data.article.document_id for event in events})
        with self._engine.begin() as connection:
            for one in close_revised(connection, documents, now):
                if _is_queued(connection, alert_event_id(one.closure.alert_id, one.closed_before)):
                    closed += 1
                    _queue(connection, alert_closed(one.closure, one.trace_id, now, one.closed_before), now)
        return closed

    def unsent(self, limit: int) -> list[Event[Any]]:
        """Alert events that wait to be sent, the oldest first."""
        waiting = (
            select(outbox.c.event)
            .where(outbox.c.sent_at.is_(None))
            .order_by(outbox.c.created_at, outbox.c.event_id)
            .limit(limit)
        )
        with read_only(self._engine).connect() as connection:
            return [ALERTS.event.model_validate_json(event) for event in connection.scalars(waiting)]

    def mark_sent(self, events: Iterable[Event[Any]], at: datetime) -> None:
        """Note that events have been on their stream since a moment."""
        sent = update(outbox).where(outbox.c.event_id.in_([event.id for event in events]))
        with self._engine.begin() as connection:
            connection.execute(sent.values(sent_at=at))

    def send_again(self, after: datetime | None) -> bool:
        """Have the events sent again that were sent after a moment, or all, and tell whether there are any."""
        lost = outbox.c.sent_at > after if after else outbox.c.sent_at.is_not(None)
        with read_only(self._engine).connect() as connection:
            if connection.execute(select(outbox.c.event_id).where(lost).limit(1)).first() is None:
                return False
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(lost).values(sent_at=None))
        return True


def _pair(judged: tuple[Entered, Entered, Verdict, str]) -> tuple[str, list[str]]:
    """In which order all sinks write their verdicts."""
    ours, other, _, _ = judged
    pair = alert_id(ours.ledger_claim_id, other.ledger_claim_id)
    return pair, sorted((ours.statement.claim.id, other.statement.claim.id))


def _record(connection: Connection, event: Event[EnrichedArticle]) -> None:
    article = event.data.article
    row = {
        "version_id": article.version_id,
        "partition_key": partition_of(article.document_id),
        "document_id": article.document_id,
        "article_id": article.id,
        "source": article.source,
        "published_at": article.published_at,
        "published_at_known": article.published_at_known,
        "fetched_at": article.fetched_at,
        "topic": json.dumps(topic_of(event.data.entities)),
        "title": article.title or "",
        "article": article.model_dump_json(),
        "entities": _MENTIONS.dump_json(event.data.entities).decode(),
        "extractor": event.data.extractor,
        "trace_id": event.trace_id,
    }
    insert_new(connection, articles, row)
    index_text(connection, article)
    ledger_ids = {claim.id: ledger_claim_id(claim) for claim in event.data.claims}
    insert_all_new(
        connection,
        evidence,
        [
            {
                "claim_id": claim.id,
                "partition_key": partition_of(ledger_ids[claim.id]),
                "ledger_claim_id": ledger_ids[claim.id],
                "version_id": article.version_id,
                "claim": claim.model_dump_json(),
            }
            for claim in event.data.claims
        ],
    )
    insert_all_new(connection, article_keys, index_rows(article, event.data.entities))


def _is_queued(connection: Connection, event_id: str) -> bool:
    """Whether an event is in the outbox, sent or not."""
    return connection.execute(select(outbox.c.event_id).where(outbox.c.event_id == event_id)).first() is not None


def _queue(connection: Connection, event: Event[Any], now: datetime) -> bool:
    """Put an event into the outbox unless it is there, and tell whether it was new."""
    message = {"event_id": event.id, "stream": ALERTS.key, "event": event.model_dump_json(), "created_at": now}
    return insert_new(connection, outbox, message)


def _load(connection: Connection, claim_ids: Sequence[str]) -> dict[str, Evidence]:
    rows = connection.execute(
        select(evidence.c.claim, evidence.c.ledger_claim_id, articles.c.article)
        .join(articles)
        .where(evidence.c.claim_id.in_(claim_ids))
    )
    found = [
        Evidence(
            Claim.model_validate_json(row.claim),
            Article.model_validate_json(row.article),
            row.ledger_claim_id,
            count_origins(connection, group_of(connection, row.ledger_claim_id)),
        )
        for row in rows
    ]
    return {one.claim.id: one for one in found}
