"""``gainsay dead-letters`` and ``gainsay webhooks``, as an operator runs them."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import redis
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from schemas.dead_letters import DeadLetter
from schemas.events import dead_letter_written
from schemas.streams import ARTICLES, DEAD_LETTERS
from services.alerting.deliveries import MIGRATIONS, VERSION_TABLE, DeliveryStore, State
from services.cli import dead_letters
from services.cli.app import app
from services.runtime.clock import utc_now
from services.runtime.database import make_engine, migrate
from services.runtime.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def command(broker_url: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    """Runs the program with the stores of the test, and gives its output."""
    monkeypatch.setenv("GAINSAY_REDIS_URL", broker_url)
    monkeypatch.setenv("GAINSAY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> str:
        ended = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert ended.exit_code == 0
        return ended.output

    return run


def _write(client: redis.Redis, at: datetime = NOW, **changes) -> str:
    values = {
        "stage": "extraction",
        "reason": "data.text: Field required",
        "origin": f"{ARTICLES.key} 1-0",
        "original": '{"id": "x"}',
        "replayable": True,
    }
    event = dead_letter_written(DeadLetter(**values | changes), "0" * 32, at)
    return client.xadd(DEAD_LETTERS.key, {"__data__": event.model_dump_json()}).decode()


def test_letters_are_listed_and_shown(client, command) -> None:
    assert command("dead-letters", "list") == "No dead letters.\n"
    entry = _write(client)
    _write(client, stage="watcher", origin="inbox/a.json", reason="is not JSON", replayable=False)
    client.xadd(DEAD_LETTERS.key, {"__data__": b"\xff"})
    lines = command("dead-letters", "list").splitlines()
    assert [line.split() for line in lines[1:]] == [
        [entry, "2026-03-10", "12:00", "extraction", ARTICLES.key, "1-0", "data.text:", "Field", "required"],
        [lines[2].split()[0], "2026-03-10", "12:00", "watcher", "inbox/a.json", "is", "not", "JSON"],
    ]
    with pytest.raises(ConfigurationError, match="there is no dead letter"):
        command("dead-letters", "show", client.xrevrange(DEAD_LETTERS.key, count=1)[0][0].decode())
    shown = json.loads(command("dead-letters", "show", entry))
    assert shown["data"]["original"] == '{"id": "x"}'
    assert shown["data"]["reason"] == "data.text: Field required"


def test_letter_is_put_back_on_its_stream(client, command) -> None:
    first, second = _write(client, original="one “é”"), _write(client, original="two")
    assert command("dead-letters", "replay", first) == "1 replayed\n"
    assert [fields for _, fields in client.xrange(ARTICLES.key)] == [{b"__data__": "one “é”".encode()}]
    assert [entry.decode() for entry, _ in client.xrange(DEAD_LETTERS.key)] == [second]


def test_all_letters_of_a_stage_are_put_back_and_others_stay(client, command) -> None:
    for number in range(3):
        _write(client, original=str(number))
    ledger = _write(client, stage="ledger", origin="{gainsay}:enriched 1-0")
    file = _write(client, stage="watcher", origin="a.json", replayable=False)
    assert command("dead-letters", "replay", "--all", "--stage", "extraction") == "3 replayed\n"
    assert client.xlen(ARTICLES.key) == 3
    assert [entry.decode() for entry, _ in client.xrange(DEAD_LETTERS.key)] == [ledger, file]
    assert command("dead-letters", "replay", "--all") == (
        f"1 replayed\n{file} stays: a.json is no stream entry; mend it there, and it is read again\n"
    )


@pytest.mark.parametrize(
    ("arguments", "dropped"),
    [
        (["--all"], {"young", "old", "file"}),
        (["--all", "--stage", "watcher"], {"file"}),
        (["--all", "--before", "2026-03-10"], {"old"}),
        (["--all", "--before", "2026-03-11", "--stage", "extraction"], {"young", "old"}),
        (["old", "file"], {"old", "file"}),
        (["old", "young", "--stage", "watcher"], set()),
    ],
)
def test_letters_are_dropped(client, command, arguments, dropped) -> None:
    entries = {
        "young": _write(client),
        "old": _write(client, at=NOW - timedelta(days=1)),
        "file": _write(client, stage="watcher", origin="a.json", replayable=False),
        "another program's": client.xadd(DEAD_LETTERS.key, {"note": "no letter"}).decode(),
    }
    assert command("dead-letters", "drop", *(entries.get(one, one) for one in arguments)) == f"{len(dropped)} dropped\n"
    left = {entry.decode() for entry, _ in client.xrange(DEAD_LETTERS.key)}
    assert {name for name, entry in entries.items() if entry not in left} == dropped


@pytest.mark.timeout(20)
def test_letters_that_come_back_at_once_are_put_back_once(client, command, monkeypatch) -> None:
    for number in range(5):
        _write(client, original=str(number))
    put_back = dead_letters._put_back

    def put_back_and_refused(client, entry, letter):
        _write(client, original=letter.original)
        return put_back(client, entry, letter)

    monkeypatch.setattr(dead_letters, "_AT_ONCE", 2)
    monkeypatch.setattr(dead_letters, "_put_back", put_back_and_refused)
    assert command("dead-letters", "replay", "--all") == "5 replayed\n"
    assert client.xlen(DEAD_LETTERS.key) == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dead-letters", "show", "1-1"], "there is no dead letter 1-1"),
        (["dead-letters", "replay", "nonsense"], "nonsense is no id of a dead letter"),
        (["dead-letters", "replay"], "name dead letters, or say --all"),
        (["dead-letters", "drop", "--before", "2026-03-10"], "name dead letters, or say --all"),
        (["dead-letters", "list", "--data", "/nowhere"], "no gainsay run is using /nowhere"),
        (["webhooks", "list", "--data", "/nowhere"], "there is no ledger at /nowhere/ledger.db"),
        (["webhooks", "list"], "there is no ledger at /nowhere/gainsay.db"),
        (["explain", "03cb9e89"], "there is no ledger at /nowhere/gainsay.db"),
        (["recheck"], "there is no ledger at /nowhere/gainsay.db"),
        (["explain", "03cb9e89", "--ledger", "sqlite:////nowhere/x.db"], "there is no ledger at /nowhere/x.db"),
        (["explain", "03cb9e89", "--ledger", "mysql://x"], "database_url: mysql is not supported"),
    ],
)
def test_what_the_user_must_mend_is_said(gainsay, broker_url, arguments, message) -> None:
    stores = {"GAINSAY_REDIS_URL": broker_url, "GAINSAY_DATABASE_URL": "sqlite:////nowhere/gainsay.db"}
    ended = gainsay(*arguments, check=False, env={**os.environ, **stores})
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"gainsay: {message}")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.usefixtures("store")
def test_an_endpoint_that_is_not_there_is_said(command) -> None:
    with pytest.raises(ConfigurationError, match="there is no endpoint press; there is none yet"):
        command("webhooks", "resend", "press")


def test_tables_that_a_ledger_lacks_are_made_before_it_is_read(command, sqlite_url) -> None:
    """They may be those of an older version, of none here."""
    Path(make_url(sqlite_url).database).touch()
    with pytest.raises(ConfigurationError, match="no alert 03cb9e89 in the ledger"):
        command("explain", "03cb9e89")
    assert command("recheck") == "Nothing would change.\n"


@pytest.fixture
def store(sqlite_url: str) -> Iterator[DeliveryStore]:
    engine = make_engine(SecretStr(sqlite_url))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    yield DeliveryStore(engine, utc_now)
    engine.dispose()


def test_endpoints_and_attempts_are_shown_and_deliveries_sent_again(command, store: DeliveryStore) -> None:
    assert command("webhooks", "list") == "No deliveries yet.\n"
    store.add(["desk", "press"], {"e1": "one", "e2": "two", "e3": "three"})
    for state, result in ((State.DELIVERED, "HTTP 204"), (State.PARKED, "HTTP 410")):
        store.settle(store.lease("desk"), state, result, seconds=0.25)
    store.disable("desk", "HTTP 410")
    assert [re.split(r"\s{2,}", line.rstrip()) for line in command("webhooks", "list").splitlines()] == [
        ["endpoint", "waiting", "delivered", "parked", "state"],
        ["desk", "0", "1", "2", "disabled: HTTP 410"],
        ["press", "3", "0", "0", "enabled"],
    ]
    attempts = [line.split() for line in command("webhooks", "attempts", "desk").splitlines()[1:]]
    assert [line[2:] for line in attempts] == [["e2", "HTTP", "410", "0.25"], ["e1", "HTTP", "204", "0.25"]]
    assert len(command("webhooks", "attempts", "desk", "e1").splitlines()) == 2
    assert command("webhooks", "resend", "desk") == "2 to be sent again\ndesk is enabled again\n"
    assert {store.lease("desk").event_id for _ in range(2)} == {"e2", "e3"}
    assert command("webhooks", "resend", "desk", "e1") == "1 to be sent again\n"
    assert store.lease("desk").event_id == "e1"
    assert command("webhooks", "enable", "desk").startswith("desk is enabled")


@pytest.mark.parametrize(
    ("arguments", "environment", "asked"),
    [
        ([], {}, "http://127.0.0.1:8081/health/ready"),
        (["ledger"], {}, "http://127.0.0.1:8081/health/ready"),
        (["watcher"], {}, "http://127.0.0.1:8080/health/ready"),
        (["watcher"], {"PORT": "9000"}, "http://127.0.0.1:9000/health/ready"),
        ([], {"HOST": "0.0.0.0"}, "http://127.0.0.1:8081/health/ready"),  # noqa: S104
        ([], {"HOST": "::"}, "http://[::1]:8081/health/ready"),
        ([], {"HOST": "192.0.2.7"}, "http://192.0.2.7:8081/health/ready"),
        ([], {"HOST": "fd00::7"}, "http://[fd00::7]:8081/health/ready"),
    ],
)
def test_health_is_asked_where_the_service_listens(command, monkeypatch, arguments, environment, asked) -> None:
    urls = []

    def get(url, **_options):
        urls.append(str(url))
        return httpx.Response(200, text="{}")

    monkeypatch.setattr(httpx, "get", get)
    for name in ("HOST", "PORT"):
        monkeypatch.setenv(f"GAINSAY_HTTP_{name}", environment.get(name, ""))
    assert command("health", *arguments) == "{}\n"
    assert urls == [asked]
