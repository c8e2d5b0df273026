"""``gainsay run``: every service on one machine, alerts on the terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import redis
from rich.console import Console
from rich.text import Text

from schemas.alerts import Closure
from schemas.streams import ALERTS, DEAD_LETTERS
from services.alerting.endpoints import read_endpoints
from services.cli.presenting import describe_alert, describe_closure
from services.cli.processes import Services, addresses, rotated, running
from services.runtime.embedded import embedded_broker
from services.runtime.errors import ConfigurationError
from services.runtime.wire import FIELD
from services.watcher.sources import read_sources

__all__ = ["run_together"]

_LISTEN_MS = 1000
_ASK_AGAIN = 0.1


def run_together(
    console: Console, *, data: Path, watch: Path | None, sources: Path | None, webhooks: Path | None, port: int
) -> int:
    """Run until SIGINT or SIGTERM. A service that ends is started again.

    Raises:
        ConfigurationError: The data folder is in use, a file that is named is wrong, or no broker can be started here.
        ServiceEndedError: A service cannot start.
    """
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    if webhooks:
        read_endpoints(webhooks)  # says now what is wrong with it
    if sources:
        read_sources(sources)
    data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(_lock(data))
        broker_url = stack.enter_context(embedded_broker(data / "broker"))
        broker = stack.enter_context(redis.Redis.from_url(broker_url.get_secret_value()))
        last = {stream.key: _last_entry(broker, stream.key) for stream in (ALERTS, DEAD_LETTERS)}
        common = {
            **addresses(broker_url, f"sqlite:///{(data / 'ledger.db').resolve()}"),
            "GAINSAY_WEBHOOKS_FILE": str(webhooks.resolve()) if webhooks else "",
        }
        watching = {
            "GAINSAY_HTTP_PORT": str(port),
            "GAINSAY_WATCH_FOLDER": str(watch.resolve()) if watch else "",
            "GAINSAY_SOURCES_FILE": str(sources.resolve()) if sources else "",
        }
        log = data / "services.log"
        workers = {"extraction": os.cpu_count() or 1, "ledger": 1, "alerting": 1}
        output = stack.enter_context(rotated(log))
        groups = [
            stack.enter_context(running(workers, common, log, output)),
            stack.enter_context(running({"watcher": 1}, {**common, **watching}, log, output)),
        ]
        _wait_until_open(port, groups)
        console.print(f"Gainsay runs. Send articles to http://127.0.0.1:{port}/articles", end="", soft_wrap=True)
        console.print(f" or put files into {watch}." if watch else ".", soft_wrap=True)
        console.print(f"The ledger is in {data}, the log in {log}. Ctrl-C stops it.\n", soft_wrap=True)
        shown = 0
        while not stop.is_set():
            for stream, entries in broker.xread(last, block=_LISTEN_MS) or ():
                for entry_id, fields in entries:
                    last[stream.decode()] = entry_id
                    shown += 1
                    _show(console, stream.decode(), fields[FIELD], shown)
            for group in groups:
                for name in group.restart_ended():
                    console.print(f"[yellow]{name} ended and was started again; see {log}[/]", soft_wrap=True)
        console.print("Stopping …")
    return 0


def _wait_until_open(port: int, groups: Iterable[Services]) -> None:
    """Wait for the watcher to answer.

    Raises:
        ServiceEndedError: A service cannot start; a port that is taken, say.
    """
    while True:
        for group in groups:
            group.check()
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/health/live", trust_env=False)
            return
        time.sleep(_ASK_AGAIN)


def _last_entry(broker: redis.Redis, stream: str) -> Any:
    """What was there before; with "$" whatever comes between two readings would be passed over."""
    newest = broker.xrevrange(stream, count=1)
    return newest[0][0] if newest else b"0-0"


def _show(console: Console, stream: str, body: bytes, number: int) -> None:
    if stream == ALERTS.key:
        told = ALERTS.event.model_validate_json(body).data
        console.print(describe_closure(told) if isinstance(told, Closure) else describe_alert(number, told))
    else:
        letter = DEAD_LETTERS.event.model_validate_json(body).data
        console.print(Text(f"not taken in: {letter.origin}: {letter.reason}", style="yellow"), soft_wrap=True)


@contextmanager
def _lock(data: Path) -> Iterator[None]:
    with (data / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigurationError(f"another gainsay run is using {data}") from error
        yield
