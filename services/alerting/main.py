"""Alerting, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import structlog
from prometheus_client import Gauge

from schemas.alerts import Alert, Closure
from schemas.events import Event
from schemas.streams import ALERTS
from services.alerting.body import webhook_body
from services.alerting.deliveries import MIGRATIONS, VERSION_TABLE, DeliveryStore
from services.alerting.endpoints import read_endpoints
from services.alerting.sending import WebhookSender
from services.runtime.access import token_guard
from services.runtime.clock import utc_now
from services.runtime.consuming import Consumer, Need
from services.runtime.database import close, is_away, make_engine, migrate, ping
from services.runtime.outbound import outbound_client
from services.runtime.serving import Service
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import make_broker

__all__ = ["Settings", "assemble"]


_DELIVERIES = Gauge("gainsay_deliveries", "Webhook deliveries", ["endpoint", "state"])
_ENDPOINT_UP = Gauge("gainsay_endpoint_enabled", "0 when an endpoint was disabled", ["endpoint"])


class Settings(RuntimeSettings):
    """What alerting can be told besides."""

    webhooks_file: Path | None = None


def assemble(settings: Settings) -> Service:
    """Wire the parts and bring the table of deliveries up to date.

    Raises:
        InvalidEndpointsError: The webhooks file cannot be used.
    """
    endpoints = read_endpoints(settings.webhooks_file) if settings.webhooks_file else []
    engine = make_engine(settings.sql_url)
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    store = DeliveryStore(engine, utc_now)
    client = outbound_client(settings.private_hosts)
    senders = [WebhookSender(endpoint, store, client, utc_now) for endpoint in endpoints]
    log = structlog.get_logger("alerting")

    async def queue(events: Sequence[Event[Alert] | Event[Closure]]) -> Sequence[None]:
        bodies = {event.id: webhook_body(event) for event in events}
        await asyncio.to_thread(store.add, [endpoint.name for endpoint in endpoints], bodies)
        for sender in senders:
            sender.alarm.ring()
        for event in events:
            log.info("alert queued", alert=event.subject, event_id=event.id, trace_id=event.trace_id)
        return [None] * len(events)

    async def database() -> None:
        await asyncio.to_thread(ping, engine)

    async def measure() -> None:
        for endpoint in await asyncio.to_thread(store.states):
            _ENDPOINT_UP.labels(endpoint.name).set(endpoint.disabled is None)
            for state, number in endpoint.deliveries.items():
                _DELIVERIES.labels(endpoint.name, state).set(number)

    need = Need(database, is_away)
    broker = make_broker(settings.broker_url, settings.grace_period)
    consumer = Consumer(broker, ALERTS, queue, group="alerting", settings=settings, clock=utc_now, needs=need)
    return Service(
        "alerting",
        broker,
        consumers=[consumer],
        tasks=[sender.run for sender in senders],
        checks={"database": database},
        gauges=[measure],
        guard=token_guard(settings.token),
        close=partial(close, engine),
    )
