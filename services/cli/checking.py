"""``gainsay check``: read articles, run the pipeline, show and write what it found."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO, Any

from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from schemas.alerts import Alert
from services.cli.pipeline import read_all, run_pipeline
from services.cli.presenting import describe_alert, describe_oddities, describe_summary
from services.ledger.export import LedgerReader
from services.runtime.clock import utc_now
from services.runtime.consuming import excerpt
from services.runtime.database import make_engine
from services.runtime.errors import ConfigurationError
from services.runtime.logs import configure_logs
from services.watcher.files import FileReader, Item
from services.watcher.formats import article_files, read_json_lines
from services.watcher.publishing import take

__all__ = ["check", "find"]

_STANDARD_INPUT = Path("-")


def check(
    paths: Sequence[Path],
    console: Console,
    *,
    out: Path | None = None,
    ledger: str | None = None,
    webhooks: Path | None = None,
) -> list[Alert]:
    """Run the whole pipeline over what stands in files and folders.

    Args:
        paths: Files, folders, or ``-`` for JSON lines on standard input.
        console: Where people read.
        out: Folder for the results as files.
        ledger: SQLAlchemy URL of a ledger to go on with; a fresh one otherwise.
        webhooks: Endpoints to deliver alerts to.

    Returns:
        The alerts that concern these articles, the surest first.

    Raises:
        ConfigurationError: The folder cannot be written to.
    """
    if out is not None:
        with _writing_to(out):  # which is better known before all is read
            out.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=out).close()
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gainsay-check-")))
        log = stack.enter_context((folder / "services.log").open("a", encoding="utf-8"))
        configure_logs("check", output=log)
        url = ledger or f"sqlite:///{folder / 'ledger.db'}"
        with _progress_bar(console) as bar:
            intake = read_all(bar.reading(find(paths, log)))
            published, given_up = run_pipeline(intake, url, folder, bar, webhooks)
        seconds = time.monotonic() - began

        engine = make_engine(SecretStr(url))
        stack.callback(engine.dispose)
        reader = LedgerReader(engine)
        ours = {one.article.version_id for one in intake.accepted}
        alerts = reader.alerts(ours)
        rejected: list[dict[str, Any]] = [
            *(
                {"origin": one.origin, "reason": one.reason, "original": excerpt(one.original)}
                for one in intake.unreadable
            ),
            *(
                {"origin": one.origin, "reason": f"{one.stage}: {one.reason}", "original": one.original}
                for one in given_up
            ),
        ]
        summary = {
            "read": intake.read,
            "stored": published.new - len(given_up),
            "repeated": published.repeated,
            "rejected": len(rejected),
            **{name: count for name, count in reader.counts().items() if name != "articles"},
            "seconds": round(seconds, 2),
            "articles_per_second": round(intake.read / seconds, 1),
        }
        _show(console, alerts, rejected, intake.notices, summary, kept=ledger is not None)
        if out is not None:
            with _writing_to(out):
                _write(out, reader, rejected, summary)
            console.print(f"Written to {out}", soft_wrap=True)
    return alerts


def _show(
    console: Console,
    alerts: Sequence[Alert],
    rejected: Iterable[Mapping[str, Any]],
    notices: Sequence[tuple[str, str]],
    summary: Mapping[str, float],
    *,
    kept: bool,
) -> None:
    console.print()
    for number, alert in enumerate(alerts, start=1):
        console.print(describe_alert(number, alert))
    if not alerts:
        console.print("No contradictions found.\n")
    elif not kept:
        console.print(
            "This ledger is not kept; with --ledger sqlite:///FILE gainsay explain can show why of each alert.\n"
        )
    refused = [(one["origin"], one["reason"]) for one in rejected]
    for heading, lines in (("not taken in", refused), ("taken in with changes", notices)):
        if lines:
            console.print(describe_oddities(heading, lines))
    console.print(describe_summary(summary))


def find(paths: Iterable[Path], log: IO[str] | int = subprocess.DEVNULL) -> Iterator[Item]:
    """What stands in files, folders of files, or on standard input.

    Args:
        paths: Where to look.
        log: Takes the log lines of the process that reads the files.
    """
    now = utc_now()
    with closing(FileReader(lambda: now, log)) as reader:
        for path in paths:
            if path == _STANDARD_INPUT:
                lines = read_json_lines(sys.stdin.buffer, "standard input", "standard input")
                yield from ((one.origin, take(one, now)) for one in lines)
            else:
                for file in article_files(path) if path.is_dir() else [path]:
                    yield from reader.read(file)


class _Bar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("Starting", total=None)

    def reading(self, found: Iterable[Item]) -> Iterator[Item]:
        for number, one in enumerate(found, start=1):
            self._progress.update(self._task, description="Reading articles", completed=number)
            yield one

    def publishing(self, total: int) -> None:
        self._progress.update(self._task, description="Checking articles", total=total)

    def working(self, done: int) -> None:
        self._progress.update(self._task, completed=done)


@contextmanager
def _progress_bar(console: Console) -> Iterator[_Bar]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress)


@contextmanager
def _writing_to(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationError(f"--out: {out} cannot be written to: {error.strerror or error}") from error


def _write(out: Path, reader: LedgerReader, rejected: Sequence[dict[str, Any]], summary: dict[str, Any]) -> None:
    _write_lines(out / "articles.jsonl", reader.articles())
    _write_lines(out / "claims.jsonl", reader.claims())
    _write_lines(out / "alerts.jsonl", (alert.model_dump(mode="json") for alert in reader.alerts()))
    _write_lines(out / "closed.jsonl", reader.closures())
    _write_lines(out / "near_misses.jsonl", reader.near_misses())
    _write_lines(out / "rejected.jsonl", rejected)
    (out / "summary.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
