"""How sure a contradiction is: weights over a pair's features that a command fits, and the log-odds they add up to."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from schemas.base import stable_id

__all__ = [
    "NETWORK_COUNTS",
    "WEIGHTS",
    "Confidence",
    "Network",
    "Voice",
    "between",
    "load",
    "load_network",
    "log_odds_of",
]

WEIGHTS = Path(__file__).with_name("confidence.json")
NETWORK_COUNTS = 0.75
"""The share of the network in what it and the regression say together, in log-odds."""
_MOST = 30.0
_LEAST = 0.001
"""Probability below which, and above one minus which, it makes no difference."""


class Voice(Protocol):
    """Whatever says how sure something is, and what each feature counts for in that."""

    @property
    def version(self) -> str:
        """A hash of its weights."""

    def at(self, features: Mapping[str, float], /) -> Confidence:
        """The weights that count for a pair with these features."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression. Weights by feature; ``version`` is a hash of them."""

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

    def at(self, _: Mapping[str, float], /) -> Confidence:
        """Itself: its weights are the same for every pair."""
        return self

    def shares(self, features: Mapping[str, float]) -> list[tuple[str, float, float]]:
        """Each feature that is not 0 with its value and what it adds to the log-odds, the weightiest first."""
        told = [(name, features.get(name, 0.0), weight) for name, weight in self.weights.items()]
        found = [(name, value, weight * value) for name, value, weight in told if value]
        return sorted(found, key=lambda one: (-abs(one[2]), one[0]))


@dataclass(frozen=True, slots=True)
class Network:
    """A layer of units that count where they fire, so that a feature may weigh otherwise beside other features.

    For one pair it is a logistic regression: which units fire settles what each feature weighs, and nothing is left
    unexplained.
    """

    names: Sequence[str]
    weights: NDArray[np.float64]
    """(U, D): what each of D features, in the order of ``names``, adds to each of U units."""
    thresholds: NDArray[np.float64]
    """(U,): what the features of a unit have to add up to for it to fire."""
    counts: NDArray[np.float64]
    """(U,): what each unit adds to the log-odds for all that it is above its threshold."""
    always: Confidence
    """What counts whichever units fire."""

    @property
    def version(self) -> str:
        """A hash of the weights."""
        return self.always.version

    def at(self, features: Mapping[str, float], /) -> Confidence:
        """The weights that count for a pair with these features."""
        above = self.weights @ [features.get(name, 0.0) for name in self.names] - self.thresholds
        firing = np.where(above > 0, self.counts, 0.0)
        weights = dict(self.always.weights)
        for name, weight in zip(self.names, (firing @ self.weights).tolist(), strict=True):
            weights[name] = weights.get(name, 0.0) + weight
        return Confidence(self.always.intercept - float(firing @ self.thresholds), weights, self.version)


def log_odds_of(probability: float) -> float:
    """A probability as log-odds, never beyond 7 either way."""
    return math.log((probability + _LEAST) / (1 - probability + _LEAST))


def between(pair: float, network: float) -> float:
    """The probability between that of the pair alone and the network's, in log-odds: the network counts for more."""
    told = (1.0 - NETWORK_COUNTS) * log_odds_of(pair) + NETWORK_COUNTS * log_odds_of(network)
    return 1.0 / (1.0 + math.exp(-told))


@cache
def load(name: str = "rules") -> Confidence:
    """The weights that ship.

    Args:
        name: ``matter`` for whether two articles tell of one matter, ``brief`` where one of them is brief; ``rules``
            for the comparers alone, ``look`` for these with a model that reads each claim alone, ``model`` with a model
            that reads both, too, where the articles tell next to nothing else.
    """
    told = _shipped(name)
    return Confidence(told["intercept"], told["weights"], _version(told))


@cache
def load_network() -> Network:
    """The network that ships: for all that is known of two claims and their articles, a model's opinion included."""
    told = _shipped("network")
    weights, thresholds, counts = (np.array(told[part]) for part in ("units", "thresholds", "counts"))
    always = Confidence(told["intercept"], told["weights"], _version(told))
    return Network(told["names"], weights, thresholds, counts, always)


def _shipped(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
    return told


def _version(told: Mapping[str, Any]) -> str:
    return stable_id("confidence", json.dumps(told, sort_keys=True))[:12]
