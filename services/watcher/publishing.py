"""Publishing articles, each version once, together with the note that it was seen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

import structlog
from faststream.redis import RedisBroker
from pydantic import AwareDatetime, BaseModel, ConfigDict
from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError

from schemas.articles import Article
from schemas.base import stable_id
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

_CATCH_UP = 5.0


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


class _Current(BaseModel):
    """The version of a text that was last told, and how many before it brought an earlier wording back."""

    model_config = ConfigDict(frozen=True)

    content_hash: str
    published_at: AwareDatetime
    brought_back: int = 0

    def after(self, article: Article) -> Article:
        """The article as the version that follows: none is older than what it revises."""
        return article.model_copy(update={"published_at": max(article.published_at, self.published_at)})

    def brings_back(self, article: Article, *, changed: bool) -> bool:
        """Whether a wording that was told before follows this one, and is not just told again."""
        newer = article.published_at_known and article.published_at > self.published_at
        return article.content_hash != self.content_hash and (changed or newer)


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

    async def publish(
        self, accepted: Sequence[Accepted], mark: Mark | None = None, *, changed: bool = False
    ) -> Published:
        """Publish the versions that were not seen before, and those that bring an earlier wording back.

        Args:
            accepted: At most a few hundred, so that the MULTI stays small.
            mark: Notes in the same MULTI how far a source has been read.
            changed: Their source was seen to say something else before. Without that, only a later date tells a
                wording that came back from one that is delivered again.

        Raises:
            BrokerFullError: Too many articles wait already.
            redis.exceptions.RedisError: The broker does not take them.
        """
        redis = self._broker.config.connection.client
        if accepted and (waiting := await backlog(redis, ARTICLES)) >= self._max_backlog:
            raise BrokerFullError(f"{waiting} articles wait to be read")
        new, current = await self._new(accepted, changed=changed)
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
            for document_id, told in current.items():
                multi.set(_current_key(document_id), told.model_dump_json(), ex=_SEEN_FOR)
            if mark:
                mark(multi)
            await multi.execute()
        return Published(new=len(new), repeated=len(accepted) - len(new))

    async def publish_patiently(
        self, accepted: Sequence[Accepted], mark: Mark | None = None, *, changed: bool = False
    ) -> Published:
        """Publish, and wait for that while readers lag: what is in hand is not read or asked for anew."""
        while True:
            try:
                return await self.publish(accepted, mark, changed=changed)
            except BrokerFullError as error:
                self._log.warning("waiting for readers to catch up", reason=str(error))
                await asyncio.sleep(_CATCH_UP)

    async def _new(
        self, accepted: Sequence[Accepted], *, changed: bool
    ) -> tuple[Sequence[Accepted], dict[str, _Current]]:
        """What is to be told, and the versions that are current then of the texts that it is about."""
        if not accepted:
            return [], {}
        redis = self._broker.config.connection.client
        versions = sorted({one.article.version_id for one in accepted})
        documents = sorted({one.article.document_id for one in accepted})
        told = await redis.mget([*map(_seen_key, versions), *map(_current_key, documents)])
        seen = {version for version, known in zip(versions, told, strict=False) if known is not None}
        current = {
            document: _Current.model_validate_json(known)
            for document, known in zip(documents, told[len(versions) :], strict=True)
            if known is not None
        }
        new, advanced = [], {}
        for one in accepted:
            article, last = one.article, current.get(one.article.document_id)
            brought_back = last.brought_back if last else 0
            if article.version_id in seen:
                if last is None or not last.brings_back(article, changed=changed):
                    continue
                brought_back += 1
                again = stable_id("version", article.document_id, article.content_hash, str(brought_back))
                article = article.model_copy(update={"version_id": again})
            if last is not None and changed:
                article = last.after(article)
            seen.add(article.version_id)
            new.append(replace(one, article=article))
            if last is None or article.published_at >= last.published_at:
                advanced[article.document_id] = current[article.document_id] = _Current(
                    content_hash=article.content_hash, published_at=article.published_at, brought_back=brought_back
                )
        return new, advanced

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
        return accept(
            found.sent,
            now=found.fetched_at or now,
            default_source=found.default_source,
            numbered_in=found.numbered_in,
        )
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


def _current_key(document_id: str) -> str:
    return f"{{gainsay}}:seen:document:{document_id}"
