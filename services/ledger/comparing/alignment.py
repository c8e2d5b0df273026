"""Whether two statements speak of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.claims import Claim, TimeSpan
from services.ledger.comparing.statement import Statement
from services.ledger.comparing.wording import YARDSTICK, content, words_before

__all__ = ["Alignment", "align", "anchors", "named_apart", "names", "times_meet"]


_MUCH_THE_SAME = 0.5
_LONG = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two statements share: named things, subjects of their articles, content words, and who speaks.

    ``likeness`` is the share of the shorter claim's content words that the longer one has too. ``reworded`` says that
    nearly all words are the same, but each claim has its own in place of some: "cod quota" for "haddock quota" in one
    sentence frame names another thing, while two free wordings of one thing share few words anyway.
    """

    entities: frozenset[str]
    topics: frozenset[str]
    terms: frozenset[str]
    likeness: float
    one_speaker: bool
    reworded: bool

    def evidence(self, *apart: str) -> int:
        """How much speaks for one subject, content words other than ``apart`` included."""
        others = [term for term in self.terms if not any(term[:4] == word[:4] for word in apart)]
        return 2 * min(len(self.entities), 2) + 2 * self.one_speaker + min(len(self.topics), 3) + len(others)


def align(a: Statement, b: Statement) -> Alignment | None:
    """What the two share, or None where nothing says that they speak of the same thing.

    One outlet's articles on like matters are mostly a series of things, not one thing told twice: between them much
    more must be shared, the name that comes first above all, and nothing named apart.
    """
    alignment = _alignment(a, b)
    told_apart = named_apart(a.claim, b.claim)
    if a.source == b.source:
        one_subject = a.claim.entity_ids[:1] == b.claim.entity_ids[:1] != ()
        one_thing = (
            len(alignment.topics) >= 3 and one_subject and not told_apart and alignment.likeness >= _MUCH_THE_SAME
        )
    else:
        one_thing = len(alignment.topics) >= 1 + told_apart and bool(alignment.entities or not told_apart)
    return alignment if one_thing else None


def names(claim: Claim) -> frozenset[str]:
    """What the claim names: who says it is not what it is about."""
    return frozenset(claim.entity_ids) - {claim.speaker.entity_id or ""}


def named_apart(a: Claim, b: Claim) -> bool:
    """Whether each claim names something that the other does not."""
    return not (names(a) <= names(b) or names(b) <= names(a))


def _alignment(a: Statement, b: Statement) -> Alignment:
    terms_a, terms_b = content(a.claim), content(b.claim)
    shorter = min(len(terms_a), len(terms_b))
    return Alignment(
        entities=names(a.claim) & names(b.claim),
        topics=frozenset(a.topic) & frozenset(b.topic),
        terms=terms_a & terms_b,
        likeness=len(terms_a & terms_b) / shorter if shorter else 0.0,
        reworded=_reworded(terms_a | names(a.claim), terms_b | names(b.claim)),
        one_speaker=a.claim.speaker.entity_id is not None and a.claim.speaker.entity_id == b.claim.speaker.entity_id,
    )


def _reworded(a: frozenset[str], b: frozenset[str]) -> bool:
    own = len(a - b), len(b - a)
    return min(own) > 0 and len(a & b) >= max(4, 2 * max(own))


def anchors(statement: Statement, limit: int = 6) -> tuple[str, ...]:
    """Entity ids to find the statement by: those it names, then what its article is about."""
    return tuple(dict.fromkeys((*statement.claim.entity_ids, *statement.topic)))[:limit]


def times_meet(a: Statement, b: Statement) -> bool | None:
    """Whether the times that the claims are about overlap; None where that is open.

    News without a time is about now: what the other puts long before then is something else.
    """
    times_a, times_b = _own_times(a.claim), _own_times(b.claim)
    if not (times_a and times_b):
        return False if _long_past(times_a, b) or _long_past(times_b, a) else None
    return any(_overlap(x, y) for x in times_a for y in times_b)


def _own_times(claim: Claim) -> list[TimeSpan]:
    """The claim's times but for those that it compares with: "than a year earlier", "from the year before"."""
    return [time for time in claim.times if not YARDSTICK.intersection(words_before(claim, time)[-4:])]


def _long_past(times: Sequence[TimeSpan], other: Statement) -> bool:
    now = other.published_at.replace(tzinfo=None)
    return bool(times) and all(time.until is not None and time.until < now - _LONG for time in times)


def _overlap(x: TimeSpan, y: TimeSpan) -> bool:
    return _before(x.since, y.until) and _before(y.since, x.until)


def _before(since: datetime | None, until: datetime | None) -> bool:
    if since is None or until is None:
        return True
    return since < until
