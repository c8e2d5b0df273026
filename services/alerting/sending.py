"""Sending webhooks to the letter of Standard Webhooks 1.0.0 (https://www.standardwebhooks.com)."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from standardwebhooks import Webhook

from services.alerting.deliveries import Delivery, DeliveryStore, State
from services.alerting.endpoints import Endpoint
from services.alerting.retrying import next_attempt, slowed_until
from services.runtime.alarm import Alarm
from services.runtime.clock import Clock

__all__ = ["Outcome", "WebhookSender", "send"]

_IDLE = 1.0
_TIMEOUT = 20.0
_GONE = 410
_OVERLOADED = {429, 502, 504}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt."""

    delivered: bool
    result: str
    gone: bool = False
    overloaded: bool = False
    retry_after: timedelta | None = None


class WebhookSender:
    """Delivers what waits for one endpoint, one after another; other endpoints have senders of their own."""

    def __init__(self, endpoint: Endpoint, store: DeliveryStore, client: httpx.AsyncClient, clock: Clock) -> None:
        self._endpoint, self._store, self._client, self._clock = endpoint, store, client, clock
        self.alarm = Alarm()
        self._log = structlog.get_logger("alerting").bind(endpoint=endpoint.name)

    async def run(self) -> None:
        """Deliver until cancelled. A database that is away is asked again."""
        while True:
            try:
                delivery = await asyncio.to_thread(self._store.lease, self._endpoint.name)
                if delivery is not None:
                    await self._attempt(delivery)
            except SQLAlchemyError:
                self._log.exception("delivery could not be attempted, trying again")
                delivery = None
            if delivery is None:
                await self.alarm.wait(_IDLE)

    async def _attempt(self, delivery: Delivery) -> None:
        began = time.monotonic()
        outcome = await send(self._client, self._endpoint, delivery, self._clock)
        seconds = time.monotonic() - began
        now, chance = self._clock(), random.random()  # noqa: S311 - spreads load, guards nothing
        due_at = None
        if not outcome.delivered and not outcome.gone:
            due_at = next_attempt(delivery.attempts, now, chance, outcome.retry_after)
        state = State.DELIVERED if outcome.delivered else State.WAITING if due_at else State.PARKED
        await asyncio.to_thread(self._store.settle, delivery, state, outcome.result, due_at, seconds)
        await asyncio.to_thread(self._learn, outcome, now)
        level = "info" if outcome.delivered else "warning"
        getattr(self._log, level)(
            "webhook attempted",
            event_id=delivery.event_id,
            attempt=delivery.attempts,
            result=outcome.result,
            state=state,
            next_attempt=due_at.isoformat() if due_at else None,
        )

    def _learn(self, outcome: Outcome, now: datetime) -> None:
        """Keep what an attempt says of the endpoint itself."""
        name = self._endpoint.name
        if outcome.delivered:
            self._store.speed_up(name)
        elif outcome.gone:
            self._store.disable(name, outcome.result)
            self._log.error("endpoint disabled", result=outcome.result)
        elif outcome.overloaded:
            until = self._store.slow_down(name, lambda times: slowed_until(times, now, outcome.retry_after))
            self._log.warning("endpoint is overloaded", result=outcome.result, until=until.isoformat())


async def send(
    client: httpx.AsyncClient, endpoint: Endpoint, delivery: Delivery, clock: Clock, seconds: float = _TIMEOUT
) -> Outcome:
    """Make one attempt, signed with each secret. Only a 2xx answer in time is a success; redirects are not followed."""
    now = clock()
    headers = {
        "content-type": "application/json",
        "user-agent": "Gainsay",
        "webhook-id": delivery.event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(
            Webhook(secret.get_secret_value()).sign(delivery.event_id, now, delivery.body)
            for secret in endpoint.secrets
        ),
    }
    try:
        async with (
            asyncio.timeout(seconds),
            client.stream(
                "POST", str(endpoint.url), content=delivery.body.encode(), headers=headers, timeout=None
            ) as response,
        ):
            status, asked = response.status_code, response.headers.get("retry-after")
    except TimeoutError:
        return Outcome(delivered=False, result=f"no answer in {seconds:g} s")
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # no name to look up raises the last
        return Outcome(delivered=False, result=f"{type(error).__name__}: {error}".rstrip(": "))
    return Outcome(
        delivered=200 <= status < 300,
        result=f"HTTP {status}",
        gone=status == _GONE,
        overloaded=status in _OVERLOADED,
        retry_after=_retry_after(asked, now) if asked else None,
    )


def _retry_after(asked: str, now: datetime) -> timedelta | None:
    try:
        return timedelta(seconds=int(asked)) if asked.isdigit() else parsedate_to_datetime(asked) - now
    except (ValueError, TypeError, OverflowError):
        return None
