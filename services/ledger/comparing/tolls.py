"""Tolls: counts of those harmed, moved or held, which rise for days as more becomes known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.claims import Claim, Quantity
from services.ledger.comparing.intervals import disjoint
from services.ledger.comparing.lexicon.rarity import base_of
from services.ledger.comparing.wording import words, words_after

__all__ = ["harm_of", "harmed", "has_risen"]

_HARM = {
    "dead": "kill dead death die fatality perish drown",
    "hurt": "injury injure wound hurt hospitalize hospitalise",
    "held": "arrest detain",
    "moved": "evacuate displace homeless",
    "ill": "infect infection",
}
_ANY_HARM = "casualty victim toll"
"""Words for the dead and the hurt alike."""
_TOLL = {
    **{word: frozenset({harm}) for harm, forms in _HARM.items() for word in forms.split()},
    **dict.fromkeys(_ANY_HARM.split(), frozenset({"dead", "hurt"})),
}
"""What is counted on for days, by the base forms of the words for it."""
_BEHIND = 3


def has_risen(earlier: Claim, later: Claim) -> bool:
    """Whether the later claim counts more of what both count, and nothing of it less."""
    apart = [(x, y) for x in _tolls(earlier) for y in _tolls(later) if disjoint(x, y)]
    return bool(apart) and all(_is_more(y, x) for x, y in apart)


def _tolls(claim: Claim) -> Iterator[Quantity]:
    """What a claim counts of those it says were killed, or of arrests: "killed 40", "62 people dead", "12 deaths"."""
    for quantity in claim.quantities:
        if not quantity.unit and (harm_of([claim.predicate or ""]) or harm_of(_told_of(claim, quantity))):
            yield quantity


def harmed(claim: Claim) -> frozenset[str]:
    """What a claim says happened to those of whom it tells."""
    if done := harm_of([claim.predicate or ""]):
        return done
    counts = (one for one in claim.quantities if not one.unit and (one.lower or 0.0) > 0.0)
    return next((harm for one in counts if (harm := harm_of(_told_of(claim, one)))), frozenset())


def harm_of(told: Iterable[str]) -> frozenset[str]:
    """The sorts of harm that some words may tell of."""
    found = (_TOLL.get(base_of(word), frozenset[str]()) for some in told for word in words(some))
    return frozenset[str]().union(*found)


def _told_of(claim: Claim, quantity: Quantity) -> tuple[str, ...]:
    return (quantity.counted or "", *words_after(claim, quantity)[:_BEHIND])


def _is_more(one: Quantity, other: Quantity) -> bool:
    return one.lower is not None and other.upper is not None and one.lower >= other.upper
