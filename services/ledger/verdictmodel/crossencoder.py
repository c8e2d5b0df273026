"""A user's own cross-encoder: any ONNX graph for pairs of texts, with a ``tokenizer.json`` and a list of its labels."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from services.ledger.verdictmodel.rendering import Side
from services.ledger.verdictmodel.scores import KINDS, RELATIONS, Scores
from services.runtime.models import ModelError, start_session

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["LABELS", "TOKENIZER", "CrossEncoder"]

GRAPH, TOKENIZER, LABELS = "model.onnx", "tokenizer.json", "labels.json"
LONGEST_PAIR: Final = 256
"""Pieces of a pair that are read."""
_INPUTS: Final = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
_COLUMNS: Final = {relation.value: column for column, relation in enumerate(RELATIONS)}


class CrossEncoder:
    """Reads the bare wordings of two claims, the earlier first, with a model that the user names.

    ``labels.json`` lists the relation that each of the graph's outputs stands for, in their order: for a model of
    natural language inference perhaps ``["contradicts", "supports", "unrelated"]``.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads a model; raises ``ModelError`` if a file is missing or cannot be used."""
        try:
            graph = (folder / GRAPH).read_bytes()
            labels = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"the model in {folder} is incomplete: {error}") from error
        if not isinstance(labels, list) or not labels or any(label not in _COLUMNS for label in labels):
            raise ModelError(f"{folder / LABELS} must list one of {', '.join(_COLUMNS)} for each output")
        self.version = f"{folder.name}-{hashlib.sha256(graph).hexdigest()[:12]}"
        self._columns = [_COLUMNS[label] for label in labels]
        self._tokenizer = _tokenizer(folder / TOKENIZER)
        self._session = start_session(graph, threads)
        self._inputs = [node.name for node in self._session.get_inputs()]
        if unknown := set(self._inputs) - _INPUTS.keys():
            raise ModelError(f"the model in {folder} asks for {', '.join(sorted(unknown))}, which nothing provides")

    def score(self, pairs: Sequence[tuple[Side, Side]]) -> Scores:
        """Reads N pairs; of kinds it tells nothing."""
        relations = np.zeros((len(pairs), len(RELATIONS)), dtype=np.float32)
        for row, pair in enumerate(pairs):
            np.add.at(relations[row], self._columns, self._probabilities(*pair))
        return Scores(relations, np.zeros((len(pairs), len(KINDS)), dtype=np.float32))

    def _probabilities(self, one: Side, other: Side) -> NDArray[np.float32]:
        earlier, later = sorted((one, other), key=lambda side: (str(side.published or ""), side.text))
        encoding = self._tokenizer.encode(earlier.text, later.text)
        feed = {name: np.array([getattr(encoding, _INPUTS[name])], dtype=np.int64) for name in self._inputs}
        (logits,) = self._session.run(None, feed)[0]
        if len(logits) != len(self._columns):
            raise ModelError(f"{LABELS} lists {len(self._columns)} labels, the model has {len(logits)} outputs")
        weights = np.exp(logits - logits.max())
        probabilities: NDArray[np.float32] = weights / weights.sum()
        return probabilities


def _tokenizer(path: Path) -> Tokenizer:
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415  installed only where a model of one's own is used
    except ModuleNotFoundError as error:
        raise ModelError(
            "a verdict model of your own needs the package tokenizers (pip install 'gainsay[own-model]')"
        ) from error
    try:
        tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the package raises bare Exceptions
        raise ModelError(f"{path} cannot be read: {error}") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST_PAIR)
    return tokenizer
