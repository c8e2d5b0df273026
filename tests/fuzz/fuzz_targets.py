"""What strangers' bytes run through, and what must hold whatever they are. Shared by hypothesis and atheris."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from schemas.dead_letters import DeadLetter
from schemas.events import article_published, dead_letter_written
from schemas.streams import ARTICLES, DEAD_LETTERS, STREAMS
from services.runtime.consuming import Refusal, _is_replayable, _read, _text, excerpt
from services.watcher.formats import SUFFIXES, Found, NotJsonError, Unreadable, parse_json, read_file
from services.watcher.intake import TEXT_LIMIT, Accepted, InvalidArticleError, accept
from services.watcher.publishing import take

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MOST_FOUND = 2_000


def read_a_file(data: bytes) -> None:
    """Article readers: each gives articles or reasons, and never an error."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".json"
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data[1:])
        for number, found in enumerate(read_file(path)):
            assert isinstance(found, Found | Unreadable)
            _check_taken(take(found, NOW))
            if number >= MOST_FOUND:
                break


def push(data: bytes) -> None:
    """The push API: an article, or a reason that names the field."""
    try:
        accepted = accept(parse_json(data), now=NOW, default_source="push")
    except (NotJsonError, InvalidArticleError) as error:
        str(error).encode()  # it goes into an answer in UTF-8
        return
    _check_taken(accepted)


def read_an_entry(data: bytes) -> None:
    """The message format: an event that means the same when it is written again, or a dead letter."""
    for stream in STREAMS:
        event = _read(stream, data)
        if isinstance(event, Refusal):
            letter = DeadLetter(
                stage="fuzz",
                reason=event.reason,
                origin="fuzz 1-0",
                original=_text(data, 8_000_000),
                replayable=_is_replayable(data),
            )
            written = dead_letter_written(letter, None, NOW).model_dump_json().encode()
            read = DEAD_LETTERS.event.model_validate_json(written).data
            assert read == letter
            assert not read.replayable or read.original.encode() == data
        else:
            assert stream.event.model_validate_json(event.model_dump_json()) == event


def _check_taken(taken: Accepted | Unreadable) -> None:
    if isinstance(taken, Unreadable):
        letter = DeadLetter(
            stage="watcher", reason=taken.reason, origin=taken.origin, original=excerpt(taken.original) or None
        )
        assert dead_letter_written(letter, None, NOW).model_dump_json().encode()
        return
    article = taken.article
    assert article.text.strip()
    assert len(article.text) <= TEXT_LIMIT
    assert "\0" not in article.model_dump_json()
    event = article_published(article, NOW)
    assert ARTICLES.event.model_validate_json(event.model_dump_json()) == event


TARGETS = (read_a_file, push, read_an_entry)
