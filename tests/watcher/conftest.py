from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from schemas.sources import Source
from schemas.streams import ARTICLES, DEAD_LETTERS, Stream
from services.runtime.wire import CONNECTIONS, make_broker
from services.watcher.fetching import Fetcher
from services.watcher.memory import Memory, SourceState
from services.watcher.parsing import Parser, Parsers
from services.watcher.politeness import HostGate
from services.watcher.polling import SourceWatcher, Tools
from services.watcher.publishing import ArticlePublisher
from services.watcher.robots import Robots

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

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
    async with Redis.from_url(broker_url, max_connections=CONNECTIONS) as redis:
        yield Streams(redis)


@pytest.fixture
async def publisher(broker_url: str) -> AsyncIterator[ArticlePublisher]:
    broker = make_broker(SecretStr(broker_url))
    await broker.connect()
    yield ArticlePublisher(broker, lambda: NOW)
    await broker.stop()


@dataclass
class Answer:
    """What an outlet answers: raw bytes of a body, however wrong."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds after each ten bytes of the body; a negative number never answers."""

    @property
    def sent(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Outlets:
    """A server that plays outlets, well-behaved and not: answers by path, and what was asked."""

    port: int = 0
    answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def times(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readline():
                path = request.split()[1].decode()
                headers = {}
                while (line := await reader.readline()).strip():
                    name, _, value = line.decode().partition(":")
                    headers[name.lower()] = value.strip()
                self.asked.append((path, headers))
                answer = self.answers.get(path, Answer("nothing here", 404))
                await self._send(writer, answer if isinstance(answer, Answer) else answer(headers))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        if answer.pause < 0:
            await asyncio.sleep(3600)
        head = {"content-length": str(len(answer.sent)), **answer.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        writer.write(f"HTTP/1.1 {answer.status} Whatever\r\n{lines}\r\n".encode())
        step = 10 if answer.pause else max(len(answer.sent), 1)
        for start in range(0, len(answer.sent), step):
            writer.write(answer.sent[start : start + step])
            await writer.drain()
            await asyncio.sleep(answer.pause)


@pytest.fixture
async def outlets() -> AsyncIterator[Outlets]:
    found = Outlets()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        await found.serve(reader, writer)

    server = await asyncio.start_server(serve, "0.0.0.0", 0)  # noqa: S104 - 127.0.0.x are as many hosts
    found.port = server.sockets[0].getsockname()[1]
    yield found
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    server.close()


@dataclass
class Watched:
    """A source under test: looks when told to, and keeps the counts of all its looks."""

    watcher: SourceWatcher
    source: Source
    memory: Memory
    state: SourceState

    async def look(self) -> dict[str, int]:
        self.state = await self.watcher.look(await self.memory.state(self.source.name, self.source.url))
        counts = await self.memory.counts(self.source.name)
        return {what: number for what, number in counts.items() if number}


@dataclass
class Now:
    """A clock that a test sets."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture(scope="session")
def parser_process() -> Iterator[Parser]:
    found = Parser()
    yield found
    found.close()


@pytest.fixture
async def tools(
    publisher: ArticlePublisher, streams: Streams, now: Now, parser_process: Parser
) -> AsyncIterator[Tools]:
    fetcher = Fetcher(now, frozenset({"127.0.0.1", "127.0.0.3"}), seconds=2.0, gate=HostGate(lambda: 0.5, pause=0.0))
    found = Tools(fetcher, Robots(fetcher), Parsers([parser_process]), publisher, Memory(streams.redis), now)
    yield found
    await fetcher.close()


@pytest.fixture
def watch(outlets: Outlets, tools: Tools) -> Callable[..., Watched]:
    def start(path: str = "/feed", **fields: object) -> Watched:
        source = Source.model_validate({"name": "outlet", "url": outlets.url(path), "allow_private": True} | fields)
        return Watched(SourceWatcher(source, tools), source, tools.memory, SourceState(url=source.url))

    return start


@pytest.fixture
def answer() -> type[Answer]:
    return Answer
