"""Reading files: which articles stand in ``.json``, ``.jsonl``, ``.jsonl.gz``, ``.txt`` and ``.md`` files.

Every line or file gives either something to take in or a reason why it cannot be read; one never stops the others.
"""

from __future__ import annotations

import codecs
import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from charset_normalizer import from_bytes

__all__ = [
    "SAVED_SUFFIXES",
    "SUFFIXES",
    "Found",
    "NotJsonError",
    "Unreadable",
    "article_files",
    "parse_json",
    "path_text",
    "read_file",
    "read_json_lines",
]

SUFFIXES = (".json", ".jsonl", ".jsonl.gz", ".txt", ".md")
SAVED_SUFFIXES = (".html", ".htm", ".warc", ".warc.gz")
"""Of saved pages, which ``archives`` reads."""

SIZE_LIMIT = 10_000_000
"""Bytes of one article: of a whole file, or of one line of JSON lines."""

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_OLDER_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("koi8_r", "koi8_u", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr", "iso8859_2"),
)
"""What the web used before UTF-8. A short text would fit those of terminals and mainframes as well."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may be an article, and where it stood."""

    sent: object
    origin: str
    default_source: str
    """Its own for each article: that two name no outlet does not mean that they have the same."""
    fetched_at: datetime | None = None
    """When it was fetched, where that was not now."""
    numbered_in: str | None = None
    """Within what its id tells it apart, where it names no outlet."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no article, where it stood, and why."""

    origin: str
    reason: str
    original: bytes = b""


class NotJsonError(Exception):
    """Some input is no JSON that we read; the message says why."""


def parse_json(data: bytes) -> object:
    """Read JSON in UTF-8.

    Raises:
        NotJsonError: Nothing else, whatever the bytes are.
    """
    try:
        return json.loads(data)
    except UnicodeDecodeError as error:
        raise NotJsonError(f"is not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotJsonError(f"is not JSON: {error.msg.removesuffix(' at')} ({where})") from error
    except ValueError as error:  # Python's guard against numbers that take long to read
        raise NotJsonError("holds a number of too many digits") from error
    except RecursionError as error:
        raise NotJsonError("is nested too deeply") from error


def article_files(folder: Path) -> list[Path]:
    """The files under a folder that may hold articles, in the order of their names; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.name.endswith(SUFFIXES + SAVED_SUFFIXES)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and _may_be_file(path)
    )


def _may_be_file(path: Path) -> bool:
    """Whether to read it: of what cannot even be looked at, reading says why."""
    try:
        return path.is_file()
    except OSError:
        return True


def path_text(path: Path) -> str:
    """A path as text that can be written anywhere: bytes that are not UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_file(path: Path) -> Iterator[Found | Unreadable]:
    """Read what stands in a file, by its suffix."""
    name = path_text(path)
    try:
        if path.name.endswith((".jsonl", ".jsonl.gz")):
            with _open(path) as stream:
                yield from read_json_lines(stream, name, _outlet(path))
        elif not path.name.endswith(SUFFIXES):
            yield Unreadable(name, f"unknown kind of file; known are {', '.join(SUFFIXES + SAVED_SUFFIXES)}")
        elif (size := path.stat().st_size) > SIZE_LIMIT:
            yield Unreadable(
                name, f"{size / 1e6:.0f} MB is over the limit of {SIZE_LIMIT / 1e6:.0f} MB for one article"
            )
        elif path.suffix == ".json":
            yield from _read_json(path)
        else:
            yield _read_text(path)
    except (OSError, EOFError, zlib.error) as error:
        yield Unreadable(name, f"cannot be read: {_cause(error)}")


def read_json_lines(stream: IO[bytes], name: str, default_source: str) -> Iterator[Found | Unreadable]:
    """Read one article a line; blank lines are passed over."""
    blank = True
    for number, line in enumerate(_lines(stream), start=1):
        origin = f"{name}:{number}"
        blank = blank and line is not None and not line.strip()
        if line is None:
            yield Unreadable(origin, f"the line is over the limit of {SIZE_LIMIT / 1e6:.0f} MB for one article")
        elif line.strip():
            yield _parse_json(line.rstrip(b"\r\n"), origin, f"{default_source}:{number}", default_source)
    if blank:
        yield Unreadable(name, "is empty")


def _outlet(path: Path) -> str:
    return path_text(Path(path.name))


def _cause(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


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
        yield Unreadable(path_text(path), "is empty")
        return
    found = _parse_json(data, path_text(path), _outlet(path), _outlet(path))
    if isinstance(found, Found) and isinstance(found.sent, list):
        yield from _numbered(found.sent, path)
    else:
        yield found


def _numbered(items: Iterable[Any], path: Path) -> Iterator[Found]:
    outlet = _outlet(path)
    for number, item in enumerate(items, start=1):
        yield Found(item, f"{path_text(path)}[{number}]", f"{outlet}[{number}]", numbered_in=outlet)


def _parse_json(data: bytes, origin: str, default_source: str, numbered_in: str) -> Found | Unreadable:
    try:
        return Found(parse_json(data), origin, default_source, numbered_in=numbered_in)
    except NotJsonError as error:
        return Unreadable(origin, str(error), data)


def _read_text(path: Path) -> Found | Unreadable:
    name, data = path_text(path), path.read_bytes()
    if not data.strip():
        return Unreadable(name, "is empty")
    if (text := _decode(data)) is None:
        return Unreadable(name, "is a binary file, not text", data)
    first_line, _, _ = text.lstrip().partition("\n")
    is_heading = path.suffix == ".md" and first_line.startswith("# ")
    title = {"title": first_line.removeprefix("# ").strip()} if is_heading else {}
    return Found({"text": text, **title}, name, _outlet(path))


def _decode(data: bytes) -> str | None:
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data[:100_000], cp_isolation=list(_OLDER_ENCODINGS)).best()
        if guess is None or b"\0" in data:
            return None
        text = data.decode(guess.encoding, errors="replace")
    return None if _looks_binary(text) else text


def _looks_binary(text: str) -> bool:
    beginning = text[:10_000]
    controls = sum(character < " " and character not in "\t\n\r\f\x0b" for character in beginning)
    return controls > len(beginning) / 10
