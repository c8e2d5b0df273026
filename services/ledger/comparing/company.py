"""What a model that has read a pair of claims says of the other pairs of their two articles."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from schemas.alerts import Relation
from services.ledger.comparing.overlay import Overlay

__all__ = ["COMPANY", "company"]

COMPANY = "other pairs: "
"""What the names of the features begin with."""
_SAME, _CONTRADICTS = f"model: {Relation.SAME}", f"model: {Relation.CONTRADICTS}"
_LEAST = -5.0
"""Log-probability below which it makes no difference."""
_MOST = 3.0
"""Pairs that are expected to be the same, or to contradict, from which more say no more."""
_MANY = 20


def company(read: Sequence[tuple[Overlay, Mapping[str, float]]]) -> list[Mapping[str, float]]:
    """For each pair that the model has read, with what it says of it: what it says of the others of both articles.

    A claim that the other article makes as well is hardly denied by it, and two articles that contradict each other
    all over tell of two matters.
    """
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (both, _) in enumerate(read):
        together[both.a.statement.version_id, both.b.statement.version_id].append(place)
    found: dict[int, Mapping[str, float]] = {}
    for places in together.values():
        found.update(zip(places, _of_two_articles([read[place] for place in places]), strict=True))
    return [found[place] for place in range(len(read))]


def _of_two_articles(read: Sequence[tuple[Overlay, Mapping[str, float]]]) -> list[Mapping[str, float]]:
    same, contradict = ([told.get(name, -math.inf) for _, told in read] for name in (_SAME, _CONTRADICTS))
    of_a, of_b = (_ranked([side(both) for both, _ in read], same) for side in (_earlier, _later))
    all_same, all_contradict = (sum(map(math.exp, each)) for each in (same, contradict))
    return [
        {
            f"{COMPANY}same of the earlier": _likest_other(of_a[_earlier(both)], own_same),
            f"{COMPANY}same of the later": _likest_other(of_b[_later(both)], own_same),
            f"{COMPANY}same": min(_MOST, all_same - math.exp(own_same)),
            f"{COMPANY}contradict": min(_MOST, all_contradict - math.exp(own_contradicts)),
            f"{COMPANY}read": min(_MANY, len(read) - 1) / _MANY,
        }
        for (both, _), own_same, own_contradicts in zip(read, same, contradict, strict=True)
    ]


def _earlier(both: Overlay) -> str:
    return both.a.claim.id


def _later(both: Overlay) -> str:
    return both.b.claim.id


def _ranked(claims: Sequence[str], told: Sequence[float]) -> Mapping[str, Sequence[float]]:
    """What is told of each claim, the most first."""
    found: dict[str, list[float]] = defaultdict(list)
    for claim, much in sorted(zip(claims, told, strict=True), key=lambda one: -one[1]):
        found[claim].append(much)
    return found


def _likest_other(ranked: Sequence[float], own: float) -> float:
    others = ranked[1:] if ranked[0] == own else ranked
    return max(_LEAST, others[0]) if others else _LEAST
