"""One request at a time to a host, with a pause after each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

__all__ = ["HostGate"]

_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    waiting: int = 0


class HostGate:
    """Keeps requests to one host apart; hosts do not wait for one another."""

    def __init__(self, chance: Callable[[], float], pause: float = _PAUSE) -> None:
        """Keep a gate.

        Args:
            chance: Gives numbers between 0 and 1, for jitter.
            pause: Seconds between the end of one request and the beginning of the next, where the host names none.
        """
        self._chance, self._pause = chance, pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str, pause: float | None = None) -> AsyncIterator[None]:
        """Wait for one's turn, and hold it while the block runs."""
        host = self._hosts.setdefault(name, _Host())
        host.waiting += 1
        try:
            async with host.lock:
                await asyncio.sleep(max(0.0, host.free_at - time.monotonic()))
                try:
                    yield
                finally:
                    wanted = min(self._pause if pause is None else max(pause, self._pause), _LONGEST_PAUSE)
                    host.free_at = time.monotonic() + wanted * (0.75 + self._chance() / 2)
        finally:
            host.waiting -= 1
            self._forget()

    def _forget(self) -> None:
        """A watcher that runs for months meets many hosts."""
        if len(self._hosts) > 10_000:
            now = time.monotonic()
            self._hosts = {name: host for name, host in self._hosts.items() if host.waiting or host.free_at > now}
