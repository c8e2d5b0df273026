"""The watcher, put together."""

from __future__ import annotations

from pathlib import Path

from services.runtime.clock import utc_now
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


def assemble(settings: Settings) -> Service:
    """Wire the watcher's parts."""
    broker = make_broker(settings.broker_url, settings.grace_period)
    publisher = ArticlePublisher(broker, utc_now)
    folder = FolderWatcher(settings.watch_folder, publisher, utc_now) if settings.watch_folder else None
    return Service(
        "watcher",
        broker,
        tasks=[folder.run] if folder else [],
        routers=[push_router(publisher, utc_now)],
    )
