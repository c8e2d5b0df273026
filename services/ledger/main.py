"""The ledger's sink, put together."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import structlog
from prometheus_client import Gauge, Histogram
from pydantic import Field
from sqlalchemy import Engine

from schemas.articles import EnrichedArticle
from schemas.events import Event
from schemas.streams import ENRICHED
from services.ledger.breaker import BreakerClient
from services.ledger.comparing.judging import Judge
from services.ledger.export import LedgerReader
from services.ledger.judgements import JudgementStore
from services.ledger.relay import OutboxRelay
from services.ledger.store import MIGRATIONS, VERSION_TABLE, LedgerStore
from services.ledger.verdictmodel.arbiter import EndpointArbiter
from services.ledger.verdictmodel.endpoint import EndpointJudge
from services.ledger.verdictmodel.opinion import SHIPPED, Reader
from services.runtime.access import token_guard
from services.runtime.clock import utc_now
from services.runtime.consuming import Consumer, Need
from services.runtime.database import close, is_away, make_engine, migrate, ping
from services.runtime.errors import ConfigurationError
from services.runtime.metrics import SECONDS
from services.runtime.serving import Service
from services.runtime.settings import RuntimeSettings, read_secret
from services.runtime.wire import make_broker

__all__ = ["Settings", "assemble", "assemble_judge"]


_JUDGE_SECONDS = 30.0
_JUDGE_REST = 60.0
_ALERTS = Gauge("gainsay_alerts", "Alerts in the ledger", ["kind"])
_ENTERED = Histogram(
    "gainsay_article_seconds",
    "From an article's being found to its alerts being raised",
    buckets=SECONDS,
)


class Settings(RuntimeSettings):
    """What the ledger can be told besides."""

    alert_threshold: float = Field(default=0.7, ge=0, le=1, description="Confidence from which people are told")
    verdict_model: Path | None = Field(default=None, description="A verdict model in place of the one that ships")
    judge_url: str = Field(default="", description="An OpenAI-compatible endpoint (with its /v1) that is asked last")
    judge_model: str = Field(default="", description="The model that the endpoint is asked for")
    judge_key_file: Path | None = Field(default=None, description="File with the endpoint's key")
    judge_threshold: float = Field(default=0.3, ge=0, le=1, description="Confidence from which the endpoint is asked")
    relay_alerts: bool = Field(default=True, description="Off: alerts wait in the ledger for another sink to send them")


def assemble_judge(settings: Settings, engine: Engine) -> Judge:
    """What says how two claims stand to one another; raises ``ConfigurationError``."""
    reader = Reader(settings.verdict_model or SHIPPED, threads=os.cpu_count() or 1)
    return Judge(opinion=reader, arbiter=_assemble_arbiter(settings, engine))


def _assemble_arbiter(settings: Settings, engine: Engine) -> EndpointArbiter | None:
    if not settings.judge_url:
        return None
    if not settings.judge_model:
        raise ConfigurationError("GAINSAY_JUDGE_URL is set: GAINSAY_JUDGE_MODEL must name the model to ask there")
    key = read_secret("GAINSAY_JUDGE_KEY_FILE", settings.judge_key_file) if settings.judge_key_file else None
    client = BreakerClient(seconds=_JUDGE_SECONDS, rest=_JUDGE_REST, clock=time.monotonic)
    asked = EndpointJudge(settings.judge_url, settings.judge_model, JudgementStore(engine, utc_now), client, key)
    return EndpointArbiter(asked, settings.judge_threshold)


def assemble(settings: Settings) -> Service:
    """Wire the sink's parts and bring its tables up to date."""
    engine = make_engine(settings.sql_url)
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    log = structlog.get_logger("ledger")

    reader = LedgerReader(engine)
    judge = assemble_judge(settings, engine)
    store = LedgerStore(engine, judge=judge, threshold=settings.alert_threshold, clock=utc_now)
    broker = make_broker(settings.broker_url, settings.grace_period)
    relay = OutboxRelay(store, broker, utc_now, settings.max_backlog)

    async def enter(events: Sequence[Event[EnrichedArticle]]) -> Sequence[None]:
        await asyncio.to_thread(store.record, events)
        raised = await asyncio.to_thread(store.reconcile, events)
        closed = await asyncio.to_thread(store.close, events)
        if raised or closed:
            relay.alarm.ring()
        now = utc_now()
        for event in events:
            _ENTERED.observe(max(0.0, (now - event.data.article.fetched_at).total_seconds()))
            log.info("article entered", article=event.subject, event_id=event.id, trace_id=event.trace_id)
        return [None] * len(events)

    async def measure() -> None:
        for kind, number in (await asyncio.to_thread(reader.alerts_by_kind)).items():
            _ALERTS.labels(kind).set(number)

    async def database() -> None:
        await asyncio.to_thread(ping, engine)

    consumer = Consumer(
        broker,
        ENRICHED,
        enter,
        group="ledger",
        settings=settings,
        clock=utc_now,
        needs=Need(database, is_away),
    )
    return Service(
        "ledger",
        broker,
        consumers=[consumer],
        tasks=[relay.run] if settings.relay_alerts else [],
        checks={"database": database},
        gauges=[measure],
        guard=token_guard(settings.token),
        close=partial(close, engine),
    )
