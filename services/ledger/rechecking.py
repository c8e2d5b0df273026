"""The path from two texts to a verdict, gone again with today's rules and models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, select

from schemas.alerts import Relation, Verdict
from schemas.articles import Article, EnrichedArticle, Mention
from schemas.claims import Claim
from services.ledger.comparing.judging import Judge, Judged
from services.ledger.evidence import Evidence, alert_id
from services.ledger.export import judged_verdicts
from services.ledger.meeting import Entered, candidates, entered
from services.ledger.tables import articles, evidence, verdicts
from services.runtime.database import read_only

__all__ = ["Change", "Explanation", "Rechecker"]

_MENTIONS = TypeAdapter(tuple[Mention, ...])


@dataclass(frozen=True, slots=True)
class Explanation:
    """An alert as it was raised, and what is found when its two articles are compared today."""

    a: Evidence
    b: Evidence
    verdict: Verdict
    today: Judged | None


@dataclass(frozen=True, slots=True)
class Change:
    """A pair of claims whose alert today's rules would raise, drop or word otherwise."""

    alert_id: str
    before: Verdict | None
    after: Verdict | None


class Rechecker:
    """Judges again what the ledger holds. It reads and never writes."""

    def __init__(self, engine: Engine, *, judge: Judge, threshold: float) -> None:
        """Judge a ledger again.

        Args:
            engine: The ledger's database.
            judge: Today's rules and models.
            threshold: Confidence from which a contradiction is told to people.
        """
        self._engine, self._judge, self._threshold = read_only(engine), judge, threshold

    def explain(self, alert: str) -> list[Explanation]:
        """Every verdict that an alert rests on; the id may be cut short. Empty where there is no such alert."""
        with self._engine.connect() as connection:
            recorded = list(judged_verdicts(connection, verdicts.c.alert_id.startswith(alert, autoescape=True)))
            return [
                Explanation(a, b, verdict, self._today(connection, a.claim, b.claim, a.article, b.article))
                for a, b, verdict in recorded
            ]

    def _today(
        self, connection: Connection, claim_a: Claim, claim_b: Claim, article_a: Article, article_b: Article
    ) -> Judged | None:
        """The pair judged among all pairs of its articles, for how it stands among them counts."""
        ours, theirs = (entered(_enriched(connection, one.version_id)) for one in (article_a, article_b))
        pairs = ((x.statement, y.statement) for x in ours for y in theirs)
        wanted = {claim_a.id, claim_b.id}
        return next((one for one in self._judge(pairs) if {one.a.claim.id, one.b.claim.id} == wanted), None)

    def recheck(self) -> Iterator[Change]:
        """Compare every article with the ledger again, and tell what differs from the alerts on record."""
        with self._engine.connect() as connection:
            before: dict[str, Verdict] = {}
            for a, b, verdict in judged_verdicts(connection, verdicts.c.alert_id.is_not(None)):
                before.setdefault(alert_id(a.ledger_claim_id, b.ledger_claim_id), verdict)
            after: dict[str, Verdict] = {}
            for version in connection.scalars(select(articles.c.version_id).order_by(articles.c.published_at)).all():
                pairs = list(candidates(connection, _enriched(connection, version)))
                for alert, verdict in self._told(pairs):
                    after.setdefault(alert, verdict)
        for alert in sorted({*before, *after}):
            old, new = before.get(alert), after.get(alert)
            if (
                old is None
                or new is None
                or (old.kind, old.rule, old.confidence) != (new.kind, new.rule, new.confidence)
            ):
                yield Change(alert, old, new)

    def _told(self, pairs: Sequence[tuple[Entered, Entered]]) -> Iterator[tuple[str, Verdict]]:
        ids = {one.statement.claim.id: one.ledger_claim_id for pair in pairs for one in pair}
        for judged in self._judge((ours.statement, other.statement) for ours, other in pairs):
            verdict = judged.verdict
            if (
                verdict is not None
                and verdict.relation is Relation.CONTRADICTS
                and verdict.confidence >= self._threshold
            ):
                yield alert_id(ids[judged.a.claim.id], ids[judged.b.claim.id]), verdict


def _enriched(connection: Connection, version_id: str) -> EnrichedArticle:
    """An article version as extraction gave it."""
    row = connection.execute(
        select(articles.c.article, articles.c.entities, articles.c.extractor).where(articles.c.version_id == version_id)
    ).one()
    claims = connection.scalars(select(evidence.c.claim).where(evidence.c.version_id == version_id))
    return EnrichedArticle(
        article=Article.model_validate_json(row.article),
        entities=_MENTIONS.validate_python(json.loads(row.entities), strict=False),
        claims=tuple(sorted(map(Claim.model_validate_json, claims), key=lambda one: (one.start, one.end, one.id))),
        extractor=row.extractor,
    )
