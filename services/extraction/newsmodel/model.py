"""The news model on disk and in memory: ONNX graphs, their vocabulary and their labels."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from services.extraction.newsmodel.lemmas import Edit
from services.extraction.newsmodel.spans import Span, SpanDecoder
from services.extraction.newsmodel.trees import sentence_trees
from services.extraction.newsmodel.windows import Window
from services.runtime.models import read_sealed, start_session
from services.runtime.wordpieces import WordPieces

WORDS, LABELS, VOCABULARY, INVENTORY = "words.onnx", "labels.onnx", "vocab.txt", "inventory.json"
FILES = (WORDS, LABELS, VOCABULARY, INVENTORY)


class Inventory(NamedTuple):
    """What the ids that the graphs return stand for."""

    tags: list[tuple[str, str, str]]
    """UPOS, XPOS and FEATS."""
    edits: list[Edit]
    labels: list[str]
    spans: list[str]

    @classmethod
    def load(cls, content: Mapping[str, list]) -> Self:  # type: ignore[type-arg]
        """From the JSON object in ``inventory.json``."""
        return cls(
            [tuple(t) for t in content["tags"]],
            [Edit.parse(e) for e in content["edits"]],
            content["labels"],
            content["spans"],
        )


class Analysis(NamedTuple):
    """What the model says of the W words of a window; arrays have shape (W,)."""

    starts: NDArray[np.bool_]
    tags: NDArray[np.int64]
    edits: NDArray[np.int64]
    heads: NDArray[np.int64]
    """Indices into the window; a root is its own head."""
    labels: NDArray[np.int64]
    spans: list[Span]


class NewsModel:
    """Runs the network on windows, one at a time: what it says of one never depends on others in a batch."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads a model; raises ``ModelError`` if a file is missing or damaged."""
        contents = read_sealed(folder, FILES)
        self.folder = folder
        self.words = start_session(contents[WORDS], threads)
        self._labels = start_session(contents[LABELS], threads)
        self.pieces = WordPieces.from_lines(contents[VOCABULARY].decode().splitlines())
        self.inventory = Inventory.load(json.loads(contents[INVENTORY]))
        self._spans = SpanDecoder(self.inventory.spans)

    def analyse(self, window: Window) -> Analysis:
        """Sentences, tags, lemma edits, a tree for each sentence, and entities."""
        starts, tags, edits, arcs, dependents, heads, spans = self.words.run(
            None, {"pieces": window.pieces, "forms": window.forms, "words": window.words}
        )
        begins = np.where(window.starts, window.starts > 0, starts[1:] > 0)
        begins[0] = True
        tree = sentence_trees(arcs, np.cumsum(begins) - 1)
        (labels,) = self._labels.run(
            None, {"dependents": dependents, "heads": heads, "head": np.concatenate(([0], tree))}
        )
        return Analysis(
            begins,
            tags[1:],
            edits[1:],
            np.where(tree, tree - 1, np.arange(len(tree))),
            labels[1:],
            self._spans.decode(spans[1:], begins),
        )
