"""Articles, and what extraction adds to them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime, Field

from schemas.base import Contract
from schemas.claims import Claim

__all__ = ["Article", "EnrichedArticle", "EntityLabel", "LinkRule", "Mention"]


class Article(Contract):
    """One version of one text from one outlet."""

    id: str = Field(min_length=1, description="The sender's id, or one derived from the url or the text")
    document_id: str = Field(
        description="Shared by all versions of one text: from the canonical url, else from source and id"
    )
    version_id: str = Field(
        description="This version: from the document and its content hash, and where that wording had been replaced "
        "and came back, from how many of its versions came back so far"
    )
    content_hash: str = Field(description="SHA-256 of title and text")
    source: str = Field(description="The outlet")
    url: str | None = None
    title: str | None = None
    author: str | None = None
    language: str | None = Field(
        default=None, description="ISO 639-1 code, where the source tells or the text shows it"
    )
    text: str = Field(
        min_length=1, description="What all offsets count in: Unicode code points, NFC, no control characters"
    )
    published_at: AwareDatetime
    published_at_known: bool = Field(
        description="False: the source gave no usable date, and published_at is fetched_at"
    )
    fetched_at: AwareDatetime
    truncated: bool = Field(default=False, description="The text was longer than the limit and was cut there")


class EntityLabel(StrEnum):
    """What sort of thing a mention names (the OntoNotes labels)."""

    PERSON = "PERSON"
    ORG = "ORG"
    GPE = "GPE"
    LOC = "LOC"
    FAC = "FAC"
    NORP = "NORP"
    EVENT = "EVENT"
    PRODUCT = "PRODUCT"
    DATE = "DATE"
    TIME = "TIME"
    MONEY = "MONEY"
    PERCENT = "PERCENT"
    QUANTITY = "QUANTITY"
    CARDINAL = "CARDINAL"
    ORDINAL = "ORDINAL"


class LinkRule(StrEnum):
    """Why a mention that does not give an entity's full name is taken for that entity."""

    NAME_PART = "name part"
    """A part of the one full name that has it ("Starmer", "Keir")."""
    SHORT_FORM = "short form"
    """The one longer name that it begins or ends ("Suswa Power" for Suswa Power PLC)."""
    NICKNAME = "nickname"
    """The beginning of a first name, with the surname ("Gwen Pugh" for Gwenllian Pugh), or what a name has in quotes
    ("the Bulldozer" for Patrick "Bulldozer" Sichone)."""
    ACRONYM = "acronym"
    SPELLING = "spelling"
    """Another transliteration, or order of words ("Health Ministry" for Ministry of Health)."""
    COUNTRY = "country"
    """Another name of the country."""
    DEMONYM = "demonym"
    """A country's people, or the adjective."""
    CAPITAL = "capital"
    """A country's capital, standing for its government."""
    ORGAN = "organ"
    """A state's one organ of that kind ("the Dutch parliament")."""
    APPOSITION = "apposition"
    """The article says of the named one that it is this: in apposition, as a title or by "is"."""
    HEAD_NOUN = "head noun"
    """The one name of the article with this head noun ("the institute" for Capricorn Reef Institute)."""
    KIND = "kind"
    """The one thing named so far that can be of this kind ("the company" for Nile Breeze), or that another article
    calls so in another word ("the lab" for Murihiku Marine Laboratory)."""


class Mention(Contract):
    """A stretch of an article that names or describes an entity: ``text == article.text[start:end]``."""

    text: str
    label: EntityLabel
    start: int = Field(ge=0)
    end: int
    entity_id: str = Field(description="Shared by mentions of one thing, within an article and across articles")
    name: str = Field(description="The fullest name known for the entity")
    link: LinkRule | None = Field(default=None, description="Why this is that entity, where it is not its full name")
    aliases: dict[str, LinkRule] = Field(
        default={},
        description="What the entity may be called elsewhere, each spelling folded to what its variants have in "
        "common (a country by its id), and what kind of name that is; given with its first mention in the article",
    )


class EnrichedArticle(Contract):
    """An article with what it mentions and what it claims."""

    article: Article
    entities: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    extractor: str = Field(description="Name and version of the pipeline that read the article")
