"""Nothing lost, nothing doubled: the services under a seeded plan of kills, cuts and restarts.

``make chaos SEED=…`` runs the same at length; the seed names the stories and the plan of faults.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import random
import signal
import socket
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml
from pydantic import SecretStr
from redis.asyncio import Redis

from schemas.streams import ALERTS, DEAD_LETTERS, STREAMS, Stream
from services.alerting.deliveries import MIGRATIONS as ALERTING
from services.alerting.deliveries import VERSION_TABLE as ALERTING_VERSION
from services.alerting.deliveries import DeliveryStore, State
from services.cli.processes import running
from services.ledger.export import LedgerReader
from services.ledger.store import MIGRATIONS, VERSION_TABLE
from services.runtime.clock import utc_now
from services.runtime.database import make_engine, migrate
from services.runtime.groups import GroupState, group_states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

STILL_FOR = 90.0
"""Seconds without any progress after which a run counts as stuck."""

BOUNDARIES = [
    ("extraction, read and not published", "extraction", b"XACK", "before"),
    ("extraction, published and acknowledged, not heard", "extraction", b"XACK", "after"),
    ("extraction, given a batch", "extraction", b"__data__", "given"),
    ("ledger, committed, not acknowledged", "ledger", b"XACK", "before"),
    ("ledger, acknowledged, not heard", "ledger", b"XACK", "after"),
    ("ledger, given a batch", "ledger", b"__data__", "given"),
    ("ledger, alerts read, not sent", "ledger", b":alerts:sent-until", "before"),
    ("ledger, alerts sent, not marked", "ledger", b"XADD", "after"),
    ("alerting, queued, not acknowledged", "alerting", b"XACK", "before"),
    ("alerting, acknowledged, not heard", "alerting", b"XACK", "after"),
    ("watcher, not published", "watcher", b"XADD", "before"),
    ("watcher, published, not heard", "watcher", b"XADD", "after"),
]
SQL_BOUNDARIES = [
    ("ledger, about to commit", "ledger", b"COMMIT", "before"),
    ("ledger, committed, not heard", "ledger", b"COMMIT", "after"),
    ("alerting, about to commit", "alerting", b"COMMIT", "before"),
    ("alerting, committed, not heard", "alerting", b"COMMIT", "after"),
]


@dataclass
class Run:
    """What one run is given, and what it comes to."""

    database_url: str
    inbox: Path
    port: int
    environment: dict[str, str]
    log: Path
    counts: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def prepare(tmp_path: Path, port: int):
    """Makes the tables of a run and its settings."""

    def make(name: str, broker_url: str, database_url: str, services_url: str, receivers: Mapping[str, Any]) -> Run:
        folder = tmp_path / name
        folder.mkdir()
        for endpoint, receiver in receivers.items():
            (folder / endpoint).write_text(receiver.secret)
        listed = [{"name": one, "url": to.url, "secret_file": one} for one, to in receivers.items()]
        (folder / "webhooks.yml").write_text(yaml.safe_dump(listed))
        engine = make_engine(SecretStr(database_url))
        migrate(engine, MIGRATIONS, VERSION_TABLE)
        migrate(engine, ALERTING, ALERTING_VERSION)
        engine.dispose()
        environment = {
            "GAINSAY_REDIS_URL": broker_url,
            "GAINSAY_DATABASE_URL": services_url,
            "GAINSAY_HTTP_PORT": "0",
            "GAINSAY_BATCH_SIZE": "8",
            "GAINSAY_GRACE_PERIOD": "1",
            "GAINSAY_RECLAIM_AFTER": "3",
            "GAINSAY_KEEP_DONE": "5",
            "GAINSAY_MAX_DELIVERIES": "20",  # each kill is a delivery of what was in hand
            "GAINSAY_WEBHOOKS_FILE": str(folder / "webhooks.yml"),
            "GAINSAY_PRIVATE_HOSTS": "127.0.0.1",
            "OMP_NUM_THREADS": "1",
        }
        return Run(database_url, folder / "inbox", port, environment, folder / "services.log")

    return make


@contextlib.contextmanager
def _services(run: Run, workers: int, sinks: int) -> Iterator[list[Any]]:
    watching = {"GAINSAY_WATCH_FOLDER": str(run.inbox), "GAINSAY_HTTP_PORT": str(run.port)}
    many = {"extraction": workers, "ledger": sinks, "alerting": 1}
    with (
        running(many, run.environment, run.log) as others,
        running({"watcher": 1}, run.environment | watching, run.log) as watcher,
    ):
        yield [others, watcher]


def _processes(groups: list[Any]) -> dict[int, str]:
    return {process.pid: key[0] for group in groups for key, process in list(group._processes.items())}


def _states(broker: Any) -> list[GroupState]:
    async def ask() -> list[GroupState]:
        async with Redis(unix_socket_path=str(broker.socket)) as client:
            return [state for stream in STREAMS for state in await group_states(client, stream)]

    return asyncio.run(ask())


def _push(run: Run, article: Mapping[str, Any]) -> None:
    """As a sender does that was told to try again."""
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.post(f"http://127.0.0.1:{run.port}/articles", json=article, timeout=10).status_code == 202:
                return
        time.sleep(0.2)


def _feed(run: Run, articles: list[Any], put_file: Any, seconds: float) -> int:
    """Give articles to the watcher over some time, most in files and some pushed; tells how many lines were none."""
    files = [articles[start : start + 12] for start in range(0, len(articles), 12)]
    for number, some in enumerate(files):
        put_file(run.inbox, f"{number:05}.jsonl", some[:-2], bad=1)
        for article in some[-2:]:
            _push(run, article)
        time.sleep(seconds / len(files))
    return len(files)


def _settled(run: Run, broker: Any, articles: int, groups: list[Any], receivers: Mapping[str, Any]) -> None:
    engine = make_engine(SecretStr(run.database_url))
    reader, store = LedgerReader(engine), DeliveryStore(engine, utc_now)
    found: Any = None
    before, moved = found, time.monotonic()
    while time.monotonic() - moved < STILL_FOR:
        _let_pass(run, groups, 0.5)
        if found != before:
            before, moved = found, time.monotonic()
        with contextlib.suppress(Exception):  # whatever is still down
            open_entries = sum(state.lag + state.pending for state in _states(broker))
            waiting = sum(one.deliveries[State.WAITING] for one in store.states())
            sent = reader.counts()["alerts"] * len(receivers)
            delivered = sum(one.deliveries[State.DELIVERED] for one in store.states())
            found = (open_entries, reader.entered(), reader.waiting(), waiting, sent - delivered)
            if found == (0, articles, 0, 0, 0):
                break
    engine.dispose()
    assert found == (0, articles, 0, 0, 0), f"open entries, entered, unsent, undelivered, missing: {found}"


def _contents(database_url: str) -> dict[str, list[Any]]:
    engine = make_engine(SecretStr(database_url))
    reader = LedgerReader(engine)
    articles = [{name: v for name, v in a.items() if name != "fetched_at"} for a in reader.articles()]
    found = {
        "articles": articles,
        "claims": list(reader.claims()),
        "alerts": [alert.model_dump(mode="json") for alert in reader.alerts()],
        "near misses": list(reader.near_misses()),
    }
    engine.dispose()
    return found


def _compare(calm: dict[str, list[Any]], found: dict[str, list[Any]]) -> tuple[Counter[str], Counter[str]]:
    """What is lost, and what is there twice or should not be there, by kind."""
    lost, doubled = Counter(), Counter()
    for name, expected in calm.items():
        ours, theirs = Counter(map(repr, found[name])), Counter(map(repr, expected))
        lost[name] = (theirs - ours).total()
        doubled[name] = (ours - theirs).total()
    return +lost, +doubled


def _receivers(stack: ExitStack, receiving: Any) -> dict[str, Any]:
    secrets = {name: "whsec_" + base64.b64encode(name.encode() * 8).decode() for name in ("desk", "press")}
    return {name: stack.enter_context(receiving(secret)) for name, secret in secrets.items()}


@pytest.fixture
def calm_run(own_broker, prepare, receiving, put_file, assert_order_is_free, tmp_path: Path):
    """What one worker and one sink that nobody disturbs make of articles. It leaves the broker empty."""

    def run_calmly(articles: list[Any]) -> dict[str, list[Any]]:
        url = f"sqlite:///{tmp_path}/calm.db"
        with ExitStack() as stack:
            receivers = _receivers(stack, receiving)
            run = prepare("calm", f"unix://{own_broker.socket}", url, url, receivers)
            with _services(run, 1, 1) as groups:
                _feed(run, articles, put_file, 0.0)
                _settled(run, own_broker, len(articles), groups, receivers)
        with own_broker.client() as client:
            client.flushall()
        assert_order_is_free(url)
        return _contents(url)

    return run_calmly


class Faults:
    """A plan of faults that a seed draws: every kind comes before any comes again."""

    def __init__(self, seed: str, run: Run, groups: list[Any], rig: Rig) -> None:
        self._chance, self._run, self._groups, self._rig = random.Random(f"faults {seed}"), run, groups, rig
        self._deck: list[Callable[[], None]] = []

    def strike(self) -> None:
        """Do the next thing."""
        if not self._deck:
            redis_traps = [partial(self._set, self._rig.proxies[0], one) for one in BOUNDARIES]
            sql_traps = [partial(self._set, self._rig.proxies[-1], one) for one in SQL_BOUNDARIES]
            self._deck = [self._kill, self._kill, self._kill_sender, self._kill_broker, self._cut, self._delay]
            self._deck += redis_traps
            if self._rig.postgres:
                self._deck += [self._restart_postgres, *sql_traps]
            self._chance.shuffle(self._deck)
        self._deck.pop()()

    def _kill(self) -> None:
        process, service = self._chance.choice(sorted(_processes(self._groups).items(), key=itemgetter(1)))
        _kill(process)
        self._run.counts[f"{service} killed at random"] += 1

    def _kill_sender(self) -> None:
        def strike() -> None:
            for process, service in _processes(self._groups).items():
                if service == "alerting":
                    _kill(process)
            self._run.counts["killed: alerting, webhook received and not answered"] += 1

        self._chance.choice(list(self._rig.receivers.values())).before_answer = strike

    def _kill_broker(self) -> None:
        self._rig.broker.kill()
        time.sleep(self._chance.random())
        self._rig.broker.start()
        self._run.counts["broker killed and started again"] += 1

    def _restart_postgres(self) -> None:
        self._rig.postgres.stop(self._chance.choice([signal.SIGINT, signal.SIGQUIT]))
        time.sleep(self._chance.random())
        self._rig.postgres.start()
        self._run.counts["PostgreSQL stopped and started again"] += 1

    def _cut(self) -> None:
        for proxy in self._rig.proxies:
            proxy.cut()
        self._run.counts["all connections cut"] += 1

    def _delay(self) -> None:
        for proxy in self._rig.proxies:
            proxy.delay = self._chance.uniform(0.05, 0.3)
        time.sleep(1.0)
        for proxy in self._rig.proxies:
            proxy.delay = 0.0
        self._run.counts["all connections slow for a second"] += 1

    def _set(self, proxy: Any, boundary: tuple[str, str, bytes, str]) -> None:
        proxy.trap = self._rig.trap(*boundary)


@dataclass
class Rig:
    """What is between the services and what they talk to."""

    broker: Any
    proxies: list[Any]
    postgres: Any
    receivers: dict[str, Any]
    trap: Any


@pytest.fixture
def chaos(
    own_broker, proxying, prepare, receiving, put_file, stories, trap, starting_postgres, calm_run, tmp_path: Path
):
    """Runs the services under faults for some seconds, and sees that they come to what an undisturbed run came to."""

    def run_disturbed(seed: str, database: str, number: int, seconds: float, every: float) -> None:
        articles = list(stories(seed, number))
        calm = calm_run(articles)
        with ExitStack() as stack:
            rig = Rig(own_broker, [proxying("r.sock", own_broker.socket)], None, _receivers(stack, receiving), trap)
            url = through = f"sqlite:///{tmp_path}/chaos.db"
            if database == "postgresql":
                rig.postgres = stack.enter_context(starting_postgres())
                rig.proxies.append(proxying("pg/.s.PGSQL.5432", rig.postgres.folder / ".s.PGSQL.5432"))
                url = f"postgresql+psycopg://gainsay@/postgres?host={rig.postgres.folder}"
                through = f"postgresql+psycopg://gainsay@/postgres?host={rig.proxies[1].listen.parent}"
            run = prepare("chaos", f"unix://{rig.proxies[0].listen}", url, through, rig.receivers)
            with _services(run, 2, 2) as groups:
                bad = _disturb(
                    run,
                    groups,
                    rig,
                    Faults(seed, run, groups, rig),
                    partial(_feed, run, articles, put_file),
                    seconds,
                    every,
                )
                _settled(run, own_broker, number, groups, rig.receivers)
                left = _processes(groups)
            assert not [process for process in left if _runs(process)], "a service outlived its end"
            _check(f"{seed}, {database}", run, rig, calm, url, bad)

    return run_disturbed


def _disturb(
    run: Run, groups: list[Any], rig: Rig, faults: Faults, feed: Callable[[float], int], seconds: float, every: float
) -> int:
    """Strike while articles come in; tells how many lines of input were none."""
    for proxy in rig.proxies:
        proxy.service_of = lambda process: _processes(groups).get(process)
    bad: list[int] = []
    feeding = threading.Thread(target=lambda: bad.append(feed(seconds)), daemon=True)
    feeding.start()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        faults.strike()
        _let_pass(run, groups, every)
    for proxy in rig.proxies:
        proxy.trap = None
    while feeding.is_alive():
        _let_pass(run, groups, 0.5)
    return bad[0]


def _let_pass(run: Run, groups: list[Any], seconds: float) -> None:
    """Start again what has ended, as docker-compose and gainsay run do."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.25)
        for group in groups:
            for service in group.restart_ended():
                run.counts[f"{service} started again"] += 1


def _check(title: str, run: Run, rig: Rig, calm: dict[str, list[Any]], url: str, bad: int) -> None:
    found = _contents(url)
    lost, doubled = _compare(calm, found)
    with rig.broker.client() as client:
        letters = {event.id for event in _events(client, DEAD_LETTERS)}
        alerts = {event.data.id for event in _events(client, ALERTS)}
    caught = Counter(f"killed: {name}" for proxy in rig.proxies for name in proxy.caught)
    receivers = rig.receivers.values()
    lines = [
        f"\nseed {title}:",
        *(f"{number:6} {what}" for what, number in sorted((run.counts + caught).items())),
        f"in {len(calm['articles']) + bad} = stored {len(found['articles'])} + rejected {len(letters)}",
        f"{len(calm['alerts'])} alerts, {[len(one.bodies) for one in receivers]} arrived",
        f"{sum(one.repeats for one in receivers)} arrived more than once, with the same id and body",
        f"{lost.total()} lost, {doubled.total()} doubled\n",
    ]
    sys.stdout.write("\n".join(lines))
    assert calm["alerts"]
    assert calm["near misses"]
    assert (lost, doubled) == ({}, {})
    assert len(letters) == bad
    assert alerts <= {alert["id"] for alert in calm["alerts"]}
    for receiver in receivers:
        assert len(receiver.bodies) == len(calm["alerts"])
        assert all(len(bodies) == 1 for bodies in receiver.bodies.values()), "one id, two bodies"
        assert receiver.wrong == 0


def _events(client: Any, stream: Stream) -> list[Any]:
    return [stream.event.model_validate_json(fields[b"__data__"]) for _, fields in client.xrange(stream.key)]


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.timeout(420)
def test_a_minute_of_kills_and_cuts_loses_and_doubles_nothing(chaos) -> None:
    chaos("harbour", "postgresql", 150, 20.0, 1.0)


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_chaos_at_length(chaos) -> None:
    chaos(
        os.environ.get("CHAOS_SEED", "harbour"),
        os.environ.get("CHAOS_DATABASE", "postgresql"),
        int(os.environ.get("CHAOS_ARTICLES", "2000")),
        float(os.environ.get("CHAOS_SECONDS", "200")),
        float(os.environ.get("CHAOS_EVERY", "2")),
    )


def test_flushed_broker_is_filled_again_from_the_sources_and_nothing_doubles(
    own_broker, prepare, receiving, put_file, stories, calm_run, postgres_url
) -> None:
    articles = list(stories("flush", 72))
    calm = calm_run(articles)
    with ExitStack() as stack:
        receivers = _receivers(stack, receiving)
        run = prepare("flushed", f"unix://{own_broker.socket}", postgres_url, postgres_url, receivers)
        with _services(run, 1, 2) as groups, own_broker.client() as client:
            put_file(run.inbox, "a.jsonl", articles[:36], bad=3)
            _settled(run, own_broker, 36, groups, receivers)
            put_file(run.inbox, "b.jsonl", articles[36:])
            while not client.xlen("{gainsay}:enriched"):
                time.sleep(0.01)
            client.flushall()
            _settled(run, own_broker, 72, groups, receivers)
            _let_pass(run, groups, 2.0)
            letters = {event.id for event in _events(client, DEAD_LETTERS)}
    assert _compare(calm, _contents(postgres_url)) == ({}, {})
    assert len(letters) == 3
    for receiver in receivers.values():
        assert set(map(len, receiver.bodies.values())) == {1}
        assert (len(receiver.bodies), receiver.wrong) == (len(calm["alerts"]), 0)
        assert receiver.repeats == 0, "what was delivered is not delivered again"
