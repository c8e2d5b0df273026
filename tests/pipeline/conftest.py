from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def gainsay():
    """Runs the program as a user does and gives its output."""

    def run(*arguments, check=True, **options):
        return subprocess.run(
            [sys.executable, "-m", "services.cli", *map(str, arguments)],
            check=check,
            capture_output=True,
            text=True,
            timeout=300,
            cwd=ROOT,
            **options,
        )

    return run


@pytest.fixture(scope="session")
def lines():
    def read(path):
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    return read


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def client(broker_url):
    """Talks to a real broker with nothing in it."""
    with redis.Redis.from_url(broker_url) as client:
        yield client


@pytest.fixture(scope="session")
def until():
    """Waits until something is true, and fails when it is not in time or a service has ended."""

    def wait(true, services, what="done", seconds=90):
        deadline = time.monotonic() + seconds
        while not true():
            services.check()
            assert time.monotonic() < deadline, f"not in time: {what}"
            time.sleep(0.05)

    return wait
