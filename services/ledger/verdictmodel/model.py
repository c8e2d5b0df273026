"""The verdict model on disk and in memory."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.ledger.verdictmodel.crossencoder import TOKENIZER, CrossEncoder
from services.ledger.verdictmodel.encoding import PairEncoder
from services.ledger.verdictmodel.rendering import Side, render
from services.ledger.verdictmodel.scores import KINDS, RELATIONS, Scores
from services.runtime.models import ModelError, read_sealed, start_session
from services.runtime.wordpieces import WordPieces

__all__ = ["FILES", "VerdictModel", "load", "version_in"]

GRAPH, ALIGNMENT, VOCABULARY, DESCRIPTION = "model.onnx", "alignment.onnx", "vocab.txt", "description.json"
REMEMBERED = 16_384
"""Pairs whose scores are kept: copies of one text bring the same pairs again and again."""
FILES = (GRAPH, ALIGNMENT, VOCABULARY, DESCRIPTION)


class VerdictModel:
    """Says of pairs of claims how probable each relation is.

    Pairs run one at a time: what the model says of one never depends on its neighbours, nor on the number of threads.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads a model, to run on ``threads`` cores; raises ``ModelError`` if a file is missing or damaged."""
        contents = read_sealed(folder, (GRAPH, VOCABULARY, DESCRIPTION))
        self.version = version_in(contents, folder)
        self._session = start_session(contents[GRAPH])
        self._encode = PairEncoder(WordPieces.from_lines(contents[VOCABULARY].decode().splitlines()))
        self._threads = threads
        self._read = lru_cache(maxsize=REMEMBERED)(self._score)
        outputs = self._session.get_outputs()
        if [output.shape for output in outputs] != [[len(RELATIONS)], [len(KINDS)]]:
            raise ModelError(f"the model in {folder} does not return {len(RELATIONS)} relations and {len(KINDS)} kinds")

    def score(self, pairs: Sequence[tuple[Side, Side]]) -> Scores:
        """Reads N pairs, in either order."""
        if self._threads == 1 or len(pairs) < 2:
            told = [self._read(pair) for pair in pairs]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                told = list(pool.map(self._read, pairs))
        relations, kinds = ([one[place] for one in told] for place in (0, 1))
        return Scores(
            np.array(relations, dtype=np.float32).reshape(-1, len(RELATIONS)),
            np.array(kinds, dtype=np.float32).reshape(-1, len(KINDS)),
        )

    def _score(self, pair: tuple[Side, Side]) -> Sequence[NDArray[np.float32]]:
        pieces, marks, sides = self._encode(*render(*pair))
        told: Sequence[NDArray[np.float32]] = self._session.run(
            None, {"pieces": pieces[None], "marks": marks[None], "sides": sides}
        )
        return told


def version_in(contents: Mapping[str, bytes], folder: Path) -> str:
    """The version that a model's description names; raises ``ModelError`` where it names none."""
    try:
        return str(json.loads(contents[DESCRIPTION])["version"])
    except (ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{folder / DESCRIPTION} does not name the model's version") from error


def load(folder: Path, threads: int = 1) -> VerdictModel | CrossEncoder:
    """The model in a folder: Gainsay's, or one of the user's own, which comes with a ``tokenizer.json``.

    Raises ``ModelError``, a ``ConfigurationError``, if a file is missing or damaged.
    """
    return (CrossEncoder if (folder / TOKENIZER).exists() else VerdictModel)(folder, threads)
