"""Claims: one proposition each, with the parts that decide what it says."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from schemas.base import Contract

__all__ = ["Argument", "Claim", "Granularity", "Modality", "Polarity", "Quantity", "Speaker", "SpeakerKind", "TimeSpan"]


class Polarity(StrEnum):
    """Whether the claim says that something is so, or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Modality(StrEnum):
    """How far the text commits itself."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    ASKED = "asked"


class SpeakerKind(StrEnum):
    """Who puts the claim forward."""

    OUTLET = "outlet"
    NAMED = "named"
    DESCRIBED = "described"


class Speaker(Contract):
    """Who puts a claim forward: the outlet in its own voice, someone named, or someone described ("two diplomats")."""

    kind: SpeakerKind = SpeakerKind.OUTLET
    name: str | None = None
    entity_id: str | None = None
    distanced: bool = Field(default=False, description="The outlet keeps its distance (“claimed”, “alleged”)")


class Argument(Contract):
    """A part of a claim beside its predicate: who or what it is said of, or how, where and with whom."""

    text: str
    entity_id: str | None = None
    head: str = Field(default="", description="Lemma of the head noun, lower case; empty for a bare name")
    preposition: str = Field(default="", description="Lower case; empty for subjects and objects")


class Quantity(Contract):
    """A number in a claim, as the interval of values it allows.

    ``more than 20`` is (20, ∞), open below; ``some 300`` is [300, 300] and approximate.
    """

    text: str
    start: int = Field(ge=0, description="Offset into the article's text")
    end: int
    lower: float | None = Field(description="None: no lower bound")
    upper: float | None = Field(description="None: no upper bound")
    lower_open: bool = False
    upper_open: bool = False
    approximate: bool = False
    unit: str = Field(
        default="",
        description="Empty for a count; else percent, an ISO 4217 code or a currency's bare name, a unit such as km, "
        "“ordinal” for a rank, “score” for each side of a score, “times” for a multiple",
    )
    counted: str | None = Field(default=None, description="What is counted or measured, as written, without the number")
    counted_head: str | None = Field(default=None, description="Lemma of the noun that heads it: person, toll")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"lower bound {self.lower} is above upper bound {self.upper}")
        return self


class Granularity(StrEnum):
    """How finely a time is told."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class TimeSpan(Contract):
    """When something is said to happen: the half-open interval [since, until) on the article's own wall clock.

    ``since 2022`` has no end; ``by the end of June`` has no beginning.
    """

    text: str
    start: int = Field(ge=0, description="Offset into the article's text")
    end: int
    since: datetime | None
    until: datetime | None
    granularity: Granularity
    approximate: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ValueError(f"since {self.since} is not before until {self.until}")
        return self


class Claim(Contract):
    """One proposition that an article puts forward: ``quote == article.text[start:end]``."""

    id: str
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int
    text: str = Field(description="A wording that can be understood alone")
    sentence: str = Field(
        default="", description="The whole sentence that the quote stands in, on one line; empty in older ledgers"
    )
    settled: bool = Field(
        default=True,
        description="False: the wording leans on a pronoun, description or gap that the article leaves open",
    )
    subjects: tuple[Argument, ...] = Field(default=(), description="Who does it, in the active voice")
    predicate: str | None = Field(
        default=None, description="Lemma with its particle, without negation; “be” where a noun or adjective is said"
    )
    objects: tuple[Argument, ...] = Field(default=(), description="To whom it is done, or what the subjects are")
    complements: tuple[Argument, ...] = Field(default=(), description="Prepositional phrases, in order")
    place: Argument | None = None
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    speaker: Speaker = Speaker()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeSpan, ...] = Field(default=(), description="What the claim is about")
    said: TimeSpan | None = Field(default=None, description="When its speaker said it")
    entity_ids: tuple[str, ...] = Field(default=(), description="Every entity the claim mentions, in order of mention")
    terms: tuple[str, ...] = Field(
        default=(), description="Stems of the content words, in order, without numbers and names"
    )
    worth: float = Field(default=1.0, ge=0, le=1, description="How factual and checkable the claim is")
