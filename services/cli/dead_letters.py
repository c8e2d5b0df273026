"""``gainsay dead-letters``: what was refused, why, and putting it back once the reason is gone, or dropping it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

import redis
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.dead_letters import DeadLetter
from schemas.events import Event
from schemas.streams import DEAD_LETTERS, STREAMS
from services.cli.entries import event_in
from services.runtime.errors import ConfigurationError
from services.runtime.wire import FIELD

__all__ = ["drop", "list_letters", "replay", "show_letter"]

_AT_ONCE = 500
_SHOWN_REASON = 100

_Letter: TypeAlias = tuple[str, Event[DeadLetter]]
"""The stream entry's id, which names a letter, and what it holds."""


def list_letters(url: SecretStr, console: Console) -> None:
    """Print every dead letter on a line: id, time, stage, origin and reason."""
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "written", "stage", "origin", "reason"):
        table.add_column(heading, overflow="fold")
    for entry, event in _answered(url, lambda client: list(_letters(client))):
        letter = event.data
        when = event.time.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        table.add_row(*map(Text, (entry, when, letter.stage, letter.origin, letter.reason[:_SHOWN_REASON])))
    console.print(table if table.row_count else "No dead letters.")


def show_letter(url: SecretStr, console: Console, entry: str) -> None:
    """Print one dead letter whole.

    Raises:
        ConfigurationError: There is none of that id.
    """
    letter = _answered(url, lambda client: _letter(client, entry))[1]
    console.print_json(json.dumps({"id": entry, **letter.model_dump(mode="json")}, ensure_ascii=False))


def replay(url: SecretStr, console: Console, entries: list[str], *, every: bool, stage: str | None) -> None:
    """Put the originals back on the streams that they came from, and take the dead letters away, in one step each.

    What is handled twice this way changes nothing: its event has the id that it had.

    Args:
        url: The broker.
        console: Where people read.
        entries: Ids of dead letters.
        every: All of them, whatever ``entries`` says.
        stage: Of these, only those that this service wrote.

    Raises:
        ConfigurationError: There is none of an id.
    """

    def put_back(client: redis.Redis) -> tuple[int, list[_Letter]]:
        replayed, left = 0, []
        for entry, event in _chosen(client, entries, every, stage):
            if _put_back(client, entry, event.data):
                replayed += 1
            else:
                left.append((entry, event))
        return replayed, left

    replayed, left = _answered(url, put_back)
    console.print(f"{replayed} replayed")
    for entry, event in left:
        console.print(
            Text(f"{entry} stays: {event.data.origin} is no stream entry; mend it there, and it is read again"),
            soft_wrap=True,
        )


def drop(
    url: SecretStr, console: Console, entries: list[str], *, every: bool, stage: str | None, before: datetime | None
) -> None:
    """Take dead letters away for good.

    Args:
        url: The broker.
        console: Where people read.
        entries: Ids of dead letters.
        every: All of them, whatever ``entries`` says.
        stage: Of these, only those that this service wrote.
        before: Of these, only those that were written earlier.

    Raises:
        ConfigurationError: There is none of an id.
    """

    def take_away(client: redis.Redis) -> int:
        chosen = _chosen(client, entries, every, stage)
        return sum(
            int(client.xdel(DEAD_LETTERS.key, entry))
            for entry, event in chosen
            if before is None or event.time < before
        )

    console.print(f"{_answered(url, take_away)} dropped")


def _chosen(client: redis.Redis, entries: list[str], every: bool, stage: str | None) -> Iterator[_Letter]:
    chosen = _letters(client) if every else iter([_letter(client, entry) for entry in entries])
    return ((entry, event) for entry, event in chosen if stage is None or event.data.stage == stage)


def _put_back(client: redis.Redis, entry: str, letter: DeadLetter) -> bool:
    stream = letter.origin.partition(" ")[0]
    if not letter.replayable or letter.original is None or stream not in {one.key for one in STREAMS}:
        return False
    with client.pipeline(transaction=True) as multi:
        multi.xadd(stream, {FIELD: letter.original})
        multi.xdel(DEAD_LETTERS.key, entry)
        multi.execute()
    return True


def _letters(client: redis.Redis) -> Iterator[_Letter]:
    """Those that are there now, and none that comes meanwhile: what is put back may be refused again at once."""
    newest: Any = client.xrevrange(DEAD_LETTERS.key, count=1)
    begin = "-"
    while newest:
        found: Any = client.xrange(DEAD_LETTERS.key, begin, newest[0][0], _AT_ONCE)
        if not found:
            return
        for entry, fields in found:
            begin = f"({entry.decode()}"
            if (event := event_in(DEAD_LETTERS, fields)) is not None:
                yield entry.decode(), event


def _letter(client: redis.Redis, entry: str) -> _Letter:
    try:
        found: Any = client.xrange(DEAD_LETTERS.key, entry, entry)
    except redis.ResponseError as error:
        raise ConfigurationError(f"{entry} is no id of a dead letter") from error
    event = event_in(DEAD_LETTERS, found[0][1]) if found else None
    if event is None:
        raise ConfigurationError(f"there is no dead letter {entry}")
    return entry, event


def _answered(url: SecretStr, ask: Callable[[redis.Redis], Any]) -> Any:
    try:
        with redis.Redis.from_url(url.get_secret_value()) as client:
            return ask(client)
    except redis.exceptions.ConnectionError as error:
        raise ConfigurationError(f"the broker cannot be reached: {error}") from error
