"""Tolls: counts of those harmed, moved or held, which rise for days as more becomes known."""

from __future__ import annotations

from schemas.claims import Claim, Quantity
from services.ledger.comparing.intervals import disjoint
from services.ledger.comparing.lexicon.rarity import base_of
from services.ledger.comparing.wording import words

__all__ = ["has_risen"]

_TOLL = frozenset(
    "kill dead death die fatality casualty victim toll body perish drown injure injury wound hurt hospitalize "
    "hospitalise arrest detain evacuate displace homeless infect infection miss destroy damage".split()
)
"""Base forms of what is counted on for days."""


def has_risen(earlier: Claim, later: Claim) -> bool:
    """Whether the later claim counts more of what both count, and nothing of it less."""
    if not (_tells_a_toll(earlier) and _tells_a_toll(later)):
        return False
    apart = [
        (x, y) for x in earlier.quantities for y in later.quantities if not x.unit and not y.unit and disjoint(x, y)
    ]
    return bool(apart) and all(_is_more(y, x) for x, y in apart)


def _tells_a_toll(claim: Claim) -> bool:
    return any(base_of(word) in _TOLL for word in words(claim.quote))


def _is_more(one: Quantity, other: Quantity) -> bool:
    return one.lower is not None and other.upper is not None and one.lower >= other.upper
