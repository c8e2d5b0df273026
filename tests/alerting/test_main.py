from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import redis
from standardwebhooks import Webhook

from schemas.alerts import Alert, Kind, Side
from schemas.claims import Speaker
from schemas.events import Event, alert_raised
from schemas.streams import ALERTS
from services.alerting.endpoints import InvalidEndpointsError
from services.alerting.main import Settings, assemble

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def _raised(number: int) -> Event[Alert]:
    side = Side(
        article_id=f"article-{number}",
        version_id="v",
        content_hash="0",
        source="Harbour Post",
        url=None,
        title=None,
        published_at=NOW,
        published_at_known=True,
        claim_id="c",
        ledger_claim_id="l",
        quote="“Twelve” were hurt",
        start=0,
        end=18,
        before="",
        after=".",
        speaker=Speaker(),
        normalized="12",
    )
    alert = Alert(
        id=f"alert-{number}", kind=Kind.NUMERIC, confidence=0.9, explanation="12 is not 9.", rule="r", a=side, b=side
    )
    return alert_raised(alert, "0" * 32, NOW)


async def test_alert_on_the_stream_arrives_once_at_each_endpoint(
    broker_url, database_url, tmp_path: Path, receiving, secret, eventually
) -> None:
    (tmp_path / "secret").write_text(secret)
    events = [_raised(1), _raised(2), _raised(1)]
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
            )
        )
        async with service.app.router.lifespan_context(service.app):
            await eventually(lambda: len(desk.requests) == len(press.requests) == 2, "both alerts at both endpoints")
    for receiver in (desk, press):
        bodies = {
            request.headers["webhook-id"]: Webhook(secret).verify(request.body, request.headers)
            for request in receiver.requests
        }
        assert bodies == {
            event.id: {
                "type": "gainsay.alert.raised.v1",
                "timestamp": "2026-03-10T12:00:00+00:00",
                "data": json.loads(event.data.model_dump_json()),
            }
            for event in events
        }


def test_service_does_not_start_with_unusable_endpoints(tmp_path: Path) -> None:
    (tmp_path / "webhooks.yml").write_text("- {name: desk}")
    with pytest.raises(InvalidEndpointsError, match="url: Field required"):
        assemble(Settings(database_url=f"sqlite:///{tmp_path}/a.db", webhooks_file=tmp_path / "webhooks.yml"))
