"""The verdict model on disk and in memory."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schemas.alerts import Relation
from services.ledger.verdictmodel.crossencoder import TOKENIZER, CrossEncoder
from services.ledger.verdictmodel.encoding import PairEncoder
from services.ledger.verdictmodel.rendering import Side, render
from services.runtime.models import ModelError, read_sealed, start_session
from services.runtime.wordpieces import WordPieces

__all__ = ["FILES", "RELATIONS", "VerdictModel", "load"]

GRAPH, VOCABULARY, DESCRIPTION = "model.onnx", "vocab.txt", "description.json"
FILES = (GRAPH, VOCABULARY, DESCRIPTION)
RELATIONS = tuple(Relation)
"""The columns of what the model returns."""


class VerdictModel:
    """Says of pairs of claims how probable each relation is.

    Pairs run one at a time: what the model says of one never depends on its neighbours, nor on the number of threads.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads a model, to run on ``threads`` cores; raises ``ModelError`` if a file is missing or damaged."""
        contents = read_sealed(folder, FILES)
        try:
            self.version: str = json.loads(contents[DESCRIPTION])["version"]
        except (ValueError, LookupError, TypeError) as error:
            raise ModelError(f"{folder / DESCRIPTION} does not name the model's version") from error
        self._session = start_session(contents[GRAPH])
        self._encode = PairEncoder(WordPieces.from_lines(contents[VOCABULARY].decode().splitlines()))
        self._threads = threads
        outputs = self._session.get_outputs()
        if not outputs or outputs[0].shape != [len(RELATIONS)]:
            raise ModelError(f"the model in {folder} does not return the {len(RELATIONS)} relations")

    def score(self, pairs: Sequence[tuple[Side, Side]]) -> NDArray[np.float32]:
        """The probabilities of ``RELATIONS`` for N pairs in either order, as an array of shape (N, 6)."""
        if not pairs:
            return np.zeros((0, len(RELATIONS)), dtype=np.float32)
        if self._threads == 1 or len(pairs) == 1:
            return np.stack([self._score(pair) for pair in pairs])
        with ThreadPoolExecutor(self._threads) as pool:
            return np.stack(list(pool.map(self._score, pairs)))

    def _score(self, pair: tuple[Side, Side]) -> NDArray[np.float32]:
        pieces, marks, sides = self._encode(*render(*pair))
        (probabilities,) = self._session.run(None, {"pieces": pieces[None], "marks": marks[None], "sides": sides})
        scores: NDArray[np.float32] = probabilities
        return scores


def load(folder: Path, threads: int = 1) -> VerdictModel | CrossEncoder:
    """The model in a folder: Gainsay's, or one of the user's own, which comes with a ``tokenizer.json``.

    Raises ``ModelError``, a ``ConfigurationError``, if a file is missing or damaged.
    """
    return (CrossEncoder if (folder / TOKENIZER).exists() else VerdictModel)(folder, threads)
