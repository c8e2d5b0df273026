"""A folder of files: what lies there already, then whatever is put there or changed."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import closing
from itertools import islice
from pathlib import Path

import structlog
from redis.exceptions import RedisError
from watchfiles import Change, awatch

from services.runtime.clock import Clock
from services.watcher.files import FileReader
from services.watcher.formats import SAVED_SUFFIXES, SUFFIXES, Unreadable, article_files, path_text
from services.watcher.intake import Accepted
from services.watcher.publishing import ArticlePublisher, Published, file_read

__all__ = ["FolderWatcher"]

_AT_ONCE = 200
_WAIT_MS = 1_000
_RESCAN = 15.0
"""Seconds after which the folder is looked through again: some file systems report no changes."""

_QUIET = 1.0
"""Seconds for which a file has to be left alone before it is read: half of it would be no article."""


class FolderWatcher:
    """Publishes the articles in a folder's files. What has not changed is not read again, even after a restart."""

    def __init__(self, folder: Path, publisher: ArticlePublisher, clock: Clock) -> None:
        self._folder, self._publisher, self._clock = folder, publisher, clock
        self._reader = FileReader(clock, sys.stderr)
        self._log = structlog.get_logger("watcher")

    async def run(self) -> None:
        """Read the folder and go on watching it until cancelled."""
        with closing(self._reader):
            await self._watch()

    async def _watch(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        rest = await self._look()
        looked = time.monotonic()
        changes = awatch(
            self._folder,
            watch_filter=_is_article_file,
            rust_timeout=_WAIT_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        async for changed in changes:
            if changed or rest or time.monotonic() - looked > _RESCAN:
                rest = await self._look()
                looked = time.monotonic()

    async def _look(self) -> bool:
        """Read what is new, and tell whether something is left for the next look."""
        try:
            return await self._scan()
        except (RedisError, OSError) as error:
            self._log.warning("folder could not be read, trying again", error=f"{type(error).__name__}: {error}")
            return True

    async def _scan(self) -> bool:
        known, rest = await self._publisher.files_read(), False
        for path in article_files(self._folder):
            fingerprint = _fingerprint(path)
            if fingerprint and known.get(path_text(path)) != fingerprint:
                if _is_being_written(path):
                    rest = True
                else:
                    await self._read(path, fingerprint)
        return rest

    async def _read(self, path: Path, fingerprint: str) -> None:
        items = self._reader.read(path)
        total = Published()
        while batch := await asyncio.to_thread(lambda: [one for _, one in islice(items, _AT_ONCE)]):
            for one in batch:
                if isinstance(one, Unreadable):
                    total += await self._publisher.refuse(one)
            total += await self._publisher.publish_patiently([one for one in batch if isinstance(one, Accepted)])
        await self._publisher.publish([], file_read(path_text(path), fingerprint))
        self._log.info(
            "file read", file=path_text(path), new=total.new, repeated=total.repeated, rejected=total.rejected
        )


def _is_article_file(_change: Change, name: str) -> bool:
    path = Path(name)
    return path.name.endswith(SUFFIXES + SAVED_SUFFIXES) and not path.name.startswith(".")


def _is_being_written(path: Path) -> bool:
    try:
        return abs(time.time() - path.stat().st_mtime) < _QUIET
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _fingerprint(path: Path) -> str | None:
    """Changes when the file does, or when it can be looked at."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"cannot be looked at: {error.strerror or error}"
    return f"{state.st_size}:{state.st_mtime_ns}"
