"""Stores that are full or away, and readers that lag: work is held, a log line says why, and it goes on by itself."""

from __future__ import annotations

import resource
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import redis
from pydantic import SecretStr

from schemas.articles import EnrichedArticle
from schemas.events import article_enriched, article_published
from schemas.streams import ARTICLES, DEAD_LETTERS, ENRICHED
from services.cli.processes import rotated, running
from services.ledger.export import LedgerReader
from services.ledger.store import MIGRATIONS, VERSION_TABLE
from services.runtime.database import make_engine, migrate
from services.watcher.intake import accept

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def _published(number: int) -> Any:
    article = accept({"text": f"Ferry {number} left on time."}, now=NOW, default_source="desk").article
    return article_published(article, NOW)


def _enriched(number: int) -> str:
    published = _published(number)
    enriched = EnrichedArticle(article=published.data, entities=(), claims=(), extractor="test")
    return article_enriched(enriched, published.trace_id, NOW).model_dump_json()


@pytest.fixture
def ledger_running(broker_url: str, tmp_path: Path):
    """Runs one sink; gives its processes, what it has entered, and its log."""

    @contextmanager
    def run(database_url: str) -> Iterator[tuple[Any, Any, Any]]:
        engine = make_engine(SecretStr(database_url))
        migrate(engine, MIGRATIONS, VERSION_TABLE)
        settings = {
            "GAINSAY_REDIS_URL": broker_url,
            "GAINSAY_DATABASE_URL": database_url,
            "GAINSAY_HTTP_PORT": "0",
            "GAINSAY_GRACE_PERIOD": "1",
            "GAINSAY_RECLAIM_AFTER": "2",
            "GAINSAY_MAX_DELIVERIES": "1",
        }
        log = tmp_path / "log"
        with rotated(log) as output, running({"ledger": 1}, settings, log, output) as services:
            yield services, LedgerReader(engine).entered, log.read_text
        engine.dispose()

    return run


def _put(client: redis.Redis, numbers: range) -> None:
    for number in numbers:
        client.xadd(ENRICHED.key, {"__data__": _enriched(number)})


def _send(client: redis.Redis, numbers: range) -> None:
    for number in numbers:
        client.xadd(ARTICLES.key, {"__data__": _published(number).model_dump_json()})


def test_sink_goes_on_when_its_full_disk_has_room_again(client, ledger_running, sqlite_url, until) -> None:
    with ledger_running(sqlite_url) as (services, entered, log):
        _put(client, range(5))
        until(lambda: entered() == 5, services, "entered before")
        (process,) = services._processes.values()
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        _put(client, range(5, 10))
        until(lambda: log().count("held up, trying again") >= 3, services, "it says that it is held up")
        assert "OperationalError" in log()
        assert entered() == 5
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        until(lambda: entered() == 10, services, "entered after")
        services.check()
    assert client.xlen(DEAD_LETTERS.key) == 0


def test_sink_goes_on_when_postgresql_takes_connections_again(client, ledger_running, starting_postgres, until) -> None:
    with (
        starting_postgres() as server,
        ledger_running(f"postgresql+psycopg://gainsay@/postgres?host={server.folder}") as (services, entered, log),
    ):
        _put(client, range(5))
        until(lambda: entered() == 5, services, "entered before")
        server.stop()
        _put(client, range(5, 10))
        until(lambda: log().count("held up, trying again") >= 3, services, "it says that it is held up")
        server.start()
        until(lambda: entered() == 10, services, "entered after")
        services.check()
    assert client.xlen(DEAD_LETTERS.key) == 0


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


@pytest.mark.timeout(200)
def test_lag_of_a_hundred_thousand_is_said_and_costs_no_memory(client, ledger_running, sqlite_url, until) -> None:
    lagging, bodies = 100_000, [_enriched(number) for number in range(50)]
    with client.pipeline(transaction=False) as pipe:
        for number in range(lagging):
            pipe.xadd(ENRICHED.key, {"__data__": bodies[number % 50]})
        pipe.execute()
    with ledger_running(sqlite_url) as (services, entered, log):
        until(lambda: entered() >= 32, services, "it has begun")
        (process,) = services._processes.values()
        before = _resident(process.pid)
        until(lambda: "a group lags" in log(), services, "it says that it lags")
        assert _resident(process.pid) - before < 60, "megabytes more than at the beginning"
        (group,) = client.xinfo_groups(ENRICHED.key)
        assert 0 < group["lag"] < lagging
        services.check()


def test_full_broker_refuses_pushes_until_it_has_room(client, broker_url, tmp_path, port, until) -> None:
    import httpx

    settings = {"GAINSAY_REDIS_URL": broker_url, "GAINSAY_HTTP_PORT": str(port), "GAINSAY_WATCH_FOLDER": ""}
    article = {"text": "A ferry ran aground."}

    def status() -> int:
        try:
            return httpx.post(f"http://127.0.0.1:{port}/articles", json=article, timeout=20).status_code
        except httpx.ConnectError:
            return 0

    with running({"watcher": 1}, settings, tmp_path / "log") as services:
        until(lambda: status() == 202, services, "taken")
        article["text"] = "Another ferry ran aground."
        try:
            client.config_set("maxmemory", 1)
            assert status() == 503
            assert httpx.get(f"http://127.0.0.1:{port}/health/ready").status_code == 503
        finally:
            client.config_set("maxmemory", 0)
        assert status() == 202
        services.check()
    assert client.xlen(ARTICLES.key) == 2


def test_worker_goes_on_when_the_broker_s_full_disk_has_room_again(own_broker, tmp_path, until) -> None:
    settings = {"GAINSAY_REDIS_URL": f"unix://{own_broker.socket}", "GAINSAY_HTTP_PORT": "0", "GAINSAY_BATCH_SIZE": "1"}
    log = tmp_path / "log"
    with own_broker.client() as client, running({"extraction": 1}, settings, log) as services:
        _send(client, range(5))
        until(lambda: client.xlen(ENRICHED.key) == 5, services, "read before")
        _send(client, range(5, 40))
        own_broker.fill_disk(full=True)
        until(lambda: "Errors writing to the AOF file" in log.read_text(), services, "it says what keeps it")
        read = client.xlen(ENRICHED.key)
        assert client.xinfo_groups(ARTICLES.key)[0]["lag"] > 0
        own_broker.fill_disk(full=False)
        until(lambda: client.xlen(ENRICHED.key) == 40, services, "read after")
        services.check()
        assert client.xlen(DEAD_LETTERS.key) == 0
    assert read < 40
