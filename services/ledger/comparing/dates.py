"""One event put at times that do not meet."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim, Granularity, Modality, Polarity, TimeSpan
from services.ledger.comparing.alignment import align, anchors
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import (
    bounds,
    content,
    excerpt,
    lexicon,
    most_telling,
    untimed,
    values,
    words,
    words_before,
)

__all__ = ["compare", "keys"]

_ALIKE = 0.6
_FEWEST = 3
_SAME_NEWS = timedelta(days=14)

# What happens to a thing once; two dates for it are never two events.
_ORIGINS = lexicon("founded established formed created inaugurated born built invented discovered")
_COMES_TO_BE = re.compile(rf"\b(?:was|were|been|is|are|be) (?:\w+ly )?({'|'.join(sorted(_ORIGINS))})\b")
_SAYING = lexicon("said says told announced reported added statement according spokesman spokeswoman")
# Told loosely: what happened nine days ago is still said to be of last week.
_LOOSE = frozenset({Granularity.WEEK, Granularity.DECADE, Granularity.CENTURY})


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each telling word beside each entity, for claims that date one event; one for how a thing began."""
    claim = statement.claim
    if _dated(claim) is None:
        return ()
    stems = most_telling(content(claim), 4)
    found = [f"dates|{anchor}|{stem}" for anchor in anchors(statement, 3) for stem in stems]
    if _COMES_TO_BE.search(claim.quote):
        found += [f"dates|{name}|came to be" for name in claim.entity_ids[:1]]
    return tuple(found)


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare the one date of each claim, if both tell of one event."""
    x, y = _dated(a.claim), _dated(b.claim)
    if x is None or y is None or not _one_event(a, b):
        return None
    readings = _reading(a.claim, x), _reading(b.claim, y)
    if _meet(x, y, timedelta()):
        return finding(a, b, Relation.SUPPORTS, "dates.compatible", *readings)
    if (reason := _apart(a, b, x, y)) is not None:
        return finding(a, b, Relation.UNRELATED, f"dates.{reason}", *readings)
    confidence = 0.9 if a.claim.quantities and b.claim.quantities else 0.8
    return settle(a, b, Conflict("dates", "disjoint", Kind.TEMPORAL, confidence), *readings)


def _one_event(a: Statement, b: Statement) -> bool:
    """Whether both tell of one event in much the same words, and with the same figures where both give any."""
    alignment = align(a, b)
    if alignment is None or alignment.reworded:
        return False
    in_same_words = len(alignment.terms) >= _FEWEST and alignment.likeness >= _ALIKE
    values_a, values_b = values(a.claim), values(b.claim)
    same_figures = not (values_a and values_b) or bool(values_a & values_b)
    return (in_same_words and same_figures) or _came_to_be(a.claim, b.claim)


def _came_to_be(a: Claim, b: Claim) -> bool:
    """Whether both begin with one name and say how it came to be; what else they say of it does not matter."""
    one_subject = a.entity_ids[:1] == b.entity_ids[:1] != ()
    return one_subject and _once(a, b) and bool(_COMES_TO_BE.search(a.quote) and _COMES_TO_BE.search(b.quote))


def _dated(claim: Claim) -> TimeSpan | None:
    """The claim's one time, unless that is when it was said. What did not happen has no date."""
    if len(claim.times) != 1 or claim.polarity is Polarity.NEGATED:
        return None
    time = claim.times[0]
    return None if _SAYING.intersection(words_before(claim, time)[-4:]) else time


def _meet(x: TimeSpan, y: TimeSpan, apart: timedelta) -> bool:
    """Whether the spans, each as wide as its wording allows, overlap or are no further apart than that."""
    slack = _slack(x) + _slack(y) + apart
    return _before(x.since, y.until, slack) and _before(y.since, x.until, slack)


def _before(since: datetime | None, until: datetime | None, slack: timedelta) -> bool:
    return since is None or until is None or since - slack < until


def _slack(time: TimeSpan) -> timedelta:
    if time.since is None or time.until is None or not (time.approximate or time.granularity in _LOOSE):
        return timedelta()
    return (time.until - time.since) / 2


def _once(a: Claim, b: Claim) -> bool:
    """Whether both tell how one thing came to be; who founds may do so often, what is founded is so once."""
    told = _ORIGINS.intersection(words(a.quote)) & _ORIGINS.intersection(words(b.quote))
    return bool(told) and bool(_COMES_TO_BE.search(a.quote) or _COMES_TO_BE.search(b.quote))


def _apart(a: Statement, b: Statement, x: TimeSpan, y: TimeSpan) -> str | None:
    """Why the two dates may both be right, if they may."""
    if bounds(words(untimed(a.claim))) != bounds(words(untimed(b.claim))):
        return "different_scope"
    if _once(a.claim, b.claim):
        return None
    gap = elapsed(a, b)
    foretold = a.claim.modality is Modality.PLANNED
    unknown_to_a = not foretold and y.since is not None and y.since.date() > a.published_at.date()
    far = not foretold and not _meet(x, y, _SAME_NEWS)
    return "another_event" if gap is None or gap > _SAME_NEWS or unknown_to_a or far else None


def _reading(claim: Claim, time: TimeSpan) -> Reading:
    since, until = (f"{edge:%Y-%m-%d %H:%M}" if edge else "…" for edge in (time.since, time.until))
    return Reading(excerpt(claim, time), f"{since} to {until}")
