"""One proposition affirmed and negated."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim, Modality, Polarity
from services.ledger.comparing.alignment import Alignment, align, anchors, named_apart, times_meet
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import (
    PARTS,
    bounds,
    content,
    content_of,
    lexicon,
    most_telling,
    negates,
    quoted,
    untimed,
    values,
    words,
)

__all__ = ["compare", "keys"]

_ALIKE = 0.85
_SAME_NEWS = timedelta(days=1)
_OLD_NEWS = timedelta(days=7)

# A negation about something over and done with; any other may cease to hold by the next day.
_SETTLED = lexicon("did didn't was wasn't were weren't never nobody none")
# What ought not to be so may well be so.
_OPINION = lexicon("should ought must")
# Stems that deny without a negating word.
_LEXICAL = lexicon("fail declin refus reject lack avoid")
# Words for a state that may change.
_PENDING = lexicon("yet still now longer already anymore so-far")


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each two telling words beside each entity."""
    pairs = tuple(combinations(sorted(most_telling(content(statement.claim), 4)), 2))
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
    if bounds(words(_denial(negated))) != bounds(words(untimed(affirmed))):
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
    denial = _denial(negated)
    denied = content_of(negated, denial)
    shared = denied & content(affirmed)
    return (
        not _OPINION.intersection(words(denial))
        and not _denies_too(affirmed, shared)
        and len(shared) >= (2 if alignment.entities else 3)
        and len(shared) >= _ALIKE * len(denied)
        and not named_apart(a, b)
        and (values(a) == values(b) or not (values(a) and values(b)))
    )


def _denies_too(affirmed: Claim, shared: frozenset[str]) -> bool:
    """Whether the affirmed claim holds a negation as well, and which of its words it denies is open."""
    return negates(affirmed.quote) or bool(_LEXICAL.intersection(shared))


def _denial(claim: Claim) -> str:
    """The part between commas that holds the negation; the whole where no negating word is found ("failed to")."""
    parts = PARTS.split(untimed(claim))
    return next(filter(negates, parts), untimed(claim))


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
    return Reading(quoted(claim), f"{'' if _affirmed(claim) else 'not: '}{' '.join(claim.terms)}")
