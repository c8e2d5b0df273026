from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from hypothesis import strategies as st
from pydantic import SecretStr
from redis.asyncio import Redis

from schemas.streams import ARTICLES, DEAD_LETTERS, ENRICHED, Stream
from services.runtime.consuming import Consumer, Need, Refusal
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import create_groups, make_broker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
GROUP = "extraction"
TRACEPARENT = "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"


@pytest.fixture
async def redis(broker_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(broker_url) as redis:
        yield redis


@pytest.fixture
def consuming(broker_url: str, redis: Redis):
    """Runs a consumer of the articles with a handler while a block runs."""

    @asynccontextmanager
    async def consume(handler, *, needs=None, need=None, **limits: Any) -> AsyncIterator[Consumer]:
        settings = RuntimeSettings(**{"grace_period": 0.1, "reclaim_after": 60.0} | limits)
        broker = make_broker(SecretStr(broker_url), settings.grace_period)
        consumer = Consumer(
            broker,
            ARTICLES,
            handler,
            group=GROUP,
            settings=settings,
            clock=lambda: NOW,
            output=ENRICHED,
            needs=need or (Need(needs) if needs else None),
        )
        await create_groups(redis)
        await broker.start()
        try:
            yield consumer
        finally:
            await broker.stop()

    return consume


@pytest.fixture
def settled(redis: Redis, eventually):
    """Waits until every entry was delivered and acknowledged, but for a number that stays pending."""

    async def wait(pending: int = 0) -> None:
        async def done() -> bool:
            (group,) = await redis.xinfo_groups(ARTICLES.key)
            return group["lag"] == 0 and group["pending"] == pending

        await eventually(done, f"all read and {pending} pending")

    return wait


async def _put(redis: Redis, *bodies: bytes | str) -> list[str]:
    return [(await redis.xadd(ARTICLES.key, {"__data__": body})).decode() for body in bodies]


async def _on(redis: Redis, stream: Stream) -> list[Any]:
    return [stream.event.model_validate_json(entry[b"__data__"]) for _, entry in await redis.xrange(stream.key)]


async def test_batch_is_handled_and_acknowledged_in_one_transaction(
    redis, consuming, settled, recorded, published, enriched
) -> None:
    batches: list[int] = []

    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        batches.append(len(events))
        return [enriched(event) for event in events]

    await create_groups(redis)
    await _put(redis, *(published(number).model_dump_json() for number in range(3)))
    async with recorded() as commands, consuming(enrich):
        await settled()
    assert batches == [3]
    start = commands.index("MULTI")
    assert commands[start : commands.index("EXEC") + 1] == ["MULTI", "XADD", "XADD", "XADD", "XACK", "EXEC"]
    assert await _on(redis, ENRICHED) == [enriched(published(number)) for number in range(3)]


async def test_entries_from_before_the_first_consumer_are_read(redis, consuming, settled, published) -> None:
    seen: list[str] = []

    async def note(events: Sequence[Any]) -> Sequence[None]:
        seen.extend(event.subject for event in events)
        return [None] * len(events)

    await _put(redis, published(1).model_dump_json())
    async with consuming(note):
        await settled()
        await _put(redis, published(2).model_dump_json())
        await settled()
    assert seen == ["article-1", "article-2"]


async def test_batches_have_a_largest_size(redis, consuming, settled, published) -> None:
    batches: list[int] = []

    async def note(events: Sequence[Any]) -> Sequence[None]:
        batches.append(len(events))
        return [None] * len(events)

    await _put(redis, *(published(number).model_dump_json() for number in range(5)))
    async with consuming(note, batch_size=2):
        await settled()
    assert batches == [2, 2, 1]


def _changed(published, **changes: Any) -> str:
    return json.dumps(json.loads(published(1).model_dump_json()) | changes)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (lambda _: "", "value: Invalid JSON: EOF while parsing a value at line 1 column 0"),
        (lambda _: b"\xff\0\xfe", "value: Invalid JSON: expected value at line 1 column 1"),
        (lambda _: "[" * 5000, "value: Invalid JSON: recursion limit exceeded at line 1 column 202"),
        (lambda _: '{"id": "\\ud800"}', "value: Invalid JSON: unexpected end of hex escape at line 1 column 15"),
        (lambda _: "7", "value: Input should be an object"),
        (lambda p: _changed(p, type="gainsay.alert.raised.v1"),
         "type: expected gainsay.article.published.v1, got gainsay.alert.raised.v1"),
        (lambda p: _changed(p, type="gainsay.article.published.v2"),
         "type: expected gainsay.article.published.v1, got gainsay.article.published.v2"),
        (lambda p: _changed(p, specversion="0.3"), "specversion: Input should be '1.0'"),
        (lambda p: _changed(p, extra=1), "extra: Extra inputs are not permitted"),
        (lambda p: _changed(p, id=7), "id: Input should be a valid string"),
        (lambda p: _changed(p, traceparent=""), f"traceparent: String should match pattern '{TRACEPARENT}'"),
        (lambda p: _changed(p, traceparent=f"00-{'A' * 32}-{'1' * 16}-01"),
         f"traceparent: String should match pattern '{TRACEPARENT}'"),
        (lambda p: _changed(p, data={"text": 1}),
         "data.id: Field required; data.document_id: Field required; data.version_id: Field required (and 6 more)"),
    ],
)  # fmt: skip
async def test_unreadable_entry_becomes_a_dead_letter_and_the_others_go_through(
    redis, consuming, settled, published, enriched, body, reason
) -> None:
    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        return [enriched(event) for event in events]

    sent = body(published)
    _, bad, _ = await _put(redis, published(1).model_dump_json(), sent, published(2).model_dump_json())
    async with consuming(enrich):
        await settled()
    assert [event.subject for event in await _on(redis, ENRICHED)] == ["article-1", "article-2"]
    (letter,) = await _on(redis, DEAD_LETTERS)
    original = sent if isinstance(sent, str) else "\\xff\\x00\\xfe"
    assert letter.data.model_dump() == {
        "stage": GROUP,
        "reason": reason,
        "origin": f"{ARTICLES.key} {bad}",
        "deliveries": 1,
        "original": original,
        "replayable": isinstance(sent, str),
    }


async def test_entry_without_the_field_becomes_a_dead_letter(redis, consuming, settled) -> None:
    async def ignore(events: Sequence[Any]) -> Sequence[None]:
        return [None] * len(events)

    await redis.xadd(ARTICLES.key, {b"body": b"A ferry\xff", b"other": b"1"})
    async with consuming(ignore):
        await settled()
    (letter,) = await _on(redis, DEAD_LETTERS)
    assert letter.data.reason == "the entry has no field __data__"
    assert letter.data.original == "body=A ferry\\xff\nother=1"


@hypothesis.settings(max_examples=20)
@hypothesis.given(
    st.lists(st.dictionaries(st.sampled_from([b"__data__", b"x"]) | st.binary(), st.binary(), min_size=1))
)
def test_no_bytes_cost_another_entry_its_batch(broker_server, published, eventually, others) -> None:
    seen: list[str] = []

    async def note(events: Sequence[Any]) -> Sequence[None]:
        seen.extend(event.subject for event in events)
        return [None] * len(events)

    async def consume() -> None:
        broker = make_broker(SecretStr(broker_server), grace_period=0.1)
        Consumer(broker, ARTICLES, note, group=GROUP, settings=RuntimeSettings(batch_size=999), clock=lambda: NOW)
        async with Redis.from_url(broker_server) as redis, broker:
            await redis.flushall()
            await create_groups(redis)
            for fields in (*others, {b"__data__": published(1).model_dump_json().encode()}):
                await redis.xadd(ARTICLES.key, fields)
            await broker.start()

            async def done() -> bool:
                (group,) = await redis.xinfo_groups(ARTICLES.key)
                return group["lag"] == 0 and await redis.xlen(DEAD_LETTERS.key) == len(others)

            await eventually(done, "all read")
            letters = await _on(redis, DEAD_LETTERS)
        assert [letter.data.stage for letter in letters] == [GROUP] * len(others)

    asyncio.run(consume())
    assert seen == ["article-1"]


async def test_handler_may_refuse_an_event(redis, consuming, settled, published, enriched) -> None:
    async def refuse_first(events: Sequence[Any]) -> Sequence[Any]:
        return [Refusal("has no claims"), *(enriched(event) for event in events[1:])]

    await _put(redis, *(published(number).model_dump_json() for number in range(2)))
    async with consuming(refuse_first):
        await settled()
    assert [event.subject for event in await _on(redis, ENRICHED)] == ["article-1"]
    (letter,) = await _on(redis, DEAD_LETTERS)
    assert letter.data.reason == "has no claims"
    assert letter.data.original == published(0).model_dump_json()
    assert letter.trace_id == published(0).trace_id


def _failing_on(subject: str, enriched, tries: list[str]):
    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        tries.extend(event.subject for event in events)
        if subject in [event.subject for event in events]:
            raise RuntimeError("cannot be read")
        return [enriched(event) for event in events]

    return enrich


async def test_one_failing_event_leaves_only_itself_pending(redis, consuming, settled, published, enriched) -> None:
    *_, failing, _ = await _put(redis, *(published(number).model_dump_json() for number in range(4)))
    async with consuming(_failing_on("article-2", enriched, [])):
        await settled(pending=1)
    (pending,) = await redis.xpending_range(ARTICLES.key, GROUP, "-", "+", 9)
    assert pending["message_id"].decode() == failing
    assert [event.subject for event in await _on(redis, ENRICHED)] == ["article-0", "article-1", "article-3"]
    assert await _on(redis, DEAD_LETTERS) == []


async def test_failing_event_is_given_up_after_max_deliveries(redis, consuming, settled, published, enriched) -> None:
    tries: list[str] = []
    (failing,) = await _put(redis, published(1).model_dump_json())
    async with consuming(_failing_on("article-1", enriched, tries), reclaim_after=0.2, max_deliveries=2):
        await settled()
    assert tries == ["article-1"] * 2
    (letter,) = await _on(redis, DEAD_LETTERS)
    assert (letter.data.reason, letter.data.deliveries) == (
        "given up after 2 deliveries: RuntimeError: cannot be read",
        2,
    )
    assert (letter.data.origin, letter.data.original) == (f"{ARTICLES.key} {failing}", published(1).model_dump_json())
    assert letter.trace_id == published(1).trace_id


async def test_event_that_failed_once_goes_through_later(redis, consuming, settled, published, enriched) -> None:
    tries: list[str] = []

    async def fail_once(events: Sequence[Any]) -> Sequence[Any]:
        tries.extend(event.subject for event in events)
        if len(tries) == 1:
            raise ConnectionError("the database is away")
        return [enriched(event) for event in events]

    await _put(redis, published(1).model_dump_json())
    async with consuming(fail_once, reclaim_after=0.2):
        await settled()
    assert tries == ["article-1"] * 2
    assert [event.subject for event in await _on(redis, ENRICHED)] == ["article-1"]
    assert await _on(redis, DEAD_LETTERS) == []


async def test_while_the_database_is_away_nothing_becomes_a_dead_letter(
    redis, consuming, settled, published, enriched
) -> None:
    back = asyncio.Event()

    async def database() -> None:
        if not back.is_set():
            raise ConnectionError("the database is away")

    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        await database()
        return [enriched(event) for event in events]

    await _put(redis, *(published(number).model_dump_json() for number in range(3)))
    async with consuming(enrich, needs=database, reclaim_after=0.2, max_deliveries=2):
        await asyncio.sleep(2)
        back.set()
        await settled()
    assert {event.subject for event in await _on(redis, ENRICHED)} == {"article-0", "article-1", "article-2"}
    assert await _on(redis, DEAD_LETTERS) == []


async def test_entries_of_a_dead_consumer_are_taken_over(redis, consuming, settled, published, enriched) -> None:
    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        return [enriched(event) for event in events]

    await create_groups(redis)
    await _put(redis, *(published(number).model_dump_json() for number in range(3)), "no JSON")
    await redis.xreadgroup(GROUP, "died", {ARTICLES.key: ">"})
    async with consuming(enrich, reclaim_after=0.2):
        await settled()
    assert [event.subject for event in await _on(redis, ENRICHED)] == ["article-0", "article-1", "article-2"]
    assert [letter.data.original for letter in await _on(redis, DEAD_LETTERS)] == ["no JSON"]


async def test_new_and_abandoned_entries_are_not_handled_at_the_same_time(redis, consuming, settled, published) -> None:
    running: list[int] = []
    most = 0

    async def slow(events: Sequence[Any]) -> Sequence[None]:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        await asyncio.sleep(0.3)
        running.pop()
        return [None] * len(events)

    await create_groups(redis)
    await _put(redis, published(1).model_dump_json())
    await redis.xreadgroup(GROUP, "died", {ARTICLES.key: ">"})
    await asyncio.sleep(0.3)
    await _put(redis, published(2).model_dump_json())
    async with consuming(slow, reclaim_after=0.2):
        await settled()
    assert most == 1


async def test_fresh_entries_of_another_consumer_are_left_alone(redis, consuming, settled, published) -> None:
    seen: list[str] = []

    async def note(events: Sequence[Any]) -> Sequence[None]:
        seen.extend(event.subject for event in events)
        return [None] * len(events)

    await create_groups(redis)
    await _put(redis, published(1).model_dump_json())
    await redis.xreadgroup(GROUP, "busy", {ARTICLES.key: ">"})
    await _put(redis, published(2).model_dump_json())
    async with consuming(note, reclaim_after=60):
        await settled(pending=1)
    assert seen == ["article-2"]


async def test_consumer_is_alive_until_its_stream_is_deleted(redis, consuming, eventually) -> None:
    async def ignore(events: Sequence[Any]) -> Sequence[None]:
        return [None] * len(events)

    async with consuming(ignore) as consumer:
        assert consumer.alive
        await redis.delete(ARTICLES.key)
        await eventually(lambda: not consumer.alive, "the consumer is dead")


async def test_worker_that_always_dies_with_an_event_gives_it_up(redis, consuming, settled, published) -> None:
    async def ignore(events: Sequence[Any]) -> Sequence[None]:
        return [None] * len(events)

    await create_groups(redis)
    (killing,) = await _put(redis, published(1).model_dump_json())
    for _ in range(2):
        await redis.xreadgroup(GROUP, "died", {ARTICLES.key: ">"})
        await redis.xclaim(ARTICLES.key, GROUP, "died too", 0, [killing])
    async with consuming(ignore, reclaim_after=0.2, max_deliveries=2):
        await settled()
    (letter,) = await _on(redis, DEAD_LETTERS)
    assert letter.data.reason == "given up after 3 deliveries, none of which was finished"


async def test_full_database_is_nobody_s_failure(redis, consuming, settled, published, enriched) -> None:
    tries: list[int] = []

    async def there() -> None:
        pass

    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        tries.append(len(events))
        if len(tries) < 3:
            raise OSError("disk full")
        return [enriched(event) for event in events]

    await _put(redis, *(published(number).model_dump_json() for number in range(3)))
    need = Need(there, lambda error: isinstance(error, OSError))
    async with consuming(enrich, need=need, reclaim_after=0.2, max_deliveries=1):
        await settled()
    assert tries == [3, 3, 3]
    assert await _on(redis, DEAD_LETTERS) == []


async def test_what_a_full_broker_does_not_take_is_held_and_not_worked_out_again(
    redis, consuming, settled, published, enriched
) -> None:
    tries: list[int] = []

    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        tries.append(len(events))
        await redis.config_set("maxmemory", 1)
        return [enriched(event) for event in events]

    try:
        async with consuming(enrich, reclaim_after=0.2, max_deliveries=1):
            async with redis.pipeline(transaction=True) as multi:
                for number in range(3):
                    multi.xadd(ARTICLES.key, {"__data__": published(number).model_dump_json()})
                await multi.execute()
            await asyncio.sleep(1.5)
            assert await redis.xlen(ENRICHED.key) == 0
            await redis.config_set("maxmemory", 0)
            await settled()
    finally:
        await redis.config_set("maxmemory", 0)
    assert tries == [3]
    assert [event.subject for event in await _on(redis, ENRICHED)] == ["article-0", "article-1", "article-2"]
    assert await _on(redis, DEAD_LETTERS) == []


async def test_nothing_more_is_given_to_a_stage_that_lags(redis, consuming, settled, published, enriched) -> None:
    async def enrich(events: Sequence[Any]) -> Sequence[Any]:
        return [enriched(event) for event in events]

    await _put(redis, *(published(number).model_dump_json() for number in range(6)))
    async with consuming(enrich, batch_size=2, max_backlog=4):
        await settled(pending=2)
        await asyncio.sleep(0.5)
        assert await redis.xlen(ENRICHED.key) == 4
        await redis.xreadgroup("ledger", "one", {ENRICHED.key: ">"})
        await settled()
    assert await redis.xlen(ENRICHED.key) == 6


async def test_slow_handler_keeps_its_entries(redis, consuming, settled, published) -> None:
    tries: list[str] = []

    async def slow(events: Sequence[Any]) -> Sequence[None]:
        tries.extend(event.subject for event in events)
        await asyncio.sleep(2.5)
        return [None] * len(events)

    async with consuming(slow, reclaim_after=0.6, max_deliveries=2):
        await _put(redis, *(published(number).model_dump_json() for number in range(2)))
        await settled()
    assert sorted(tries) == ["article-0", "article-1"]
    assert await _on(redis, DEAD_LETTERS) == []
