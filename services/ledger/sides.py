"""The two claims of a verdict, with the articles that they stand in."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import FromClause, Select

from services.ledger.tables import articles, evidence, verdicts

__all__ = ["Sides"]


class Sides(NamedTuple):
    """The tables that a verdict's sides are read from, each under a name of its own."""

    a: FromClause
    b: FromClause
    article_a: FromClause
    article_b: FromClause

    @classmethod
    def named(cls) -> Sides:
        """Names for one query."""
        return cls(evidence.alias(), evidence.alias(), articles.alias(), articles.alias())

    def joined(self, wanted: Select[Any]) -> Select[Any]:
        """The query over verdicts with both sides joined, those that could be told first first."""
        return (
            wanted.join(self.a, verdicts.c.a_claim_id == self.a.c.claim_id)
            .join(self.b, verdicts.c.b_claim_id == self.b.c.claim_id)
            .join(self.article_a, self.a.c.version_id == self.article_a.c.version_id)
            .join(self.article_b, self.b.c.version_id == self.article_b.c.version_id)
            .order_by(
                self.article_b.c.published_at,
                self.article_a.c.published_at,
                verdicts.c.a_claim_id,
                verdicts.c.b_claim_id,
            )
        )
