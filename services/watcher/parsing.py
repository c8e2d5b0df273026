"""Parsing what others wrote in a process of its own, which is stopped when it runs away.

``python -m services.watcher.parsing`` is that process: a request a line on standard input, an answer a line on standard
output, both JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from typing import IO, Any, TypeVar

from pydantic import BaseModel, TypeAdapter

from services.watcher.confinement import allow, confine, start
from services.watcher.feeds import Feed, read_feed
from services.watcher.oddities import Odd, Oddity
from services.watcher.pages import Page, links_of, read_page

__all__ = ["Parser", "Parsers"]

_SECONDS = 20
_PATIENCE = 6
"""A busy machine may take so many times as long for it."""

_REQUESTS_A_PROCESS = 2_000
"""lxml keeps what it once used; a new process begins empty."""


class _Request(BaseModel):
    reader: str
    seconds: int
    url: str
    content_type: str
    body: str


_READERS: dict[str, tuple[Callable[[bytes, str, str], Any], TypeAdapter[Any]]] = {
    "feed": (read_feed, TypeAdapter(Feed | Odd)),
    "page": (read_page, TypeAdapter(Page | Odd)),
    "links": (links_of, TypeAdapter(tuple[str, ...] | Odd)),
}

_ResultT = TypeVar("_ResultT")


class Parser:
    """A process that parses, one document at a time. It is started when there is something to parse."""

    def __init__(self, seconds: int = _SECONDS) -> None:
        """Start nothing yet.

        Args:
            seconds: Of computing that a document may take.
        """
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._lock = threading.Lock()

    def feed(self, body: bytes, content_type: str, url: str) -> Feed | Odd:
        """Read a feed."""
        found: Feed | Odd = self._ask("feed", body, content_type, url)
        return found

    def page(self, body: bytes, content_type: str, url: str) -> Page | Odd:
        """Read an article's page."""
        found: Page | Odd = self._ask("page", body, content_type, url)
        return found

    def links(self, body: bytes, content_type: str, url: str) -> tuple[str, ...] | Odd:
        """Read the links of a listing page."""
        found: tuple[str, ...] | Odd = self._ask("links", body, content_type, url)
        return found

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, reader: str, body: bytes, content_type: str, url: str) -> Any:
        request = _Request(
            reader=reader, seconds=self._seconds, url=url, content_type=content_type, body=b64encode(body).decode()
        )
        with self._lock:
            process = self._running()
            timer = threading.Timer(self._seconds * _PATIENCE, process.kill)
            timer.start()
            try:
                answer = _exchange(process, request.model_dump_json().encode())
            finally:
                timer.cancel()
            if not answer.endswith(b"\n"):
                self.close()
                return Odd(Oddity.PARSER_STOPPED, f"{url}: reading it took over {self._seconds} s, or broke down")
        return _READERS[reader][1].validate_json(answer)

    def _running(self) -> subprocess.Popen[bytes]:
        self._asked += 1
        if self._asked % _REQUESTS_A_PROCESS == 0:
            self.close()
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = start(__name__)
        return self._process


class Parsers:
    """Several parsers for a service that must not wait for any."""

    def __init__(self, parsers: Sequence[Parser]) -> None:
        self._all = parsers
        self._free: asyncio.LifoQueue[Parser] = asyncio.LifoQueue()  # the last one first: idle ones need not start
        for parser in self._all:
            self._free.put_nowait(parser)

    async def feed(self, body: bytes, content_type: str, url: str) -> Feed | Odd:
        """Read a feed."""
        return await self._with(lambda parser: parser.feed(body, content_type, url))

    async def page(self, body: bytes, content_type: str, url: str) -> Page | Odd:
        """Read an article's page."""
        return await self._with(lambda parser: parser.page(body, content_type, url))

    async def links(self, body: bytes, content_type: str, url: str) -> tuple[str, ...] | Odd:
        """Read the links of a listing page."""
        return await self._with(lambda parser: parser.links(body, content_type, url))

    def close(self) -> None:
        """End the processes."""
        for parser in self._all:
            parser.close()

    async def _with(self, work: Callable[[Parser], _ResultT]) -> _ResultT:
        parser = await self._free.get()
        try:
            return await asyncio.to_thread(work, parser)
        finally:
            self._free.put_nowait(parser)


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Send a request and wait for its answer: no whole line when the process has ended."""
    asked, answers = process.stdin, process.stdout
    if asked is None or answers is None:
        raise RuntimeError("the process has no pipes")
    try:
        asked.write(request + b"\n")
        asked.flush()
        return answers.readline()
    except OSError:
        return b""


def _answer(requests: IO[bytes], answers: IO[bytes]) -> None:
    for line in requests:
        request = _Request.model_validate_json(line)
        reader, kind = _READERS[request.reader]
        allow(request.seconds)
        try:
            found = reader(b64decode(request.body), request.content_type, request.url)
        except Exception as error:  # noqa: BLE001 - libraries for markup raise whatever they meet
            found = Odd(Oddity.UNREADABLE, f"{request.url}: {type(error).__name__}: {error}"[:500])
        answers.write(_line(kind.dump_python(found, mode="json")))
        answers.flush()


def _line(found: Any) -> bytes:
    """JSON on one line, without what JSON can name and UTF-8 cannot hold: half of a surrogate pair."""
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "ignore") + b"\n"


def main() -> None:
    """Answer until standard input ends."""
    _answer(*confine())


if __name__ == "__main__":
    main()
