"""The verdict model's second opinion on what the comparers look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.ledger.comparing.opinions import Opinion
from services.ledger.comparing.statement import Statement
from services.ledger.verdictmodel.alignment import ClaimVectors
from services.ledger.verdictmodel.crossencoder import CrossEncoder
from services.ledger.verdictmodel.model import load
from services.ledger.verdictmodel.rendering import Side, side_of
from services.ledger.verdictmodel.scores import KINDS, RELATIONS

__all__ = ["SHIPPED", "Reader", "told_side"]

SHIPPED = Path(__file__).parents[3] / "models/en_gainsay_verdict"


class Reader:
    """A model that reads two claims in their own wordings."""

    def __init__(self, folder: Path = SHIPPED, threads: int = 1) -> None:
        """Loads the model in a folder, to run on ``threads`` cores; raises ``ModelError``."""
        self._model = load(folder, threads)
        self._vectors = ClaimVectors(SHIPPED if isinstance(self._model, CrossEncoder) else folder, threads)
        self.version = " with ".join(dict.fromkeys((self._model.version, self._vectors.version)))

    def __call__(self, pairs: Sequence[tuple[Statement, Statement]]) -> Sequence[Opinion]:
        """What the model says of each pair."""
        return self._opinions([(told_side(one), told_side(other)) for one, other in pairs])

    def of_sentences(self, pairs: Sequence[tuple[Statement, Statement]]) -> Sequence[Opinion]:
        """The same of the whole sentences that the claims stand in, which tell what a wording may have lost."""
        return self._opinions([(_whole_side(one), _whole_side(other)) for one, other in pairs])

    def _opinions(self, pairs: Sequence[tuple[Side, Side]]) -> Sequence[Opinion]:
        scores = self._model.score(pairs)
        return [
            Opinion(
                dict(zip(RELATIONS, relations.tolist(), strict=True)),
                KINDS[int(kinds.argmax())] if kinds.any() else None,
            )
            for relations, kinds in zip(*scores, strict=True)
        ]

    def likeness(self, earlier: Sequence[Statement], later: Sequence[Statement]) -> NDArray[np.float32]:
        """How surely each of N claims tells of one fact with each of M others, each read alone: (N, M), -1 to 1."""
        return self._vectors.likeness(*([one.claim.text for one in side] for side in (earlier, later)))


def told_side(statement: Statement) -> Side:
    """A claim as the model is told it; a day that nobody knows is left out."""
    return side_of(statement.claim, statement.published_at if statement.published_at_known else None)


def _whole_side(statement: Statement) -> Side:
    """The same of the sentence; of a claim that was read before sentences were kept, the claim."""
    side = told_side(statement)
    return side._replace(text=statement.claim.sentence or side.text)
