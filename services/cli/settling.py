"""How far the streams have been worked off."""

from __future__ import annotations

from dataclasses import dataclass

from redis.asyncio import Redis

from schemas.streams import ALERTS, ARTICLES, DEAD_LETTERS, ENRICHED, Stream
from services.runtime.groups import group_states

__all__ = ["Progress", "progress"]


@dataclass(frozen=True, slots=True)
class Progress:
    """What has been done and what is still to do, in stream entries."""

    entered: int
    dead: int
    extracting: int
    entering: int
    alerting: int


async def progress(redis: Redis, *, with_alerting: bool) -> Progress:
    """Ask the broker how far each group is."""
    extracting, _ = await _group(redis, ARTICLES)
    entering, entered = await _group(redis, ENRICHED)
    alerting, _ = await _group(redis, ALERTS) if with_alerting else (0, 0)
    dead = await redis.xlen(DEAD_LETTERS.key)
    return Progress(entered=entered, dead=dead, extracting=extracting, entering=entering, alerting=alerting)


async def _group(redis: Redis, stream: Stream) -> tuple[int, int]:
    """How many entries a stream's reader still has to do, and how many it has done."""
    (group,) = await group_states(redis, stream)
    return group.lag + group.pending, group.done
