"""The ledger's sink, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from pydantic import Field

from schemas.articles import EnrichedArticle
from schemas.events import Event
from schemas.streams import ENRICHED
from services.ledger.relay import OutboxRelay
from services.ledger.store import MIGRATIONS, VERSION_TABLE, LedgerStore
from services.runtime.clock import utc_now
from services.runtime.consuming import Consumer
from services.runtime.database import make_engine, migrate, ping
from services.runtime.serving import Service
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import make_broker

__all__ = ["Settings", "assemble"]


class Settings(RuntimeSettings):
    """What the ledger can be told besides."""

    alert_threshold: float = Field(default=0.5, ge=0, le=1, description="Confidence from which people are told")
    relay_alerts: bool = Field(default=True, description="Off: alerts wait in the ledger for another sink to send them")


def assemble(settings: Settings) -> Service:
    """Wire the sink's parts and bring its tables up to date."""
    engine = make_engine(settings.sql_url)
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    log = structlog.get_logger("ledger")

    store = LedgerStore(engine, threshold=settings.alert_threshold, clock=utc_now)
    broker = make_broker(settings.broker_url, settings.grace_period)
    relay = OutboxRelay(store, broker)

    async def enter(events: Sequence[Event[EnrichedArticle]]) -> Sequence[None]:
        await asyncio.to_thread(store.record, events)
        raised = await asyncio.to_thread(store.reconcile, events)
        if raised:
            relay.alarm.ring()
        for event in events:
            log.info("article entered", article=event.subject, event_id=event.id, trace_id=event.trace_id)
        return [None] * len(events)

    async def database() -> None:
        await asyncio.to_thread(ping, engine)

    consumer = Consumer(
        broker,
        ENRICHED,
        enter,
        group="ledger",
        settings=settings,
        clock=utc_now,
        needs=database,
    )
    return Service(
        "ledger",
        broker,
        consumers=[consumer],
        tasks=[relay.run] if settings.relay_alerts else [],
        checks={"database": database},
        close=engine.dispose,
    )
