"""Reading files: which articles stand in ``.json``, ``.jsonl``, ``.jsonl.gz``, ``.txt`` and ``.md`` files.

Every line or file gives either something to take in or a reason why it cannot be read; one never stops the others.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from charset_normalizer import from_bytes

__all__ = ["SUFFIXES", "Found", "Unreadable", "article_files", "read_file", "read_json_lines"]

SUFFIXES = (".json", ".jsonl", ".jsonl.gz", ".txt", ".md")

SIZE_LIMIT = 10_000_000
"""Bytes of one article: of a whole file, or of one line of JSON lines."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may be an article, and where it stood."""

    sent: object
    origin: str
    default_source: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no article, where it stood, and why."""

    origin: str
    reason: str
    original: bytes = b""


def article_files(folder: Path) -> list[Path]:
    """The files under a folder that may hold articles, in the order of their names; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.name.endswith(SUFFIXES)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def read_file(path: Path) -> Iterator[Found | Unreadable]:
    """Read what stands in a file, by its suffix."""
    try:
        if path.name.endswith((".jsonl", ".jsonl.gz")):
            with _open(path) as stream:
                yield from read_json_lines(stream, str(path), path.name)
        elif not path.name.endswith(SUFFIXES):
            yield Unreadable(str(path), f"unknown kind of file; known are {', '.join(SUFFIXES)}")
        elif (size := path.stat().st_size) > SIZE_LIMIT:
            yield Unreadable(
                str(path), f"{size / 1e6:.0f} MB is over the limit of {SIZE_LIMIT / 1e6:.0f} MB for one article"
            )
        elif path.suffix == ".json":
            yield from _read_json(path)
        else:
            yield _read_text(path)
    except (OSError, EOFError, zlib.error) as error:
        yield Unreadable(str(path), f"cannot be read: {error}")


def read_json_lines(stream: IO[bytes], name: str, default_source: str) -> Iterator[Found | Unreadable]:
    """Read one article a line; blank lines are passed over."""
    for number, line in enumerate(_lines(stream), start=1):
        origin = f"{name}:{number}"
        if line is None:
            yield Unreadable(origin, f"the line is over the limit of {SIZE_LIMIT / 1e6:.0f} MB for one article")
        elif line.strip():
            yield _parse_json(line, origin, default_source)


def _open(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.name.endswith(".gz") else path.open("rb")


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Lines of bounded length; None for one that is too long, which is read past without being kept."""
    while line := stream.readline(SIZE_LIMIT + 1):
        if len(line) <= SIZE_LIMIT:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(SIZE_LIMIT)
        yield None


def _read_json(path: Path) -> Iterator[Found | Unreadable]:
    data = path.read_bytes()
    if not data.strip():
        yield Unreadable(str(path), "the file is empty")
        return
    found = _parse_json(data, str(path), path.name)
    if isinstance(found, Found) and isinstance(found.sent, list):
        yield from _numbered(found.sent, path)
    else:
        yield found


def _numbered(items: Iterable[Any], path: Path) -> Iterator[Found]:
    for number, item in enumerate(items, start=1):
        yield Found(item, f"{path}[{number}]", path.name)


def _parse_json(data: bytes, origin: str, default_source: str) -> Found | Unreadable:
    try:
        return Found(json.loads(data), origin, default_source)
    except UnicodeDecodeError as error:
        return Unreadable(origin, f"is not UTF-8 at byte {error.start}", data)
    except json.JSONDecodeError as error:
        return Unreadable(origin, f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}", data)
    except RecursionError:
        return Unreadable(origin, "is nested too deeply", data)


def _read_text(path: Path) -> Found | Unreadable:
    data = path.read_bytes()
    if not data.strip():
        return Unreadable(str(path), "the file is empty")
    if (text := _decode(data)) is None:
        return Unreadable(str(path), "is a binary file, not text", data)
    first_line, _, _ = text.lstrip().partition("\n")
    is_heading = path.suffix == ".md" and first_line.startswith("# ")
    title = {"title": first_line.removeprefix("# ").strip()} if is_heading else {}
    return Found({"text": text, **title}, str(path), path.name)


def _decode(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data[:100_000]).best()
        if guess is None or b"\0" in data:
            return None
        text = data.decode(guess.encoding, errors="replace")
    return None if _looks_binary(text) else text


def _looks_binary(text: str) -> bool:
    beginning = text[:10_000]
    controls = sum(character < " " and character not in "\t\n\r\f\x0b" for character in beginning)
    return controls > len(beginning) / 10
