"""Fits a small network of units that count where they fire: several such, each begun at random, and their mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.ledger.comparing.confidence import Confidence, Network

UNITS, MEMBERS = 24, 3
ROUNDS, BATCH, RATE, DECAY, DROPPED = 60, 256, 2e-3, 2.0, 0.3
"""AdamW (Loshchilov and Hutter 2019), its rate falling to nothing, with dropout on the units."""
NARROWEST = 0.1
"""Features that vary less are not stretched to vary as much as others, and begin with weights as much smaller: one that
hardly ever varies would keep what it begins with."""
DIGITS = 5


def network(told: NDArray[np.float64], right: NDArray[np.float64], names: Sequence[str], beside: Confidence) -> Network:
    """Fit the network that tells from the features (N, D) which of N pairs are ``right``.

    Args:
        told: The features.
        right: 1 or 0.
        names: The names of the features.
        beside: What counts besides, and is not learned.
    """
    mean, wide = told.mean(axis=0), told.std(axis=0)
    spread, begins = np.maximum(wide, NARROWEST), np.minimum(1, wide / NARROWEST)
    scaled = ((told - mean) / spread).astype(np.float32)
    members = [_member(scaled, right.astype(np.float32), begins, seed) for seed in range(MEMBERS)]
    weights = np.concatenate([inner.T for inner, *_ in members]) / spread
    biases = np.concatenate([bias for _, bias, *_ in members]) - weights @ mean
    counts = np.concatenate([outer for _, _, outer, _ in members]) / MEMBERS
    intercept = beside.intercept + float(np.mean([last for *_, last in members]))
    always = Confidence(round(intercept, DIGITS), beside.weights, "fitted")
    return Network(tuple(names), weights.round(DIGITS), -biases.round(DIGITS), counts.round(DIGITS), always)


def _member(
    told: NDArray[np.float32], right: NDArray[np.float32], begins: NDArray[np.float64], seed: int
) -> list[NDArray[np.float32]]:
    rng, (rows, width) = np.random.default_rng(seed), told.shape
    drawn = [(width, (width, UNITS)), (width, (UNITS,)), (UNITS, (UNITS,))]
    parts = [(rng.uniform(-1, 1, shape) / np.sqrt(fan)).astype(np.float32) for fan, shape in drawn]
    parts[0] *= begins.astype(np.float32)[:, None]
    parts.append(np.zeros(1, np.float32))
    first, second, step = [0 * part for part in parts], [0 * part for part in parts], 0
    for turn in range(ROUNDS):
        rate, order = RATE * (1 - turn / ROUNDS), rng.permutation(rows)
        for start in range(0, rows, BATCH):
            drawn_rows, step = order[start : start + BATCH], step + 1
            slopes = _slopes(parts, told[drawn_rows], right[drawn_rows], rng)
            for place, slope in enumerate(slopes):
                first[place] += 0.1 * (slope - first[place])
                second[place] += 0.001 * (slope * slope - second[place])
                moved = (first[place] / (1 - 0.9**step)) / (np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8)
                kept = 1 - rate * DECAY if place in (0, 2) else 1.0
                parts[place] = (parts[place] * kept - rate * moved).astype(np.float32)
    return parts


def _slopes(
    parts: Sequence[NDArray[np.float32]],
    told: NDArray[np.float32],
    right: NDArray[np.float32],
    rng: np.random.Generator,
) -> list[NDArray[np.float32]]:
    """How the mean log-loss changes with each part."""
    inner, bias, outer, last = parts
    above = told @ inner + bias
    firing = (above > 0) * (rng.random(above.shape, dtype=np.float32) >= DROPPED) / np.float32(1 - DROPPED)
    units = above * firing
    error = (1 / (1 + np.exp(-(units @ outer + last))) - right) / len(right)
    back = np.outer(error, outer) * firing
    return [told.T @ back, back.sum(axis=0), units.T @ error, error.sum(keepdims=True)]
