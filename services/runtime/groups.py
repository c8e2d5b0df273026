"""How far the consumer groups of a stream are, and what may go once they are done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from schemas.streams import Stream

__all__ = ["GroupState", "backlog", "group_states", "reap", "trim"]


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group's progress, in stream entries."""

    name: str
    lag: int
    """Not yet delivered to anybody."""
    pending: int
    """Delivered and not yet acknowledged."""
    done: int
    """Acknowledged since the group was made."""
    oldest_pending: float
    """Seconds since the oldest pending entry was written; 0 when none is pending."""
    needs_from: str
    """The lowest entry id that the group still needs."""


async def group_states(redis: Redis, stream: Stream) -> list[GroupState]:
    """Ask the broker how far each group of a stream is, those of other programs included."""
    if not await redis.exists(stream.key):
        return []
    added = (await redis.xinfo_stream(stream.key))["entries-added"]
    states = []
    for group in await redis.xinfo_groups(stream.key):
        read = group["entries-read"] or 0
        pending: dict[str, Any] = await redis.xpending(stream.key, group["name"]) if group["pending"] else {}
        oldest = pending["min"].decode() if pending.get("pending") else None
        states.append(
            GroupState(
                name=group["name"].decode(),
                lag=group["lag"] if group["lag"] is not None else added - read,
                pending=group["pending"],
                done=read - group["pending"],
                oldest_pending=max(0.0, await _now_ms(redis) - _ms(oldest)) / 1000 if oldest else 0.0,
                needs_from=oldest or _after(group["last-delivered-id"].decode()),
            )
        )
    return states


async def backlog(redis: Redis, stream: Stream) -> int:
    """How many entries the slowest of our own readers has still to be given."""
    groups = await redis.xinfo_groups(stream.key) if await redis.exists(stream.key) else []
    ours = {name.encode() for name in stream.readers}
    return max((group["lag"] or 0 for group in groups if group["name"] in ours), default=0)


async def trim(redis: Redis, stream: Stream, keep: float) -> int:
    """Take away the entries that every group is done with and that are older than ``keep`` seconds.

    Returns:
        How many went.
    """
    states = await group_states(redis, stream)
    if not stream.readers or not {state.name for state in states}.issuperset(stream.readers):
        return 0  # nobody says that it is done, or one of ours has yet to be made
    young = f"{int(await _now_ms(redis) - keep * 1000)}-0"
    needed = min([young, *(state.needs_from for state in states)], key=_order)
    return int(await redis.xtrim(stream.key, minid=needed, approximate=False))


_REAP = """
local reaped = {}
for _, fields in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #fields, 2 do consumer[fields[i]] = fields[i + 1] end
  if consumer['pending'] == 0 and consumer['idle'] > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer['name'])
    reaped[#reaped + 1] = consumer['name']
  end
end
return reaped
"""
"""One step for the broker: a consumer that is given an entry in between would lose it with its name."""


async def reap(redis: Redis, stream: Stream, group: str, idle: float) -> list[str]:
    """Forget the consumers that hold nothing and have not asked for ``idle`` seconds, and name them."""
    reaped: Any = await redis.eval(_REAP, 1, stream.key, group, str(int(idle * 1000)))
    return [name.decode() for name in reaped]


async def _now_ms(redis: Redis) -> float:
    seconds, microseconds = await redis.time()
    return float(seconds * 1000 + microseconds / 1000)


def _order(entry_id: str) -> tuple[int, int]:
    milliseconds, _, number = entry_id.partition("-")
    return int(milliseconds), int(number)


def _ms(entry_id: str) -> int:
    return _order(entry_id)[0]


def _after(entry_id: str) -> str:
    milliseconds, number = _order(entry_id)
    return f"{milliseconds}-{number + 1}"
