"""Several services on one machine: started together, watched, and stopped together."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from pydantic import SecretStr

__all__ = ["THIS_MACHINE", "ServiceEndedError", "Services", "addresses", "rotated", "running"]

THIS_MACHINE = "127.0.0.1"
_STOP_TIMEOUT = 20.0
_LOG_SIZE = 20_000_000
_LOG_FILES = 3
"""Older logs that are kept besides."""


class ServiceEndedError(Exception):
    """A service stopped by itself; the message names its log."""


class Services:
    """The processes of a set of services."""

    def __init__(
        self, services: Mapping[str, int], environment: Mapping[str, str], log: Path, output: IO[bytes]
    ) -> None:
        self._environment, self._log, self._output = (
            {**os.environ, "GAINSAY_PARENT": str(os.getpid()), **environment},
            log,
            output,
        )
        self._processes = {
            (service, number): self._start(service) for service, count in services.items() for number in range(count)
        }

    def check(self) -> None:
        """See that all still run.

        Raises:
            ServiceEndedError: One does not.
        """
        for (service, _), process in self._processes.items():
            if (status := process.poll()) is not None:
                last = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-1:]
                raise ServiceEndedError(f"{service} stopped with status {status}: {' '.join(last)}")

    def restart_ended(self) -> list[str]:
        """Start again what has ended, and name it."""
        ended = [key for key, process in self._processes.items() if process.poll() is not None]
        for key in ended:
            self._processes[key] = self._start(key[0])
        return [service for service, _ in ended]

    def stop(self) -> None:
        """Ask all to stop, wait for work in flight, and kill what does not listen."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(_STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, service: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "services.cli", "serve", service],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )


def addresses(broker_url: SecretStr, database_url: str) -> dict[str, str]:
    """Settings that point services at these stores and at this machine alone, whatever the environment says."""
    return {
        "GAINSAY_REDIS_URL": broker_url.get_secret_value(),
        "GAINSAY_REDIS_PASSWORD_FILE": "",
        "GAINSAY_DATABASE_URL": database_url,
        "GAINSAY_DATABASE_PASSWORD_FILE": "",
        "GAINSAY_HTTP_HOST": THIS_MACHINE,
        "GAINSAY_HTTP_PORT": "0",
    }


@contextmanager
def rotated(log: Path) -> Iterator[IO[bytes]]:
    """A pipe whose lines go into a log that is rotated, for processes that only know how to write."""
    log.parent.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    handler = RotatingFileHandler(log, maxBytes=_LOG_SIZE, backupCount=_LOG_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))

    def copy() -> None:
        with os.fdopen(reading, encoding="utf-8", errors="replace") as lines, closing(handler):
            for line in lines:
                handler.emit(logging.makeLogRecord({"msg": line.rstrip("\n")}))

    copying = threading.Thread(target=copy, daemon=True)
    copying.start()
    with os.fdopen(writing, "wb", buffering=0) as output:
        yield output
    copying.join(_STOP_TIMEOUT)


@contextmanager
def running(
    services: Mapping[str, int], environment: Mapping[str, str], log: Path, output: IO[bytes] | None = None
) -> Iterator[Services]:
    """Run services as child processes until the block ends.

    Args:
        services: How many processes of each.
        environment: Settings for all of them, besides this process's own environment.
        log: Has all their log lines.
        output: Takes them there; a file at that path by default.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with nullcontext(output) if output else log.open("ab") as lines:
        started = Services(services, environment, log, lines)
        try:
            yield started
        finally:
            started.stop()
