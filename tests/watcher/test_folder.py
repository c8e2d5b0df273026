from __future__ import annotations

import asyncio
import errno
import json
import os
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from structlog.testing import capture_logs

from schemas.streams import ARTICLES
from services.runtime.serving import end_tasks
from services.runtime.wire import create_groups
from services.watcher.folder import FolderWatcher
from services.watcher.formats import article_files
from services.watcher.publishing import ArticlePublisher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "news"


@asynccontextmanager
async def _watching(folder: Path, publisher) -> AsyncIterator[None]:
    task = asyncio.create_task(FolderWatcher(folder, publisher, lambda: NOW).run())
    try:
        yield
        assert not task.done(), task.exception()
    finally:
        await end_tasks([task])


def _put(folder: Path, name: str, *texts: str) -> None:
    folder.mkdir(exist_ok=True)
    being_written = folder / f".{name}"
    being_written.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    being_written.rename(folder / name)


async def _texts(streams) -> set[str]:
    return {event.data.text for event in await streams.articles()}


async def test_what_lies_there_counts_and_so_does_what_comes(folder, publisher, streams, eventually) -> None:
    _put(folder, "a.jsonl", "One.", "Two.")
    async with _watching(folder, publisher):

        async def published(*texts: str) -> None:
            async def all_there() -> bool:
                return await _texts(streams) == set(texts)

            await eventually(all_there, f"published: {texts}", seconds=30)  # at worst when the folder is looked through

        await published("One.", "Two.")
        _put(folder, "b.jsonl", "Three.")
        await published("One.", "Two.", "Three.")
        _put(folder, "a.jsonl", "One.", "Four.")
        await published("One.", "Two.", "Three.", "Four.")
    assert len(await streams.articles()) == 4


async def test_folder_that_is_not_there_is_made(folder, publisher, eventually) -> None:
    async with _watching(folder, publisher):
        await eventually(folder.is_dir, "the folder is there")


def _count(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def _read_all(folder: Path, publisher, eventually) -> None:
    """Watch until every file in the folder was read."""
    async with _watching(folder, publisher):
        files = _count(folder)

        async def noted() -> bool:
            return len(await publisher.files_read()) == files

        await eventually(noted, "all files read")


async def test_unchanged_file_is_not_read_again_after_a_restart(folder, publisher, streams, eventually) -> None:
    _put(folder, "a.jsonl", "One.", "no")
    _put(folder, "b.jsonl")
    await _read_all(folder, publisher, eventually)
    _put(folder, "c.jsonl", "Two.")
    with capture_logs() as logged:
        await _read_all(folder, publisher, eventually)
    assert [record["file"] for record in logged if record["event"] == "file read"] == [str(folder / "c.jsonl")]
    assert await _texts(streams) == {"One.", "no", "Two."}
    assert len(await streams.dead_letters()) == 1


async def test_file_that_is_being_written_is_no_dead_letter(folder, publisher, streams, eventually) -> None:
    folder.mkdir()
    async with _watching(folder, publisher):
        with (folder / "a.json").open("w") as file:
            for part in ('{"te', 'xt": "A ', 'ferry."', "}"):
                file.write(part)
                file.flush()
                await asyncio.sleep(0.4)

        async def published() -> bool:
            return await _texts(streams) == {"A ferry."}

        await eventually(published, "published")
    assert await streams.dead_letters() == []


async def test_large_file_waits_for_readers_to_catch_up(folder, publisher, streams, eventually, monkeypatch) -> None:
    monkeypatch.setattr("services.watcher.folder._AT_ONCE", 2)
    monkeypatch.setattr("services.watcher.publishing._CATCH_UP", 0.05)
    _put(folder, "a.jsonl", *(f"Story {number}." for number in range(6)))
    await create_groups(streams.redis)
    async with _watching(folder, ArticlePublisher(publisher._broker, lambda: NOW, max_backlog=2)):
        for batch in (1, 2, 3):

            async def published(number=2 * batch) -> bool:
                return await streams.redis.xlen(ARTICLES.key) == number

            await eventually(published, "published")
            await asyncio.sleep(0.2)
            assert await published()
            await streams.redis.xreadgroup("extraction", "one", {ARTICLES.key: ">"})


async def test_all_is_read_again_when_the_broker_forgot(folder, publisher, streams, eventually) -> None:
    _put(folder, "a.jsonl", "One.")
    await _read_all(folder, publisher, eventually)
    await streams.redis.flushall()
    await _read_all(folder, publisher, eventually)
    assert await _texts(streams) == {"One."}


async def test_bad_lines_and_files_hold_up_no_others(folder, publisher, streams, eventually) -> None:
    _put(folder, "a.jsonl", "One.")
    (folder / "b.jsonl").write_bytes(b'{"text": "Two."}\n{"text"\n\xff\n{"title": "T"}\n{"text": "Three."}\n')
    (folder / "c.json").write_bytes(b"")
    (folder / "d.txt").write_bytes(bytes(range(256)))
    (folder / os.fsdecode(b"caf\xe9.json")).write_bytes(b"no")
    (folder / "e.txt").write_bytes(b"Four.")
    await _read_all(folder, publisher, eventually)
    assert await _texts(streams) == {"One.", "Two.", "Three.", "Four."}
    letters = [event.data for event in await streams.dead_letters()]
    assert {(letter.origin.removeprefix(f"{folder}/"), letter.reason) for letter in letters} == {
        ("b.jsonl:2", "is not JSON: Expecting ':' delimiter (line 1, column 8)"),
        ("b.jsonl:3", "is not UTF-8 at byte 0"),
        ("b.jsonl:4", "text: Field required"),
        ("c.json", "is empty"),
        ("caf\\xe9.json", "is not JSON: Expecting value (line 1, column 1)"),
        ("d.txt", "is a binary file, not text"),
    }


async def test_file_that_cannot_be_looked_at_is_refused_and_read_once_it_can(
    folder, publisher, streams, eventually
) -> None:
    folder.mkdir()
    (folder / "a.jsonl").symlink_to("a" * 300)
    _put(folder, "b.jsonl", "Two.")
    await _read_all(folder, publisher, eventually)
    assert await _texts(streams) == {"Two."}
    (letter,) = await streams.dead_letters()
    assert letter.data.reason == "cannot be read: File name too long"
    async with _watching(folder, publisher):
        _put(folder, "a.jsonl", "One.")

        async def published() -> bool:
            return await _texts(streams) == {"One.", "Two."}

        await eventually(published, "published", seconds=30)


async def test_link_that_leads_nowhere_but_to_itself_does_not_end_the_watching(
    folder, publisher, streams, eventually
) -> None:
    """Whoever runs the tests may look into every folder, as root may; into this not even root."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "closed.jsonl").symlink_to("closed.jsonl")
    async with _watching(folder, publisher):
        _put(folder, "b.jsonl", "Two.")

        async def published() -> bool:
            return await _texts(streams) == {"Two."}

        await eventually(published, "published", seconds=30)
    assert {event.data.reason for event in await streams.dead_letters()} <= {
        "cannot be read: Too many levels of symbolic links"
    }


async def test_a_disk_that_answers_with_an_error_does_not_end_the_watching(
    folder, publisher, streams, eventually, monkeypatch
) -> None:
    asked = []

    def broken_at_first(folder: Path) -> list[Path]:
        asked.append(1)
        if len(asked) == 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return article_files(folder)

    monkeypatch.setattr("services.watcher.folder.article_files", broken_at_first)
    _put(folder, "a.jsonl", "One.")
    await _read_all(folder, publisher, eventually)
    assert await _texts(streams) == {"One."}


async def test_a_broker_that_is_away_does_not_end_the_watching(
    folder, publisher, streams, eventually, monkeypatch
) -> None:
    read, asked = publisher.files_read, []

    async def away_at_first() -> dict[str, str]:
        asked.append(1)
        if len(asked) == 1:
            raise RedisConnectionError
        return await read()

    monkeypatch.setattr(publisher, "files_read", away_at_first)
    async with _watching(folder, publisher):
        await eventually(lambda: asked, "looked once")
        _put(folder, "a.jsonl", "One.")

        async def published() -> bool:
            return await _texts(streams) == {"One."}

        await eventually(published, "published", seconds=30)


async def test_file_of_many_articles_is_published_whole(folder, publisher, streams, eventually) -> None:
    _put(folder, "a.jsonl", *(f"Article {number}." for number in range(1001)))
    await _read_all(folder, publisher, eventually)
    assert len(await _texts(streams)) == 1001
