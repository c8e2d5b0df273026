"""A claim with the article it stands in, and the alert that two of them make."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.alerts import Alert, Side, Verdict
from schemas.articles import Article
from schemas.base import stable_id
from schemas.claims import Claim

__all__ = ["Evidence", "alert_id", "make_alert", "make_side"]

_CONTEXT = 160
"""Characters of text shown before and after a quote."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One article version putting forward one ledger claim."""

    claim: Claim
    article: Article
    ledger_claim_id: str
    origins: int = 1
    """How many independent origins the ledger claim has."""


def alert_id(ledger_claim: str, other: str) -> str:
    """Identify an alert: one for each pair of ledger claims, however many articles repeat either."""
    return stable_id("alert", *sorted((ledger_claim, other)))


def make_alert(a: Evidence, b: Evidence, verdict: Verdict) -> Alert:
    """Tell of a contradiction, with all that a person needs to check it.

    Args:
        a: The earlier side.
        b: The later side.
        verdict: A contradiction.

    Raises:
        ValueError: The verdict is none.
    """
    if verdict.kind is None:
        raise ValueError(f"{verdict.rule} found no contradiction")
    return Alert(
        id=alert_id(a.ledger_claim_id, b.ledger_claim_id),
        kind=verdict.kind,
        confidence=verdict.confidence,
        explanation=verdict.explanation,
        rule=verdict.rule,
        judged_by=verdict.judged_by,
        a=make_side(a, verdict.normalized_a),
        b=make_side(b, verdict.normalized_b),
    )


def make_side(evidence: Evidence, normalized: str) -> Side:
    """One side of an alert or a near-miss; ``normalized`` is what the rule read on it."""
    article, claim = evidence.article, evidence.claim
    return Side(
        article_id=article.id,
        version_id=article.version_id,
        content_hash=article.content_hash,
        source=article.source,
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        published_at_known=article.published_at_known,
        claim_id=claim.id,
        ledger_claim_id=evidence.ledger_claim_id,
        origins=evidence.origins,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        before=article.text[max(0, claim.start - _CONTEXT) : claim.start],
        after=article.text[claim.end : claim.end + _CONTEXT],
        speaker=claim.speaker,
        normalized=normalized,
    )
