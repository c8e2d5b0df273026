from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import logging, warnings
import structlog
{before}
from services.runtime.logs import configure_logs

configure_logs("watcher", {level!r})
ours = structlog.get_logger("watcher")
theirs = logging.getLogger("library.part")
try:
    raise ValueError("line one\\nline two")
except ValueError:
    {statement}
"""


def _logged(statement: str, level: str = "INFO", before: str = "") -> list[dict[str, str]]:
    program = PROGRAM.format(level=level, statement=statement, before=before)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.split("\n")[:-1]]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('ours.info("taken in", article="é\\n“1”")', {"event": "taken in", "article": "é\n“1”", "level": "info", "logger": "watcher"}),
        ('ours.error("bad", surrogate="\\ud800")', {"event": "bad", "level": "error"}),
        ('theirs.warning("%s of %s", 1, "two\\nlines")', {"event": "1 of two\nlines", "level": "warning", "logger": "library.part"}),
        ('logging.getLogger("uvicorn.error").error("down")', {"event": "down", "logger": "uvicorn.error"}),
    ],
)  # fmt: skip
def test_record_is_one_json_object_in_one_line(statement: str, expected: dict[str, str]) -> None:
    (record,) = _logged(statement)
    assert record.items() >= (expected | {"service": "watcher"}).items()
    assert record["timestamp"].endswith("Z")


def test_broker_library_writes_no_lines_of_its_own() -> None:
    (record,) = _logged('logging.getLogger("faststream").error("away")', before="import faststream.redis")
    assert (record["event"], record["logger"]) == ("away", "faststream")


@pytest.mark.parametrize("statement", ['ours.exception("failed")', 'theirs.exception("failed")'])
def test_exception_stays_in_the_record_of_its_message(statement: str) -> None:
    (record,) = _logged(statement)
    assert (record["event"], record["level"]) == ("failed", "error")
    assert record["exception"].startswith("Traceback (most recent call last):\n")
    assert record["exception"].endswith("ValueError: line one\nline two")


@pytest.mark.parametrize(
    ("statement", "level", "count"),
    [
        ('ours.debug("a"); theirs.debug("a")', "INFO", 0),
        ('ours.debug("a"); theirs.debug("a")', "DEBUG", 2),
        ('ours.info("a"); theirs.info("a")', "WARNING", 0),
        ('logging.getLogger("httpx").info("a"); logging.getLogger("faststream").info("a")', "INFO", 0),
    ],
)
def test_what_is_below_the_level_is_left_out(statement: str, level: str, count: int) -> None:
    assert len(_logged(statement, level)) == count
