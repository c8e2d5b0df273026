"""A folder of files: what lies there already, then whatever is put there or changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import structlog
from redis.exceptions import RedisError
from watchfiles import Change, awatch

from services.runtime.clock import Clock
from services.watcher.formats import SUFFIXES, Found, Unreadable, article_files, path_text, read_file
from services.watcher.intake import Accepted
from services.watcher.publishing import ArticlePublisher, Published, take

__all__ = ["FolderWatcher"]

_AT_ONCE = 200
_RESCAN_MS = 15_000
"""The folder is also looked through this often: some file systems report no changes."""


class FolderWatcher:
    """Publishes the articles in a folder's files. What has not changed is not read again, even after a restart."""

    def __init__(self, folder: Path, publisher: ArticlePublisher, clock: Clock) -> None:
        self._folder, self._publisher, self._clock = folder, publisher, clock
        self._log = structlog.get_logger("watcher")

    async def run(self) -> None:
        """Read the folder and go on watching it until cancelled."""
        self._folder.mkdir(parents=True, exist_ok=True)
        await self._look()
        changes = awatch(self._folder, watch_filter=_is_article_file, rust_timeout=_RESCAN_MS, yield_on_timeout=True)
        async for _ in changes:
            await self._look()

    async def _look(self) -> None:
        """Read what is new. When the broker is away, that is left for the next look."""
        try:
            await self._scan()
        except RedisError:
            self._log.exception("folder could not be read, trying again")

    async def _scan(self) -> None:
        known = await self._publisher.sources_read()
        for path in article_files(self._folder):
            fingerprint = _fingerprint(path)
            if fingerprint and known.get(path_text(path)) != fingerprint:
                await self._read(path, fingerprint)

    async def _read(self, path: Path, fingerprint: str) -> None:
        articles = read_file(path)
        total = Published()
        while batch := await asyncio.to_thread(_batch, articles, self._clock()):
            for one in batch:
                if isinstance(one, Unreadable):
                    total += await self._publisher.refuse(one)
            total += await self._publisher.publish([one for one in batch if isinstance(one, Accepted)])
        await self._publisher.publish([], note=(path_text(path), fingerprint))
        self._log.info(
            "file read", file=path_text(path), new=total.new, repeated=total.repeated, rejected=total.rejected
        )


def _batch(found: Iterator[Found | Unreadable], now: datetime) -> list[Accepted | Unreadable]:
    return [take(one, now) for one in islice(found, _AT_ONCE)]


def _is_article_file(_change: Change, name: str) -> bool:
    path = Path(name)
    return path.name.endswith(SUFFIXES) and not path.name.startswith(".")


def _fingerprint(path: Path) -> str | None:
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return f"{state.st_size}:{state.st_mtime_ns}"
