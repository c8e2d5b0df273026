"""Sends what the ledger has queued: from the outbox to the alerts stream."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog
from faststream.redis import RedisBroker
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from schemas.streams import ALERTS
from services.ledger.store import LedgerStore
from services.runtime.alarm import Alarm
from services.runtime.clock import Clock
from services.runtime.groups import backlog

__all__ = ["OutboxRelay"]

_AT_ONCE = 100
_IDLE = 1.0


_SENT_UNTIL = "{gainsay}:alerts:sent-until"
"""When the alerts on the stream were last added to. Broker and ledger keep this moment, each with what it is about:
where the broker's is earlier or missing, it has lost what the ledger knows as sent."""


class OutboxRelay:
    """Publishes alerts at least once. Two sinks may send the same one; its id is the same."""

    def __init__(self, store: LedgerStore, broker: RedisBroker, clock: Clock, max_backlog: int) -> None:
        """Send what a store has queued.

        Args:
            store: The ledger.
            broker: Started before ``run``.
            clock: Dates what is sent.
            max_backlog: How many alerts may wait on the stream; the others wait in the ledger.
        """
        self._store, self._broker, self._clock, self._max_backlog = store, broker, clock, max_backlog
        self.alarm = Alarm()
        self._log = structlog.get_logger("ledger")

    async def run(self) -> None:
        """Send until cancelled. A database or broker that is away is asked again."""
        while True:
            try:
                sent = await self._send()
            except (SQLAlchemyError, RedisError) as error:
                self._log.warning("alerts could not be sent, trying again", error=type(error).__name__)
                sent = 0
            if sent < _AT_ONCE:
                await self.alarm.wait(_IDLE)

    async def _send(self) -> int:
        redis = self._broker.config.connection.client
        if await backlog(redis, ALERTS) >= self._max_backlog:
            return 0
        remembered = await redis.get(_SENT_UNTIL)
        sent_until = datetime.fromisoformat(remembered.decode()) if remembered else None
        if await asyncio.to_thread(self._store.send_again, sent_until):
            self._log.warning("the broker has lost alerts, sending them again", sent_until=str(sent_until))
        events = await asyncio.to_thread(self._store.unsent, _AT_ONCE)
        if events:
            now = self._clock()
            async with redis.pipeline(transaction=True) as multi:
                for event in events:
                    await self._broker.publish(event, stream=ALERTS.key, pipeline=multi)
                if sent_until is None or now > sent_until:
                    multi.set(_SENT_UNTIL, now.isoformat())
                await multi.execute()
            await asyncio.to_thread(self._store.mark_sent, events, now)
            for event in events:
                self._log.info("alert sent", alert=event.subject, event_id=event.id, trace_id=event.trace_id)
        return len(events)
