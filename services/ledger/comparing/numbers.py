"""Quantities of one thing that cannot both be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim, Polarity, Quantity
from services.ledger.comparing.alignment import Alignment, align, anchors, times_meet
from services.ledger.comparing.intervals import disjoint, interval_of, spoken
from services.ledger.comparing.measures import TOLLS, Measure, measure_of, modifiers
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import (
    YARDSTICK,
    as_written,
    bounds_near,
    content,
    most_telling,
    value_of,
    values,
    words,
    words_before,
)

__all__ = ["compare", "keys"]

_LIKE_ENOUGH = 0.5
_SOME_OF = re.compile(r" (?:out )?of (?P<whole>(?:the|them|those|these|whom|its|their)\b ?)?")
_ENOUGH = 4
_SAME_NEWS = timedelta(days=4)


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each thing measured and each entity that it may be measured of."""
    names = tuple(_names(statement.claim))
    return tuple(dict.fromkeys(f"numbers|{anchor}|{name}" for anchor in anchors(statement) for name in names))


def _names(claim: Claim) -> Iterator[str]:
    for quantity, measure in _measured(claim):
        if measure.thing or measure.state:
            yield measure.name
        if quantity.unit or not measure.is_specific:
            yield from (f"{measure.dimension}:{term}" for term in most_telling(content(claim), 5))


def _measured(claim: Claim) -> list[tuple[Quantity, Measure]]:
    return [
        (quantity, measure)
        for quantity in claim.quantities
        if not _is_yardstick(claim, quantity) and (measure := measure_of(claim, quantity)) is not None
    ]


def _is_yardstick(claim: Claim, quantity: Quantity) -> bool:
    """Whether the number only gives scale to another: "up from 12", "22 of the 47 seats"."""
    before = words_before(claim, quantity)[-2:]
    whole = "of" in before and any(0 <= quantity.start - other.end <= len(" out of the ") for other in claim.quantities)
    return whole or bool(YARDSTICK.intersection([*before, *words(quantity.text)[:1]]))


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare the one quantity of each claim that measures the same."""
    alignment = align(a, b)
    if alignment is None:
        return None
    pairs = [
        (x, y, measure)
        for x, m in _measured(a.claim)
        for y, n in _measured(b.claim)
        if (measure := _shared(a.claim, m, b.claim, n)) is not None
    ]
    if len(pairs) != 1:
        return None
    x, y, measure = pairs[0]
    return _verdict(a, b, alignment, measure, (x, y)) if _same_thing(alignment, measure) else None


def _shared(a: Claim, m: Measure, b: Claim, n: Measure) -> Measure | None:
    """What both measure; a bare length or sum may be of what the other measures, if its claim speaks of that."""
    if m.name == n.name:
        return m
    if m.dimension != n.dimension or not m.dimension or bool(m.thing) is bool(n.thing):
        return None
    bare, claim, thing = (m, a, n.thing) if not m.thing else (n, b, m.thing)
    return bare if any(stem[:4] == thing[:4] for stem in content(claim)) else None


def _same_thing(alignment: Alignment, measure: Measure) -> bool:
    """Whether enough speaks for one thing measured; "people", or a bare sum, may be of anything that a story tells."""
    if measure.is_specific:
        return alignment.evidence(measure.thing, measure.state) >= _ENOUGH
    return len(alignment.terms) >= 2 and alignment.likeness >= _LIKE_ENOUGH


def _verdict(
    a: Statement, b: Statement, alignment: Alignment, measure: Measure, quantities: tuple[Quantity, Quantity]
) -> Verdict:
    readings = _reading(a.claim, quantities[0], measure), _reading(b.claim, quantities[1], measure)
    if not disjoint(*quantities):
        return finding(a, b, Relation.SUPPORTS, "numbers.compatible", *readings)
    if (reason := _apart(a, b, quantities)) is not None:
        return finding(a, b, Relation.UNRELATED, f"numbers.{reason}", *readings)
    if alignment.reworded:
        return finding(a, b, Relation.UNRELATED, "numbers.different_thing", *readings)
    confidence = 0.6 + 0.1 * min(len(alignment.terms), 3)
    rising = interval_of(quantities[0]).before(interval_of(quantities[1]))
    moved = _moved(a, b, toll_rises=rising and measure.state in TOLLS)
    return settle(a, b, Conflict("numbers", "disjoint", Kind.NUMERIC, confidence, moved), *readings)


def _apart(a: Statement, b: Statement, quantities: tuple[Quantity, Quantity]) -> str | None:
    """Why both figures may be right, if they may."""
    x, y = quantities
    if Polarity.NEGATED in {a.claim.polarity, b.claim.polarity}:
        return "negated"
    if value_of(x) in values(b.claim) or value_of(y) in values(a.claim):
        return "both_told"
    if _is_part(a.claim, x, y) or _is_part(b.claim, y, x):
        return "part_of_whole"
    if bounds_near(a.claim, x) != bounds_near(b.claim, y) or not (_covers(a, y) and _covers(b, x)):
        return "different_scope"
    return "different_time" if times_meet(a, b) is False else None


def _is_part(claim: Claim, quantity: Quantity, other: Quantity) -> bool:
    """Whether the number counts some of a whole that is not told ("ten of the missing") or that the other may tell."""
    rest = quantity.end - claim.start
    if (link := _SOME_OF.match(claim.quote, rest)) is None:
        return False
    whole = next((part for part in claim.quantities if 0 <= part.start - claim.start - link.end() <= 1), None)
    return bool(link["whole"]) if whole is None else not disjoint(whole, other)


def _covers(statement: Statement, quantity: Quantity) -> bool:
    """Whether the statement, too, says what narrows the thing counted."""
    told = {word[:4] for word in words(statement.claim.quote)}
    return all(word[:4] in told for word in modifiers(quantity))


def _moved(a: Statement, b: Statement, *, toll_rises: bool) -> str | None:
    gap = elapsed(a, b)
    if toll_rises and (gap is None or gap > timedelta()):
        return "later_toll"
    return "later_figure" if gap is not None and gap > _SAME_NEWS else None


def _reading(claim: Claim, quantity: Quantity, measure: Measure) -> Reading:
    said, thing = as_written(claim, quantity), quantity.counted or ""
    if measure.state and measure.state not in claim.quote:
        said = f"{said} ({measure.state})"
    if measure.state and measure.state not in thing:
        thing = f"{thing} {measure.state}".strip()
    figure = spoken(quantity)
    return Reading(said, f"{thing}: {figure}" if thing else figure)
