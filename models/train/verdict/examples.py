"""Labelled pairs as ids, batched by length."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from schemas.alerts import Kind
from services.ledger.verdictmodel.encoding import Encoded, PairEncoder
from services.ledger.verdictmodel.scores import RELATIONS

VERDICTS = tuple(relation.value for relation in RELATIONS)
"""The labels of claims."""
INFERENCE = ("entailment", "neutral", "contradiction")
"""The labels of premise and hypothesis."""
LABELS = (*VERDICTS, *INFERENCE)
QUESTIONS = (slice(0, len(VERDICTS)), slice(len(VERDICTS), len(LABELS)))
"""Where the labels stand among which a pair of either sort is asked to choose."""
KINDS = tuple(kind.value for kind in Kind)
NO_KIND = -1
POOL = 40
"""Batches whose pairs are sorted by length together."""
LONGEST = 110
"""Pieces; a longer pair is left out of training, which its cost would slow."""


class Pair(NamedTuple):
    """The texts of a pair, its label as an index of ``LABELS``, its weight in the loss, and the index of its kind."""

    texts: tuple[str, str]
    label: int
    weight: float = 1.0
    kind: int = NO_KIND


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as ids."""

    encoded: Encoded
    label: int
    weight: float
    kind: int

    @property
    def length(self) -> int:
        """In pieces."""
        return len(self.encoded.pieces)


class Batch(NamedTuple):
    """Padded pairs, as ``VerdictNetwork`` reads them, their labels, weights and kinds (B,)."""

    pieces: Tensor
    marks: Tensor
    sides: Tensor
    present: Tensor
    labels: Tensor
    weights: Tensor
    kinds: Tensor


def example(pair: Pair, encode: PairEncoder) -> Example:
    """Encodes a pair as the runtime does."""
    return Example(encode(*pair.texts), pair.label, pair.weight, pair.kind)


def collate(examples: Sequence[Example]) -> Batch:
    """Pads examples to the longest of them."""
    size, longest = len(examples), max(e.length for e in examples)
    pieces, marks = np.zeros((size, longest), dtype=np.int64), np.zeros((size, longest), dtype=np.int64)
    sides, present = np.zeros((size, 2, longest), dtype=np.float32), np.zeros((size, longest), dtype=bool)
    for row, e in enumerate(examples):
        n = e.length
        pieces[row, :n], marks[row, :n], sides[row, :, :n], present[row, :n] = *e.encoded, True
    labels = np.array([e.label for e in examples], dtype=np.int64)
    weights = np.array([e.weight for e in examples], dtype=np.float32)
    kinds = np.array([e.kind for e in examples], dtype=np.int64)
    return Batch(*map(torch.from_numpy, (pieces, marks, sides, present, labels, weights, kinds)))


def batches(examples: Iterable[Example], pieces: int, rng: np.random.Generator | None) -> Iterator[list[Example]]:
    """Groups examples of like length into batches of at most ``pieces`` pieces, shuffled if there is an ``rng``."""
    pool: list[Example] = []
    filled = 0
    for e in examples:
        pool.append(e)
        filled += e.length
        if filled >= POOL * pieces:
            yield from _grouped(pool, pieces, rng)
            pool, filled = [], 0
    yield from _grouped(pool, pieces, rng)


def _grouped(pool: list[Example], pieces: int, rng: np.random.Generator | None) -> list[list[Example]]:
    groups: list[list[Example]] = [[]]
    for e in sorted(pool, key=lambda e: e.length):
        if (len(groups[-1]) + 1) * e.length > pieces and groups[-1]:
            groups.append([])
        groups[-1].append(e)
    if rng is not None:
        rng.shuffle(groups)  # type: ignore[arg-type]
    return [group for group in groups if group]
