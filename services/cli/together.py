"""``gainsay run``: every service on one machine, alerts on the terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import redis
from rich.console import Console
from rich.text import Text

from schemas.alerts import Alert, Closure
from schemas.dead_letters import DeadLetter
from schemas.events import Event
from schemas.streams import ALERTS, DEAD_LETTERS
from services.alerting.endpoints import read_endpoints
from services.cli.entries import event_in
from services.cli.presenting import describe_alert, describe_closure
from services.cli.processes import THIS_MACHINE, Services, addresses, rotated, running
from services.runtime.embedded import embedded_broker
from services.runtime.errors import ConfigurationError
from services.watcher.sources import read_sources

__all__ = ["run_together"]

_SHOWN = {stream.key: stream for stream in (ALERTS, DEAD_LETTERS)}
_LISTEN_MS = 1000
_ASK_AGAIN = 0.1


def run_together(
    console: Console, *, data: Path, watch: Path | None, sources: Path | None, webhooks: Path | None, port: int
) -> int:
    """Run until SIGINT or SIGTERM. A service that ends is started again.

    Raises:
        ConfigurationError: The data folder or the port is in use, a file that is named is wrong, or no broker can be
            started here.
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
        _refuse_taken(port)
        broker_url = stack.enter_context(embedded_broker(data / "broker"))
        broker = stack.enter_context(redis.Redis.from_url(broker_url.get_secret_value()))
        last = {key: _last_entry(broker, key) for key in _SHOWN}
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
        if _is_open(port, groups, stop):
            console.print(Text(_greeting(port, watch, data, log)), soft_wrap=True)
        shown = 0
        while not stop.is_set():
            for event in _new_events(broker, last):
                shown += 1
                _show(console, event.data, shown)
            _restart_ended(groups, log, console)
        console.print("Stopping …")
    return 0


def _refuse_taken(port: int) -> None:
    """See that nobody listens at a port: what answers there later is then the watcher.

    Raises:
        ConfigurationError: It is taken, or not ours to take.
    """
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the watcher does: it may have just ended
            probe.bind((THIS_MACHINE, port))
    except OSError as error:
        raise ConfigurationError(
            f"port {port} cannot be used ({error.strerror or error}); name another with --port"
        ) from error


def _is_open(port: int, groups: Iterable[Services], stop: threading.Event) -> bool:
    """Wait for the watcher to answer, and tell whether it did before all was to stop.

    Raises:
        ServiceEndedError: A service cannot start.
    """
    while not stop.is_set():
        for group in groups:
            group.check()
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"http://{THIS_MACHINE}:{port}/health/live", trust_env=False)
            return True
        stop.wait(_ASK_AGAIN)
    return False


def _greeting(port: int, watch: Path | None, data: Path, log: Path) -> str:
    files = f" or put files into {watch}" if watch else ""
    return (
        f"Gainsay runs. Send articles to http://{THIS_MACHINE}:{port}/articles{files}.\n"
        f"The ledger is in {data}, the log in {log}. Ctrl-C stops it.\n"
    )


def _restart_ended(groups: Iterable[Services], log: Path, console: Console) -> None:
    for group in groups:
        for name in group.restart_ended():
            console.print(Text(f"{name} ended and was started again; see {log}", style="yellow"), soft_wrap=True)


def _last_entry(broker: redis.Redis, stream: str) -> Any:
    """What was there before; with "$" whatever comes between two readings would be passed over."""
    newest = broker.xrevrange(stream, count=1)
    return newest[0][0] if newest else b"0-0"


def _new_events(broker: redis.Redis, last: dict[Any, Any]) -> Iterator[Event[Any]]:
    """What has come since the ``last`` entries, which are moved on."""
    found: Any = broker.xread(last, block=_LISTEN_MS)
    for key, entries in found or ():
        stream = _SHOWN[key.decode()]
        for entry, fields in entries:
            last[stream.key] = entry
            if (event := event_in(stream, fields)) is not None:
                yield event


def _show(console: Console, told: Alert | Closure | DeadLetter, number: int) -> None:
    match told:
        case Alert():
            console.print(describe_alert(number, told))
        case Closure():
            console.print(describe_closure(told))
        case DeadLetter():
            console.print(Text(f"not taken in: {told.origin}: {told.reason}", style="yellow"), soft_wrap=True)


@contextmanager
def _lock(data: Path) -> Iterator[None]:
    with (data / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigurationError(f"another gainsay run is using {data}") from error
        yield
