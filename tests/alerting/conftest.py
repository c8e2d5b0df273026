from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
