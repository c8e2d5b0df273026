"""A claim together with what its article says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.articles import EnrichedArticle, EntityLabel, Mention
from schemas.claims import Claim

__all__ = ["NAMED", "Statement", "in_order", "statements_of", "topic_of"]

NAMED = frozenset(
    {
        EntityLabel.PERSON,
        EntityLabel.ORG,
        EntityLabel.GPE,
        EntityLabel.LOC,
        EntityLabel.FAC,
        EntityLabel.EVENT,
        EntityLabel.PRODUCT,
    }
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One article version putting forward one claim.

    ``topic`` holds the entity ids that the whole article is about, most mentioned first, and ``title`` is its title, or
    empty: what a claim leaves unsaid ("It was 18 km deep") its article still tells.
    """

    claim: Claim
    document_id: str
    version_id: str
    source: str
    published_at: datetime
    published_at_known: bool
    topic: tuple[str, ...] = ()
    title: str = ""

    @property
    def order(self) -> tuple[datetime, str, int, int, str]:
        """Sorts statements the same way whatever order they arrived in."""
        return (self.published_at, self.version_id, self.claim.start, self.claim.end, self.claim.id)

    def __hash__(self) -> int:
        return hash((self.claim.id, self.version_id))


def in_order(a: Statement, b: Statement) -> tuple[Statement, Statement]:
    """Return the two with the earlier first."""
    return (a, b) if a.order <= b.order else (b, a)


def elapsed(a: Statement, b: Statement) -> timedelta | None:
    """How long after the first the second was published, or None where either date is unknown."""
    if not (a.published_at_known and b.published_at_known):
        return None
    return b.published_at - a.published_at


def statements_of(enriched: EnrichedArticle) -> list[Statement]:
    """All that an article claims, in its order."""
    article, topic = enriched.article, topic_of(enriched.entities)
    return [
        Statement(
            claim=claim,
            document_id=article.document_id,
            version_id=article.version_id,
            source=article.source,
            published_at=article.published_at,
            published_at_known=article.published_at_known,
            topic=topic,
            title=article.title or "",
        )
        for claim in enriched.claims
    ]


def topic_of(entities: Iterable[Mention], limit: int = 12) -> tuple[str, ...]:
    """Entity ids of the named things an article mentions most; ties go to the earlier mention."""
    counts = Counter(
        mention.entity_id
        for mention in entities
        if mention.label in NAMED and not mention.entity_id.startswith("described:")
    )
    return tuple(entity_id for entity_id, _ in counts.most_common(limit))
