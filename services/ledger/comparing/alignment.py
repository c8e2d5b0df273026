"""Whether two statements speak of the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.claims import Claim, TimeSpan
from services.ledger.comparing.statement import Statement
from services.ledger.comparing.wording import YARDSTICK, content, words_before

__all__ = ["Alignment", "align", "anchors", "times_meet"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two statements share: named things, subjects of their articles, and content words.

    ``likeness`` is the share of the shorter claim's content words that the longer one has too.
    """

    entities: frozenset[str]
    topics: frozenset[str]
    terms: frozenset[str]
    likeness: float

    def evidence(self, *apart: str) -> int:
        """How much speaks for one subject, content words other than ``apart`` included."""
        others = [term for term in self.terms if not any(term[:4] == word[:4] for word in apart)]
        return 2 * min(len(self.entities), 2) + min(len(self.topics), 3) + len(others)


def align(a: Statement, b: Statement) -> Alignment | None:
    """What the two share, or None where nothing says that they speak of the same thing.

    One outlet's articles on like matters are mostly a series of things, not one thing told twice: between them much
    more must be shared, the name that comes first above all, and nothing named apart.
    """
    alignment = _alignment(a, b)
    names_a, names_b = frozenset(a.claim.entity_ids), frozenset(b.claim.entity_ids)
    told_apart = not (names_a <= names_b or names_b <= names_a)
    if a.source == b.source:
        one_subject = a.claim.entity_ids[:1] == b.claim.entity_ids[:1] != ()
        one_thing = len(alignment.topics) >= 3 and one_subject and not told_apart
    else:
        one_thing = len(alignment.topics) >= 1 + told_apart and bool(alignment.entities or not told_apart)
    return alignment if one_thing else None


def _alignment(a: Statement, b: Statement) -> Alignment:
    terms_a, terms_b = content(a.claim), content(b.claim)
    shorter = min(len(terms_a), len(terms_b))
    return Alignment(
        entities=frozenset(a.claim.entity_ids) & frozenset(b.claim.entity_ids),
        topics=frozenset(a.topic) & frozenset(b.topic),
        terms=terms_a & terms_b,
        likeness=len(terms_a & terms_b) / shorter if shorter else 0.0,
    )


def anchors(statement: Statement, limit: int = 8) -> tuple[str, ...]:
    """Entity ids to find the statement by: those it names, then what its article is about."""
    return tuple(dict.fromkeys((*statement.claim.entity_ids, *statement.topic)))[:limit]


def times_meet(a: Statement, b: Statement) -> bool | None:
    """Whether the times that the claims are about overlap; None where one of them gives none."""
    times_a, times_b = _own_times(a.claim), _own_times(b.claim)
    if not (times_a and times_b):
        return None
    return any(_overlap(x, y) for x in times_a for y in times_b)


def _own_times(claim: Claim) -> list[TimeSpan]:
    """The claim's times but for those that it compares with: "than a year earlier", "from the year before"."""
    return [time for time in claim.times if not YARDSTICK.intersection(words_before(claim, time)[-4:])]


def _overlap(x: TimeSpan, y: TimeSpan) -> bool:
    return _before(x.since, y.until) and _before(y.since, x.until)


def _before(since: datetime | None, until: datetime | None) -> bool:
    if since is None or until is None:
        return True
    return since < until
