"""How like a model finds the claims of two articles that reads each claim alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.ledger.comparing.frames import Frame
from services.ledger.comparing.matter import FEATURES
from services.ledger.comparing.opinions import SecondOpinion

__all__ = ["Nearness", "nearness"]

_ALIKE, _RATHER_ALIKE, _VERY_ALIKE = 0.55, 0.6, 0.75
_LIKEST = 3
_USUAL = {
    "likest claims": 0.53,
    "likest claims of both": 0.52,
    "likest of all": 0.58,
    "rather alike": 0.97,
    "very alike": 0.32,
    "share that is alike": 0.4,
}
"""What two articles show that meet, be it of one matter or of two. Where nothing is known, that is assumed."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How like the claims of one article are to those of another, from -1 to 1."""

    rows: Mapping[str, int]
    """The one's claims, by id."""
    columns: Mapping[str, int]
    """The other's."""
    told: NDArray[np.float32]

    def of(self, a: Frame, b: Frame) -> float:
        """How like two claims are."""
        return float(self.told[self.rows[a.claim.id], self.columns[b.claim.id]])

    def elsewhere(self, a: Frame, b: Frame) -> Mapping[str, float]:
        """How much of what the articles tell besides two claims is alike, in numbers, less what is usual."""
        others = np.delete(np.delete(self.told, self.rows[a.claim.id], axis=0), self.columns[b.claim.id], axis=1)
        if not others.size:
            return {FEATURES + name: 0.0 for name in _USUAL}
        of_rows, of_columns = others.max(axis=1), others.max(axis=0)
        shorter = min(of_rows, of_columns, key=len)
        mutual = np.sort(others[(others == of_rows[:, None]) & (others == of_columns)])[::-1]
        found = {
            "likest claims": shorter.mean(),
            "likest claims of both": (of_rows.mean() + of_columns.mean()) / 2,
            "likest of all": mutual[:_LIKEST].sum() / _LIKEST,
            "rather alike": math.log1p((mutual >= _RATHER_ALIKE).sum()),
            "very alike": math.log1p((mutual >= _VERY_ALIKE).sum()),
            "share that is alike": (shorter >= _ALIKE).mean(),
        }
        return {FEATURES + name: float(value) - _USUAL[name] for name, value in found.items()}


def nearness(model: SecondOpinion, some: Sequence[Frame], others: Sequence[Frame]) -> Nearness:
    """Have a model read the claims of two articles."""
    rows, columns = ({frame.claim.id: place for place, frame in enumerate(side)} for side in (some, others))
    told = model.likeness([frame.statement for frame in some], [frame.statement for frame in others])
    return Nearness(rows, columns, told)
