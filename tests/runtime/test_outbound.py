from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING

import httpx
import pytest

from services.runtime.outbound import is_public, outbound_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),  # noqa: S104 - refused
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("100.128.0.1", True),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::93.184.216.34", True),
        ("2002:0a00:0001::", False),
        ("2002:5db8:d822::", True),
        ("::127.0.0.1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


async def _no_content(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    writer.close()


@asynccontextmanager
async def _answering() -> AsyncIterator[int]:
    async with await asyncio.start_server(_no_content, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
async def test_no_way_of_writing_this_machine_s_address_is_let_through(host: str) -> None:
    async with _answering() as port, outbound_client() as client:
        with pytest.raises(httpx.ConnectError, match=r"not public|cannot be looked up"):
            await client.get(f"http://{host}:{port}/")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
async def test_host_that_is_allowed_by_name_is_reached(host: str) -> None:
    async with _answering() as port, outbound_client({"127.0.0.1", "localhost"}) as client:
        assert (await client.get(f"http://{host}:{port}/")).status_code == 204


@pytest.fixture
def looking_up(monkeypatch: pytest.MonkeyPatch):
    """Answers look-ups from a list, one after another, and counts them."""
    asked: list[str] = []

    def answer(*answers: list[str]) -> list[str]:
        waiting = list(answers)

        async def getaddrinfo(_loop, host, port, **_options):
            asked.append(host)
            found = waiting.pop(0)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
        return asked

    return answer


async def test_one_address_that_is_not_public_is_enough_to_refuse(looking_up) -> None:
    looking_up(["93.184.216.34", "10.0.0.1"])
    async with outbound_client() as client:
        with pytest.raises(httpx.ConnectError, match=r"a\.example is at 10\.0\.0\.1, which is not public"):
            await client.get("http://a.example/")


async def test_name_is_looked_up_once_and_that_address_connected_to(looking_up) -> None:
    async with _answering() as port, outbound_client({"a.example"}) as client:
        asked = looking_up(["127.0.0.1"], ["192.0.2.1"])
        assert (await client.get(f"http://a.example:{port}/")).status_code == 204
    assert asked == ["a.example"]


async def test_second_address_is_tried_when_the_first_does_not_answer(looking_up) -> None:
    async with _answering() as port, outbound_client({"a.example"}) as client:
        looking_up(["127.0.0.9", "127.0.0.1"])
        assert (await client.get(f"http://a.example:{port}/")).status_code == 204


@pytest.fixture
def silent():
    """An address that swallows connections: it listens, and its queue is full."""
    with socket.socket() as listening, socket.socket() as waiting:
        listening.bind(("127.0.0.9", 0))
        listening.listen(0)
        waiting.connect(listening.getsockname())
        yield listening.getsockname()


async def test_second_address_is_tried_when_the_first_is_silent(looking_up, silent, monkeypatch) -> None:
    monkeypatch.setattr("services.runtime.outbound._NEXT_ADDRESS_AFTER", 0.2)
    host, port = silent
    async with await asyncio.start_server(_no_content, "127.0.0.1", port), outbound_client({"a.example"}) as client:
        looking_up([host, "127.0.0.1"])
        async with asyncio.timeout(5):
            answer = await client.get(f"http://a.example:{port}/", timeout=None)
    assert answer.status_code == 204


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    async with _answering() as port, outbound_client({"127.0.0.1"}) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/")).status_code == 204
