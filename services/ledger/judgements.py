"""What a judge behind an endpoint has said, kept in the ledger: it is asked once, and its answers can be read again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, select

from services.ledger.tables import judgements
from services.ledger.verdictmodel.endpoint import Judgement
from services.runtime.clock import Clock
from services.runtime.database import insert_new, read_only

__all__ = ["JudgementStore"]


@dataclass(frozen=True, slots=True)
class JudgementStore:
    """Judgements in the ledger's database, each read and written in a transaction of its own."""

    engine: Engine
    clock: Clock

    def get(self, prompt_hash: str, /) -> Judgement | None:
        """The judgement on record, if there is one."""
        found = select(judgements).where(judgements.c.prompt_hash == prompt_hash)
        with read_only(self.engine).connect() as connection:
            row = connection.execute(found).mappings().first()
        return Judgement.model_validate({name: row[name] for name in Judgement.model_fields}) if row else None

    def put(self, judgement: Judgement, /) -> None:
        """Record a judgement; of two on one request the first stays."""
        with self.engine.begin() as connection:
            insert_new(connection, judgements, {**judgement.model_dump(), "judged_at": self.clock()})
