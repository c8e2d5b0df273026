"""Reading files in a process of its own, which is ended when it runs away; what was read until then counts.

``python -m services.watcher.files`` is that process: a request a line on standard input, and for each the items of a
file, one a line on standard output, and ``null`` at its end.
"""

from __future__ import annotations

import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TypeAlias

from pydantic import AwareDatetime, BaseModel, TypeAdapter

from services.runtime.clock import Clock
from services.runtime.consuming import excerpt
from services.runtime.logs import configure_logs
from services.watcher.archives import read_any_file
from services.watcher.confinement import MEMORY, allow, confine, start
from services.watcher.formats import Unreadable, path_text
from services.watcher.intake import Accepted
from services.watcher.parsing import Parser
from services.watcher.publishing import take

__all__ = ["FileReader", "Item"]

Item: TypeAlias = tuple[str, Accepted | Unreadable]
"""Where something stood, and the article that it is or why it is none."""

_SECONDS = 20
_REFUSALS = 10_000
"""Things in a row that are no article, after which the rest of a file is not looked at."""

_ITEM: TypeAdapter[Item | None] = TypeAdapter(Item | None)


class _Request(BaseModel):
    path: str
    """In base64: it may be any bytes."""
    seconds: int
    now: AwareDatetime


class FileReader:
    """Reads files of any kind that we know, one at a time. Its process is started when there is something to read."""

    def __init__(self, clock: Clock, log: IO[str] | int = subprocess.DEVNULL, seconds: int = _SECONDS) -> None:
        """Start nothing yet.

        Args:
            clock: Dates what has no date.
            log: Takes the process's log lines.
            seconds: Of computing that may pass from one item to the next.
        """
        self._clock, self._log, self._seconds = clock, log, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._reading = False

    def read(self, path: Path) -> Iterator[Item]:
        """What stands in a file. Whoever begins another file before the end of this one is done with this one."""
        if self._reading or (self._process is not None and self._process.poll() is not None):
            self.close()
        if self._process is None:
            self._process = start(__name__, self._log)
        self._reading = True
        number = 0
        for item in self._answers(self._process, path):
            number += 1
            yield item
        if self._reading:
            self.close()
            name = path_text(path)
            reason = f"given up after {number} items: what follows takes over {self._seconds} s to read, or breaks it"
            yield name, Unreadable(name, reason)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process, self._reading = None, False

    def _answers(self, process: subprocess.Popen[bytes], path: Path) -> Iterator[Item]:
        """Items until the end of the file, which is noted, or of the process."""
        asked, answers = process.stdin, process.stdout
        if asked is None or answers is None:
            raise RuntimeError("the process has no pipes")
        request = _Request(path=b64encode(os.fsencode(path)).decode(), seconds=self._seconds, now=self._clock())
        with suppress(OSError, ValueError):  # it ended, or was closed meanwhile
            asked.write(request.model_dump_json().encode() + b"\n")
            asked.flush()
            while (line := answers.readline()).endswith(b"\n"):
                if (item := _ITEM.validate_json(line)) is None:
                    self._reading = False
                    return
                yield item


def _answer(requests: IO[bytes], answers: IO[bytes], parser: Parser) -> None:
    for line in requests:
        request = _Request.model_validate_json(line)
        path = Path(os.fsdecode(b64decode(request.path)))
        allow(request.seconds)
        try:
            for item in _items(path, request, parser):
                answers.write(_ITEM.dump_json(item) + b"\n")
                answers.flush()
                allow(request.seconds)
        except MemoryError:
            name = path_text(path)
            too_much = Unreadable(name, f"takes over {MEMORY >> 30} GB of memory to read")
            answers.write(_ITEM.dump_json((name, too_much)) + b"\n")
        answers.write(b"null\n")
        answers.flush()


def _items(path: Path, request: _Request, parser: Parser) -> Iterator[Item]:
    refused = 0
    for found in read_any_file(path, parser):
        taken = take(found, request.now)
        if isinstance(taken, Accepted):
            refused = 0
            yield found.origin, taken
            continue
        refused += 1
        yield found.origin, replace(taken, original=excerpt(taken.original).encode())
        if refused == _REFUSALS:
            name = path_text(path)
            yield name, Unreadable(name, f"given up after {refused:,} things in a row that are no article")
            return


def main() -> None:
    """Answer until standard input ends."""
    requests, answers = confine()
    configure_logs("watcher")
    with closing(Parser()) as parser:
        _answer(requests, answers, parser)


if __name__ == "__main__":
    main()
