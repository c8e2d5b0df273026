"""From arc scores to trees: every sentence gets one root and no cycle."""

import numpy as np
from numpy.typing import NDArray

FORBIDDEN = np.float32(-1e9)


def sentence_trees(arcs: NDArray[np.float32], sentence: NDArray[np.int64]) -> NDArray[np.int64]:
    """The head of each word of a window; shape (W,).

    ``arcs`` (W + 1, W + 1) scores dependents by heads, row and column 0 being the root; ``sentence`` (W,) numbers the
    sentences from 0 without holes. Heads count words from 1, as CoNLL-U does, and 0 is the root. A sentence whose best
    heads make no tree gets its maximum spanning tree instead.
    """
    words = len(sentence)
    scores = arcs[1:].copy()
    scores[:, 1:][sentence[:, None] != sentence] = FORBIDDEN
    scores[np.arange(words), np.arange(1, words + 1)] = FORBIDDEN
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    for number in _broken(heads, sentence):
        rows = np.flatnonzero(sentence == number)
        columns = np.concatenate(([0], rows + 1))
        tree = spanning_tree(scores[np.ix_(rows, columns)])
        heads[rows] = columns[tree]
    return heads


def _broken(heads: NDArray[np.int64], sentence: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of the sentences with a cycle, or with other than one root."""
    above = np.concatenate(([0], heads))
    for _ in range(len(heads).bit_length()):
        above = above[above]
    roots = np.bincount(sentence[heads == 0], minlength=sentence[-1] + 1)
    broken: NDArray[np.int64] = np.union1d(np.flatnonzero(roots != 1), sentence[above[1:] != 0])
    return broken


def spanning_tree(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best tree (Chu and Liu 1965; Edmonds 1967) under the word that has most to gain from being the only root.

    ``scores`` (n, n + 1) scores dependents by heads, column 0 being the root. Returns heads (n,) as columns.
    """
    n = len(scores)
    square = np.vstack((np.full(n + 1, FORBIDDEN), scores)).astype(np.float64)
    root = 1 + int((scores[:, 0] - scores[:, 1:].max(axis=1)).argmax())
    square[1:root, 0] = square[root + 1 :, 0] = FORBIDDEN
    square[root, 1:] = FORBIDDEN
    tree: NDArray[np.int64] = _arborescence(square)[1:]
    return tree


def _arborescence(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Heads of the maximum arborescence from node 0; ``scores`` are dependents by heads."""
    n = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[0] = -np.inf
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not len(cycle):
        return heads
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    # The cycle becomes one node, the last; entering it at a word gives up that word's arc.
    entering = scores[np.ix_(cycle, rest)] - kept[:, None]
    leaving = scores[np.ix_(rest, cycle)]
    size = len(rest) + 1
    contracted = np.full((size, size), -np.inf)
    contracted[:-1, :-1] = scores[np.ix_(rest, rest)]
    contracted[-1, :-1] = entering.max(axis=0)
    contracted[:-1, -1] = leaving.max(axis=1)
    above = _arborescence(contracted)
    result = heads.copy()
    for i, node in enumerate(rest):
        if node:
            result[node] = cycle[leaving[i].argmax()] if above[i] == size - 1 else rest[above[i]]
    entry = above[-1]
    result[cycle[entering[:, entry].argmax()]] = rest[entry]
    return result


def _cycle(heads: NDArray[np.int64]) -> NDArray[np.int64]:
    """The nodes of one cycle, or none."""
    above = heads
    for _ in range(len(heads).bit_length()):
        above = above[above]
    looping = np.flatnonzero(above)
    if not len(looping):
        return looping
    node = above[looping[0]]
    cycle = [node]
    while (node := heads[node]) != cycle[0]:
        cycle.append(node)
    return np.array(cycle)
