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

__all__ = ["ArticlePublisher", "BrokerFullError", "Mark", "Published", "Told", "file_read", "take"]

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


@dataclass(frozen=True, slots=True)
class Told:
    """An article as the stream has it."""

    accepted: Accepted
    new: bool
    """Whether it was not there before."""


class _Current(BaseModel):
    """The version of a text that was last told, and how many before it brought an earlier wording back."""

    model_config = ConfigDict(frozen=True)

    content_hash: str
    published_at: AwareDatetime
    brought_back: int = 0
    version_id: str | None = None

    def after(self, article: Article) -> Article:
        """The article as the version that follows: none is older than what it revises."""
        return article.model_copy(update={"published_at": max(article.published_at, self.published_at)})

    def brings_back(self, article: Article, *, changed: bool) -> bool:
        """Whether a wording that was told before follows this one, and is not just told again."""
        newer = article.published_at_known and article.published_at > self.published_at
        return article.content_hash != self.content_hash and (changed or newer)

    def known(self, repeated: Accepted) -> Accepted:
        """What was told before, under the id that it had last."""
        article = repeated.article
        if article.content_hash != self.content_hash or self.version_id is None:
            return repeated
        return replace(repeated, article=article.model_copy(update={"version_id": self.version_id}))


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
        told = await self._tell(accepted, mark, changed=changed)
        new = sum(one.new for one in told)
        return Published(new=new, repeated=len(told) - new)

    async def publish_one(self, accepted: Accepted) -> Told:
        """Publish an article, and say as which version the stream has it: one that came back has an id of its own.

        Raises:
            BrokerFullError: Too many articles wait already.
            redis.exceptions.RedisError: The broker does not take it.
        """
        (told,) = await self._tell([accepted], None, changed=False)
        return told

    async def _tell(self, accepted: Sequence[Accepted], mark: Mark | None, *, changed: bool) -> Sequence[Told]:
        redis = self._broker.config.connection.client
        if accepted and (waiting := await backlog(redis, ARTICLES)) >= self._max_backlog:
            raise BrokerFullError(f"{waiting} articles wait to be read")
        told, current = await self._versions(accepted, changed=changed)
        async with redis.pipeline(transaction=True) as multi:
            for one in (version.accepted for version in told if version.new):
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
            for document_id, last in current.items():
                multi.set(_current_key(document_id), last.model_dump_json(), ex=_SEEN_FOR)
            if mark:
                mark(multi)
            await multi.execute()
        return told

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

    async def _versions(
        self, accepted: Sequence[Accepted], *, changed: bool
    ) -> tuple[Sequence[Told], dict[str, _Current]]:
        """Which versions they are, and those that are current then of the texts of which there is a new one."""
        if not accepted:
            return [], {}
        redis = self._broker.config.connection.client
        versions = sorted({one.article.version_id for one in accepted})
        documents = sorted({one.article.document_id for one in accepted})
        noted = await redis.mget([*map(_seen_key, versions), *map(_current_key, documents)])
        seen = {version for version, known in zip(versions, noted, strict=False) if known is not None}
        current = {
            document: _Current.model_validate_json(known)
            for document, known in zip(documents, noted[len(versions) :], strict=True)
            if known is not None
        }
        told, advanced = [], {}
        for one in accepted:
            article, last = one.article, current.get(one.article.document_id)
            brought_back = last.brought_back if last else 0
            if article.version_id in seen:
                if last is None or not last.brings_back(article, changed=changed):
                    told.append(Told(last.known(one) if last else one, new=False))
                    continue
                brought_back += 1
                again = stable_id("version", article.document_id, article.content_hash, str(brought_back))
                article = article.model_copy(update={"version_id": again})
            if last is not None and changed:
                article = last.after(article)
            seen.add(article.version_id)
            told.append(Told(replace(one, article=article), new=True))
            if last is None or article.published_at >= last.published_at:
                advanced[article.document_id] = current[article.document_id] = _Current(
                    content_hash=article.content_hash,
                    published_at=article.published_at,
                    brought_back=brought_back,
                    version_id=article.version_id,
                )
        return told, advanced

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
