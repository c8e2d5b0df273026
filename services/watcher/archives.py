"""Pages that someone saved: HTML files, and web archives (WARC, ISO 28500)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import structlog
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from services.watcher.formats import SAVED_SUFFIXES, Found, Unreadable, path_text, read_file
from services.watcher.oddities import Odd
from services.watcher.pages import not_english
from services.watcher.parsing import Parser

__all__ = ["read_any_file", "read_archive", "read_saved_page"]

_PAGE_LIMIT = 10_000_000
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(https?://[^\s>]{1,2000}) -->")
_HTML = ("text/html", "application/xhtml+xml")


def read_any_file(path: Path, parser: Parser) -> Iterator[Found | Unreadable]:
    """Read what stands in a file of any kind that we know."""
    if not path.name.endswith(SAVED_SUFFIXES):
        yield from read_file(path)
    elif path.name.endswith((".warc", ".warc.gz")):
        yield from read_archive(path, parser)
    else:
        yield read_saved_page(path, parser)


def read_saved_page(path: Path, parser: Parser) -> Found | Unreadable:
    """Read a page that a browser or a program saved as a file."""
    name = path_text(path)
    try:
        with path.open("rb") as file:
            body = _bounded(file)
    except OSError as error:
        return Unreadable(name, f"cannot be read: {error.strerror or error}")
    if body is None:
        return Unreadable(name, f"over {_PAGE_LIMIT / 1e6:.0f} MB")
    saved_from = _SAVED_FROM.search(body[:4_000])
    return _read(
        parser, name, path_text(Path(path.name)), body, "", saved_from[1].decode("latin-1") if saved_from else ""
    )


def read_archive(path: Path, parser: Parser) -> Iterator[Found | Unreadable]:
    """Read the pages in a web archive: answers with status 200 that are HTML. What is no page is counted in the log."""
    name, whole, passed_over = path_text(path), 0, 0
    try:
        file = path.open("rb")
    except OSError as error:
        yield Unreadable(name, f"cannot be read: {error.strerror or error}")
        return
    with file:
        try:
            records = ArchiveIterator(file)
            for record in records:
                found = list(_record(parser, f"{name}#{whole + 1}", record))
                if _is_cut(record):
                    break
                whole += 1
                passed_over += not found
                yield from found
        except (ArchiveLoadFailed, zlib.error, OSError, EOFError, ValueError, IndexError, KeyError) as error:
            yield Unreadable(name, f"is broken after {whole} records: {error or type(error).__name__}")
        else:
            if records.offset < path.stat().st_size:
                yield Unreadable(name, f"is cut off after {whole} records: its end is missing")
            elif not whole:
                yield Unreadable(name, "holds no records")
    structlog.get_logger("watcher").info("web archive read", file=name, records=whole, passed_over=passed_over)


def _is_cut(record: Any) -> bool:
    """Whether the file ended before the record did; warcio says nothing of it."""
    while record.raw_stream.read(65_536):
        pass
    return bool(getattr(record.raw_stream, "limit", 0))


def _record(parser: Parser, origin: str, record: Any) -> Iterator[Found | Unreadable]:
    if record.rec_type not in {"response", "resource"}:
        return
    headers = record.http_headers
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    content_type = (headers or record.rec_headers).get_header("Content-Type") or ""
    status = headers.get_statuscode() if headers else "200"
    if not content_type.lower().startswith(_HTML) or status.startswith("3"):
        return
    if status != "200":
        yield Unreadable(origin, f"{url}: HTTP {status}")
        return
    body = _bounded(record.content_stream())
    if body is None:
        yield Unreadable(origin, f"{url}: over {_PAGE_LIMIT / 1e6:.0f} MB")
        return
    yield _read(
        parser, origin, "web archive", body, content_type, url, _moment(record.rec_headers.get_header("WARC-Date"))
    )


def _bounded(stream: IO[bytes]) -> bytes | None:
    body = bytearray()
    while piece := stream.read(65_536):
        body += piece
        if len(body) > _PAGE_LIMIT:
            return None
    return bytes(body)


def _read(
    parser: Parser,
    origin: str,
    default_source: str,
    body: bytes,
    content_type: str,
    url: str,
    fetched_at: datetime | None = None,
) -> Found | Unreadable:
    page = parser.page(body, content_type, url)
    refused = page if isinstance(page, Odd) else not_english(page.language)
    if refused is not None or isinstance(page, Odd):
        return Unreadable(origin, str(refused))
    sent = {
        "text": page.text,
        "url": page.canonical or url or None,
        "title": page.title,
        "author": page.author,
        "published_at": page.published_at,
        "language": page.language,
    }
    return Found(sent, origin, default_source, fetched_at)


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
