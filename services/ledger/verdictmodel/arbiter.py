"""A larger model behind an endpoint as the last judge of pairs that matter."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from services.ledger.comparing.opinions import Ruling
from services.ledger.comparing.statement import Statement
from services.ledger.verdictmodel.endpoint import EndpointError, EndpointJudge
from services.ledger.verdictmodel.opinion import told_side

__all__ = ["EndpointArbiter"]


@dataclass(frozen=True, slots=True)
class EndpointArbiter:
    """Asks ``judge`` of pairs from the confidence ``least`` on; where it does not answer, the verdict stays ours."""

    judge: EndpointJudge
    least: float

    @property
    def version(self) -> str:
        """The model behind the endpoint, as the user names it."""
        return f"judge {self.judge.model}"

    def __call__(self, a: Statement, b: Statement) -> Ruling | None:
        """The endpoint's ruling; a failure is logged."""
        try:
            found = self.judge(told_side(a), told_side(b))
        except EndpointError as error:
            structlog.get_logger("ledger").warning(
                "the judge gave no ruling", reason=str(error), claims=[a.claim.id, b.claim.id]
            )
            return None
        return Ruling(found.relation, found.reason, f"{self.version}, request {found.prompt_hash[:12]}")
