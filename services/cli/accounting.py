"""``gainsay explain`` and ``gainsay recheck``: why an alert was raised, and whether it would be today."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.alerts import Verdict
from schemas.claims import Claim
from services.ledger.comparing.confidence import NETWORK_COUNTS, Confidence
from services.ledger.comparing.judging import NETWORK, Judged
from services.ledger.evidence import Evidence
from services.ledger.main import Settings, assemble_judge
from services.ledger.rechecking import Change, Explanation, Rechecker
from services.ledger.store import MIGRATIONS, VERSION_TABLE
from services.runtime.database import make_engine, migrate
from services.runtime.errors import ConfigurationError

__all__ = ["explain", "recheck"]

_SHOWN_FEATURES = 12
_OF_MATTER = frozenset({"matter", "brief"})
_VOICES = {
    "matter": "That both articles tell of one matter",
    "brief": "That both articles, one of them brief, tell of one matter",
    "rules": "The comparers alone",
    "look": "With a model that reads each claim alone",
    "model": "With a model that reads both claims",
    NETWORK: "With a model that reads both claims, and all that is known of both articles",
}


def explain(alert: str, ledger: SecretStr, settings: Settings, console: Console) -> None:
    """Print the path from both texts to an alert's verdict.

    Raises:
        ConfigurationError: There is no such alert in the ledger.
    """
    found = _rechecker(ledger, settings).explain(alert)
    if not found:
        raise ConfigurationError(f"no alert {alert} in the ledger")
    for one in found:
        _print_explanation(one, console)


def recheck(ledger: SecretStr, settings: Settings, console: Console) -> None:
    """Print what today's rules and models would tell otherwise than the alerts on record."""
    changes = list(_rechecker(ledger, settings).recheck())
    for change in changes:
        console.print(Text(_described(change)), soft_wrap=True)
    console.print(f"{len(changes)} alerts would change." if changes else "Nothing would change.")


def _rechecker(ledger: SecretStr, settings: Settings) -> Rechecker:
    engine = make_engine(ledger)
    migrate(engine, MIGRATIONS, VERSION_TABLE)  # an older Gainsay may have written it
    return Rechecker(engine, judge=assemble_judge(settings, engine), threshold=settings.alert_threshold)


def _print_explanation(one: Explanation, console: Console) -> None:
    console.print(Text(one.verdict.explanation, style="bold"), soft_wrap=True)
    for name, side, read in (("a", one.a, one.verdict.normalized_a), ("b", one.b, one.verdict.normalized_b)):
        console.print()
        console.print(_side(name, side, read))
    console.print()
    console.print(Text(f"On record  {_verdict(one.verdict)}"), soft_wrap=True)
    if one.today is None or one.today.verdict is None:
        console.print("Today      the two claims would not be held against each other")
    else:
        console.print(Text(f"Today      {_verdict(one.today.verdict)}"), soft_wrap=True)
    if one.today is not None:
        _print_weights(one.today, console)
    console.print()


def _print_weights(today: Judged, console: Console) -> None:
    for difference in today.differences:
        told = f"{difference.a.normalized} | {difference.b.normalized}"
        console.print(Text(f"  {difference.rule} {difference.strength:.2f}: {told}"), soft_wrap=True)
    last = "the last but one" if NETWORK in today.voices else "the last"
    told = f"{last} of these{'' if _OF_MATTER.isdisjoint(today.voices) else ' times the first'}"
    share = f"{NETWORK_COUNTS:.0%} the last and {1 - NETWORK_COUNTS:.0%}, in log-odds, {told}"
    console.print(f"The confidence is {share if NETWORK in today.voices else told}:", soft_wrap=True)
    for name, voice in today.voices.items():
        console.print(Text(f"{_VOICES[name]}: {voice(today.features):.2f}"))
        console.print(_shares(voice, today.features))


def _shares(voice: Confidence, features: Mapping[str, float]) -> Table:
    table = Table("feature", "value", "adds to the log-odds", box=None, padding=(0, 2))
    table.add_row("(intercept)", "", f"{voice.intercept:+.2f}")
    shares = voice.shares(features)
    for feature, value, share in shares[:_SHOWN_FEATURES]:
        table.add_row(feature, f"{value:.2f}", f"{share:+.2f}")
    rest = sum(share for _, _, share in shares[_SHOWN_FEATURES:])
    table.add_row(f"({max(0, len(shares) - _SHOWN_FEATURES)} others)", "", f"{rest:+.2f}")
    return table


def _side(name: str, side: Evidence, read: str) -> Table:
    article, claim = side.article, side.claim
    table = Table.grid(padding=(0, 2))
    for label, value in (
        (name, f"{article.source}, {article.published_at:%Y-%m-%d %H:%M} UTC, {article.url or article.id}"),
        ("text", f"content hash {article.content_hash}, characters {claim.start} to {claim.end}"),
        ("quote", f"“{' '.join(claim.quote.split())}”"),
        ("claim", claim.text),
        ("parts", _parts(claim)),
        ("read as", read),
    ):
        table.add_row(Text(label, style="dim"), Text(value))
    return table


def _parts(claim: Claim) -> str:
    parts = {
        "who": ", ".join(one.text for one in claim.subjects),
        "does": f"{'not ' if claim.polarity == 'negated' else ''}{claim.predicate or ''}",
        "whom": ", ".join(one.text for one in claim.objects),
        "how": ", ".join(f"{one.preposition} {one.text}" for one in claim.complements),
        "where": claim.place.text if claim.place else "",
        "how many": ", ".join(f"{one.text} {one.counted or ''}".strip() for one in claim.quantities),
        "when": ", ".join(one.text for one in claim.times),
        "modality": claim.modality.value,
        "speaker": claim.speaker.name or claim.speaker.kind.value,
    }
    return "; ".join(f"{name}: {value}" for name, value in parts.items() if value.strip())


def _verdict(verdict: Verdict) -> str:
    kind = f" ({verdict.kind.replace('_', ' ')})" if verdict.kind else ""
    by = ", ".join(verdict.judged_by)
    return f"{verdict.relation}{kind}, confidence {verdict.confidence:.2f}, rule {verdict.rule}; {by}"


def _described(change: Change) -> str:
    if change.after is None:
        was = f"{change.before.confidence:.2f} {change.before.explanation}" if change.before else ""
        return f"dropped  {change.alert_id}  was {was}"
    if change.before is None:
        return f"raised   {change.alert_id}  {change.after.confidence:.2f} {change.after.explanation}"
    return f"changed  {change.alert_id}  {_verdict(change.before)} → {_verdict(change.after)}"
