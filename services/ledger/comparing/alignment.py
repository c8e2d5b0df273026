"""Whether two statements speak of the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.claims import TimeSpan
from services.ledger.comparing.statement import Statement
from services.ledger.comparing.wording import content

__all__ = ["Alignment", "align", "anchors", "times_meet"]

_SAME_STORY = timedelta(days=31)
_SHARED_TOPIC = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two statements share."""

    entities: frozenset[str]
    terms: frozenset[str]
    likeness: float
    same_story: bool


def align(a: Statement, b: Statement) -> Alignment | None:
    """What the two share, or None where nothing says that they speak of the same thing.

    Either both claims name a thing in common, or one leaves its subject unsaid and the articles tell the same story.
    ``likeness`` is the share of the shorter claim's content words that the longer one has too.
    """
    entities_a, entities_b = frozenset(a.claim.entity_ids), frozenset(b.claim.entity_ids)
    shared = entities_a & entities_b
    story = _same_story(a, b)
    if not shared and (not story or (entities_a and entities_b)):
        return None
    terms_a, terms_b = content(a.claim), content(b.claim)
    common = terms_a & terms_b
    shorter = min(len(terms_a), len(terms_b))
    return Alignment(shared, common, len(common) / shorter if shorter else 0.0, story)


def _same_story(a: Statement, b: Statement) -> bool:
    shared = len(frozenset(a.topic) & frozenset(b.topic))
    return shared >= _SHARED_TOPIC and abs(b.published_at - a.published_at) <= _SAME_STORY


def anchors(statement: Statement, limit: int = 5) -> tuple[str, ...]:
    """Entity ids to find the statement by: those it names, then what its article is about."""
    return tuple(dict.fromkeys((*statement.claim.entity_ids[:limit], *statement.topic[:limit])))


def times_meet(a: Statement, b: Statement) -> bool | None:
    """Whether the times that the claims are about overlap; None where one of them gives none."""
    if not (a.claim.times and b.claim.times):
        return None
    return any(_overlap(x, y) for x in a.claim.times for y in b.claim.times)


def _overlap(x: TimeSpan, y: TimeSpan) -> bool:
    return _before(x.since, y.until) and _before(y.since, x.until)


def _before(since: datetime | None, until: datetime | None) -> bool:
    if since is None or until is None:
        return True
    return since < until
