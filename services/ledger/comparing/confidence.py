"""How sure a contradiction is: a logistic regression over a pair's features, with weights that a command fits."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.base import stable_id

__all__ = ["WEIGHTS", "Confidence", "agreed", "load"]

WEIGHTS = Path(__file__).with_name("confidence.json")


_UNNAMED = 0.45
"""The most where no comparer names what differs: of such pairs hardly more than four in ten do contradict."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights by feature; ``version`` is a hash of them."""

    intercept: float
    weights: Mapping[str, float]
    version: str

    def __call__(self, features: Mapping[str, float]) -> float:
        """The probability of a contradiction. Features without a weight do not count."""
        total = self.intercept + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def shares(self, features: Mapping[str, float]) -> list[tuple[str, float, float]]:
        """Each feature that is not 0 with its value and what it adds to the log-odds, the weightiest first."""
        told = [(name, features.get(name, 0.0), weight) for name, weight in self.weights.items()]
        found = [(name, value, weight * value) for name, value, weight in told if value]
        return sorted(found, key=lambda one: (-abs(one[2]), one[0]))


def agreed(alone: float, together: float, *, named: bool) -> float:
    """One confidence from that of the comparers alone and that with a model's opinion.

    Either can be far too sure of itself, on prose that it never learned from most of all, so neither has its way where
    they disagree.

    Args:
        alone: Of the comparers.
        together: With the opinion.
        named: Whether a comparer names what differs.
    """
    told = math.sqrt(alone * together)
    return told if named else min(told, _UNNAMED)


@cache
def load(name: str = "rules") -> Confidence:
    """The weights that ship: ``rules`` for the comparers alone, ``model`` for both together."""
    told = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
    return Confidence(
        told["intercept"], told["weights"], stable_id("confidence", json.dumps(told, sort_keys=True))[:12]
    )
