"""Training windows: runs of sentences as arrays, batched by length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.train.corpora import Sentence
from models.train.inventory import Inventory
from services.extraction.newsmodel.wordforms import Gap, Shape, form, shape_of
from services.runtime.wordpieces import WordPieces

IGNORED = -1
LONGEST_SENTENCE = 400
"""Pieces; a longer sentence is left out of training."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence as ids; shapes (pieces,) and (words,). Unknown targets are ``IGNORED``."""

    pieces: NDArray[np.int64]
    shapes: NDArray[np.int64]
    gaps: NDArray[np.int64]
    first: NDArray[np.int64]
    tags: NDArray[np.int64]
    edits: NDArray[np.int64]
    heads: NDArray[np.int64]
    labels: NDArray[np.int64]
    spans: NDArray[np.bool_]
    is_sentence: bool


class Batch(NamedTuple):
    """Padded windows, as ``NewsNetwork`` reads them, and their targets; column 0 of the words is the root."""

    pieces: Tensor
    forms: Tensor
    present: Tensor
    words: Tensor
    sentence: Tensor
    """(B, W): the number of the word's sentence, ``IGNORED`` on padding and the root."""
    starts: Tensor
    tags: Tensor
    edits: Tensor
    heads: Tensor
    labels: Tensor
    spans: Tensor
    """(B, W, spans): which BIOES tags are right; all of them where nothing is known."""


def example(sentence: Sentence, pieces: WordPieces, inventory: Inventory) -> Example:
    """Turns words into ids."""
    split = [(pieces.of(word), int(shape_of(word))) for word in sentence.words]
    lengths = np.array([len(ids) for ids, _ in split])
    first = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    gaps = np.zeros(lengths.sum(), dtype=np.int64)
    gaps[first] = sentence.gaps
    unknown = np.full(len(split), IGNORED)
    syntax = sentence.syntax
    return Example(
        pieces=np.concatenate([ids for ids, _ in split]),
        shapes=np.repeat([shape for _, shape in split], lengths),
        gaps=gaps,
        first=first,
        tags=np.array([inventory.tag_ids.get(t, IGNORED) for t in syntax.tags]) if syntax else unknown,
        edits=np.array([inventory.edit_id(w, x) for w, x in zip(sentence.words, syntax.lemmas, strict=True)])
        if syntax
        else unknown,
        heads=np.array(syntax.heads) if syntax else unknown,
        labels=np.array([inventory.label_ids.get(x, IGNORED) for x in syntax.labels]) if syntax else unknown,
        spans=inventory.allowed(sentence.scheme, sentence.entities or ("",) * len(split)),
        is_sentence=syntax is not None,
    )


def windows(
    documents: Sequence[Sequence[Example]], rng: np.random.Generator, shortest: int, longest: int
) -> Iterator[list[Example]]:
    """Cuts shuffled documents into runs of neighbouring sentences, of a random number of pieces."""
    window: list[Example] = []
    filled, limit = 0, int(rng.integers(shortest, longest + 1))
    for number in rng.permutation(len(documents)):
        for sentence in documents[number]:
            size = len(sentence.pieces)
            if size > LONGEST_SENTENCE:
                continue
            if window and filled + size > limit:
                yield window
                window, filled, limit = [], 0, int(rng.integers(shortest, longest + 1))
            window.append(sentence)
            filled += size
    if window:
        yield window


def batches(
    runs: Sequence[list[Example]], rng: np.random.Generator | None, pieces: int
) -> Iterator[list[list[Example]]]:
    """Groups windows of like length into batches of about ``pieces`` pieces, in random order if there is an ``rng``."""
    order = sorted(range(len(runs)), key=lambda i: sum(len(s.pieces) for s in runs[i]))
    groups: list[list[list[Example]]] = [[]]
    filled = 0
    for i in order:
        size = sum(len(s.pieces) for s in runs[i])
        if groups[-1] and filled + size > pieces:
            groups.append([])
            filled = 0
        groups[-1].append(runs[i])
        filled += size
    for number in rng.permutation(len(groups)) if rng else range(len(groups)):
        yield groups[number]


def collate(group: list[list[Example]], start: int, end: int, rng: np.random.Generator | None = None) -> Batch:
    """Pads windows into a batch; with an ``rng`` the case of a few sentences is changed, as headlines and chats do."""
    b = len(group)
    p = max(sum(len(s.pieces) for s in run) for run in group) + 2
    w = max(sum(len(s.first) for s in run) for run in group) + 1
    spans = group[0][0].spans.shape[1]
    ids = lambda shape, fill=IGNORED: np.full(shape, fill, dtype=np.int64)  # noqa: E731
    pieces, forms, present, words = ids((b, p), 0), ids((b, p), 0), np.zeros((b, p), dtype=bool), ids((b, w), 0)
    sentence, starts, tags, edits, heads, labels = (ids((b, w)) for _ in range(6))
    allowed = np.ones((b, w, spans), dtype=bool)
    for row, run in enumerate(group):
        pieces[row, 0] = start
        at, word = 1, 1
        for number, s in enumerate(run):
            n, m = len(s.pieces), len(s.first)
            shapes = _recased(s.shapes, rng) if rng else s.shapes
            gaps = s.gaps.copy()
            if at == 1:
                gaps[0] = Gap.PARAGRAPH
            pieces[row, at : at + n] = s.pieces
            forms[row, at : at + n] = form(shapes, gaps)  # type: ignore[arg-type]
            here = slice(word, word + m)
            words[row, here] = s.first + at
            sentence[row, here] = number
            starts[row, here] = 0 if s.is_sentence else IGNORED
            starts[row, word] = 1
            tags[row, here], edits[row, here], labels[row, here] = s.tags, s.edits, s.labels
            heads[row, here] = np.where(s.heads > 0, s.heads + word - 1, s.heads)
            allowed[row, here] = s.spans
            at, word = at + n, word + m
        pieces[row, at] = end
        present[row, : at + 1] = True
    return Batch(
        *map(torch.from_numpy, (pieces, forms, present, words, sentence, starts, tags, edits, heads, labels, allowed))
    )


_UPPER = np.array(
    [Shape.UPPER, Shape.UPPER, Shape.UPPER, Shape.INITIAL, Shape.UPPER, Shape.NUMBER, Shape.SYMBOL, Shape.CASELESS]
)
_TITLE = np.array(
    [Shape.TITLE, Shape.TITLE, Shape.UPPER, Shape.INITIAL, Shape.MIXED, Shape.NUMBER, Shape.SYMBOL, Shape.CASELESS]
)
_LOWER = np.array([Shape.LOWER] * 5 + [Shape.NUMBER, Shape.SYMBOL, Shape.CASELESS])


def _recased(shapes: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    chance = rng.random()
    for limit, table in ((0.015, _UPPER), (0.03, _LOWER), (0.05, _TITLE)):
        if chance < limit:
            return table[shapes]
    return shapes
