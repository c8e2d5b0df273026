from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from services.extraction.newsmodel.trees import FORBIDDEN, sentence_trees, spanning_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether heads (from 1, 0 the root) have one root and no cycle."""
    if heads.count(0) != 1:
        return False
    above = [0, *heads]
    for _ in heads:
        above = [above[node] for node in above]
    return not any(above)


def total(scores: NDArray[np.float32], heads: tuple[int, ...]) -> float:
    return float(sum(scores[i, head] for i, head in enumerate(heads)))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(10))
def test_the_spanning_tree_is_the_best_under_its_root(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).standard_normal((size, size + 1)).astype(np.float32)
    scores[np.arange(size), np.arange(1, size + 1)] = FORBIDDEN
    heads = tuple(spanning_tree(scores).tolist())
    rivals = (h for h in product(range(size + 1), repeat=size) if is_tree(h) and h.index(0) == heads.index(0))
    best = max(rivals, key=lambda h: total(scores, h))
    assert is_tree(heads)
    assert total(scores, heads) == pytest.approx(total(scores, best), abs=1e-4)


@pytest.mark.parametrize("seed", range(20))
def test_every_sentence_of_a_window_gets_a_tree_of_its_own(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sentence = np.repeat(np.arange(4), [1, 5, 2, 6])
    heads = sentence_trees(rng.standard_normal((15, 15)).astype(np.float32), sentence)
    for number in range(4):
        first = int(np.flatnonzero(sentence == number)[0])
        assert is_tree(tuple(h - first if h else 0 for h in heads[sentence == number].tolist()))
