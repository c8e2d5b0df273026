"""Reading a stream at least once: new entries, abandoned ones, and the ones that nobody can handle.

An entry is acknowledged in the same MULTI that publishes what came of it. Whatever fails stays pending and is delivered
again after ``reclaim_after`` seconds, to whichever worker asks first; after ``max_deliveries`` it is a dead letter.
While what the handler needs is away, its batch is held and nothing counts as a failure.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import structlog
from faststream import AckPolicy
from faststream.redis import RedisBroker, StreamSub
from pydantic import ValidationError

from schemas.dead_letters import DeadLetter
from schemas.events import Event, dead_letter_written
from schemas.streams import DEAD_LETTERS, Stream
from services.runtime.clock import Clock
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import FIELD

__all__ = ["Consumer", "Handler", "Refusal", "describe_invalid", "excerpt"]

AnyEvent: TypeAlias = Event[Any]

_AWAY_INTERVAL = 1.0

ORIGINAL_LIMIT = 4_000
"""Characters of a refused input that its dead letter keeps."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that no retry can mend, and why."""

    reason: str


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
        needs: Callable[[], Awaitable[None]] | None = None,
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
            needs: Raises while something that the handler cannot do without is away.
        """
        self._broker, self._stream, self._handler, self._output = broker, stream, handler, output
        self._group, self._clock, self._needs = group, clock, needs
        self._max_deliveries = settings.max_deliveries
        self._turn = asyncio.Lock()  # new and abandoned entries are read side by side
        self._log = structlog.get_logger(group)
        name = f"{socket.gethostname()}-{os.getpid()}"
        new = StreamSub(
            stream.key, group=group, consumer=name, batch=True, max_records=settings.batch_size, polling_interval=500
        )
        abandoned = StreamSub(
            stream.key,
            group=group,
            consumer=name,
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
            self._log.info("entry reclaimed", entry=entry_id.decode(), deliveries=deliveries)
        await self._process(entries)

    async def _process(self, entries: Sequence[_Entry]) -> None:
        settled: list[tuple[_Entry, AnyEvent | None, AnyEvent | Refusal | None]] = []
        readable: list[tuple[_Entry, AnyEvent]] = []
        for entry in entries:
            event = _read(self._stream, entry.body)
            if isinstance(event, Refusal):
                settled.append((entry, None, event))
            elif entry.deliveries > self._max_deliveries:
                settled.append((entry, event, Refusal(f"given up after {entry.deliveries - 1} deliveries")))
            else:
                readable.append((entry, event))
        async with self._turn:
            results = await self._handle([event for _, event in readable])
        settled += [
            (entry, event, result)
            for (entry, event), result in zip(readable, results, strict=True)
            if not isinstance(result, Exception)
        ]
        if settled:
            await self._settle(settled)

    async def _handle(self, events: Sequence[AnyEvent]) -> Sequence[AnyEvent | Refusal | Exception | None]:
        """Handle a batch; when it fails, each event alone, so that one failure holds up no other."""
        if not events:
            return []
        try:
            return await self._handler(events)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the entry stays pending and is tried again
            if await self._was_away():
                return await self._handle(events)
            if len(events) > 1:
                return [result for event in events for result in await self._handle([event])]
            (event,) = events
            self._log.exception("event failed", event_id=event.id, article=event.subject, trace_id=event.trace_id)
            return [error]

    async def _was_away(self) -> bool:
        """Wait until what the handler needs is there, and tell whether it was not."""
        away = False
        while self._needs is not None:
            try:
                await self._needs()
            except Exception as error:  # noqa: BLE001 - whatever keeps it away
                self._log.warning("held up, trying again", error=type(error).__name__)
                away = True
                await asyncio.sleep(_AWAY_INTERVAL)
            else:
                break
        return away

    async def _settle(self, settled: Sequence[tuple[_Entry, AnyEvent | None, AnyEvent | Refusal | None]]) -> None:
        redis = self._broker.config.connection.client
        async with redis.pipeline(transaction=True) as multi:
            for entry, event, result in settled:
                if isinstance(result, Refusal):
                    letter = self._dead_letter(entry, event, result)
                    await self._broker.publish(letter, stream=DEAD_LETTERS.key, pipeline=multi)
                elif result is not None and self._output is not None:
                    await self._broker.publish(result, stream=self._output.key, pipeline=multi)
            multi.xack(self._stream.key, self._group, *[entry.id for entry, _, _ in settled])
            await multi.execute()

    def _dead_letter(self, entry: _Entry, event: AnyEvent | None, refusal: Refusal) -> AnyEvent:
        origin = f"{self._stream.key} {entry.id.decode()}"
        trace_id = event.trace_id if event else None
        self._log.error(
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
            deliveries=min(entry.deliveries, self._max_deliveries),
            original=excerpt(entry.original),
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
    text = data[: 4 * ORIGINAL_LIMIT].decode("utf-8", errors="backslashreplace").replace("\0", "\\x00")
    return text[:ORIGINAL_LIMIT]


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
    if event.type != stream.event_type:
        return Refusal(f"type: expected {stream.event_type}, got {event.type}")
    return event
