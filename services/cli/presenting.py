"""Alerts and counts as a person wants to read them on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from schemas.alerts import Alert, Closure, Side
from schemas.claims import SpeakerKind

__all__ = ["describe_alert", "describe_closure", "describe_oddities", "describe_summary", "make_console"]

_SHOWN_ID = 8
_SHOWN_ODDITIES = 20
_SHOWN_REASON = 200
_PIPED_WIDTH = 120


def describe_alert(number: int, alert: Alert) -> RenderableType:
    """Kind, confidence, rule, the beginning of its id, explanation, both quotes with outlet, date and link."""
    heading = Text.assemble(
        (f"{number}. ", "bold"),
        (f"{alert.kind.replace('_', ' ')} contradiction", "bold red"),
        (f"   confidence {alert.confidence:.2f}   {alert.rule}   alert {alert.id[:_SHOWN_ID]}", "dim"),
    )
    return Group(
        heading,
        Padding(Text(alert.explanation, style="bold"), (0, 0, 0, 3)),
        *(Padding(_side(side), (0, 0, 0, 3)) for side in (alert.a, alert.b)),
        Text(),
    )


def describe_closure(closure: Closure) -> RenderableType:
    """Which alert stands no longer, and what the revision changed."""
    return Group(
        Text.assemble(("Closed, source revised", "bold green"), (f"   alert {closure.alert_id}", "dim")),
        Padding(Text(f"{closure.source}  {closure.url or ''}", style="cyan"), (0, 0, 0, 3)),
        *(Padding(Text(f"- {line}"), (0, 0, 0, 3)) for line in closure.removed.splitlines()[:5]),
        *(Padding(Text(f"+ {line}"), (0, 0, 0, 3)) for line in closure.added.splitlines()[:5]),
        Text(),
    )


def _side(side: Side) -> Text:
    when = side.published_at.astimezone(UTC).strftime("%-d %b %Y %H:%M UTC") if side.published_at_known else "undated"
    speaker = side.speaker.name if side.speaker.kind is not SpeakerKind.OUTLET and side.speaker.name else None
    return Text.assemble(
        (f"{side.source}, {when}", "cyan"),
        (f"  (quoting {speaker})" if speaker else ""),
        "\n  “",
        " ".join(side.quote.split()),
        "”",
        (f"\n  {side.url}" if side.url else "", "blue underline"),
    )


def describe_oddities(heading: str, oddities: Sequence[tuple[str, str]]) -> RenderableType:
    """What was not as it should be: origin and reason, the first few of many."""
    lines = [
        Text.assemble(("  " + origin, "yellow"), ": ", reason[:_SHOWN_REASON])
        for origin, reason in oddities[:_SHOWN_ODDITIES]
    ]
    more = len(oddities) - len(lines)
    if more > 0:
        lines.append(Text(f"  … and {more} more", style="dim"))
    return Group(Text(f"{len(oddities)} {heading}:", style="bold yellow"), *lines, Text())


def describe_summary(summary: Mapping[str, float]) -> RenderableType:
    """The counts, one a line."""
    table = Table.grid(padding=(0, 2))
    for name, value in summary.items():
        table.add_row(Text(name.replace("_", " "), style="dim"), f"{value:,}")
    return table


def make_console() -> Console:
    """The terminal, or plain lines of a readable length where there is none."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPED_WIDTH)
