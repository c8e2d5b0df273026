from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from schemas.alerts import Alert, Kind, Side
from schemas.claims import Speaker
from schemas.events import Event, alert_raised

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(24))).decode()


@dataclass
class Request:
    """What a receiver was sent."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A webhook receiver on a port of this machine; tests write each of its answers byte for byte."""

    answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n"
    wait: float = 0.0
    drip: float = 0.0
    requests: list[Request] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-2])}
            body = await reader.readexactly(int(headers["content-length"]))
            self.requests.append(Request(head[0].split()[1], headers, body))
            await asyncio.sleep(self.wait)
            for piece in [self.answer[i : i + 1] for i in range(len(self.answer))] if self.drip else [self.answer]:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(self.drip)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
def receiving():
    """Runs a receiver while a block runs."""

    @asynccontextmanager
    async def receive(answer: bytes | None = None, *, wait: float = 0.0, drip: float = 0.0) -> AsyncIterator[Receiver]:
        receiver = Receiver(wait=wait, drip=drip)
        receiver.answer = answer or receiver.answer
        handlers: set[asyncio.Task[None]] = set()

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            handlers.add(asyncio.current_task())
            await receiver.serve(reader, writer)

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
        try:
            yield receiver
        finally:
            server.close()
            for handler in handlers:
                handler.cancel()
            await asyncio.gather(*handlers, return_exceptions=True)

    return receive


@pytest.fixture
def secret() -> str:
    return SECRET


def _raised(number: int = 1, **texts: str) -> Event[Alert]:
    side = Side(
        article_id=f"article-{number}",
        version_id="v",
        content_hash="0",
        source="Harbour Post",
        url=None,
        title=None,
        published_at=NOW,
        published_at_known=True,
        claim_id="c",
        ledger_claim_id="l",
        quote="“Twelve” were hurt",
        start=0,
        end=18,
        before="",
        after=".",
        speaker=Speaker(),
        normalized="12",
    )
    side = side.model_copy(update=texts)
    alert = Alert(
        id=f"alert-{number}", kind=Kind.NUMERIC, confidence=0.9, explanation="12 is not 9.", rule="r", a=side, b=side
    )
    return alert_raised(alert, "0" * 32, NOW)


@pytest.fixture
def raised():
    """Makes the event of an alert."""
    return _raised
