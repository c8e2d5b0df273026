"""The watcher, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from faststream.redis import RedisBroker
from prometheus_client import Gauge

from schemas.sources import Source
from services.runtime.access import token_guard
from services.runtime.clock import utc_now
from services.runtime.errors import ConfigurationError
from services.runtime.serving import Service
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import make_broker
from services.watcher.fetching import Fetcher
from services.watcher.folder import FolderWatcher
from services.watcher.memory import Memory
from services.watcher.parsing import Parser, Parsers
from services.watcher.polling import Polling, Tools
from services.watcher.publishing import ArticlePublisher
from services.watcher.push import push_router
from services.watcher.robots import Robots
from services.watcher.sources import read_sources

__all__ = ["Settings", "assemble"]


class Settings(RuntimeSettings):
    """What the watcher can be told besides."""

    http_port: int = 8080
    watch_folder: Path | None = None
    sources_file: Path | None = None


_SUCCESS_AGE = Gauge("gainsay_source_success_age_seconds", "Since a source was last read to its end", ["source"])
_FAILURES = Gauge("gainsay_source_failures", "How often in a row a source could not be read", ["source"])
_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


def assemble(settings: Settings) -> Service:
    """Wire the watcher's parts.

    Raises:
        ConfigurationError: The sources file cannot be used, or other machines could push without a token.
    """
    sources = read_sources(settings.sources_file) if settings.sources_file else []
    token = settings.token
    if token is None and settings.http_host not in _THIS_MACHINE:
        raise ConfigurationError(
            f"GAINSAY_HTTP_HOST: {settings.http_host} lets other machines in; name a GAINSAY_TOKEN_FILE"
        )
    broker = make_broker(settings.broker_url, settings.grace_period)
    publisher = ArticlePublisher(broker, utc_now, settings.max_backlog)
    folder = FolderWatcher(settings.watch_folder, publisher, utc_now) if settings.watch_folder else None
    return Service(
        "watcher",
        broker,
        tasks=[*([folder.run] if folder else []), *([_polling(sources, broker, publisher)] if sources else [])],
        routers=[push_router(publisher, utc_now)],
        gauges=[_measuring(broker)],
        guard=token_guard(token),
    )


def _polling(
    sources: Sequence[Source], broker: RedisBroker, publisher: ArticlePublisher
) -> Callable[[], Coroutine[Any, Any, None]]:
    private = frozenset(source.host for source in sources if source.allow_private)

    async def run() -> None:
        fetcher = Fetcher(utc_now, private)
        memory = Memory(broker.config.connection.client)
        tools = Tools(fetcher, Robots(fetcher), Parsers([Parser(), Parser()]), publisher, memory, utc_now)
        await Polling(sources, tools).run()

    return run


def _measuring(broker: RedisBroker) -> Callable[[], Awaitable[None]]:
    async def measure() -> None:
        states = await Memory(broker.config.connection.client).states()
        for gauge in (_SUCCESS_AGE, _FAILURES):
            gauge.clear()  # a source may be listed no longer
        for name, state in states.items():
            _FAILURES.labels(name).set(state.failures)
            if state.last_success is not None:
                _SUCCESS_AGE.labels(name).set((utc_now() - state.last_success).total_seconds())

    return measure
