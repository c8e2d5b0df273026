"""Publishing articles, each version once, together with the note that it was seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import structlog
from faststream.redis import RedisBroker
from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError

from schemas.dead_letters import DeadLetter
from schemas.events import article_published, dead_letter_written
from schemas.streams import ARTICLES, DEAD_LETTERS
from services.runtime.clock import Clock
from services.runtime.consuming import excerpt
from services.runtime.groups import backlog
from services.watcher.formats import Found, Unreadable
from services.watcher.intake import Accepted, InvalidArticleError, accept

__all__ = ["ArticlePublisher", "BrokerFullError", "Mark", "Published", "file_read", "take"]

Mark: TypeAlias = Callable[[Pipeline], object]
"""Adds to a MULTI the note that something was seen."""

_SEEN_FOR = 90 * 24 * 3600
"""Seconds for which a version is known to have been published. After that the ledger recognises it."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of some input. ``read == new + repeated + rejected``."""

    new: int = 0
    repeated: int = 0
    rejected: int = 0

    def __add__(self, other: Published) -> Published:
        return Published(self.new + other.new, self.repeated + other.repeated, self.rejected + other.rejected)

    @property
    def read(self) -> int:
        """How many articles were looked at."""
        return self.new + self.repeated + self.rejected


class BrokerFullError(RedisError):
    """More articles wait on the stream than may. Like a broker that is away, it passes: readers catch up."""


class ArticlePublisher:
    """Puts articles on the stream, and what is none into the dead letters.

    The stream entry and the note that a version was seen are written in one MULTI: they live and die together, so a
    broker that lost its last second is simply told again.
    """

    def __init__(self, broker: RedisBroker, clock: Clock, max_backlog: int = 10_000) -> None:
        """Publish through a broker.

        Args:
            broker: Connected before the first article.
            clock: Dates the events.
            max_backlog: How many articles may wait to be read; the broker keeps them in memory.
        """
        self._broker, self._clock, self._max_backlog = broker, clock, max_backlog
        self._log = structlog.get_logger("watcher")

    async def publish(self, accepted: Sequence[Accepted], mark: Mark | None = None) -> Published:
        """Publish the versions that were not seen before.

        Args:
            accepted: At most a few hundred, so that the MULTI stays small.
            mark: Notes in the same MULTI how far a source has been read.

        Raises:
            BrokerFullError: Too many articles wait already.
            redis.exceptions.RedisError: The broker does not take them.
        """
        redis = self._broker.config.connection.client
        if accepted and (waiting := await backlog(redis, ARTICLES)) >= self._max_backlog:
            raise BrokerFullError(f"{waiting} articles wait to be read")
        unique = {one.article.version_id: one for one in accepted}
        seen = await redis.mget([_seen_key(version) for version in unique]) if unique else []
        new = [one for one, known in zip(unique.values(), seen, strict=True) if known is None]
        async with redis.pipeline(transaction=True) as multi:
            for one in new:
                event = article_published(one.article, self._clock())
                await self._broker.publish(event, stream=ARTICLES.key, pipeline=multi)
                multi.set(_seen_key(one.article.version_id), "1", ex=_SEEN_FOR)
                self._log.info(
                    "article published",
                    article=one.article.id,
                    source=one.article.source,
                    event_id=event.id,
                    trace_id=event.trace_id,
                    notices=one.notices,
                )
            if mark:
                mark(multi)
            await multi.execute()
        return Published(new=len(new), repeated=len(accepted) - len(new))

    async def refuse(self, unreadable: Unreadable, mark: Mark | None = None) -> Published:
        """Report something that is no article and keep it in the dead letters, once however often it is read.

        Args:
            unreadable: What it is, and why it is none.
            mark: Notes in the same MULTI how far a source has been read.
        """
        letter = DeadLetter(
            stage="watcher",
            reason=unreadable.reason,
            origin=unreadable.origin,
            original=excerpt(unreadable.original) or None,
        )
        event = dead_letter_written(letter, None, self._clock())
        redis = self._broker.config.connection.client
        known = await redis.exists(_seen_key(event.id))
        async with redis.pipeline(transaction=True) as multi:
            if not known:
                self._log.error("not an article", reason=letter.reason, origin=letter.origin, event_id=event.id)
                await self._broker.publish(event, stream=DEAD_LETTERS.key, pipeline=multi)
                multi.set(_seen_key(event.id), "1", ex=_SEEN_FOR)
            if mark:
                mark(multi)
            await multi.execute()
        return Published(rejected=1)

    async def files_read(self) -> dict[str, str]:
        """How far each file had been read, as the marks of earlier publishing tell."""
        marks = await self._broker.config.connection.client.hgetall(_SEEN_FILES)
        return {name.decode(): fingerprint.decode() for name, fingerprint in marks.items()}


def take(found: Found | Unreadable, now: datetime) -> Accepted | Unreadable:
    """Make an article of what a file held, or say why it is none."""
    if isinstance(found, Unreadable):
        return found
    try:
        return accept(found.sent, now=found.fetched_at or now, default_source=found.default_source)
    except InvalidArticleError as error:
        sent = json.dumps(found.sent, ensure_ascii=False)
        return Unreadable(found.origin, str(error), sent.encode("utf-8", "backslashreplace"))


def file_read(name: str, fingerprint: str) -> Mark:
    """Marks a file as read in the state that the fingerprint tells."""
    return lambda multi: multi.hset(_SEEN_FILES, name, fingerprint)


_SEEN_FILES = "{gainsay}:seen:sources"


def _seen_key(identifier: str) -> str:
    """Notes a version of an article, or a dead letter."""
    return f"{{gainsay}}:seen:version:{identifier}"
