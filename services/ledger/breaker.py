"""HTTP to a server that may hang: what waits for it is held up once in a while, and not at every request."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx

__all__ = ["BreakerClient"]


class BreakerClient(httpx.Client):
    """A client with a circuit breaker: after a request that fails on its way none is sent for a while."""

    def __init__(self, *, seconds: float, rest: float, clock: Callable[[], float], **options: Any) -> None:
        """Make a client.

        Args:
            seconds: What each step of a request may take, and its answer's body as a whole.
            rest: Seconds for which the server is left alone after a failure.
            clock: Seconds that go by, from whatever beginning.
            options: Those of ``httpx.Client``.
        """
        super().__init__(timeout=seconds, **options)
        self._seconds, self._rest, self._clock = seconds, rest, clock
        self._resting_until = clock()

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request and read the whole answer.

        Raises:
            httpx.TransportError: It failed on its way, or another did a moment ago.
        """
        if self._clock() < self._resting_until:
            raise httpx.ConnectError("left alone since it did not answer", request=request)
        try:
            return self._read(super().send(request, **{**options, "stream": True}))
        except httpx.TransportError:
            self._resting_until = self._clock() + self._rest
            raise

    def _read(self, response: httpx.Response) -> httpx.Response:
        until, body = self._clock() + self._seconds, b""
        with closing(response):
            for part in response.iter_bytes():
                body += part
                if self._clock() > until:  # the timeout of httpx is for each part
                    raise httpx.ReadTimeout("the answer takes too long", request=response.request)
        return httpx.Response(response.status_code, content=body, request=response.request)
