"""What a model that reads two claims says of them, and what the confidence makes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from schemas.alerts import Kind, Relation
from services.ledger.comparing.statement import Statement

__all__ = ["CLAIMS", "SENTENCES", "Arbiter", "Opinion", "Ruling", "SecondOpinion"]

CLAIMS, SENTENCES = "model: ", "sentences: "
"""What the names of the features begin with, by what the model has read."""

_LEAST = 0.001
"""Probability below which a model's doubts are all the same."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How probable each relation is, and the likeliest kind of contradiction, if the model tells kinds."""

    relations: Mapping[Relation, float]
    kind: Kind | None = None

    def of(self, relation: Relation) -> float:
        """How probable one relation is."""
        return self.relations.get(relation, 0.0)

    def features(self, read: str = CLAIMS) -> Mapping[str, float]:
        """Log-probabilities, for the confidence adds up log-odds; named after what was read."""
        return {f"{read}{relation}": math.log(max(_LEAST, told)) for relation, told in self.relations.items()}


class SecondOpinion(Protocol):
    """A model that reads two claims."""

    version: str

    def __call__(self, pairs: Sequence[tuple[Statement, Statement]]) -> Sequence[Opinion]:
        """The opinion on each pair, the earlier claim first."""

    def of_sentences(self, pairs: Sequence[tuple[Statement, Statement]]) -> Sequence[Opinion]:
        """The same of the whole sentences that the claims of each pair stand in."""

    def likeness(self, earlier: Sequence[Statement], later: Sequence[Statement]) -> NDArray[np.float32]:
        """How surely each of N claims tells of one fact with each of M others, each read alone: (N, M), -1 to 1."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a judge that is asked last decides on a pair, with its own reason and what it goes by."""

    relation: Relation
    reason: str
    by: str


class Arbiter(Protocol):
    """A judge that is asked last, of the pairs that matter."""

    @property
    def version(self) -> str:
        """What decides."""

    @property
    def least(self) -> float:
        """Confidence from which it is asked."""

    def __call__(self, a: Statement, b: Statement) -> Ruling | None:
        """The ruling on a pair, the earlier claim first; None where it could not be had."""
