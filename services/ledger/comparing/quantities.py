"""Quantities of one thing that cannot both be right, written or told by shares and lists; one figure in two units."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product

from schemas.alerts import Kind
from schemas.claims import Claim, Quantity
from services.ledger.comparing.differences import Difference, Reading, around, closeness
from services.ledger.comparing.intervals import digits, disjoint, spoken
from services.ledger.comparing.lexicon.meaning import alike, opposed
from services.ledger.comparing.opposites import own_words
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import likeness_of, predicate_likeness
from services.ledger.comparing.timing import one_period
from services.ledger.comparing.units import scale_of
from services.ledger.comparing.wholes import listed, shares
from services.ledger.comparing.wording import YARDSTICK, as_written, bounds_near, words, words_before

__all__ = ["agreeing", "clashes", "differences"]

_POWERS = (1e-6, 1e-3, 1e3, 1e6)
_ONE_MEASURE = 0.8
_ONE_ACT = 0.8
_OTHER_UNIT = 1.3
"""How many times as large a unit is that is not meant by another: a tonne is hardly a ton."""
_COMMON = frozenset({"duration", "percent"})
_OTHER_SCOPE = 0.5
_HARDLY = 0.4
"""How surely quantities count one sort of thing of which no word says so."""
_CHANGING = frozenset({"to", "up", "down"})
_CODE = 3
"""Letters of a currency's code."""
_RANKS = frozenset({"ordinal", "score"})


def differences(both: Overlay) -> Iterator[Difference]:
    """Pairs of quantities that count or measure the same and have no value in common."""
    a, b = both.a.claim, both.b.claim
    told_a, told_b = list(shares(a)), list(shares(b))
    if (told_a or told_b) and _say_opposites(both):
        yield from _disjoint(a, [one.rest for one in told_a], b, b.quantities)
        yield from _disjoint(a, a.quantities, b, [one.rest for one in told_b])
    elif both.a.affirmed is both.b.affirmed:
        yield from _disjoint(a, a.quantities, b, b.quantities)
        yield from _disjoint(a, [one.percent for one in told_a], b, b.quantities)
        yield from _disjoint(a, a.quantities, b, [one.percent for one in told_b])
    if both.a.affirmed and both.b.affirmed:
        yield from _listed(a, b)


def clashes(both: Overlay) -> Iterator[tuple[Quantity, Quantity]]:
    """Figures of the two claims, as written, that count or measure the same and have no value in common."""
    a, b = both.a.claim, both.b.claim
    if both.a.affirmed is both.b.affirmed:
        yield from ((x, y) for x, y, _, slipped in _clashing(a, a.quantities, b, b.quantities) if not slipped)


def _clashing(
    a: Claim, of_a: Sequence[Quantity], b: Claim, of_b: Sequence[Quantity]
) -> Iterator[tuple[Quantity, Quantity, float, bool]]:
    """Figures that cannot both be right, how surely they count one sort of thing, and whether a unit was mistaken."""
    for x, y in product(of_a, of_b):
        one_scale = scale_of(x.unit).dimension == scale_of(y.unit).dimension
        if {x.unit, y.unit} & _RANKS or not (one_scale or _are_currencies(x, y)):
            continue
        same = _same_measure(x, y)
        slipped = _slipped(x, y, same)
        if not (slipped or (one_scale and disjoint(x, y))):
            continue
        if same == 0.0 or _told_elsewhere(x, y, a, b) or _is_yardstick(a, x) or _is_yardstick(b, y):
            continue
        yield x, y, same, slipped


def _disjoint(a: Claim, of_a: Sequence[Quantity], b: Claim, of_b: Sequence[Quantity]) -> Iterator[Difference]:
    for x, y, same, slipped in _clashing(a, of_a, b, of_b):
        scope = 1.0 if bounds_near(a, x) == bounds_near(b, y) and one_period(a, b) else _OTHER_SCOPE
        strength = max(same * scope * _one_setting(a, x, b, y), 0.8 * slipped)
        yield Difference(
            "quantities.same_figure_other_unit" if slipped else "quantities.disjoint",
            Kind.QUANTITY_UNIT if slipped or (x.unit and x.unit != y.unit) else Kind.NUMERIC,
            _reading(a, x),
            _reading(b, y),
            strength,
        )


def _listed(a: Claim, b: Claim) -> Iterator[Difference]:
    """More that one claim names than the other counts."""
    likeness = predicate_likeness(a, b)
    others_done = a.objects and b.objects and not likeness_of(a.objects, b.objects)
    if likeness < _ONE_ACT or others_done:
        return
    for x, y in (*listed(a, b), *((counted, named) for named, counted in listed(b, a))):
        if disjoint(x, y):
            yield Difference("quantities.disjoint", Kind.NUMERIC, _reading(a, x), _reading(b, y), likeness)


def agreeing(both: Overlay) -> float:
    """How many quantities of one claim the other gives too."""
    a, b = both.a.claim, both.b.claim
    return sum(
        any(
            scale_of(x.unit).dimension == scale_of(y.unit).dimension and not disjoint(x, y) and _same_measure(x, y) > 0
            for y in b.quantities
        )
        for x in a.quantities
    )


def _same_measure(x: Quantity, y: Quantity) -> float:
    """How surely both count one sort of thing."""
    counted_x, counted_y = words(x.counted or ""), words(y.counted or "")
    if ("age",) in {counted_x, counted_y}:
        return float(counted_x == counted_y)
    if not counted_x or not counted_y:
        return 0.7 if x.unit else 0.4
    likeness = max(alike(one, other) for one in counted_x for other in counted_y)
    return likeness if likeness >= 0.5 else (0.4 if x.unit else 0.2)


def _one_setting(a: Claim, x: Quantity, b: Claim, y: Quantity) -> float:
    """How surely the words around both numbers, the thing counted aside, tell of one thing."""
    aside = {*words(x.counted or ""), *words(y.counted or "")}
    near_x, near_y = (
        tuple(word for word in around(claim, part) if word not in aside) for claim, part in ((a, x), (b, y))
    )
    return 0.2 + 0.5 * closeness(near_x, near_y) + 0.3 * predicate_likeness(a, b)


def _told_elsewhere(x: Quantity, y: Quantity, a: Claim, b: Claim) -> bool:
    """Whether the other claim gives the same figure as well, of the same sort."""

    def gives(quantities: Sequence[Quantity], one: Quantity) -> bool:
        return any(_equal(one, other) and _same_measure(one, other) > _HARDLY for other in quantities)

    return gives(b.quantities, x) or gives(a.quantities, y)


def _say_opposites(both: Overlay) -> bool:
    """Whether what the one says of a part the other says of the rest: closed and open, or did and did not."""
    return both.a.affirmed is not both.b.affirmed or any(opposed(x.text, y.text) for x, y in own_words(both))


def _equal(x: Quantity, y: Quantity) -> bool:
    return (x.lower, x.upper, x.unit) == (y.lower, y.upper, y.unit)


def _is_yardstick(claim: Claim, quantity: Quantity) -> bool:
    """Whether the number only gives scale to another: "up from 12"."""
    before = words_before(claim, quantity)[-2:]
    told = YARDSTICK.intersection([*before, *words(quantity.text)[:1]])
    if told == {"from"} and not quantity.unit:  # "leaders from 29 countries"
        return not _CHANGING.isdisjoint(words(claim.quote))
    return bool(told)


def _slipped(x: Quantity, y: Quantity, same: float) -> bool:
    """Whether one figure stands beside two units, or beside two powers of a thousand of one unit.

    A figure that tells little ("10") has to be of one thing, as far as ``same`` tells.
    """
    if not x.unit or scale_of(x.unit).dimension in _COMMON:
        return False
    if x.lower is None or y.lower is None or x.lower != x.upper or y.lower != y.upper:
        return False
    if digits(x) is None and (x.counted is None or same < _ONE_MEASURE):
        return False
    if x.unit != y.unit and _are_currencies(x, y):
        return x.lower == y.lower
    if x.unit != y.unit:
        factors = sorted((scale_of(x.unit).factor, scale_of(y.unit).factor))
        return x.lower == y.lower and factors[1] >= _OTHER_UNIT * factors[0]
    return len(digits(x) or "") > 1 and any(math.isclose(x.lower, y.lower * power) for power in _POWERS)


def _are_currencies(x: Quantity, y: Quantity) -> bool:
    return all(len(one.unit) == _CODE and one.unit.isupper() for one in (x, y))


def _reading(claim: Claim, quantity: Quantity) -> Reading:
    thing = quantity.counted or ""
    figure = spoken(quantity)
    return Reading(as_written(claim, quantity), f"{thing}: {figure}" if thing else figure)
