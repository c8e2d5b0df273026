"""From a Doc to windows of wordpieces, each small enough for one pass of the encoder."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, ORTH, SENT_START, SPACY
from spacy.tokens import Doc

from services.extraction.newsmodel.wordforms import Gap, Shape, form, shape_of
from services.runtime.wordpieces import WordPieces

CACHED_WORDS = 100_000
WINDOW_PIECES = 160
SENTENCE_PIECES = 256
"""A sentence that is known to be one may fill a window of this size before it is cut."""

_ENDING = frozenset(".!?…")
_CLOSING = frozenset("\"'”’)]»")
_OPENING_SHAPES = (Shape.TITLE, Shape.UPPER, Shape.INITIAL, Shape.MIXED, Shape.NUMBER, Shape.SYMBOL)


class Window(NamedTuple):
    """W neighbouring words of a Doc as P pieces."""

    tokens: NDArray[np.int64]
    """(W,): indices into the Doc; white space has none."""
    pieces: NDArray[np.int64]
    """(1, P)."""
    forms: NDArray[np.int64]
    """(1, P)."""
    words: NDArray[np.int64]
    """(W + 1,): the index of each word's first piece, after 0 for the root."""
    starts: NDArray[np.int64]
    """(W,): 1 where a sentence is known to start, -1 where known not to, 0 where the model is to say."""


class Known(NamedTuple):
    """What a word's spelling tells."""

    pieces: tuple[int, ...]
    shape: int
    ends: bool
    closes: bool


class WindowReader:
    """Cuts Docs into windows at paragraphs, else at lines, else where a sentence seems to end, else anywhere."""

    def __init__(self, pieces: WordPieces) -> None:
        self._pieces = pieces
        self._known: dict[int, Known] = {}

    def windows(self, doc: Doc) -> Iterator[Window]:
        """The windows of a Doc in order; every word is in one. Sentence starts already set on the Doc are kept."""
        columns = np.asarray(doc.to_array([ORTH, SPACY, IS_SPACE, SENT_START]), dtype=np.uint64)
        tokens = np.flatnonzero(columns[:, 2] == 0)
        if not len(tokens):
            return
        known = self._look_up(doc, columns[tokens, 0], tokens)
        gaps = _gaps(doc, columns, tokens)
        starts = columns[tokens, 3].astype(np.int64)
        starts[gaps == Gap.PARAGRAPH] = np.where(starts[gaps == Gap.PARAGRAPH], starts[gaps == Gap.PARAGRAPH], 1)
        lengths = np.array([len(word.pieces) for word in known])
        ends = np.cumsum(lengths)
        ids = np.array([piece for word in known for piece in word.pieces])
        shapes = np.array([word.shape for word in known])
        first = ends - lengths
        forms = np.repeat(shapes, lengths) * len(Gap)
        forms[first] += gaps
        ranks = _ranks(known, shapes, gaps, starts)
        low = 0
        while low < len(tokens):
            high = _cut(low, ends, ranks)
            a, b = first[low], ends[high - 1]
            inside = forms[a:b].copy()
            inside[0] = form(Shape(shapes[low]), Gap.PARAGRAPH)
            yield Window(
                tokens[low:high],
                np.concatenate(([self._pieces.start], ids[a:b], [self._pieces.end]))[None],
                np.concatenate(([0], inside, [0]))[None],
                np.concatenate(([0], first[low:high] - a + 1)),
                starts[low:high],
            )
            low = high

    def _look_up(self, doc: Doc, orths: NDArray[np.uint64], tokens: NDArray[np.int64]) -> list[Known]:
        if len(self._known) > CACHED_WORDS:
            self._known.clear()
        known = [self._known.get(orth) for orth in orths.tolist()]
        for i, found in enumerate(known):
            if found is None:
                token = doc[int(tokens[i])]
                pieces, shape = self._pieces.of(token.text), int(shape_of(token.text))
                marks = set(token.text)
                known[i] = self._known[token.orth] = Known(pieces, shape, marks <= _ENDING, marks <= _CLOSING)
        return known  # type: ignore[return-value]


def _gaps(doc: Doc, columns: NDArray[np.uint64], tokens: NDArray[np.int64]) -> NDArray[np.int64]:
    """The gap before each word; a text begins with a paragraph."""
    gaps = np.zeros(len(doc) + 1, dtype=np.int64)
    gaps[1:] = columns[:, 1] != 0
    for i in np.flatnonzero(columns[:, 2]):
        lines = doc[int(i)].text.count("\n")
        gaps[i + 1] = min(max(gaps[i], gaps[i + 1], 1) if not lines else max(gaps[i], 1) + lines, Gap.PARAGRAPH)
    gaps[tokens[0]] = Gap.PARAGRAPH
    return gaps[tokens]


def _ranks(
    known: list[Known], shapes: NDArray[np.int64], gaps: NDArray[np.int64], starts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """How good a place each word is to begin a window, from 0 to 3."""
    ending = np.array([word.ends for word in known])
    closing = np.array([word.closes for word in known])
    after_end = np.zeros(len(known), dtype=bool)
    after_end[1:] = ending[:-1]
    after_end[2:] |= ending[:-2] & closing[1:-1]
    ranks = (after_end & (gaps > Gap.NONE) & np.isin(shapes, _OPENING_SHAPES)).astype(np.int64)
    ranks[gaps == Gap.LINE] = 2
    ranks[starts == 1] = 3
    ranks[starts == -1] = 0
    return ranks


def _cut(low: int, ends: NDArray[np.int64], ranks: NDArray[np.int64]) -> int:
    """The word after the window that begins at word ``low``."""
    begin = int(ends[low - 1]) if low else 0
    if ends[-1] - begin <= WINDOW_PIECES:
        return len(ends)
    high = max(int(np.searchsorted(ends, begin + WINDOW_PIECES, side="right")), low + 1)
    inside = ranks[low + 1 : high + 1]
    if len(inside) and inside.max():
        return low + 1 + int(np.flatnonzero(inside == inside.max())[-1])
    far = max(int(np.searchsorted(ends, begin + SENTENCE_PIECES, side="right")), low + 1)
    beyond = np.flatnonzero(ranks[high + 1 : far + 1])
    return high + 1 + int(beyond[0]) if len(beyond) else far
