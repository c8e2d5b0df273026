"""Reading a stream at least once: new entries, abandoned ones, and the ones that nobody can handle.

An entry is acknowledged in the same MULTI that publishes what came of it. Whatever fails stays pending and is delivered
again after ``reclaim_after`` seconds, to whichever worker asks first; after ``max_deliveries`` it is a dead letter.
While what the handler needs is away, or nobody takes what it gives, its batch is held and nothing counts as a failure.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import structlog
from faststream import AckPolicy
from faststream.redis import RedisBroker, StreamSub
from pydantic import ValidationError
from redis.exceptions import RedisError

from schemas.dead_letters import DeadLetter
from schemas.events import Event, dead_letter_written
from schemas.streams import DEAD_LETTERS, Stream
from services.runtime.clock import Clock
from services.runtime.groups import backlog, group_states, reap, trim
from services.runtime.metrics import DEAD_LETTERS_WRITTEN, STAGE_SECONDS
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import FIELD

__all__ = ["Consumer", "Handler", "Need", "Refusal", "describe_invalid", "excerpt"]

AnyEvent: TypeAlias = Event[Any]

_LONGEST_HOLD = 15.0
_TEND_INTERVAL = 10.0
_REASON_LIMIT = 300

ORIGINAL_LIMIT = 4_000
"""Characters that a dead letter keeps of an input which is still where it came from, in a file say."""

_REPLAYABLE_LIMIT = 8_000_000
"""Characters of a stream entry that its dead letter keeps for a replay: more than any entry of ours has."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that no retry can mend, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a handler cannot do without, a database say."""

    check: Callable[[], Awaitable[None]]
    """Raises while it is away."""
    is_away: Callable[[Exception], bool] = lambda _: False
    """Whether a handler's error means that it is away or full, and the event not to blame."""


class BacklogError(Exception):
    """The next stage lags so far behind that nothing more is given to it."""


Handler: TypeAlias = Callable[[Sequence[AnyEvent]], Awaitable[Sequence[AnyEvent | Refusal | None]]]
"""Takes a batch of events; gives for each, in order, the event to publish, a refusal, or None.

A consumer never runs its handler twice at the same time.
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    id: bytes
    fields: Mapping[bytes, bytes]
    deliveries: int = 1

    @property
    def body(self) -> bytes | None:
        return self.fields.get(FIELD)

    @property
    def original(self) -> bytes:
        """The body, or what the entry has instead."""
        others = b"\n".join(name + b"=" + value for name, value in self.fields.items())
        return others if self.body is None else self.body


class _Hold:
    """Waits with entries in hand, longer and longer, says each time why, and sees that nobody else takes them over."""

    def __init__(self, consumer: Consumer, entries: Sequence[_Entry]) -> None:
        self._consumer, self._entries = consumer, entries
        self._seconds, self.held = 0.5, False

    async def wait(self, error: Exception) -> None:
        self.held, self._seconds = True, min(2 * self._seconds, _LONGEST_HOLD)
        self._consumer.log.warning("held up, trying again", error=_describe(error), seconds=self._seconds)
        async with self._consumer.claiming(self._entries):
            await asyncio.sleep(self._seconds)


_Settled: TypeAlias = tuple[_Entry, AnyEvent | None, AnyEvent | Refusal | None]


class Consumer:
    """One service's reading of one stream, as one member of its consumer group."""

    def __init__(
        self,
        broker: RedisBroker,
        stream: Stream,
        handler: Handler,
        *,
        group: str,
        settings: RuntimeSettings,
        clock: Clock,
        output: Stream | None = None,
        needs: Need | None = None,
    ) -> None:
        """Subscribe to a stream. Reading begins when the broker starts.

        Args:
            broker: Not started yet.
            stream: Where to read.
            handler: What to do with a batch; run again for single events when the batch fails.
            group: The service's name.
            settings: Batch size and the limits of redelivery.
            clock: Dates the dead letters.
            output: Where the handler's events go.
            needs: What the handler cannot do without besides the broker.
        """
        self._broker, self._stream, self._handler, self._output = broker, stream, handler, output
        self._group, self._clock, self._needs = group, clock, needs
        self._settings = settings
        self._turn = asyncio.Lock()  # new and abandoned entries are read side by side
        self.log = structlog.get_logger(group)
        self._name = f"{socket.gethostname()}-{os.getpid()}"
        new = StreamSub(
            stream.key,
            group=group,
            consumer=self._name,
            batch=True,
            max_records=settings.batch_size,
            polling_interval=500,
        )
        abandoned = StreamSub(
            stream.key,
            group=group,
            consumer=self._name,
            batch=True,
            polling_interval=1000,
            min_idle_time=int(settings.reclaim_after * 1000),
        )
        self._subscribers = [
            broker.subscriber(stream=sub, ack_policy=AckPolicy.MANUAL, decoder=_raw) for sub in (new, abandoned)
        ]
        self._subscribers[0](self._take_new)
        self._subscribers[1](self._take_abandoned)

    @property
    def alive(self) -> bool:
        """Whether both subscriptions are still reading."""
        return all(
            subscriber.running and not all(task.done() for task in subscriber.tasks) for subscriber in self._subscribers
        )

    async def _take_new(self, raw: dict[str, Any]) -> None:
        await self._process([_Entry(entry_id, fields) for entry_id, fields in _entries(raw)])

    async def _take_abandoned(self, raw: dict[str, Any]) -> None:
        redis = self._broker.config.connection.client
        entries = []
        for entry_id, fields in _entries(raw):
            pending = await redis.xpending_range(self._stream.key, self._group, entry_id, entry_id, 1)
            deliveries = int(pending[0]["times_delivered"]) if pending else 1
            entries.append(_Entry(entry_id, fields, deliveries))
            self.log.info("entry reclaimed", entry=entry_id.decode(), deliveries=deliveries)
        await self._process(entries)

    async def tend(self) -> None:
        """Trim the stream of what every group has done, and forget consumers that are gone, until cancelled."""
        redis = self._broker.config.connection.client
        while True:
            await asyncio.sleep(_TEND_INTERVAL)
            try:
                await trim(redis, self._stream, self._settings.keep_done)
                reaped = await reap(redis, self._stream, self._group, 10 * self._settings.reclaim_after)
                states = await group_states(redis, self._stream)
            except RedisError as error:
                self.log.warning("stream could not be tended, trying again", error=_describe(error))
                continue
            for name in reaped:
                self.log.info("consumer forgotten", consumer=name)
            for state in states:
                if state.lag > self._settings.max_backlog:
                    self.log.warning("a group lags", stream=self._stream.key, group=state.name, lag=state.lag)

    @asynccontextmanager
    async def claiming(self, entries: Sequence[_Entry]) -> AsyncIterator[None]:
        """Renew the claim on entries in hand, which counts as no delivery, while a block waits."""
        redis, over = self._broker.config.connection.client, asyncio.Event()

        async def renew() -> None:
            while True:
                try:
                    async with asyncio.timeout(self._settings.reclaim_after / 3):
                        await over.wait()
                        return
                except TimeoutError:
                    with contextlib.suppress(RedisError):
                        ids = [entry.id for entry in entries]
                        await redis.xclaim(self._stream.key, self._group, self._name, 0, ids, justid=True)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            over.set()
            await renewing

    async def _process(self, entries: Sequence[_Entry]) -> None:
        settled: list[_Settled] = []
        readable: list[tuple[_Entry, AnyEvent]] = []
        for entry in entries:
            event = _read(self._stream, entry.body)
            if isinstance(event, Refusal):
                settled.append((entry, None, event))
            elif entry.deliveries > self._settings.max_deliveries:
                given_up = f"given up after {entry.deliveries - 1} deliveries, none of which was finished"
                settled.append((entry, event, Refusal(given_up)))
            else:
                readable.append((entry, event))
        async with self.claiming(entries):
            await self._turn.acquire()
        try:
            await self._until_there_is_room(entries)
            results = await self._handle(readable)
        finally:
            self._turn.release()
        settled += [
            (entry, event, result)
            for (entry, event), result in zip(readable, results, strict=True)
            if not isinstance(result, Exception)
        ]
        if settled:
            await self._settle(settled)

    async def _handle(
        self, entries: Sequence[tuple[_Entry, AnyEvent]]
    ) -> Sequence[AnyEvent | Refusal | Exception | None]:
        """Handle a batch; when it fails, each event alone, so that one failure holds up no other."""
        hold = _Hold(self, [entry for entry, _ in entries])
        while entries:
            try:
                async with self.claiming([entry for entry, _ in entries]):
                    return await self._handle_in_time([event for _, event in entries])
            except Exception as error:  # noqa: BLE001 - whatever went wrong, the entry stays pending and is tried again
                if self._needs is not None and self._needs.is_away(error):
                    await hold.wait(error)
                elif not await self._was_away(entry for entry, _ in entries):
                    if len(entries) > 1:
                        return [result for one in entries for result in await self._handle([one])]
                    return [self._failed(*entries[0], error)]
        return []

    async def _handle_in_time(self, events: Sequence[AnyEvent]) -> Sequence[AnyEvent | Refusal | None]:
        """Run the handler; when it is stuck, end the process, for nothing else ends a thread.

        The events are then delivered again one by one, and the one that does it is given up in the end.
        """
        stuck = asyncio.get_running_loop().call_later(
            self._settings.handling_limit, self._end_stuck, [event.id for event in events]
        )
        try:
            return await self._handler(events)
        finally:
            stuck.cancel()

    def _end_stuck(self, event_ids: Sequence[str]) -> None:
        self.log.critical("stuck, ending the process", seconds=self._settings.handling_limit, event_ids=event_ids)
        os._exit(1)

    def _failed(self, entry: _Entry, event: AnyEvent, error: Exception) -> Refusal | Exception:
        self.log.error(
            "event failed",
            event_id=event.id,
            article=event.subject,
            trace_id=event.trace_id,
            deliveries=entry.deliveries,
            exc_info=error,
        )
        if entry.deliveries >= self._settings.max_deliveries:
            return Refusal(f"given up after {entry.deliveries} deliveries: {_describe(error)}")
        return error

    async def _was_away(self, entries: Iterable[_Entry]) -> bool:
        """Wait until what the handler needs is there, and tell whether it was not."""
        hold = _Hold(self, list(entries))
        while self._needs is not None:
            try:
                await self._needs.check()
            except Exception as error:  # noqa: BLE001 - whatever keeps it away
                await hold.wait(error)
            else:
                break
        return hold.held

    async def _until_there_is_room(self, entries: Sequence[_Entry]) -> None:
        """Wait while the next stage lags: what it has yet to read is kept in the broker's memory."""
        hold = _Hold(self, entries)
        while self._output is not None:
            try:
                waiting = await backlog(self._broker.config.connection.client, self._output)
            except RedisError as error:
                await hold.wait(error)
            else:
                if waiting < self._settings.max_backlog:
                    return
                await hold.wait(BacklogError(f"{waiting} entries wait on {self._output.key}"))

    async def _settle(self, settled: Sequence[_Settled]) -> None:
        """Publish and acknowledge in one step, as often as it takes: what was worked out is not thrown away."""
        letters = {
            entry.id: self._dead_letter(entry, event, result)
            for entry, event, result in settled
            if isinstance(result, Refusal)
        }
        hold = _Hold(self, [entry for entry, _, _ in settled])
        while True:
            try:
                async with self._broker.config.connection.client.pipeline(transaction=True) as multi:
                    for entry, _, result in settled:
                        if isinstance(result, Refusal):
                            await self._broker.publish(letters[entry.id], stream=DEAD_LETTERS.key, pipeline=multi)
                        elif result is not None and self._output is not None:
                            await self._broker.publish(result, stream=self._output.key, pipeline=multi)
                    multi.xack(self._stream.key, self._group, *[entry.id for entry, _, _ in settled])
                    await multi.execute()
            except RedisError as error:
                await hold.wait(error)
            else:
                break
        DEAD_LETTERS_WRITTEN.labels(self._group).inc(len(letters))
        now = self._clock()
        for _, event, _ in settled:
            if event is not None:
                STAGE_SECONDS.labels(self._group).observe(max(0.0, (now - event.time).total_seconds()))

    def _dead_letter(self, entry: _Entry, event: AnyEvent | None, refusal: Refusal) -> AnyEvent:
        origin = f"{self._stream.key} {entry.id.decode()}"
        trace_id = event.trace_id if event else None
        self.log.error(
            "dead letter",
            reason=refusal.reason,
            origin=origin,
            event_id=event.id if event else None,
            article=event.subject if event else None,
            trace_id=trace_id,
        )
        letter = DeadLetter(
            stage=self._group,
            reason=refusal.reason,
            origin=origin,
            deliveries=min(entry.deliveries, self._settings.max_deliveries),
            original=_text(entry.original, _REPLAYABLE_LIMIT),
            replayable=event is not None or _is_replayable(entry.body),
        )
        return dead_letter_written(letter, trace_id, self._clock())


def describe_invalid(error: ValidationError, limit: int = 3) -> str:
    """Name the fields that failed and what is wrong with each."""
    problems = [
        f"{'.'.join(str(part) for part in problem['loc']) or 'value'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False)
    ]
    more = f" (and {len(problems) - limit} more)" if len(problems) > limit else ""
    return "; ".join(problems[:limit]) + more


def excerpt(data: bytes) -> str:
    """The beginning of a refused input as text; bytes that are not UTF-8, and NUL, are escaped."""
    return _text(data, ORIGINAL_LIMIT)


def _text(data: bytes, limit: int) -> str:
    return data[: 4 * limit].decode("utf-8", errors="backslashreplace").replace("\0", "\\x00")[:limit]


def _is_replayable(body: bytes | None) -> bool:
    """Whether the dead letter holds the body as it was."""
    return body is not None and _text(body, _REPLAYABLE_LIMIT).encode() == body


def _describe(error: Exception) -> str:
    """Name and first line, without what SQL statements and values follow."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:_REASON_LIMIT].rstrip(": ")


async def _raw(message: Any) -> Any:
    """Decode nothing: one undecodable entry must not cost its whole batch."""
    return message.raw_message


def _entries(raw: dict[str, Any]) -> list[tuple[bytes, dict[bytes, bytes]]]:
    return list(zip(raw["message_ids"], raw["data"], strict=True))


def _read(stream: Stream, body: bytes | None) -> AnyEvent | Refusal:
    if body is None:
        return Refusal(f"the entry has no field {FIELD.decode()}")
    try:
        event: AnyEvent = stream.event.model_validate_json(body)
    except ValidationError as error:
        return Refusal(describe_invalid(error))
    if not isinstance(event.data, stream.payloads.get(event.type, ())):
        return Refusal(f"type: expected {' or '.join(stream.payloads)}, got {event.type}")
    return event
