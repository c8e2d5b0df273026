"""``gainsay claims``: what articles claim, for a person to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from schemas.articles import EnrichedArticle
from schemas.claims import Argument, Claim, Modality, Polarity, SpeakerKind
from services.cli.checking import find
from services.cli.pipeline import read_all
from services.cli.presenting import describe_oddities
from services.extraction.language import load_language
from services.extraction.reading import read_articles

__all__ = ["describe_claims", "show_claims"]


def show_claims(path: Path, console: Console, *, language_model: str, least_worth: float) -> None:
    """Show the claims of each article in a file.

    Args:
        path: The file, or ``-`` for JSON lines on standard input.
        console: Where people read.
        language_model: Folder or package of a spaCy pipeline; empty for the one that ships.
        least_worth: Claims worth less are left out.
    """
    with console.status("Reading articles"):
        intake = read_all(find([path]))
        articles = read_articles(load_language(language_model), [one.article for one in intake.accepted], least_worth)
    for article in articles:
        console.print(describe_claims(article))
    refused = [(one.origin, one.reason) for one in intake.unreadable]
    for heading, lines in (("not taken in", refused), ("taken in with changes", intake.notices)):
        if lines:
            console.print(describe_oddities(heading, lines))


def describe_claims(read: EnrichedArticle) -> RenderableType:
    """The text with each claim's quote between numbered brackets, and a table of the claims' parts."""
    title = read.article.title or read.article.url or read.article.id
    return Group(Text(title, style="bold"), Text(), _marked(read), Text(), _table(read.claims), Text())


def _marked(read: EnrichedArticle) -> Text:
    text = Text()
    position = 0
    for place, marker in sorted(_markers(read.claims), key=lambda mark: mark[0]):
        text.append(read.article.text[position : place[0]])
        text.append(marker, style="cyan")
        position = place[0]
    return text.append(read.article.text[position:])


def _markers(claims: Sequence[Claim]) -> list[tuple[tuple[int, int, int], str]]:
    """Brackets with where they stand: what ends there before what begins, the longer around the shorter."""
    opening = [((claim.start, 1, -claim.end), f"[{number} ") for number, claim in enumerate(claims, start=1)]
    closing = [((claim.end, 0, -claim.start), f" {number}]") for number, claim in enumerate(claims, start=1)]
    return [*opening, *closing]


def _table(claims: Sequence[Claim]) -> Table:
    table = Table(show_lines=True, expand=True)
    for heading, ratio in (("Claim", 5), ("Subject", 3), ("Predicate", 2), ("Object", 3), ("With", 3), ("Says", 2)):
        if heading == "Claim":
            table.add_column("#", justify="right")
        table.add_column(heading, ratio=ratio, overflow="fold")
    for number, claim in enumerate(claims, start=1):
        table.add_row(
            str(number),
            Text(claim.text, style="" if claim.settled else "dim"),
            _arguments(claim.subjects),
            _predicate(claim),
            _arguments(claim.objects),
            _circumstances(claim),
            _speaker(claim),
        )
    return table


def _arguments(arguments: Sequence[Argument]) -> Text:
    """One a line, with its entity."""
    lines = [
        Text.assemble(f"{one.preposition} {one.text}".strip(), (f" {one.entity_id}" if one.entity_id else "", "dim"))
        for one in arguments
    ]
    return Text("\n").join(lines)


def _predicate(claim: Claim) -> Text:
    negation = "not " if claim.polarity is Polarity.NEGATED else ""
    manner = "" if claim.modality is Modality.ASSERTED else f"\n{claim.modality}"
    standing = "" if claim.settled else "\nnot settled"
    return Text.assemble((negation, "red"), claim.predicate or "", (f"{manner}{standing}\nworth {claim.worth}", "dim"))


def _circumstances(claim: Claim) -> Text:
    """Complements, then times and numbers as they are understood."""
    times = [f"{one.text}: {_moment(one.since)} to {_moment(one.until)}" for one in claim.times]
    numbers = [f"{one.text}: {_interval(one.lower, one.upper)} {one.unit}".rstrip() for one in claim.quantities]
    values = [Text(line, style="green") for line in (*times, *numbers)]
    return Text("\n").join([part for part in (_arguments(claim.complements), *values) if part.plain])


def _moment(when: datetime | None) -> str:
    if when is None:
        return "…"
    return f"{when:%Y-%m-%d}" if when.time() == time.min else f"{when:%Y-%m-%d %H:%M}"


def _interval(lower: float | None, upper: float | None) -> str:
    if lower == upper and lower is not None:
        return f"{lower:g}"
    return f"{'…' if lower is None else f'{lower:g}'} to {'…' if upper is None else f'{upper:g}'}"


def _speaker(claim: Claim) -> Text:
    if claim.speaker.kind is SpeakerKind.OUTLET:
        return Text("the outlet")
    who = claim.speaker.name or "somebody quoted"
    doubt = ", which the outlet doubts" if claim.speaker.distanced else ""
    when = f"\nsaid {claim.said.text}" if claim.said else ""
    return Text.assemble(who, (f"{doubt}{when}", "dim"))
