"""``gainsay sources``: how it goes with each feed and page that is watched."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from pydantic import SecretStr
from redis.asyncio import Redis
from redis.exceptions import RedisError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.runtime.errors import ConfigurationError
from services.watcher.memory import Memory, SourceState

__all__ = ["show_sources"]


def show_sources(url: SecretStr, console: Console) -> None:
    """Print every source: last success, next attempt, what was counted, and the last error.

    Raises:
        ConfigurationError: The broker does not answer.
    """
    try:
        found = asyncio.run(_ask(url))
    except RedisError as error:
        raise ConfigurationError(f"the broker does not answer: {error}") from error
    table = Table(box=None, pad_edge=False)
    for heading in ("source", "last success", "next attempt", "counted", "last error"):
        table.add_column(heading, overflow="fold")
    for name, (state, counts) in found.items():
        counted = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()) if number)
        trouble = f"{_moment(state.last_error_at)} {state.last_error}" if state.last_error else ""
        cells = (name, _moment(state.last_success), _moment(state.next_attempt), counted, trouble)
        table.add_row(*map(Text, cells), style="yellow" if state.failures else None)
    console.print(table if table.row_count else "No source has been looked at.")


async def _ask(url: SecretStr) -> dict[str, tuple[SourceState, dict[str, int]]]:
    async with Redis.from_url(url.get_secret_value()) as client:
        memory = Memory(client)
        return {name: (state, await memory.counts(name)) for name, state in (await memory.states()).items()}


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if at else "never"
