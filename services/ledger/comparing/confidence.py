"""How sure a contradiction is: a logistic regression over a pair's features, with weights that a command fits."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.base import stable_id

__all__ = ["WEIGHTS", "Confidence", "load"]

WEIGHTS = Path(__file__).with_name("confidence.json")
_MOST = 30.0


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights by feature; ``version`` is a hash of them."""

    intercept: float
    weights: Mapping[str, float]
    version: str

    def __call__(self, features: Mapping[str, float]) -> float:
        """The probability of a contradiction. Features without a weight do not count."""
        return 1.0 / (1.0 + math.exp(-self.log_odds(features)))

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The same as log-odds, which is what one voice is to another."""
        total = self.intercept + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return max(-_MOST, min(_MOST, total))

    def shares(self, features: Mapping[str, float]) -> list[tuple[str, float, float]]:
        """Each feature that is not 0 with its value and what it adds to the log-odds, the weightiest first."""
        told = [(name, features.get(name, 0.0), weight) for name, weight in self.weights.items()]
        found = [(name, value, weight * value) for name, value, weight in told if value]
        return sorted(found, key=lambda one: (-abs(one[2]), one[0]))


@cache
def load(name: str = "rules") -> Confidence:
    """The weights that ship.

    Args:
        name: ``matter`` for whether two articles tell of one matter, ``brief`` where one of them is brief; ``rules``
            for the comparers alone, ``look`` for these with a model that reads each claim alone, ``model`` with a model
            that reads both, too.
    """
    told = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
    return Confidence(
        told["intercept"], told["weights"], stable_id("confidence", json.dumps(told, sort_keys=True))[:12]
    )
