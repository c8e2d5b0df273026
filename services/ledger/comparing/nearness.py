"""How like a model finds the claims of two articles that reads each claim alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.ledger.comparing.frames import Frame
from services.ledger.comparing.matter import FEATURES
from services.ledger.comparing.opinions import SecondOpinion

__all__ = ["PASSAGES", "Nearness", "nearness"]

PASSAGES = "passages: "
"""What the names of the features begin with that tell of what stands around two claims."""

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


Standings: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
_AROUND = 3
"""Claims on either side of one."""
_USUALLY_AROUND = 0.35
"""How like claims are around two that are compared. Where nothing stands around one, that is assumed."""


@dataclass(frozen=True)
class Nearness:
    """How like the claims of one article are to those of another, from -1 to 1."""

    some: Sequence[Frame]
    """The one's N claims, in its order."""
    others: Sequence[Frame]
    """The M claims of the other, in its order."""
    told: NDArray[np.float32]
    """(N, M)."""

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The place of each of the one's claims, by id."""
        return {frame.claim.id: place for place, frame in enumerate(self.some)}

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The place of each of the other's claims, by id."""
        return {frame.claim.id: place for place, frame in enumerate(self.others)}

    def standings(self, pairs: Sequence[tuple[Frame, Frame]]) -> Standings:
        """How like the claims of P pairs are, and how far each pair is ahead of either claim's next likest, or behind.

        Three arrays (P,). Only the pairs that are given stand beside each other.
        """
        rows = np.fromiter((self.rows[a.claim.id] for a, _ in pairs), np.intp, len(pairs))
        columns = np.fromiter((self.columns[b.claim.id] for _, b in pairs), np.intp, len(pairs))
        met = np.full(self.told.shape, -np.inf)
        met[rows, columns] = self.told[rows, columns]
        return met[rows, columns], _ahead(met)[rows, columns], _ahead(met.T).T[rows, columns]

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

    def around(self, a: Frame, b: Frame) -> Mapping[str, float]:
        """How like what stands around two claims is, and how far apart they stand, as a share of their articles.

        Reports of one matter tell what belongs together in one place, and the more important first.
        """
        row, column = self.rows[a.claim.id], self.columns[b.claim.id]
        near_a, near_b = self._near_rows[row], self._near_columns[column]
        likest_a, likest_b = self._likest_around
        told = {
            "to what is around the earlier": likest_a[row, column],
            "to what is around the later": likest_b[row, column],
            "around both": (likest_a[row, near_b].mean() + likest_b[near_a, column].mean()) / 2
            if near_a and near_b
            else _USUALLY_AROUND,
            "apart": abs(row / len(self.some) - column / len(self.others)),
        }
        return {PASSAGES + name: float(value) for name, value in told.items()}

    @cached_property
    def _near_rows(self) -> Sequence[Sequence[int]]:
        return _near(self.some)

    @cached_property
    def _near_columns(self) -> Sequence[Sequence[int]]:
        return _near(self.others)

    @cached_property
    def _likest_around(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(N, M) each: of those around one of the one's claims the likest to one of the other's, and vice versa."""
        around_a, around_b = np.full_like(self.told, _USUALLY_AROUND), np.full_like(self.told, _USUALLY_AROUND)
        for row, near in enumerate(self._near_rows):
            if near:
                around_a[row] = self.told[near].max(axis=0)
        for column, near in enumerate(self._near_columns):
            if near:
                around_b[:, column] = self.told[:, near].max(axis=1)
        return around_a, around_b


def _ahead(met: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each is ahead of the next in its row, or behind the first."""
    if met.shape[1] == 1:
        return met
    second, first = np.sort(met, axis=1)[:, -2:].T[:, :, None]
    next_likest = np.where(np.isneginf(second), 0.0, second)
    likest = np.where(np.isneginf(first), 0.0, first)
    return met - np.where(met < first, likest, next_likest)


def _near(frames: Sequence[Frame]) -> list[list[int]]:
    """The places of those that stand nearest around each of an article's claims, and share no word with it."""
    spans = [(frame.claim.start, frame.claim.end) for frame in frames]
    return [
        [
            *islice((one for one in range(place - 1, -1, -1) if spans[one][1] <= start), _AROUND),
            *islice((one for one in range(place + 1, len(spans)) if spans[one][0] >= end), _AROUND),
        ]
        for place, (start, end) in enumerate(spans)
    ]


def nearness(model: SecondOpinion, some: Sequence[Frame], others: Sequence[Frame]) -> Nearness:
    """Have a model read the claims of two articles, each in its order."""
    told = model.likeness([frame.statement for frame in some], [frame.statement for frame in others])
    return Nearness(some, others, told)
