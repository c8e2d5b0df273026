"""Reading RSS, Atom and JSON Feed: entries, and what is odd about the feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser
from w3lib.html import remove_tags, replace_entities

from services.watcher.canonical import web_address
from services.watcher.oddities import Odd, Oddity
from services.watcher.pages import fragment_text, language_of

__all__ = ["ENTRY_LIMIT", "Entry", "Feed", "read_feed"]

ENTRY_LIMIT = 1_000
"""Entries of a feed that are looked at: the first ones, which feeds put newest."""

_FULL_WORDS = 120
_FULL_CHARACTERS = 600
_XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_TEASER = re.compile(
    r"(…|\.\.\.|\[…\]|\[\.\.\.\]|(read|continue|see|learn|find out) [\w ]{0,20}(more|reading)\W*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``text`` is the article itself, where the feed carries it whole."""

    guid: str | None
    url: str | None
    title: str | None
    author: str | None
    published_at: str | None
    updated_at: str | None
    summary: str
    text: str | None
    language: str | None
    """Of the text; else what the feed says of itself."""

    @classmethod
    def link(cls, url: str) -> Entry:
        """An entry of which nothing but the address is known."""
        return cls(
            url=url,
            guid=None,
            title=None,
            author=None,
            published_at=None,
            updated_at=None,
            summary="",
            text=None,
            language=None,
        )


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds."""

    entries: tuple[Entry, ...]
    odd: tuple[Odd, ...] = ()


def read_feed(body: bytes, content_type: str, url: str) -> Feed | Odd:
    """Read a feed.

    Args:
        body: The feed as it came, without compression.
        content_type: The Content-Type header.
        url: Where it came from; relative links count from there.
    """
    if body.lstrip()[:1] == b"{":
        return _read_json_feed(body, url)
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    parsed = feedparser.parse(body, response_headers=headers)
    odd = [*_bozo(parsed)]
    if not parsed.get("version") and (undeclared := _XML_DECLARATION.sub(b"", body, count=1)) != body:
        parsed = feedparser.parse(undeclared, response_headers={"content-location": url})
        odd = [Odd(Oddity.WRONG_CHARSET, f"{url}: is not in the charset that it declares")]
    if not parsed.get("version"):
        reason = f": {parsed.bozo_exception}" if parsed.bozo else ""
        return Odd(Oddity.UNREADABLE, f"{url}: is neither RSS nor Atom nor JSON Feed{reason}")
    odd += _too_many(len(parsed.entries))
    language = _language(parsed.feed.get("language"))
    return _feed([_entry(entry, language) for entry in parsed.entries[:ENTRY_LIMIT]], odd)


def _feed(entries: list[Entry], odd: list[Odd]) -> Feed:
    empty = [entry for entry in entries if not (entry.url or entry.text)]
    odd += [Odd(Oddity.NO_ADDRESS, f"entry {entry.guid or entry.title or '?'}"[:200]) for entry in empty]
    return Feed(tuple(entry for entry in entries if entry.url or entry.text), tuple(odd))


def _entry(entry: Mapping[str, Any], language: str | None) -> Entry:
    url = web_address(entry.get("link"))
    carried = [str(content.get("value", "")) for content in entry.get("content", ())]
    summary = str(entry.get("summary", ""))
    text = _whole(max([*carried, summary], key=len), url)
    return Entry(
        guid=_short(entry.get("id")),
        url=url,
        title=_short(replace_entities(remove_tags(str(entry.get("title", ""))))),
        author=_short(entry.get("author")),
        published_at=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        updated_at=_moment(entry.get("updated_parsed")),
        summary=summary,
        text=text,
        language=language_of(text or "", language),
    )


def _whole(markup: str, url: str | None) -> str | None:
    """The text of an entry if it is the whole article: long and not broken off, or without a page behind it."""
    if url and len(markup) < _FULL_CHARACTERS:
        return None
    text = fragment_text(markup)
    if not text:
        return None
    whole = len(text.split()) >= _FULL_WORDS and not _TEASER.search(text.rstrip())
    return text if whole or not url else None


def _read_json_feed(body: bytes, url: str) -> Feed | Odd:
    """See https://www.jsonfeed.org/version/1.1/."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        return Odd(Oddity.UNREADABLE, f"{url}: is no JSON: {error}")
    items = sent.get("items") if isinstance(sent, dict) else None
    if not isinstance(items, list):
        return Odd(Oddity.UNREADABLE, f"{url}: JSON without a list of items is no JSON Feed")
    odd = [*_too_many(len(items))]
    language = _language(sent.get("language"))
    return _feed([_json_entry(item, url, language) for item in items[:ENTRY_LIMIT] if isinstance(item, dict)], odd)


def _json_entry(item: Mapping[str, Any], feed_url: str, language: str | None) -> Entry:
    sent_url = _text(item, "url") or _text(item, "external_url")
    url = web_address(sent_url, feed_url) if sent_url else None
    authors = item.get("authors")
    names = [author.get("name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    text = _whole(_text(item, "content_html") or _text(item, "content_text") or "", url)
    identifier = item.get("id")
    return Entry(
        guid=_short(str(identifier)) if identifier is not None else None,
        url=url,
        title=_short(_text(item, "title")),
        author=_short(", ".join(name for name in names if isinstance(name, str))),
        published_at=_text(item, "date_published") or _text(item, "date_modified"),
        updated_at=_text(item, "date_modified"),
        summary=_text(item, "summary") or "",
        text=text,
        language=language_of(text or "", _language(item.get("language")) or language),
    )


def _bozo(parsed: Mapping[str, Any]) -> Iterator[Odd]:
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if isinstance(error, feedparser.CharacterEncodingOverride):
        yield Odd(Oddity.WRONG_CHARSET, str(error)[:200])
    elif error is not None and not isinstance(error, feedparser.NonXMLContentType):
        yield Odd(Oddity.BROKEN_MARKUP, str(error)[:200])


def _too_many(count: int) -> Iterator[Odd]:
    if count > ENTRY_LIMIT:
        yield Odd(Oddity.TOO_MANY_ENTRIES, f"{count} entries, of which the first {ENTRY_LIMIT} are looked at")


def _moment(parsed: struct_time | None) -> str | None:
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC).isoformat()
    except ValueError:
        return None


def _language(tag: object) -> str | None:
    match = re.match(r"[A-Za-z]{2}(?=$|[-_])", tag) if isinstance(tag, str) else None
    return match[0].lower() if match else None


def _text(item: Mapping[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) else None


def _short(value: object, limit: int = 500) -> str | None:
    return str(value)[:limit] or None if value else None
