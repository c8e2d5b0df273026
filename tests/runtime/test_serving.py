from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import redis
from prometheus_client import REGISTRY, Gauge
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from schemas.streams import ARTICLES
from services.runtime.consuming import Consumer
from services.runtime.embedded import embedded_broker
from services.runtime.serving import Service
from services.runtime.settings import RuntimeSettings
from services.runtime.wire import make_broker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ALL_WELL = {"broker": "ok", "subscriptions": "ok"}


async def _ignore(events: Sequence[Any]) -> Sequence[None]:
    return [None] * len(events)


def _service(url: SecretStr, **parts: Any) -> Service:
    settings = RuntimeSettings(grace_period=0.1)
    broker = make_broker(url, settings.grace_period)
    consumer = Consumer(broker, ARTICLES, _ignore, group="extraction", settings=settings, clock=lambda: NOW)
    return Service("extraction", broker, consumers=[consumer], **parts)


@asynccontextmanager
async def _started(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(service.app)
    async with (
        service.app.router.lifespan_context(service.app),
        httpx.AsyncClient(transport=transport, base_url="http://service/health") as client,
    ):
        yield client


async def _answer(client: httpx.AsyncClient, page: str) -> tuple[int, dict[str, str]]:
    answer = await client.get(page)
    return answer.status_code, answer.json()


async def test_service_is_ready_until_its_broker_is_killed(tmp_path: Path) -> None:
    with embedded_broker(tmp_path) as url:
        async with _started(_service(url)) as client:
            assert await _answer(client, "/ready") == (200, ALL_WELL)
            with redis.Redis.from_url(url.get_secret_value()) as killing:
                os.kill(killing.info("server")["process_id"], signal.SIGKILL)
            status, found = await _answer(client, "/ready")
            assert (status, found["subscriptions"]) == (503, "ok")
            assert found["broker"].startswith("failed: ")
            assert await _answer(client, "/live") == (200, {"status": "alive"})


async def test_service_fails_when_its_subscription_dies(broker_url: str, eventually) -> None:
    service = _service(SecretStr(broker_url))
    async with _started(service) as client:
        with redis.Redis.from_url(broker_url) as deleting:
            deleting.delete(ARTICLES.key)

        async def not_ready() -> bool:
            return await _answer(client, "/ready") == (503, ALL_WELL | {"subscriptions": "failed: RuntimeError"})

        await eventually(not_ready, "not ready")
        await asyncio.wait_for(service.failed.wait(), 5)


async def test_service_is_not_ready_while_a_check_of_its_own_fails(broker_url: str) -> None:
    mended = False

    async def check() -> None:
        if not mended:
            raise OSError("the database is away")

    async with _started(_service(SecretStr(broker_url), checks={"database": check})) as client:
        assert await _answer(client, "/ready") == (503, ALL_WELL | {"database": "failed: OSError"})
        mended = True
        assert await _answer(client, "/ready") == (200, ALL_WELL | {"database": "ok"})


async def _ends() -> None:
    pass


async def _breaks() -> None:
    raise OSError("no such folder")


@pytest.mark.parametrize("task", [_ends, _breaks])
async def test_service_fails_when_a_background_task_ends(broker_url: str, task: Any) -> None:
    service = _service(SecretStr(broker_url), tasks=[task])
    async with _started(service):
        await asyncio.wait_for(service.failed.wait(), 5)


async def test_service_gives_back_what_it_holds(broker_url: str) -> None:
    closed: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            closed.append("task")

    async with _started(_service(SecretStr(broker_url), tasks=[work], close=lambda: closed.append("rest"))):
        await asyncio.sleep(0)
    assert closed == ["task", "rest"]


class Process:
    """A service in a process of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.ready_page, self._log = f"http://127.0.0.1:{port}/health/ready", log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("idle_service.py"))],
                env={**os.environ, "GAINSAY_HTTP_PORT": str(port), **environment},
                stderr=output,
            )

    def ready(self) -> bool:
        assert self.process.poll() is None, self.log()
        try:
            return httpx.get(self.ready_page, trust_env=False).is_success
        except httpx.ConnectError:
            return False

    def status(self) -> int:
        """How it ended; whatever it had to say is JSON, one object a line."""
        status = self.process.wait(20)
        self.log()
        return status

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._log.read_text().splitlines()]


@pytest.fixture
def start(broker_url: str, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def start(**environment: str) -> Process:
        started.append(Process({"GAINSAY_REDIS_URL": broker_url} | environment, tmp_path / "log"))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_process_ends_with_0_on_a_signal(start, eventually, number: signal.Signals) -> None:
    process = start()
    await eventually(process.ready, "ready")
    process.process.send_signal(number)
    assert process.status() == 0
    assert process.log()[-1]["service"] == "extraction"
    assert "stopped" in [record["event"] for record in process.log()]


async def test_work_in_flight_is_finished_on_a_signal(start, eventually, broker_url: str, published) -> None:
    process = start(HANDLING_TIME="1")
    await eventually(process.ready, "ready")
    with redis.Redis.from_url(broker_url) as client:
        client.xadd(ARTICLES.key, {"__data__": published(1).model_dump_json()})
        await eventually(lambda: client.xpending(ARTICLES.key, "extraction")["pending"], "the article is in hand")
        process.process.terminate()
        assert process.status() == 0
        assert client.xpending(ARTICLES.key, "extraction")["pending"] == 0


async def test_process_that_is_stuck_ends_itself_and_says_so(start, eventually, broker_url: str, published) -> None:
    process = start(HANDLING_TIME="60", GAINSAY_HANDLING_LIMIT="1")
    await eventually(process.ready, "ready")
    with redis.Redis.from_url(broker_url) as client:
        client.xadd(ARTICLES.key, {"__data__": published(1).model_dump_json()})
        assert process.status() == 1
        assert client.xpending(ARTICLES.key, "extraction")["pending"] == 1
    (said,) = [record for record in process.log() if record["event"] == "stuck, ending the process"]
    assert said["event_ids"] == [published(1).id]


async def test_process_ends_with_1_when_a_subscription_dies(start, eventually, broker_url: str) -> None:
    process = start()
    await eventually(process.ready, "ready")
    with redis.Redis.from_url(broker_url) as client:
        client.delete(ARTICLES.key)
    assert process.status() == 1
    assert "no longer working, stopping" in [record["event"] for record in process.log()]


def test_process_ends_with_1_when_there_is_no_broker(start, tmp_path: Path) -> None:
    assert start(GAINSAY_REDIS_URL=f"unix://{tmp_path}/none.sock").status() == 1


def test_process_ends_with_1_when_its_port_is_taken(start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert start(GAINSAY_HTTP_PORT=str(taken.getsockname()[1])).status() == 1


async def test_service_is_not_ready_while_its_broker_takes_no_writes(broker_url: str) -> None:
    with redis.Redis.from_url(broker_url) as client:
        async with _started(_service(SecretStr(broker_url))) as service:
            try:
                client.config_set("maxmemory", 1)
                assert await _answer(service, "/ready") == (503, ALL_WELL | {"broker": "failed: OutOfMemoryError"})
            finally:
                client.config_set("maxmemory", 0)
            assert await _answer(service, "/ready") == (200, ALL_WELL)


async def test_service_whose_subscription_died_is_not_alive(broker_url: str, eventually) -> None:
    async with _started(_service(SecretStr(broker_url))) as client:
        assert await _answer(client, "/live") == (200, {"status": "alive"})
        with redis.Redis.from_url(broker_url) as deleting:
            deleting.delete(ARTICLES.key)

        async def dead() -> bool:
            return await _answer(client, "/live") == (503, {"status": "failed: RuntimeError"})

        await eventually(dead, "not alive")


async def test_metrics_tell_of_the_streams_and_of_what_is_measured_besides(broker_url: str, published) -> None:
    measured = Gauge("test_measured", "Set when someone asks")

    async def measure() -> None:
        measured.set(7)

    async def fail() -> None:
        raise OSError("the database is away")

    with redis.Redis.from_url(broker_url) as client:
        async with _started(_service(SecretStr(broker_url), gauges=[fail, measure])) as service:
            client.xadd("{gainsay}:dead-letters", {"n": 1})
            client.xgroup_create(ARTICLES.key, "somebody-else", "0")
            for number in range(3):
                client.xadd(ARTICLES.key, {"__data__": published(number).model_dump_json()})
            client.xreadgroup("somebody-else", "one", {ARTICLES.key: ">"}, count=2)
            answer = await service.get("http://service/metrics")
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["gainsay_stream_lag", "somebody-else", "articles"] == 1
    assert found["gainsay_stream_pending", "somebody-else", "articles"] == 2
    assert 0 <= found["gainsay_stream_oldest_pending_seconds", "somebody-else", "articles"] < 30
    assert found["gainsay_stream_length", "articles"] == 3
    assert found["gainsay_dead_letters",] == 1
    assert found["test_measured",] == 7


async def test_handled_events_and_dead_letters_are_counted(broker_url: str, published, eventually) -> None:
    def value(name: str) -> float:
        return REGISTRY.get_sample_value(name, {"stage": "extraction"}) or 0.0

    handled, letters = value("gainsay_stage_seconds_count"), value("gainsay_dead_letters_written_total")
    with redis.Redis.from_url(broker_url) as client:
        async with _started(_service(SecretStr(broker_url))):
            client.xadd(ARTICLES.key, {"__data__": published(1).model_dump_json()})
            client.xadd(ARTICLES.key, {"__data__": "no event"})
            await eventually(lambda: value("gainsay_dead_letters_written_total") == letters + 1, "a dead letter")
            await eventually(lambda: value("gainsay_stage_seconds_count") == handled + 1, "an event")
            received = {
                sample.labels["handler"]: sample.value
                for metric in REGISTRY.collect()
                for sample in metric.samples
                if sample.name == "faststream_received_messages_total"
            }
    assert received[ARTICLES.key] >= 2
