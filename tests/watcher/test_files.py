"""A file that cannot be read within bounds costs itself alone."""

import gzip
import json
import os
import resource
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.watcher.files import _REFUSALS, FileReader
from services.watcher.formats import Unreadable
from services.watcher.intake import Accepted

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def reader():
    found = FileReader(lambda: NOW)
    yield found
    found.close()


def _texts(items):
    return [one.article.text for _, one in items if isinstance(one, Accepted)]


def _assert_reads_on(reader, folder):
    (folder / "next.txt").write_text("A ferry ran aground.")
    assert _texts(reader.read(folder / "next.txt")) == ["A ferry ran aground."]


def test_items_come_as_they_stand_with_their_origin(reader, tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.jsonl")
    path.write_bytes(b'{"text": "One \\ud83d."}\n\xff\xfe\n{"title": "No text"}\n')
    (first, one), (second, two), (third, three) = reader.read(path)
    name = f"{tmp_path}/caf\\xe9.jsonl"
    assert (first, one.article.text, one.article.fetched_at) == (f"{name}:1", "One .", NOW)
    assert one.notices == ("text: 1 lone surrogates removed",)
    assert (second, two) == (
        f"{name}:2",
        Unreadable(f"{name}:2", "is not JSON: Expecting value (line 1, column 1)", b"\\xff\\xfe"),
    )
    assert (third, three.reason) == (f"{name}:3", "text: Field required")


def test_blank_lines_without_end_are_given_up(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "Before."}\n') + 200 * gzip.compress(b"\n" * 1_000_000))
    with closing(FileReader(lambda: NOW, seconds=1)) as reader:
        *items, (_, last) = reader.read(path)
        assert _texts(items) == ["Before."]
        reason = "given up after 1 items: what follows takes over 1 s to read, or breaks it"
        assert last == Unreadable(str(path), reason)
        _assert_reads_on(reader, tmp_path)


def test_what_takes_too_much_memory_is_given_up(reader, tmp_path):
    _assert_reads_on(reader, tmp_path)
    pages = int(Path(f"/proc/{reader._process.pid}/statm").read_text().split()[0])
    little = pages * resource.getpagesize() + 50_000_000
    resource.prlimit(reader._process.pid, resource.RLIMIT_AS, (little, little))
    path = tmp_path / "a.json"
    path.write_bytes(b"[" + b"[]," * 3_000_000 + b"[]]")
    ((_, refused),) = reader.read(path)
    assert refused == Unreadable(str(path), "takes over 2 GB of memory to read")
    _assert_reads_on(reader, tmp_path)


def test_a_file_of_nothing_but_refusals_is_given_up(reader, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([1] * (_REFUSALS + 5)))
    *items, (_, last) = reader.read(tmp_path / "a.json")
    assert len(items) == _REFUSALS
    assert last == Unreadable(str(tmp_path / "a.json"), "given up after 10,000 things in a row that are no article")


def test_a_reader_that_was_left_or_killed_reads_the_next_file(reader, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    next(reader.read(tmp_path / "a.jsonl"))
    _assert_reads_on(reader, tmp_path)
    reader._process.kill()
    reader._process.wait()
    _assert_reads_on(reader, tmp_path)
