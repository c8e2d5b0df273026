"""The watcher, put together."""

from __future__ import annotations

from pathlib import Path

from services.runtime.access import token_guard
from services.runtime.clock import utc_now
from services.runtime.errors import ConfigurationError
from services.runtime.serving import Service
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import make_broker
from services.watcher.folder import FolderWatcher
from services.watcher.publishing import ArticlePublisher
from services.watcher.push import push_router

__all__ = ["Settings", "assemble"]


class Settings(RuntimeSettings):
    """What the watcher can be told besides."""

    http_port: int = 8080
    watch_folder: Path | None = None


_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


def assemble(settings: Settings) -> Service:
    """Wire the watcher's parts.

    Raises:
        ConfigurationError: Other machines could push without a token.
    """
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
        tasks=[folder.run] if folder else [],
        routers=[push_router(publisher, utc_now)],
        guard=token_guard(token),
    )
