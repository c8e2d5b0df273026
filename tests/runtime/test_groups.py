from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from schemas.streams import ARTICLES, DEAD_LETTERS
from services.runtime.groups import backlog, group_states, reap, trim
from services.runtime.wire import create_groups

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

KEY, GROUP = ARTICLES.key, "extraction"


@pytest.fixture
async def redis(broker_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(broker_url) as redis:
        await create_groups(redis)
        yield redis


async def _put(redis: Redis, number: int) -> list[str]:
    return [(await redis.xadd(KEY, {"n": n})).decode() for n in range(number)]


async def _left(redis: Redis) -> list[str]:
    return [entry.decode() for entry, _ in await redis.xrange(KEY)]


async def test_state_of_a_group(redis) -> None:
    ids = await _put(redis, 5)
    await redis.xreadgroup(GROUP, "one", {KEY: ">"}, count=3)
    await redis.xack(KEY, GROUP, ids[0])
    await asyncio.sleep(0.05)
    (state,) = await group_states(redis, ARTICLES)
    assert (state.name, state.lag, state.pending, state.done, state.needs_from) == (GROUP, 2, 2, 1, ids[1])
    assert 0.05 <= state.oldest_pending < 10
    assert await backlog(redis, ARTICLES) == 2


async def test_stream_that_is_not_there_has_no_groups(redis) -> None:
    await redis.flushall()
    assert (await group_states(redis, ARTICLES), await backlog(redis, ARTICLES)) == ([], 0)


async def test_lag_is_right_after_a_trim(redis) -> None:
    await _put(redis, 5)
    await redis.xreadgroup(GROUP, "one", {KEY: ">"}, count=3, noack=True)
    assert await trim(redis, ARTICLES, keep=-1) == 3
    (state,) = await group_states(redis, ARTICLES)
    assert (state.lag, state.pending, state.done) == (2, 0, 3)


async def test_only_what_every_group_has_done_is_trimmed(redis) -> None:
    ids = await _put(redis, 6)
    await redis.xgroup_create(KEY, "somebody-else", "0")
    assert await trim(redis, ARTICLES, keep=-1) == 0

    await redis.xreadgroup(GROUP, "one", {KEY: ">"}, noack=True)
    await redis.xreadgroup("somebody-else", "one", {KEY: ">"}, count=4)
    await redis.xack(KEY, "somebody-else", ids[0], ids[1], ids[3])
    assert await trim(redis, ARTICLES, keep=-1) == 2
    assert await _left(redis) == ids[2:]

    await redis.xack(KEY, "somebody-else", ids[2])
    assert await trim(redis, ARTICLES, keep=-1) == 2
    assert await _left(redis) == ids[4:]


async def test_what_is_young_is_kept(redis) -> None:
    ids = await _put(redis, 2)
    await redis.xreadgroup(GROUP, "one", {KEY: ">"}, noack=True)
    assert await trim(redis, ARTICLES, keep=60) == 0
    assert await _left(redis) == ids


async def test_nothing_is_trimmed_while_a_reader_of_ours_has_no_group(redis) -> None:
    await _put(redis, 2)
    await redis.xgroup_create(KEY, "somebody-else", "$")
    await redis.xgroup_destroy(KEY, GROUP)
    assert await trim(redis, ARTICLES, keep=-1) == 0


async def test_dead_consumer_is_forgotten_once_it_holds_nothing(redis) -> None:
    ids = await _put(redis, 2)
    await redis.xreadgroup(GROUP, "holds", {KEY: ">"}, count=1)
    await redis.xreadgroup(GROUP, "done", {KEY: ">"}, count=1)
    await redis.xack(KEY, GROUP, ids[1])
    await asyncio.sleep(0.05)
    assert await reap(redis, ARTICLES, GROUP, idle=60) == []
    assert await reap(redis, ARTICLES, GROUP, idle=0.01) == ["done"]
    assert [one["name"] for one in await redis.xinfo_consumers(KEY, GROUP)] == [b"holds"]
    assert (await redis.xpending(KEY, GROUP))["pending"] == 1


async def test_dead_letters_are_never_trimmed(redis) -> None:
    await redis.xadd(DEAD_LETTERS.key, {"n": 1})
    assert await trim(redis, DEAD_LETTERS, keep=-1) == 0
