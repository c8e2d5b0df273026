"""What a seeded chaos run needs: servers that can be killed, proxies that kill at a step's boundary, receivers, stories."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FIRST = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Trap:
    """Kills the service that next does something: before the server hears of it, or before it hears of the answer."""

    name: str
    service: str
    pattern: bytes
    when: str
    """before or after the server has carried out a request with the pattern, or when the pattern is in what it gives"""


class Proxy:
    """Stands between services and a server on unix sockets. It knows who asks by the process at the other end."""

    def __init__(self, listen: Path, target: Path) -> None:
        self.trap: Trap | None = None
        self.caught: list[str] = []
        self.delay = 0.0
        self.service_of: Callable[[int], str | None] = lambda _: None
        self.listen, self._target = listen, target
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_unix_server(self._serve, str(self.listen)))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Close every connection."""
        self._loop.call_soon_threadsafe(self._cut)

    def close(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._server.close)
        time.sleep(0.2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _cut(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        credentials = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        process = struct.unpack("3i", credentials)[0]
        doomed: list[Trap] = []
        try:
            to_reader, to_writer = await asyncio.open_unix_connection(str(self._target))
        except OSError:
            writer.close()
            return
        self._writers |= {writer, to_writer}

        def request(data: bytes) -> bool:
            trap = self.trap
            if trap and trap.when in {"before", "after"} and self._concerns(trap, process, data):
                self.trap = None
                if trap.when == "before":
                    return self._kill(trap, process)
                doomed.append(trap)
            return True

        def answer(data: bytes) -> bool:
            trap = self.trap
            if doomed:
                return self._kill(doomed[0], process)
            if trap and trap.when == "given" and self._concerns(trap, process, data):
                self.trap = None
                return self._kill(trap, process)
            return True

        try:
            await asyncio.gather(self._pump(reader, to_writer, request), self._pump(to_reader, writer, answer))
        finally:
            self._writers -= {writer, to_writer}

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, let_through: Callable[[bytes], bool]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 20):
                if self.delay:
                    await asyncio.sleep(self.delay)
                if not let_through(data):
                    break
                writer.write(data)
                await writer.drain()
        writer.close()

    def _concerns(self, trap: Trap, process: int, data: bytes) -> bool:
        return trap.pattern in data and self.service_of(process) == trap.service

    def _kill(self, trap: Trap, process: int) -> bool:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        self.caught.append(trap.name)
        return False


@dataclass
class Receiver:
    """A webhook receiver that checks signatures and keeps what came."""

    secret: str
    url: str = ""
    bodies: dict[str, set[bytes]] = field(default_factory=dict)
    repeats: int = 0
    wrong: int = 0
    before_answer: Callable[[], None] | None = None
    """Called once, when something was received that is not answered yet."""


@contextmanager
def _receiving(secret: str) -> Iterator[Receiver]:
    receiver = Receiver(secret)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if len(body) < int(self.headers["content-length"]):
                return  # the sender was killed in the middle
            try:
                Webhook(secret).verify(body, dict(self.headers.items()))
            except Exception:  # noqa: BLE001 - counted
                receiver.wrong += 1
            known = receiver.bodies.setdefault(self.headers["webhook-id"], set())
            receiver.repeats += bool(known)
            known.add(body)
            if receiver.before_answer:
                strike, receiver.before_answer = receiver.before_answer, None
                strike()
            with contextlib.suppress(OSError):
                self.send_response(204)
                self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        receiver.url = f"http://127.0.0.1:{server.server_port}/"
        yield receiver
        server.shutdown()


@pytest.fixture
def receiving():
    return _receiving


@pytest.fixture
def proxying(short_folder: Path):
    """Opens proxies that are closed after the test."""
    opened: list[Proxy] = []

    def proxy(name: str, target: Path) -> Proxy:
        listen = short_folder / name
        listen.parent.mkdir(exist_ok=True)
        opened.append(Proxy(listen, target))
        return opened[-1]

    yield proxy
    for one in opened:
        one.close()


COUNTRIES = """
    France Germany Italy Poland Norway Chile Kenya Japan Peru Ghana Spain Portugal Austria Greece Sweden Finland Denmark
    Canada Brazil Colombia Ecuador Uruguay Egypt Morocco Tunisia Uganda India Nepal Vietnam Thailand
""".split()
SYLLABLES = ["bra", "len", "vor", "ta", "mi", "dor", "kel", "su", "ran", "po", "gri", "as"]


def _stories(seed: str, number: int) -> Iterator[Mapping[str, Any]]:
    """Short articles, three to a subject, some of which contradict others; the same ones for the same seed.

    Subjects share nothing: where one would meet more than ``ARTICLES_MET`` others, the order of arrival would count.
    """
    chance = random.Random(seed)
    for n in range(number):
        if n % 3 == 0:
            name = "".join(chance.choices(SYLLABLES, k=4)).capitalize()
            country, killed = chance.choice(COUNTRIES), chance.randint(12, 90)
            treaty = chance.random() < 0.6
        if treaty:
            says = f"{country} {chance.choice(['joined', 'has not joined'])} the Treaty of {name}."
        else:
            toll = killed + chance.choice([0, 0, 7])
            says = f"The {name} earthquake killed {toll} people."
        yield {
            "id": f"{seed}-{n}",
            "source": f"outlet-{n % 3}.example",
            "published_at": (FIRST + timedelta(minutes=n)).isoformat(),
            "text": says,
        }


@pytest.fixture
def stories():
    return _stories


@pytest.fixture
def put_file():
    def put(folder: Path, name: str, articles: list[Mapping[str, Any]], bad: int = 0) -> None:
        """Write articles, and lines that are none, as one file that appears at once."""
        folder.mkdir(exist_ok=True)
        being_written = folder / f".{name}"
        lines = [*(json.dumps(article) for article in articles), *(f"no article {name} {n}" for n in range(bad))]
        being_written.write_text("".join(f"{line}\n" for line in lines))
        being_written.rename(folder / name)

    return put


@pytest.fixture
def trap():
    return Trap
