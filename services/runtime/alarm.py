"""Waiting for work that another task may announce."""

from __future__ import annotations

import asyncio

__all__ = ["Alarm"]


class Alarm:
    """Lets a background loop sleep until there is something to do, or until it is time to look anyway."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Announce work."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return at once if work was announced since the last wait, else when it is or when the time is over."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            pass
        self._rung.clear()
