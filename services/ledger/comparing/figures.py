"""The same figure with another unit or another power of a thousand: litres for cubic metres, millions for billions."""

from __future__ import annotations

import math

from schemas.alerts import Kind, Verdict
from schemas.claims import Claim, Polarity, Quantity
from services.ledger.comparing.alignment import align, anchors, times_meet
from services.ledger.comparing.intervals import digits, disjoint, spoken
from services.ledger.comparing.statement import Statement
from services.ledger.comparing.units import scale_of
from services.ledger.comparing.verdicts import Conflict, Reading, settle
from services.ledger.comparing.wording import as_written

__all__ = ["compare", "keys"]

_ENOUGH = 3
_POWERS = (1e-6, 1e-3, 1e3, 1e6)
# Durations and shares have few figures between them: two that agree mean nothing.
_COMMON = frozenset({"duration", "percent"})


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each measured figure and each entity that it may be measured of."""
    figures = [digits(quantity) for quantity in statement.claim.quantities if quantity.unit]
    return tuple(
        dict.fromkeys(f"figures|{anchor}|{figure}" for anchor in anchors(statement) for figure in figures if figure)
    )


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Find one figure that both give, of sizes that cannot be the same."""
    if Polarity.NEGATED in {a.claim.polarity, b.claim.polarity}:
        return None
    alignment = align(a, b)
    if alignment is None or times_meet(a, b) is False:
        return None
    pairs = [(x, y) for x in a.claim.quantities for y in b.claim.quantities if _slipped(x, y)]
    if len(pairs) != 1:
        return None
    x, y = pairs[0]
    if not (alignment.terms or _is_rare(x) or alignment.evidence() >= _ENOUGH):
        return None
    confidence = 0.65 + 0.05 * min(alignment.evidence(), 6)
    conflict = Conflict("figures", "same_figure_other_unit", Kind.QUANTITY_UNIT, confidence, lasting=True)
    return settle(a, b, conflict, _reading(a.claim, x), _reading(b.claim, y))


def _is_rare(quantity: Quantity) -> bool:
    """Whether the figure is such that one story hardly has it twice: 3.25, 240 or 70,000, but neither 12 nor 300."""
    value, significant = quantity.lower or 0.0, len(digits(quantity) or "")
    return significant >= 3 or value >= 1000 or (significant == 2 and value >= 100)


def _slipped(x: Quantity, y: Quantity) -> bool:
    """Whether one figure stands beside two units, or beside two powers of a thousand of one unit."""
    dimension = scale_of(x.unit).dimension
    if not x.unit or dimension in _COMMON or dimension != scale_of(y.unit).dimension:
        return False
    if digits(x) is None or x.lower is None or y.lower is None or y.lower != y.upper:
        return False
    if x.unit != y.unit:
        return x.lower == y.lower and disjoint(x, y)
    return len(digits(x) or "") > 1 and any(math.isclose(x.lower, y.lower * power) for power in _POWERS)


def _reading(claim: Claim, quantity: Quantity) -> Reading:
    return Reading(as_written(claim, quantity), f"{spoken(quantity)} {quantity.counted or ''}".strip())
