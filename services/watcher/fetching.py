"""Getting what stands at an address that others chose: politely, within limits, and never from inside the network."""

from __future__ import annotations

import asyncio
import random
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from services.runtime.clock import Clock
from services.runtime.outbound import outbound_client
from services.watcher.oddities import Odd, Oddity
from services.watcher.politeness import HostGate
from services.watcher.schedule import retry_after

__all__ = ["FEED_LIMITS", "PAGE_LIMITS", "USER_AGENT", "Failed", "Fetched", "Fetcher", "Limits", "may_share"]

USER_AGENT = "Gainsay/0.1 (watches news feeds for contradictions; honours robots.txt)"

_SECONDS = 20.0
_REDIRECTS = 5
_REDIRECTED = {301, 302, 303, 307, 308}
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes as they come over the wire, and as they are after decompression."""

    wire: int
    decoded: int
    cut: bool = False
    """Whether what is over them is left out, and not a reason to refuse the rest."""


FEED_LIMITS = Limits(10_000_000, 20_000_000)
PAGE_LIMITS = Limits(5_000_000, 10_000_000)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: 200 with its body, or 304 without."""

    url: str
    """Where it came from in the end, after redirects."""
    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False
    """Whether the body goes on."""

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer that is of use."""

    odd: Odd
    passing: bool = True
    """Whether it may go well another time."""
    refused: bool = False
    """Whether the host understood and has nothing for us: HTTP 4xx, but for 429."""
    retry_after: timedelta | None = None


class _RefusedError(Exception):
    def __init__(self, failed: Failed) -> None:
        super().__init__(str(failed.odd))
        self.failed = failed


class _TooLargeError(_RefusedError):
    pass


@dataclass(slots=True)
class Fetcher:
    """Fetches over two clients: one that reaches public addresses alone, and one for hosts that the operator named."""

    clock: Clock
    private_hosts: frozenset[str] = frozenset()
    seconds: float = _SECONDS
    """For one address, redirects and slow bytes included; waiting for one's turn does not count."""
    gate: HostGate = field(default_factory=lambda: HostGate(random.random))
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _public: httpx.AsyncClient = field(init=False)
    _private: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self._public = outbound_client()
        self._private = outbound_client(self.private_hosts)

    async def get(
        self,
        url: str,
        limits: Limits,
        headers: Mapping[str, str] | None = None,
        *,
        allow_private: bool = False,
        delay: float | None = None,
    ) -> Fetched | Failed:
        """Fetch one address. Never raises for anything that the other side does.

        Args:
            url: http or https.
            limits: Longer answers are broken off.
            headers: Sent besides our own, to whom ``url`` may share them with.
            allow_private: Whether the hosts that the operator named may be reached.
            delay: Seconds that the host wants between two requests, if it said so.
        """
        try:
            return await self._follow(url, limits, headers or {}, allow_private=allow_private, delay=delay)
        except _RefusedError as refused:
            return refused.failed
        except TimeoutError:
            return Failed(Odd(Oddity.TOO_SLOW, f"{url}: no complete answer in {self.seconds:g} s"))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
            reason = f"{url}: {error or type(error).__name__}"
            oddity = Oddity.NOT_PUBLIC if "not public" in str(error) else Oddity.UNREACHABLE
            return Failed(Odd(oddity, reason))

    async def close(self) -> None:
        """Give back the connections."""
        await self._public.aclose()
        await self._private.aclose()

    async def _follow(
        self, url: str, limits: Limits, headers: Mapping[str, str], *, allow_private: bool, delay: float | None
    ) -> Fetched | Failed:
        client = self._private if allow_private else self._public
        at = url
        for _ in range(_REDIRECTS + 1):
            client.cookies.clear()  # nobody is to recognise us, and sources do not share
            extra = headers if may_share(url, at) else {}
            async with (
                self.gate.turn(urlsplit(at).hostname or "", delay),
                self._slots,
                asyncio.timeout(self.seconds),
                client.stream("GET", at, headers={**_OURS, **extra}, timeout=None) as response,
            ):
                if response.status_code not in _REDIRECTED:
                    return await self._read(at, response, limits)
                target = urljoin(at, response.headers.get("location", ""))
            if urlsplit(target).scheme not in {"http", "https"}:
                return Failed(Odd(Oddity.UNREACHABLE, f"{at}: redirected to {target[:200]}"), passing=False)
            at = target
        return Failed(Odd(Oddity.TOO_MANY_REDIRECTS, f"{url}: more than {_REDIRECTS} redirects"))

    async def _read(self, url: str, response: httpx.Response, limits: Limits) -> Fetched | Failed:
        status, headers = response.status_code, {name.lower(): value for name, value in response.headers.items()}
        if status == 304:
            return Fetched(url, status, headers, b"")
        if status in {429, 503}:
            asked = retry_after(headers.get("retry-after"), self.clock())
            wait = f", asks to wait {asked.total_seconds():.0f} s" if asked else ""
            return Failed(Odd(Oddity.THROTTLED, f"{url}: HTTP {status}{wait}"), retry_after=asked)
        if status != 200:
            gone = status in {401, 403, 404, 410, 451}
            return Failed(
                Odd(Oddity.HTTP_ERROR, f"{url}: HTTP {status}"), passing=not gone, refused=400 <= status < 500
            )
        body, cut = bytearray(), False
        try:
            async for chunk in _decoded(response, limits):
                body += chunk
        except _TooLargeError:
            if not limits.cut:
                raise
            cut = True
        return Fetched(url, status, headers, bytes(body), cut)


def may_share(url: str, other: str) -> bool:
    """Whether what is meant for one address may be sent to another: to the same host, and encrypted if it was to be."""
    one, two = urlsplit(url), urlsplit(other)
    return _host(one) == _host(two) and two.scheme in {one.scheme, "https"}


def _host(parts: SplitResult) -> str:
    """With its port."""
    return parts.netloc.rpartition("@")[2].lower()


_OURS = {"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate", "accept-language": "en"}

_PIECE = 65_536


async def _decoded(response: httpx.Response, limits: Limits) -> AsyncIterator[bytes]:
    """The body without its compression, in pieces, however much a few bytes of it blow up to."""
    inflate = _inflater(response)
    wire = decoded = 0
    async for raw in response.aiter_raw(_PIECE):
        wire += len(raw)
        if wire > limits.wire:
            raise _too_large(response, limits.wire, "as sent")
        for piece in inflate(raw):
            decoded += len(piece)
            if decoded > limits.decoded:
                raise _too_large(response, limits.decoded, "unpacked")
            yield piece


def _too_large(response: httpx.Response, limit: int, how: str) -> _TooLargeError:
    return _TooLargeError(
        Failed(Odd(Oddity.TOO_LARGE, f"{response.url}: over {limit / 1e6:.0f} MB {how}"), passing=False)
    )


class _Inflate:
    """Unpacks gzip and zlib in pieces of bounded size."""

    def __init__(self, url: str) -> None:
        self._url, self._unpack = url, zlib.decompressobj(wbits=47)  # either header

    def __call__(self, data: bytes) -> Iterator[bytes]:
        while data:
            try:
                yield self._unpack.decompress(data, _PIECE)
            except zlib.error as error:
                raise _RefusedError(Failed(Odd(Oddity.BAD_ENCODING, f"{self._url}: {error}"))) from error
            data = self._unpack.unconsumed_tail


def _inflater(response: httpx.Response) -> _Inflate | _Plain:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        return _Plain()
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _Inflate(str(response.url))
    raise _RefusedError(Failed(Odd(Oddity.BAD_ENCODING, f"{response.url}: unasked content encoding {encoding[:40]!r}")))


class _Plain:
    def __call__(self, data: bytes) -> Iterator[bytes]:
        yield data
