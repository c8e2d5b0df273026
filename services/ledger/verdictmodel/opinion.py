"""The verdict model's second opinion on what the comparers look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from services.ledger.comparing.statement import Statement
from services.ledger.verdictmodel.model import RELATIONS, load
from services.ledger.verdictmodel.rendering import Side, side_of

__all__ = ["SHIPPED", "Opinion"]

SHIPPED = Path(__file__).parents[3] / "models/en_gainsay_verdict"


class Opinion:
    """A model that reads two claims in their own wordings."""

    def __init__(self, folder: Path = SHIPPED, threads: int = 1) -> None:
        """Loads the model in a folder; raises ``ModelError``."""
        self._model = load(folder, threads)
        self.version = self._model.version

    def __call__(self, pairs: Sequence[tuple[Statement, Statement]]) -> Sequence[Mapping[str, float]]:
        """For each pair the probability of each relation."""
        scores = self._model.score([(_side(one), _side(other)) for one, other in pairs])
        names = [relation.value for relation in RELATIONS]
        return [dict(zip(names, row, strict=True)) for row in scores.tolist()]


def _side(statement: Statement) -> Side:
    return side_of(statement.claim, statement.published_at if statement.published_at_known else None)
