"""Quantities of one thing that cannot both be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim, Polarity, Quantity
from services.ledger.comparing.alignment import Alignment, align, anchors, times_meet
from services.ledger.comparing.intervals import interval_of, spoken
from services.ledger.comparing.measures import TOLLS, Measure, measure_of
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import bounds, lexicon, near, telling, words_before

__all__ = ["compare", "keys"]

_LIKE_ENOUGH = 0.5
_SAME_NEWS = timedelta(days=4)

# Words before a number that make it the yardstick, not the message: "up from 12", "against 14 a year earlier".
_YARDSTICK = lexicon("from versus vs against than compared")


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each thing measured and each entity that it may be measured of."""
    names = tuple(_names(statement.claim))
    return tuple(dict.fromkeys(f"numbers|{anchor}|{name}" for anchor in anchors(statement) for name in names))


def _names(claim: Claim) -> Iterator[str]:
    for _, measure in _measured(claim):
        if measure.thing or measure.state:
            yield measure.name
        else:
            yield from (f"{measure.dimension}:{term}" for term in telling(claim, 4))


def _measured(claim: Claim) -> list[tuple[Quantity, Measure]]:
    return [
        (quantity, measure)
        for quantity in claim.quantities
        if not _YARDSTICK.intersection(words_before(claim, quantity)[-2:])
        and (measure := measure_of(claim, quantity)) is not None
    ]


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare the one quantity of each claim that measures the same."""
    alignment = align(a, b)
    if alignment is None:
        return None
    pairs = [(x, y, m) for x, m in _measured(a.claim) for y, n in _measured(b.claim) if m.matches(n)]
    if len(pairs) != 1:
        return None
    x, y, measure = pairs[0]
    return _verdict(a, b, alignment, measure, (x, y)) if _same_thing(alignment, measure) else None


def _same_thing(alignment: Alignment, measure: Measure) -> bool:
    if measure.thing or measure.state:
        return len(alignment.terms) >= 1
    return len(alignment.terms) >= 2 and alignment.likeness >= _LIKE_ENOUGH


def _verdict(
    a: Statement, b: Statement, alignment: Alignment, measure: Measure, quantities: tuple[Quantity, Quantity]
) -> Verdict:
    x, y = map(interval_of, quantities)
    readings = [_reading(quantity, measure) for quantity in quantities]
    if not (x.before(y) or y.before(x)):
        return finding(a, b, Relation.SUPPORTS, "numbers.compatible", *readings)
    if (reason := _apart(a, b, quantities)) is not None:
        return finding(a, b, Relation.UNRELATED, f"numbers.{reason}", *readings)
    confidence = 0.6 + 0.1 * min(len(alignment.terms), 3)
    moved = _moved(a, b, rising=measure.state in TOLLS and x.before(y))
    return settle(a, b, Conflict("numbers", "disjoint", Kind.NUMERIC, confidence, moved), *readings)


def _apart(a: Statement, b: Statement, quantities: tuple[Quantity, Quantity]) -> str | None:
    """Why both figures may be right, if they may."""
    if Polarity.NEGATED in {a.claim.polarity, b.claim.polarity}:
        return "negated"
    if bounds(near(a.claim, quantities[0])) != bounds(near(b.claim, quantities[1])):
        return "different_scope"
    return "different_time" if times_meet(a, b) is False else None


def _moved(a: Statement, b: Statement, *, rising: bool) -> str | None:
    gap = elapsed(a, b)
    if rising and (gap is None or gap > timedelta()):
        return "later_toll"
    return "later_figure" if gap is not None and gap > _SAME_NEWS else None


def _reading(quantity: Quantity, measure: Measure) -> Reading:
    thing = quantity.counted or ""
    if measure.state and measure.state not in thing:
        thing = f"{thing} {measure.state}".strip()
    figure = spoken(quantity)
    return Reading(f"{figure} {thing}".strip(), f"{thing}: {figure}" if thing else figure)
