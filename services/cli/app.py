"""The command line of ``gainsay``."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

from services.cli.processes import ServiceEndedError
from services.runtime.errors import ConfigurationError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watches the news and says when a new article contradicts what earlier articles claimed.",
)

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

_OF_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - they are asked at, not listened on
"""Where who listens at every address is found from here."""


class ServiceName(StrEnum):
    """What ``serve`` can run."""

    WATCHER = "watcher"
    EXTRACTION = "extraction"
    LEDGER = "ledger"
    ALERTING = "alerting"


Ledger = Annotated[
    str | None, typer.Option("--ledger", metavar="URL", help="A ledger (sqlite:///FILE or postgresql+psycopg://…)")
]


@app.command()
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Files or folders of articles (.json, .jsonl, .jsonl.gz, .txt, .md), saved pages (.html) and web "
            "archives (.warc, .warc.gz); - for JSON lines",
        ),
    ],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the results into this folder")] = None,
    ledger: Ledger = None,
) -> None:
    """Find the contradictions among articles."""
    from services.cli.checking import check as run_check  # noqa: PLC0415 - what a command needs is loaded with it
    from services.cli.presenting import make_console  # noqa: PLC0415

    if missing := [str(path) for path in paths if str(path) != "-" and not path.exists()]:
        raise ConfigurationError(f"no such file or folder: {', '.join(missing)}")
    if out is not None and out.exists() and not out.is_dir():
        raise ConfigurationError(f"--out: {out} is no folder")
    run_check(paths, make_console(), out=out, ledger=ledger)


@app.command()
def claims(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="An article, or several; - for JSON lines")],
) -> None:
    """Show what articles claim: the text with each claim marked, and a table of the claims' parts."""
    from services.cli.claims import show_claims  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.extraction.main import Settings  # noqa: PLC0415

    if str(path) != "-" and not path.exists():
        raise ConfigurationError(f"no such file: {path}")
    settings = _settings(Settings)
    show_claims(path, make_console(), language_model=settings.language_model, least_worth=settings.least_worth)


@app.command()
def demo() -> None:
    """Check the articles that come with Gainsay, and deliver the alerts to a webhook receiver of its own."""
    from services.cli.demonstration import demonstrate  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415

    if not SEEDS.is_dir():
        raise ConfigurationError("the demo's articles come with the repository, not with the installed package")
    demonstrate(SEEDS, make_console())


@app.command()
def run(
    data: Annotated[Path, typer.Option(metavar="DIR", help="Keeps the ledger and the broker's data")] = Path(
        "gainsay-data"
    ),
    watch: Annotated[Path | None, typer.Option(metavar="DIR", help="Take in the articles in this folder")] = None,
    sources: Annotated[Path | None, typer.Option(metavar="FILE", help="YAML file of feeds and pages to watch")] = None,
    webhooks: Annotated[Path | None, typer.Option(metavar="FILE", help="YAML file of webhook endpoints")] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port for POST /articles, on this machine only")] = 8080,
) -> None:
    """Run every service on this machine until stopped, and print alerts as they come."""
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.cli.together import run_together  # noqa: PLC0415

    raise SystemExit(
        run_together(make_console(), data=data, watch=watch, sources=sources, webhooks=webhooks, port=port)
    )


dead_letters = typer.Typer(no_args_is_help=True, help="What was refused, why, and putting it back.")
webhooks = typer.Typer(no_args_is_help=True, help="How the receivers of alerts do, and sending again.")
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(webhooks, name="webhooks")

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="That of gainsay run; else GAINSAY_… environment variables tell"),
]


def _broker(data: Path | None) -> SecretStr:
    from services.cli.stores import broker_of  # noqa: PLC0415
    from services.runtime.settings import RuntimeSettings  # noqa: PLC0415

    return broker_of(data, _settings(RuntimeSettings))


def _database(data: Path | None, ledger: str | None = None) -> SecretStr:
    from services.cli.stores import database_of  # noqa: PLC0415
    from services.runtime.settings import RuntimeSettings  # noqa: PLC0415

    return database_of(data, ledger, _settings(RuntimeSettings))


@app.command("sources")
def list_sources(data: Data = None) -> None:
    """Show each watched source: last success, last error, next attempt, and what was counted."""
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.cli.sources import show_sources  # noqa: PLC0415

    show_sources(_broker(data), make_console())


@dead_letters.command("list")
def dead_letters_list(data: Data = None) -> None:
    """Show every dead letter on a line."""
    from services.cli.dead_letters import list_letters  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415

    list_letters(_broker(data), make_console())


@dead_letters.command("show")
def dead_letters_show(letter: Annotated[str, typer.Argument(metavar="ID")], data: Data = None) -> None:
    """Show one dead letter whole, with what was refused."""
    from services.cli.dead_letters import show_letter  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415

    show_letter(_broker(data), make_console(), letter)


Letters = Annotated[list[str] | None, typer.Argument(metavar="ID...")]
Every = Annotated[bool, typer.Option("--all", help="All of them")]
Stage = Annotated[ServiceName | None, typer.Option(help="Only those that this service wrote")]


@dead_letters.command("replay")
def dead_letters_replay(letters: Letters = None, every: Every = False, stage: Stage = None, data: Data = None) -> None:
    """Put what was refused back on its stream, once the reason is gone."""
    from services.cli.dead_letters import replay  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415

    replay(_broker(data), make_console(), _named(letters, every), every=every, stage=stage)


@dead_letters.command("drop")
def dead_letters_drop(
    letters: Letters = None,
    every: Every = False,
    stage: Stage = None,
    before: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only those written before this day, in UTC"),
    ] = None,
    data: Data = None,
) -> None:
    """Take away what nobody will put back; else it is kept for good."""
    from services.cli.dead_letters import drop  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415

    day = before.replace(tzinfo=UTC) if before else None
    drop(_broker(data), make_console(), _named(letters, every), every=every, stage=stage, before=day)


def _named(letters: list[str] | None, every: bool) -> list[str]:
    if not letters and not every:
        raise ConfigurationError("name dead letters, or say --all")
    return letters or []


@webhooks.command("list")
def webhooks_list(data: Data = None) -> None:
    """Show each endpoint with its state and its deliveries."""
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.cli.webhooks import list_endpoints  # noqa: PLC0415

    list_endpoints(_database(data), make_console())


@webhooks.command("attempts")
def webhooks_attempts(
    endpoint: Annotated[str, typer.Argument(metavar="NAME")],
    event: Annotated[str | None, typer.Argument(metavar="EVENT", help="Only those for this webhook-id")] = None,
    data: Data = None,
) -> None:
    """Show the latest attempts at an endpoint."""
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.cli.webhooks import show_attempts  # noqa: PLC0415

    show_attempts(_database(data), make_console(), endpoint, event)


@webhooks.command("resend")
def webhooks_resend(
    endpoint: Annotated[str, typer.Argument(metavar="NAME")],
    events: Annotated[list[str] | None, typer.Argument(metavar="EVENT...", help="All that are parked if none")] = None,
    data: Data = None,
) -> None:
    """Send deliveries again, and enable the endpoint if it was disabled."""
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.cli.webhooks import resend  # noqa: PLC0415

    resend(_database(data), make_console(), endpoint, events or [])


@webhooks.command("enable")
def webhooks_enable(endpoint: Annotated[str, typer.Argument(metavar="NAME")], data: Data = None) -> None:
    """Send what is new to an endpoint again that was disabled."""
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.cli.webhooks import enable  # noqa: PLC0415

    enable(_database(data), make_console(), endpoint)


@app.command()
def serve(service: ServiceName) -> None:
    """Run one service, as docker-compose does; it is told by GAINSAY_… environment variables."""
    from services.runtime.logs import configure_logs  # noqa: PLC0415
    from services.runtime.serving import serve as serve_until_stopped  # noqa: PLC0415

    root = import_module(f"services.{service}.main")
    settings = _settings(root.Settings)
    configure_logs(service, settings.log_level)
    status = serve_until_stopped(root.assemble(settings), settings)
    raise SystemExit(asyncio.run(status))


@app.command()
def explain(
    alert: Annotated[str, typer.Argument(metavar="ALERT", help="Id of an alert, or its first characters")],
    data: Data = None,
    ledger: Ledger = None,
) -> None:
    """Show the path from both texts of an alert to its verdict."""
    from services.cli.accounting import explain as explain_alert  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.ledger.main import Settings  # noqa: PLC0415

    explain_alert(alert, _database(data, ledger), _settings(Settings), make_console())


@app.command()
def recheck(data: Data = None, ledger: Ledger = None) -> None:
    """Compare all that a ledger holds again with today's rules and models, and say what would change."""
    from services.cli.accounting import recheck as recheck_ledger  # noqa: PLC0415
    from services.cli.presenting import make_console  # noqa: PLC0415
    from services.ledger.main import Settings  # noqa: PLC0415

    recheck_ledger(_database(data, ledger), _settings(Settings), make_console())


@app.command()
def health(
    service: Annotated[
        ServiceName | None, typer.Argument(help="Whose port is asked if GAINSAY_HTTP_PORT names none")
    ] = None,
) -> None:
    """Ask the service on this machine, or in this container, whether it is ready: exit status 0 if it is, 1 if not."""
    import httpx  # noqa: PLC0415

    from services.runtime.settings import RuntimeSettings  # noqa: PLC0415

    settings = _settings(import_module(f"services.{service}.main").Settings if service else RuntimeSettings)
    host = _OF_EVERY_ADDRESS.get(settings.http_host, settings.http_host)
    url = httpx.URL(scheme="http", host=host, port=settings.http_port, path="/health/ready")
    try:
        answer = httpx.get(url, timeout=5, trust_env=False)
    except httpx.HTTPError as error:
        typer.echo(f"no answer: {error}", err=True)
        raise SystemExit(1) from error
    typer.echo(answer.text)
    raise SystemExit(0 if answer.is_success else 1)


_SettingsT = TypeVar("_SettingsT", bound=BaseSettings)


def _settings(kind: type[_SettingsT]) -> _SettingsT:
    try:
        return kind()
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        problems = "; ".join(
            f"{prefix}{str(problem['loc'][0]).upper()}: {problem['msg']}" if problem["loc"] else problem["msg"]
            for problem in error.errors(include_url=False, include_input=False)
        )
        raise ConfigurationError(problems) from error


def main() -> None:
    """Run the program. What the user must mend is one line on standard error and exit status 2."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that what was started is stopped
    try:
        app()
    except (ConfigurationError, ServiceEndedError) as error:
        typer.echo(f"gainsay: {error}", err=True)
        raise SystemExit(2) from error
