"""What the watcher remembers of its sources, in the broker beside the stream: both live and die together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pydantic import BaseModel, ConfigDict
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from schemas.base import stable_id
from services.watcher.entries import Known

__all__ = ["Memory", "SourceState", "remember", "revisit"]

_REMEMBERED = 90 * 24 * 3600
"""Seconds for which an entry is remembered after it was last seen in its feed."""


class SourceState(BaseModel):
    """How it went with a source."""

    model_config = ConfigDict(frozen=True)

    url: str
    """What the rest is about: a source that moved begins anew."""
    next_attempt: datetime | None = None
    last_success: datetime | None = None
    last_error: str | None = None
    last_error_at: datetime | None = None
    failures: int = 0
    """In a row."""
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    """Of the body that was last read to its end."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Keeps states and counts of sources, one key an entry, and for each source the pages to read again."""

    redis: Redis

    async def state(self, name: str, url: str) -> SourceState:
        """How it went with a source, as far as that is known."""
        found = await self.redis.hget(_STATES, name)
        state = SourceState.model_validate_json(found) if found else SourceState(url=url)
        return state if state.url == url else SourceState(url=url)

    async def states(self) -> dict[str, SourceState]:
        """How it went with every source that was looked at, by name."""
        found = cast("dict[bytes, bytes]", await self.redis.hgetall(_STATES))
        return {name.decode(): SourceState.model_validate_json(state) for name, state in sorted(found.items())}

    async def keep_only(self, names: Iterable[str]) -> None:
        """Forget the states of all other sources: they are no longer listed."""
        if gone := set(await self.states()).difference(names):
            await self.redis.hdel(_STATES, *gone)

    async def counts(self, name: str) -> dict[str, int]:
        """How often what was seen in a source."""
        found = cast("dict[bytes, bytes]", await self.redis.hgetall(_counts_key(name)))
        return {what.decode(): int(number) for what, number in found.items()}

    async def settle(self, name: str, state: SourceState, counts: Mapping[str, int]) -> None:
        """Note how a look went."""
        async with self.redis.pipeline(transaction=True) as multi:
            multi.hset(_STATES, name, state.model_dump_json())
            for what, number in counts.items():
                multi.hincrby(_counts_key(name), what, number)
            await multi.execute()

    async def known(self, source: str, keys: Sequence[str]) -> dict[str, Known]:
        """What is remembered under addresses and guids. What is asked for is remembered longer."""
        if not keys:
            return {}
        async with self.redis.pipeline(transaction=False) as asked:
            for key in keys:
                asked.getex(_entry_key(source, key), ex=_REMEMBERED)
            found = await asked.execute()
        return {key: Known.model_validate_json(one) for key, one in zip(keys, found, strict=True) if one}

    async def due(self, source: str, now: datetime, limit: int) -> list[str]:
        """Addresses of pages to read again."""
        found: list[bytes] = await self.redis.zrangebyscore(  # type: ignore[assignment]  # no decoding
            _revisits_key(source), 0, now.timestamp(), start=0, num=limit
        )
        return [url.decode() for url in found]


def remember(multi: Pipeline, source: str, keys: Iterable[str], known: Known) -> None:
    """Note an entry under its addresses and guid."""
    for key in keys:
        multi.set(_entry_key(source, key), known.model_dump_json(), ex=_REMEMBERED)


def revisit(multi: Pipeline, source: str, url: str, at: datetime | None, *, only_again: bool = False) -> None:
    """Note when to read a page again, or that it is done with.

    Args:
        multi: Takes the note.
        source: Its name.
        url: The page's.
        at: None when it is done with.
        only_again: Whether a page that is not to be read again already is left alone.
    """
    if at is None:
        multi.zrem(_revisits_key(source), url)
    else:
        multi.zadd(_revisits_key(source), {url: at.timestamp()}, xx=only_again)


_STATES = "{gainsay}:sources"


def _counts_key(name: str) -> str:
    return f"{{gainsay}}:source:{name}:counts"


def _revisits_key(name: str) -> str:
    return f"{{gainsay}}:source:{name}:revisits"


def _entry_key(source: str, key: str) -> str:
    return f"{{gainsay}}:seen:entry:{stable_id('entry', source, key)}"
