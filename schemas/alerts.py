"""Verdicts on pairs of claims, and the alerts that tell people of contradictions."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime, Field

from schemas.base import Contract
from schemas.claims import Speaker

__all__ = ["Alert", "Closure", "Kind", "Relation", "Side", "Verdict"]


class Relation(StrEnum):
    """What two claims are to one another."""

    SAME = "same"
    SUPPORTS = "supports"
    UPDATES = "updates"
    DISPUTES = "disputes"
    CONTRADICTS = "contradicts"
    UNRELATED = "unrelated"


class Kind(StrEnum):
    """What two contradicting claims disagree about."""

    NUMERIC = "numeric"
    TEMPORAL = "temporal"
    LOCATION = "location"
    ACTOR = "actor"
    MEMBERSHIP = "membership"
    NEGATION = "negation"
    ANTONYM = "antonym"
    OUTCOME = "outcome"
    ROLE = "role"
    QUANTITY_UNIT = "quantity_unit"
    IDENTITY = "identity"
    EXISTENCE = "existence"


class Verdict(Contract):
    """What a comparison found. ``a`` is the earlier claim."""

    relation: Relation
    rule: str = Field(description="The rule that decided, as comparer.reason")
    kind: Kind | None = Field(default=None, description="Set for contradictions only")
    confidence: float = Field(ge=0, le=1)
    normalized_a: str = Field(description="What the rule read on the earlier side")
    normalized_b: str = Field(description="What the rule read on the later side")
    explanation: str = Field(description="One plain sentence")
    judged_by: tuple[str, ...] = Field(default=(), description="Versions of the rules, tables and models that decided")


class Side(Contract):
    """One side of an alert: ``quote == article.text[start:end]``."""

    article_id: str
    version_id: str
    content_hash: str
    source: str
    url: str | None
    title: str | None
    published_at: AwareDatetime
    published_at_known: bool
    claim_id: str
    ledger_claim_id: str
    origins: int = Field(default=1, ge=1, description="Independent origins that say so: copies of one text are one")
    quote: str
    start: int = Field(ge=0)
    end: int
    before: str = Field(description="Text just before the quote")
    after: str = Field(description="Text just after the quote")
    speaker: Speaker
    normalized: str = Field(description="What the rule read on this side")


class Alert(Contract):
    """A contradiction told to people. ``a`` is the earlier side. The id is the same however often it is raised."""

    id: str
    kind: Kind
    confidence: float = Field(ge=0, le=1)
    explanation: str
    rule: str
    judged_by: tuple[str, ...] = Field(default=(), description="Versions of the rules, tables and models that decided")
    a: Side
    b: Side


class Closure(Contract):
    """An alert that stands no longer: a new version of one side's article does not say it any more."""

    alert_id: str
    reason: str = Field(description="In words: source revised")
    article_id: str = Field(description="The article that was revised")
    source: str
    url: str | None
    revised_version_id: str = Field(description="The version that said it")
    version_id: str = Field(description="The version that does not")
    removed: str = Field(description="Sentences that the new version has no longer, one a line, cut to a limit")
    added: str = Field(description="Sentences that the new version has instead, one a line, cut to a limit")
