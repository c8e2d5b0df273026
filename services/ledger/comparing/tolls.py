"""Tolls: counts of those harmed, moved or held, which rise for days as more becomes known."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.claims import Claim, Quantity
from services.ledger.comparing.intervals import disjoint
from services.ledger.comparing.lexicon.rarity import base_of
from services.ledger.comparing.wording import words, words_after

__all__ = ["has_risen"]

_TOLL = frozenset(
    "kill dead death die fatality casualty victim toll perish drown injure injury wound hurt hospitalize hospitalise "
    "arrest detain evacuate displace homeless infect infection".split()
)
"""Base forms of what is counted on for days."""
_BEHIND = 3


def has_risen(earlier: Claim, later: Claim) -> bool:
    """Whether the later claim counts more of what both count, and nothing of it less."""
    apart = [(x, y) for x in _tolls(earlier) for y in _tolls(later) if disjoint(x, y)]
    return bool(apart) and all(_is_more(y, x) for x, y in apart)


def _tolls(claim: Claim) -> Iterator[Quantity]:
    """What a claim counts of those it says were killed, or of arrests: "killed 40", "62 people dead", "12 deaths"."""
    for quantity in claim.quantities:
        told = (claim.predicate or "", quantity.counted or "", *words_after(claim, quantity)[:_BEHIND])
        if not quantity.unit and not _TOLL.isdisjoint(base_of(word) for some in told for word in words(some)):
            yield quantity


def _is_more(one: Quantity, other: Quantity) -> bool:
    return one.lower is not None and other.upper is not None and one.lower >= other.upper
