"""From what a source sends to an article: checked, cleaned of what harms readers, and identified."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from schemas.articles import Article
from schemas.base import stable_id
from services.watcher.canonical import canonical_url

__all__ = ["Accepted", "InvalidArticleError", "accept"]

TEXT_LIMIT = 200_000
"""Characters of an article that are kept; the rest is cut off."""

_OLDEST = datetime(1900, 1, 1, tzinfo=UTC)
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""What a program writes that had no date."""

_CLOCK_SKEW = timedelta(hours=24)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class InvalidArticleError(Exception):
    """An article that cannot be taken; ``problems`` maps each field to what is wrong with it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in problems.items()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article, and what had to be mended to take it."""

    article: Article
    notices: tuple[str, ...] = ()


class _Sent(BaseModel):
    """An article as a source sends it. Fields that we do not know are ignored: exports have many."""

    model_config = ConfigDict(strict=True, extra="ignore")

    text: str
    id: str | None = Field(default=None, max_length=500)
    source: str | None = Field(default=None, max_length=200)
    url: str | None = Field(default=None, max_length=2000)
    published_at: str | None = Field(default=None, max_length=100)
    title: str | None = Field(default=None, max_length=2000)
    author: str | None = Field(default=None, max_length=500)
    language: str | None = Field(default=None, max_length=35)

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
            raise ValueError("is no http or https address")
        if url:
            canonical_url(url)  # refuses what it cannot read, such as a port that is no number
        return url


def accept(
    sent: object, *, now: datetime, default_source: str, known_url: str | None = None, numbered_in: str | None = None
) -> Accepted:
    """Make an article of what a source sent.

    Args:
        sent: A mapping with ``text`` and perhaps ``id``, ``source``, ``url``, ``published_at``, ``title``, …
        now: When it was fetched.
        default_source: The outlet's name where neither ``source`` nor ``url`` tells it.
        known_url: The address under which earlier versions of the text were published, where it has moved.
        numbered_in: Within what its ``id`` tells it apart, where no ``source`` is named; None for all such articles.

    Raises:
        InvalidArticleError: It names the fields.
    """
    if not isinstance(sent, Mapping):
        raise InvalidArticleError({"article": f"expected an object with a text, got {_json_type(sent)}"})
    notices: list[str] = []
    cleaned = {
        field: _clean(field, value, notices) if isinstance(value, str) else value
        for field, value in sent.items()
        if field in _Sent.model_fields
    }
    try:
        fields = _Sent.model_validate(cleaned)
    except ValidationError as error:
        raise InvalidArticleError({str(e["loc"][0]): _reason(e["msg"]) for e in error.errors()}) from error
    text = fields.text
    if not text.strip():
        raise InvalidArticleError({"text": "is empty"})
    if truncated := len(text) > TEXT_LIMIT:
        notices.append(f"text: cut after {TEXT_LIMIT} of {len(text)} characters")
        text = text[:TEXT_LIMIT]
    title, url = fields.title or None, fields.url or None
    published_at = _published(fields.published_at, now, notices)
    content_hash = hashlib.sha256(json.dumps([title, text]).encode("ascii")).hexdigest()
    if url:
        document_id = stable_id("document", canonical_url(known_url or url))
    elif fields.id:  # outlets number their articles alike
        document_id = stable_id("document", fields.source or numbered_in, fields.id)
    else:
        document_id = stable_id("document", content_hash)
    return Accepted(
        Article(
            id=fields.id or document_id,
            document_id=document_id,
            version_id=stable_id("version", document_id, content_hash),
            content_hash=content_hash,
            source=fields.source or (urlsplit(url).hostname if url else None) or default_source,
            url=url,
            title=title,
            author=fields.author or None,
            language=fields.language or None,
            text=text,
            published_at=published_at or now,
            published_at_known=published_at is not None,
            fetched_at=now,
            truncated=truncated,
        ),
        tuple(notices),
    )


def _clean(field: str, value: str, notices: list[str]) -> str:
    value, surrogates = _SURROGATES.subn("", value)
    if surrogates:
        notices.append(f"{field}: {surrogates} lone surrogates removed")
    value = _LINE_ENDS.sub("\n", value)
    value, controls = _CONTROLS.subn("", value)
    if controls:
        notices.append(f"{field}: {controls} control characters removed")
    return unicodedata.normalize("NFC", value) if field == "text" else unicodedata.normalize("NFC", value).strip()


def _published(sent: str | None, now: datetime, notices: list[str]) -> datetime | None:
    if not sent:
        return None
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        notices.append(f"published_at: {sent[:40]!r} is no ISO 8601 date; the time of fetching stands in")
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    if not _OLDEST <= moment <= now + _CLOCK_SKEW or moment == _UNIX_EPOCH:
        notices.append(f"published_at: {sent[:40]} cannot be right; the time of fetching stands in")
        return None
    return moment.astimezone(UTC)


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
