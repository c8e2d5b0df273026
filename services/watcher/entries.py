"""Which entries of a feed are new or changed, and by what each is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from schemas.articles import Article
from schemas.base import stable_id
from services.watcher.canonical import canonical_url
from services.watcher.feeds import Entry

__all__ = ["Candidate", "Known", "candidates", "keys_of"]


class Known(BaseModel):
    """What is remembered of an entry or page."""

    model_config = ConfigDict(frozen=True)

    url: str | None = None
    """At which it stood first."""
    published_url: str | None = None
    """Under which it was first published: its identity, wherever it moves."""
    guid: str | None = None
    published_at: str | None = None
    """As its feed says."""
    fingerprint: str | None = None
    """Of the entry as it was last taken in; None while it never was."""
    content_hash: str | None = None
    """Of the article that it last gave."""
    first_read: datetime | None = None
    tries: int = 0
    """That failed since it was last taken in."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that is to be taken in, and what is known of it already."""

    entry: Entry
    keys: tuple[str, ...]
    known: Known = field(default_factory=Known)
    renamed: bool = False
    """The same address under another guid."""

    @classmethod
    def page(cls, url: str, known: Known | None = None) -> Candidate:
        """A page that is read for its own sake."""
        return cls(Entry.link(url), (_url_key(url),), known or Known())

    @property
    def url(self) -> str:
        """Where its page is."""
        return self.entry.url or ""

    def taken(
        self, now: datetime, etag: str | None, last_modified: str | None, article: Article | None = None
    ) -> Known:
        """What to remember once it is taken in or refused."""
        return Known(
            url=self.known.url or self.entry.url,
            published_url=self.known.published_url or (article.url if article else None),
            guid=self.entry.guid or self.known.guid,
            published_at=self.entry.published_at or self.known.published_at,
            fingerprint=(self.known.fingerprint if self._is_bare else None) or _fingerprint(self.entry),
            content_hash=article.content_hash if article else self.known.content_hash,
            first_read=self.known.first_read or now,
            etag=etag,
            last_modified=last_modified,
        )

    @property
    def changed(self) -> bool:
        """Whether there is more to take in than a new name."""
        return self.known.fingerprint != _fingerprint(self.entry)

    @property
    def _is_bare(self) -> bool:
        """A page that is read again on its own tells nothing of its entry in the feed."""
        return self.entry == Entry.link(self.url)


def keys_of(entries: Sequence[Entry]) -> list[str]:
    """Everything under which these entries may be known."""
    guids = _telling_guids(entries)
    return sorted({key for entry in entries for key in _keys(entry, guids)})


def candidates(entries: Sequence[Entry], known: Mapping[str, Known]) -> list[Candidate]:
    """The entries that are new, changed or renamed since they were taken in, in the order of the feed, each once.

    An entry is known by its address, and where the address is new, by its guid: feeds change either. A guid that
    several entries share, or whose entry is still there under its old address, tells nothing.

    Args:
        entries: Of one feed.
        known: What is remembered under ``keys_of(entries)``.
    """
    guids = _telling_guids(entries)
    here = {_url_key(entry.url) for entry in entries if entry.url}
    found: dict[tuple[str, ...], Candidate] = {}
    for entry in entries:
        keys = _keys(entry, guids)
        at_url = known.get(keys[0])
        by_guid = known.get(keys[-1])
        if by_guid is not None and at_url is None and by_guid.url and _url_key(by_guid.url) in here:
            by_guid, keys = None, keys[:1]
        remembered = at_url or by_guid or Known()
        renamed = bool(at_url and at_url.guid and entry.guid in guids and at_url.guid != entry.guid)
        if renamed or remembered.fingerprint != _fingerprint(entry):
            found.setdefault(keys, Candidate(entry, keys, remembered, renamed))
    return list(found.values())


def _telling_guids(entries: Sequence[Entry]) -> frozenset[str]:
    counts = Counter(entry.guid for entry in entries if entry.guid)
    return frozenset(guid for guid, count in counts.items() if count == 1)


def _keys(entry: Entry, guids: frozenset[str]) -> tuple[str, ...]:
    by_url = [_url_key(entry.url)] if entry.url else []
    by_guid = [f"guid {entry.guid}"] if entry.guid in guids else []
    return tuple(by_url + by_guid) or (f"text {_fingerprint(entry)}",)


def _url_key(url: str) -> str:
    return f"url {canonical_url(url)}"


def _fingerprint(entry: Entry) -> str:
    """Changes when the feed says something else of the entry; where it stands and what it is called do not matter."""
    return stable_id("entry", entry.title, entry.updated_at, entry.summary, entry.text)
