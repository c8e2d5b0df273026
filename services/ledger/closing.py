"""Closing alerts whose contradiction a revision took back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, Connection, Exists, FromClause, Select, and_, func, or_, select, union

from schemas.alerts import Closure
from schemas.articles import Article
from schemas.events import alert_event_id
from services.ledger.revisions import changes
from services.ledger.sides import Sides
from services.ledger.tables import articles, closures, evidence, outbox, partition_of, verdicts
from services.runtime.database import insert_new

__all__ = ["Closed", "close_revised", "closed_before", "is_superseded", "latest_versions"]


@dataclass(frozen=True, slots=True)
class Closed:
    """A closure that was not known before, and the trace of the revision."""

    closure: Closure
    trace_id: str
    closed_before: int


def is_superseded(version: FromClause = articles) -> Exists:
    """Whether the article version in a row of ``articles``, or of an alias of it, has a later one."""
    later = articles.alias()
    same_day = later.c.published_at == version.c.published_at
    same_moment = and_(same_day, later.c.fetched_at == version.c.fetched_at)
    return (
        select(later.c.version_id)
        .where(
            later.c.document_id == version.c.document_id,
            or_(
                later.c.published_at > version.c.published_at,
                and_(same_day, later.c.fetched_at > version.c.fetched_at),
                and_(same_moment, later.c.version_id > version.c.version_id),
            ),
        )
        .correlate(version)
        .exists()
    )


def latest_versions(connection: Connection, documents: Collection[str]) -> dict[str, str]:
    """The current version of each text."""
    rows = select(articles.c.document_id, articles.c.version_id).where(
        articles.c.document_id.in_(documents), ~is_superseded()
    )
    return {row.document_id: row.version_id for row in connection.execute(rows)}


def closed_before(connection: Connection, alert_ids: Collection[str]) -> Counter[str]:
    """How often each of these alerts has been closed."""
    rows = (
        select(closures.c.alert_id, func.count().label("times"))
        .where(closures.c.alert_id.in_(alert_ids))
        .group_by(closures.c.alert_id)
    )
    return Counter({row.alert_id: row.times for row in connection.execute(rows)})


def close_revised(connection: Connection, documents: Collection[str], now: datetime) -> list[Closed]:
    """Close the alerts about these texts that no two current versions bear out any longer.

    Run after the verdicts are committed: of two sinks, one of which revises a text while the other raises an alert on
    it, at least the one that comes last sees both.
    """
    pairs: dict[str, list[tuple[tuple[str, str], tuple[str, str]]]] = defaultdict(list)
    about = [row.alert_id for row in connection.execute(_alerts_about(documents))]
    for row in connection.execute(_pairs_of(about)) if about else ():
        pairs[row.alert_id].append(((row.a_document, row.a_version), (row.b_document, row.b_version)))
    texts = {document for told in pairs.values() for pair in told for document, _ in pair}
    latest = latest_versions(connection, texts)
    times = closed_before(connection, pairs)
    found = []
    for alert_id, told in sorted(pairs.items()):
        if any(all(latest[document] == version for document, version in pair) for pair in told):
            continue
        if times[alert_id] and not _came_back(connection, alert_id, times[alert_id]):
            continue
        stale = [one for pair in reversed(told) for one in pair if latest[one[0]] != one[1]]
        document, version = next((one for one in stale if one[0] in documents), stale[0])
        if (closed := _close(connection, alert_id, times[alert_id], version, latest[document], now)) is not None:
            found.append(closed)
    return found


def _came_back(connection: Connection, alert_id: str, times: int) -> bool:
    told = select(outbox.c.event_id).where(outbox.c.event_id == alert_event_id(alert_id, times))
    return connection.execute(told).first() is not None


def _close(connection: Connection, alert_id: str, times: int, revised: str, by: str, now: datetime) -> Closed | None:
    rows = select(articles.c.version_id, articles.c.article, articles.c.trace_id).where(
        articles.c.version_id.in_([revised, by])
    )
    loaded = {row.version_id: row for row in connection.execute(rows)}
    before, after = (Article.model_validate_json(loaded[version].article) for version in (revised, by))
    changed = changes(before.text, after.text)
    closure = Closure(
        alert_id=alert_id,
        reason="source revised",
        article_id=after.id,
        source=after.source,
        url=after.url,
        revised_version_id=revised,
        version_id=by,
        removed=changed.removed,
        added=changed.added,
    )
    row = {
        "alert_id": alert_id,
        "closed_before": times,
        "version_id": by,
        "partition_key": partition_of(alert_id),
        "closed_at": now,
        "closure": closure.model_dump_json(),
    }
    return Closed(closure, loaded[by].trace_id, times) if insert_new(connection, closures, row) else None


def _alerts_about(documents: Collection[str]) -> CompoundSelect[tuple[str | None]]:
    told = select(verdicts.c.alert_id).where(verdicts.c.alert_id.is_not(None))
    said = select(evidence.c.claim_id).join(articles).where(articles.c.document_id.in_(documents))
    # Two queries, each led by one side's index: with an OR PostgreSQL would read every verdict.
    return union(*(told.where(side.in_(said)) for side in (verdicts.c.a_claim_id, verdicts.c.b_claim_id)))


def _pairs_of(alert_ids: Collection[str]) -> Select[tuple[str | None, str, str, str, str]]:
    sides = Sides.named()
    wanted = select(
        verdicts.c.alert_id,
        sides.article_a.c.document_id.label("a_document"),
        sides.article_a.c.version_id.label("a_version"),
        sides.article_b.c.document_id.label("b_document"),
        sides.article_b.c.version_id.label("b_version"),
    )
    return sides.joined(wanted).where(verdicts.c.alert_id.in_(alert_ids))
