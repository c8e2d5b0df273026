"""Which claims may tell of one fact: each is read alone, and gets a vector that points where those of its like do."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.ledger.verdictmodel.encoding import ClaimEncoder
from services.ledger.verdictmodel.model import ALIGNMENT, DESCRIPTION, VOCABULARY, version_in
from services.runtime.models import ModelError, read_sealed, start_session
from services.runtime.wordpieces import WordPieces

__all__ = ["ClaimVectors"]

REMEMBERED = 16_384
"""Claims whose vectors are kept: an article's own and its neighbours' are asked for again and again."""
WIDTH = 384


class ClaimVectors:
    """Reads claims one at a time, so that what it says of one never depends on its neighbours."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads the network in a model's folder, to run on ``threads`` cores.

        Raises:
            ModelError: A file is missing or damaged.
        """
        contents = read_sealed(folder, (ALIGNMENT, VOCABULARY, DESCRIPTION))
        self.version = version_in(contents, folder)
        self._session = start_session(contents[ALIGNMENT])
        self._threads = threads
        self._encode = ClaimEncoder(WordPieces.from_lines(contents[VOCABULARY].decode().splitlines()))
        self.of = lru_cache(maxsize=REMEMBERED)(self._read)
        if [output.shape for output in self._session.get_outputs()] != [[1, WIDTH]]:
            raise ModelError(f"{folder / ALIGNMENT} does not return a vector of {WIDTH}")

    def likeness(self, some: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
        """The cosines (N, M) of the vectors of N claims with those of M others."""
        with ThreadPoolExecutor(self._threads) as pool:
            told = np.stack(list(pool.map(self.of, (*some, *others))))
        return told[: len(some)] @ told[len(some) :].T

    def _read(self, claim: str) -> NDArray[np.float32]:
        """A vector (384,) of length 1."""
        (vector,) = self._session.run(None, {"pieces": self._encode(claim)[None]})[0]
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit
