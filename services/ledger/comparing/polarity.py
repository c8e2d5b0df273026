"""One proposition affirmed and negated."""

from __future__ import annotations

from datetime import timedelta

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim, Modality, Polarity
from services.ledger.comparing.alignment import Alignment, align, anchors, times_meet
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import bounds, content, figures, lexicon, telling, words

__all__ = ["compare", "keys"]

_ALIKE = 0.75
_SAME_NEWS = timedelta(days=1)
_OLD_NEWS = timedelta(days=7)

# A negation about something over and done with; any other may cease to hold by the next day.
_SETTLED = lexicon("did didn't was wasn't were weren't never nobody none")
_PENDING = lexicon("yet still now longer already anymore so-far")


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each telling word beside each entity."""
    return tuple(
        f"polarity|{anchor}|{stem}" for anchor in anchors(statement, 3) for stem in telling(statement.claim, 4)
    )


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare two claims that say the same but for a negation."""
    if _affirmed(a.claim) is _affirmed(b.claim):
        return None
    alignment = align(a, b)
    if alignment is None or not _one_proposition(a.claim, b.claim, alignment):
        return None
    readings = _reading(a.claim), _reading(b.claim)
    if bounds(words(a.claim.quote)) != bounds(words(b.claim.quote)):
        return finding(a, b, Relation.UNRELATED, "polarity.different_scope", *readings)
    if times_meet(a, b) is False:
        return finding(a, b, Relation.UNRELATED, "polarity.different_time", *readings)
    confidence = 0.5 + 0.1 * min(len(alignment.terms), 4)
    conflict = Conflict("polarity", "affirmed_and_negated", Kind.NEGATION, confidence, _moved(a, b))
    return settle(a, b, conflict, *readings)


def _affirmed(claim: Claim) -> bool:
    return (claim.polarity is Polarity.AFFIRMED) is not (claim.modality is Modality.DENIED)


def _one_proposition(a: Claim, b: Claim, alignment: Alignment) -> bool:
    """Nearly all content words shared, and neither names anything, or gives any number, that the other contradicts."""
    longer = max(len(content(a)), len(content(b)))
    entities_a, entities_b = frozenset(a.entity_ids), frozenset(b.entity_ids)
    return (
        len(alignment.terms) >= (2 if alignment.entities else 3)
        and len(alignment.terms) >= _ALIKE * longer
        and (entities_a <= entities_b or entities_b <= entities_a)
        and figures(a) == figures(b)
    )


def _moved(a: Statement, b: Statement) -> str | None:
    gap = elapsed(a, b)
    if gap is None or gap < _SAME_NEWS:
        return None
    negated = a.claim if _affirmed(b.claim) else b.claim
    told = frozenset(words(negated.quote))
    over_and_done = gap <= _OLD_NEWS and not told & _PENDING and told & _SETTLED
    return None if over_and_done else "later_change"


def _reading(claim: Claim) -> Reading:
    return Reading(f"“{claim.text}”", f"{'' if _affirmed(claim) else 'not: '}{' '.join(claim.terms)}")
