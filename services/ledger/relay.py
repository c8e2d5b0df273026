"""Sends what the ledger has queued: from the outbox to the alerts stream."""

from __future__ import annotations

import asyncio

import structlog
from faststream.redis import RedisBroker
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from schemas.streams import ALERTS
from services.ledger.store import LedgerStore
from services.runtime.alarm import Alarm

__all__ = ["OutboxRelay"]

_AT_ONCE = 100
_IDLE = 1.0


class OutboxRelay:
    """Publishes alerts at least once. Two sinks may send the same one; its id is the same."""

    def __init__(self, store: LedgerStore, broker: RedisBroker) -> None:
        self._store, self._broker = store, broker
        self.alarm = Alarm()
        self._log = structlog.get_logger("ledger")

    async def run(self) -> None:
        """Send until cancelled. A database or broker that is away is asked again."""
        while True:
            try:
                sent = await self._send()
            except (SQLAlchemyError, RedisError):
                self._log.exception("alerts could not be sent, trying again")
                sent = 0
            if sent < _AT_ONCE:
                await self.alarm.wait(_IDLE)

    async def _send(self) -> int:
        events = await asyncio.to_thread(self._store.unsent, _AT_ONCE)
        if events:
            async with self._broker.config.connection.client.pipeline(transaction=True) as multi:
                for event in events:
                    await self._broker.publish(event, stream=ALERTS.key, pipeline=multi)
                await multi.execute()
            await asyncio.to_thread(self._store.mark_sent, events)
            for event in events:
                self._log.info("alert sent", alert=event.subject, event_id=event.id, trace_id=event.trace_id)
        return len(events)
