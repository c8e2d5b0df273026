"""A part in which two frames differ, so that both cannot be true if they speak of one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.alerts import Kind
from schemas.claims import Claim, Quantity, TimeSpan
from services.ledger.comparing.frames import is_function_word
from services.ledger.comparing.lexicon.meaning import alike, telling
from services.ledger.comparing.wording import words

__all__ = ["Difference", "Reading", "around", "closeness"]

_AROUND = 4
"""Content words on either side."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a comparer read on one side: in words that follow "says", and normalised."""

    said: str
    normalized: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two parts that exclude each other, and from 0 to 1 how surely they hold the same place in their frames."""

    rule: str
    kind: Kind
    a: Reading
    b: Reading
    strength: float


def around(claim: Claim, part: Quantity | TimeSpan) -> tuple[str, ...]:
    """Content words of the claim that stand nearest to one of its parts."""
    start, end = max(0, part.start - claim.start), max(0, part.end - claim.start)
    before, after = (
        [word for word in words(some) if not is_function_word(word)]
        for some in (claim.quote[:start], claim.quote[end:])
    )
    return (*before[-_AROUND:], *after[:_AROUND])


def closeness(x: Sequence[str], y: Sequence[str]) -> float:
    """The share, by what words tell, of the shorter of two wordings that the other has too."""
    if not x or not y:
        return 0.0
    if sum(map(telling, x)) > sum(map(telling, y)):
        x, y = y, x
    total = sum(map(telling, x))
    return sum(telling(word) * max(alike(word, other) for other in y) for word in x) / total if total else 0.0
