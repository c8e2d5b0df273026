"""One proposition affirmed and negated."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import combinations

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim, Modality, Polarity
from services.ledger.comparing.alignment import Alignment, align, anchors, times_meet
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import (
    NEGATORS,
    bounds,
    content,
    content_of,
    figures,
    lexicon,
    telling,
    words,
)

__all__ = ["compare", "keys"]

_ALIKE = 0.8
_SAME_NEWS = timedelta(days=1)
_OLD_NEWS = timedelta(days=7)

_PARTS = re.compile(r"[,;:–—]\s")

# A negation about something over and done with; any other may cease to hold by the next day.
_SETTLED = lexicon("did didn't was wasn't were weren't never nobody none")
_PENDING = lexicon("yet still now longer already anymore so-far")


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each two telling words beside each entity."""
    pairs = tuple(combinations(sorted(telling(statement.claim, 4)), 2))
    return tuple(f"polarity|{anchor}|{x}+{y}" for anchor in anchors(statement, 3) for x, y in pairs)


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare two claims that say the same but for a negation."""
    if _affirmed(a.claim) is _affirmed(b.claim):
        return None
    alignment = align(a, b)
    if alignment is None or not _one_proposition(a.claim, b.claim, alignment):
        return None
    readings = _reading(a.claim), _reading(b.claim)
    negated, affirmed = _sides(a.claim, b.claim)
    if bounds(words(_denial(negated))) != bounds(words(affirmed.quote)):
        return finding(a, b, Relation.UNRELATED, "polarity.different_scope", *readings)
    if times_meet(a, b) is False:
        return finding(a, b, Relation.UNRELATED, "polarity.different_time", *readings)
    confidence = 0.5 + 0.1 * min(len(alignment.terms), 4)
    conflict = Conflict("polarity", "affirmed_and_negated", _kind(negated), confidence, _moved(a, b))
    return settle(a, b, conflict, *readings)


def _affirmed(claim: Claim) -> bool:
    return (claim.polarity is Polarity.AFFIRMED) is not (claim.modality is Modality.DENIED)


def _sides(a: Claim, b: Claim) -> tuple[Claim, Claim]:
    """The negated and the affirmed one."""
    return (b, a) if _affirmed(a) else (a, b)


def _one_proposition(a: Claim, b: Claim, alignment: Alignment) -> bool:
    """Whether nearly all of what the one negates is affirmed by the other, without another name or figure."""
    negated, affirmed = _sides(a, b)
    denied = content_of(negated, _denial(negated))
    shared = denied & content(affirmed)
    names_a, names_b = frozenset(a.entity_ids), frozenset(b.entity_ids)
    return (
        len(shared) >= (2 if alignment.entities else 3)
        and len(shared) >= _ALIKE * len(denied)
        and (names_a <= names_b or names_b <= names_a)
        and (figures(a) == figures(b) or not (figures(a) and figures(b)))
    )


def _denial(claim: Claim) -> str:
    """The part between commas that holds the negation; the whole where no negating word is found ("failed to")."""
    for part in _PARTS.split(claim.quote):
        if any(word in NEGATORS or word.endswith("n't") for word in words(part)):
            return part
    return claim.quote


def _moved(a: Statement, b: Statement) -> str | None:
    gap = elapsed(a, b)
    if gap is None or gap < _SAME_NEWS:
        return None
    negated, _ = _sides(a.claim, b.claim)
    told = frozenset(words(negated.quote))
    over_and_done = gap <= _OLD_NEWS and not told & _PENDING and told & _SETTLED
    return None if over_and_done else "later_change"


def _kind(negated: Claim) -> Kind:
    """Denying that a thing was there ("there was no barrier") is another kind than denying what it did."""
    opening = words(negated.quote)[:4]
    return Kind.EXISTENCE if opening[:1] == ["there"] and "no" in opening else Kind.NEGATION


def _reading(claim: Claim) -> Reading:
    return Reading(f"“{claim.text}”", f"{'' if _affirmed(claim) else 'not: '}{' '.join(claim.terms)}")
