"""The services as processes of their own: more of them, killed ones, and readers in other programs."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from jsonschema import Draft202012Validator
from pydantic import SecretStr

from schemas.streams import ALERTS, ARTICLES, DEAD_LETTERS, ENRICHED, STREAMS
from services.cli.processes import running
from services.ledger.export import LedgerReader
from services.ledger.store import MIGRATIONS, VERSION_TABLE
from services.runtime.database import make_engine, migrate
from services.runtime.wire import create_groups, make_broker
from services.watcher.intake import accept
from services.watcher.publishing import ArticlePublisher

SCHEMAS = Path(__file__).parents[2] / "docs" / "events"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NO_EVENT = b"\xff\x00 no event"


def stories(number):
    """Pairs of articles about a treaty that a country joined, or has yet to join."""
    countries = ["France", "Germany", "Italy", "Poland", "Norway", "Chile", "Kenya", "Japan", "Peru", "Ghana"]
    for n in range(number):
        country, treaty = countries[n % len(countries)], f"Treaty of {chr(65 + n // len(countries))}randon"
        for outlet, says in (
            ("morning", f"{country} joined the {treaty}."),
            ("evening", f"{country} has not joined the {treaty}."),
        ):
            yield {
                "id": f"{outlet}/{n}",
                "source": f"{outlet}.example",
                "published_at": (NOW + timedelta(minutes=n)).isoformat(),
                "text": f"{says} Ministers met for three hours.",
            }


async def publish(broker_url, sent):
    broker = make_broker(SecretStr(broker_url))
    await broker.connect()
    await create_groups(broker.config.connection.client)
    publisher = ArticlePublisher(broker, lambda: NOW)
    published = await publisher.publish(
        [accept(one, now=NOW + timedelta(days=9), default_source="test") for one in sent]
    )
    await broker.stop()
    return published.new


def environment(broker_url, database_url):
    return {
        "GAINSAY_REDIS_URL": broker_url,
        "GAINSAY_DATABASE_URL": database_url,
        "GAINSAY_HTTP_PORT": "0",
        "GAINSAY_BATCH_SIZE": "4",
        "GAINSAY_GRACE_PERIOD": "1",
        "GAINSAY_RECLAIM_AFTER": "3",
    }


@pytest.fixture
def ledger():
    """Makes a ledger's tables and gives its reader."""
    engines = []

    def make(database_url):
        engines.append(make_engine(SecretStr(database_url)))
        migrate(engines[-1], MIGRATIONS, VERSION_TABLE)
        return LedgerReader(engines[-1])

    yield make
    for engine in engines:
        engine.dispose()


def contents(reader):
    without_ids = [{k: v for k, v in a.items() if k != "fetched_at"} for a in reader.articles()]
    return without_ids, list(reader.claims()), reader.alerts(), list(reader.near_misses())


@pytest.mark.timeout(240)
async def test_three_workers_and_two_sinks_give_what_one_of_each_gives(
    broker_server, broker_url, postgres_url, sqlite_url, ledger, until, assert_order_is_free, tmp_path
):
    found = []
    for database_url, workers, sinks in ((sqlite_url, 1, 1), (postgres_url, 3, 2)):
        with redis.Redis.from_url(broker_server) as client:
            client.flushall()
        number = await publish(broker_url, stories(30))
        reader = ledger(database_url)
        wanted = {"extraction": workers, "ledger": sinks}
        with running(wanted, environment(broker_url, database_url), tmp_path / f"{workers}.log") as services:
            until(lambda r=reader, n=number: r.entered() == n and r.waiting() == 0, services)
        found.append(contents(reader))
        assert_order_is_free(database_url)
    assert len(found[0][2]) == 30
    assert found[0] == found[1]


@pytest.mark.timeout(240)
def test_a_killed_worker_loses_nothing(broker_url, sqlite_url, ledger, until, tmp_path):
    number = asyncio.run(publish(broker_url, stories(40)))
    reader = ledger(sqlite_url)
    settings, log = environment(broker_url, sqlite_url), tmp_path / "log"
    serve = [sys.executable, "-m", "services.cli", "serve", "extraction"]
    with (
        subprocess.Popen(serve, env={**os.environ, **settings}, stderr=subprocess.DEVNULL) as doomed,
        redis.Redis.from_url(broker_url) as client,
    ):
        while not client.xlen(ENRICHED.key):
            time.sleep(0.01)
        doomed.kill()
        doomed.wait()
        assert client.xlen(ENRICHED.key) < number, "it was killed too late to show anything"
    with running({"extraction": 2, "ledger": 1}, settings, log) as services:
        until(lambda: reader.entered() == number and reader.waiting() == 0, services)
    assert len(reader.alerts()) == 40


def test_the_readme_s_program_outlives_quiet_and_a_second_start(broker_url):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    program = readme.split("```python\n")[1].split("```")[0].replace("redis://localhost:6379/0", broker_url)
    first, second = (subprocess.Popen([sys.executable, "-c", program]) for _ in range(2))
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            first.wait(timeout=12)
        assert second.poll() is None
    finally:
        for one in (first, second):
            one.kill()
            one.wait()


@pytest.mark.timeout(120)
async def test_a_program_with_bare_redis_and_the_published_schemas_reads_every_stream(
    broker_url, sqlite_url, ledger, until, tmp_path
):
    await publish(broker_url, stories(2))
    with redis.Redis.from_url(broker_url) as client:
        client.xadd(ARTICLES.key, {"__data__": NO_EVENT})
        reader = ledger(sqlite_url)
        with running({"extraction": 1, "ledger": 1}, environment(broker_url, sqlite_url), tmp_path / "log") as services:
            until(lambda: reader.entered() == 4 and reader.waiting() == 0 and client.xlen(ALERTS.key) == 2, services)
            until(lambda: client.xlen(DEAD_LETTERS.key) == 1, services)
        for stream in STREAMS:
            schema = json.loads((SCHEMAS / f"{stream.event_type}.schema.json").read_text(encoding="utf-8"))
            validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
            entries = [fields for _, fields in client.xrange(stream.key)]
            assert entries
            readable = [json.loads(fields[b"__data__"]) for fields in entries if fields[b"__data__"] != NO_EVENT]
            assert readable
            for event in readable:
                validator.validate(event)
                assert event["specversion"] == "1.0"
