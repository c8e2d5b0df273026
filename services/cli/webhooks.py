"""``gainsay webhooks``: how the receivers do, what was attempted, and sending again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.alerting.deliveries import MIGRATIONS, VERSION_TABLE, DeliveryStore, EndpointState, State
from services.runtime.clock import utc_now
from services.runtime.database import make_engine, migrate
from services.runtime.errors import ConfigurationError

__all__ = ["enable", "list_endpoints", "resend", "show_attempts"]


def list_endpoints(url: SecretStr, console: Console) -> None:
    """Print each endpoint with its state and its deliveries by state."""
    table = Table(box=None, pad_edge=False)
    for heading in ("endpoint", *State, "state"):
        table.add_column(heading, overflow="fold")
    with _store(url) as store:
        for one in store.states():
            counts = (str(one.deliveries[state]) for state in State)
            table.add_row(*map(Text, (one.name, *counts, _describe(one, utc_now()))))
    console.print(table if table.row_count else "No deliveries yet.")


def show_attempts(url: SecretStr, console: Console, endpoint: str, event: str | None) -> None:
    """Print the latest attempts at an endpoint, or those for one event.

    Raises:
        ConfigurationError: There is no such endpoint.
    """
    table = Table(box=None, pad_edge=False)
    for heading in ("at", "event", "result", "seconds"):
        table.add_column(heading, overflow="fold")
    with _store(url) as store:
        _known(store, endpoint)
        for one in store.log(endpoint, event):
            when = one.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
            table.add_row(*map(Text, (when, one.event_id, one.result, f"{one.seconds:.2f}")))
    console.print(table if table.row_count else "No attempts.")


def resend(url: SecretStr, console: Console, endpoint: str, events: list[str]) -> None:
    """Send deliveries again: those of the events that are named, or all that are parked.

    Raises:
        ConfigurationError: There is no such endpoint.
    """
    with _store(url) as store:
        state = _known(store, endpoint)
        console.print(f"{store.resend(endpoint, events)} to be sent again")
        if state.disabled:
            store.enable(endpoint)
            console.print(f"{endpoint} is enabled again")


def enable(url: SecretStr, console: Console, endpoint: str) -> None:
    """Send what is new to an endpoint again that was disabled or asked us to slow down.

    Raises:
        ConfigurationError: There is no such endpoint.
    """
    with _store(url) as store:
        _known(store, endpoint)
        store.enable(endpoint)
    console.print(f"{endpoint} is enabled; what is parked goes out with: gainsay webhooks resend {endpoint}")


def _describe(endpoint: EndpointState, now: datetime) -> str:
    if endpoint.disabled:
        return endpoint.disabled
    if endpoint.slowed_until and endpoint.slowed_until > now:
        return f"overloaded, left alone until {endpoint.slowed_until.astimezone(UTC):%H:%M:%S} UTC"
    return "enabled"


def _known(store: DeliveryStore, endpoint: str) -> EndpointState:
    states = {one.name: one for one in store.states()}
    if endpoint not in states:
        raise ConfigurationError(f"there is no endpoint {endpoint}; there is {', '.join(states) or 'none yet'}")
    return states[endpoint]


@contextmanager
def _store(url: SecretStr) -> Iterator[DeliveryStore]:
    engine = make_engine(url)
    try:
        migrate(engine, MIGRATIONS, VERSION_TABLE)
        yield DeliveryStore(engine, utc_now)
    finally:
        engine.dispose()
