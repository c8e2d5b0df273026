from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from schemas.streams import ARTICLES, DEAD_LETTERS, Stream
from services.runtime.wire import make_broker
from services.watcher.publishing import ArticlePublisher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from schemas.articles import Article
    from schemas.dead_letters import DeadLetter
    from schemas.events import Event

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


class Streams:
    """What stands on the streams, read as any Redis client would."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis

    async def articles(self) -> list[Event[Article]]:
        return await self._events(ARTICLES)

    async def dead_letters(self) -> list[Event[DeadLetter]]:
        return await self._events(DEAD_LETTERS)

    async def _events(self, stream: Stream) -> list[Event]:
        return [
            stream.event.model_validate_json(entry[b"__data__"]) for _, entry in await self.redis.xrange(stream.key)
        ]


@pytest.fixture
async def streams(broker_url: str) -> AsyncIterator[Streams]:
    async with Redis.from_url(broker_url) as redis:
        yield Streams(redis)


@pytest.fixture
async def publisher(broker_url: str) -> AsyncIterator[ArticlePublisher]:
    broker = make_broker(SecretStr(broker_url))
    await broker.connect()
    yield ArticlePublisher(broker, lambda: NOW)
    await broker.stop()
