from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
import redis
from standardwebhooks import Webhook

from schemas.alerts import Closure
from schemas.events import alert_closed
from schemas.streams import ALERTS
from services.alerting.endpoints import InvalidEndpointsError
from services.alerting.main import Settings, assemble

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


CLOSURE = Closure(
    alert_id="alert-1",
    reason="source revised",
    article_id="article-1",
    source="Harbour Post",
    url="https://post.example/1",
    revised_version_id="v1",
    version_id="v2",
    removed="Twelve were hurt.",
    added="Nine were hurt.",
)


async def test_alerts_and_closings_on_the_stream_arrive_signed_once_at_each_endpoint(
    broker_url, database_url, tmp_path: Path, receiving, secret, eventually, raised
) -> None:
    (tmp_path / "secret").write_text(secret)
    events = [raised(1), raised(2), raised(1), alert_closed(CLOSURE, "0" * 32, NOW)]
    with redis.Redis.from_url(broker_url) as client:
        for event in events:
            client.xadd(ALERTS.key, {"__data__": event.model_dump_json()})
    async with receiving() as desk, receiving() as press:
        listed = [
            {"name": name, "url": to.url, "secret_file": "secret"} for name, to in (("desk", desk), ("press", press))
        ]
        (tmp_path / "webhooks.yml").write_text(json.dumps(listed))
        service = assemble(
            Settings(
                redis_url=broker_url,
                database_url=database_url,
                grace_period=0.5,
                webhooks_file=tmp_path / "webhooks.yml",
                private_hosts="127.0.0.1",
            )
        )
        async with (
            service.app.router.lifespan_context(service.app),
            httpx.AsyncClient(transport=httpx.ASGITransport(service.app), base_url="http://alerting") as client,
        ):
            await eventually(lambda: len(desk.requests) == len(press.requests) == 3, "all events at both endpoints")

            async def told() -> bool:
                return (
                    'gainsay_deliveries{endpoint="desk",state="delivered"} 3.0' in (await client.get("/metrics")).text
                )

            await eventually(told, "deliveries by state in the metrics")
    for receiver in (desk, press):
        bodies = {
            request.headers["webhook-id"]: Webhook(secret).verify(request.body, request.headers)
            for request in receiver.requests
        }
        assert bodies == {
            event.id: {
                "type": event.type,
                "timestamp": "2026-03-10T12:00:00+00:00",
                "data": json.loads(event.data.model_dump_json()),
            }
            for event in events
        }


def test_service_does_not_start_with_unusable_endpoints(tmp_path: Path) -> None:
    (tmp_path / "webhooks.yml").write_text("- {name: desk}")
    with pytest.raises(InvalidEndpointsError, match="url: Field required"):
        assemble(Settings(database_url=f"sqlite:///{tmp_path}/a.db", webhooks_file=tmp_path / "webhooks.yml"))
