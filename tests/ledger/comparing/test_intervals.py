import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.claims import Quantity
from services.ledger.comparing.intervals import disjoint, interval_of
from services.ledger.comparing.units import scale_of


def quantity(lower, upper, unit="", **kwargs):
    return Quantity(text="…", start=0, end=1, lower=lower, upper=upper, unit=unit, **kwargs)


CONVERSIONS = [
    (25, "km", 15.534, "mile"),
    (1, "nautical mile", 1852, "m"),
    (6, "foot", 1.8288, "m"),
    (100, "hectare", 1, "km²"),
    (640, "acre", 1, "mile²"),
    (1, "barrel", 158.987, "litre"),
    (1, "tonne", 1000, "kg"),
    (1, "ounce", 28.3495, "g"),
    (100, "km/h", 62.137, "mph"),
    (1, "knot", 1.852, "km/h"),
    (1, "GWh", 1000, "MWh"),
    (2, "MW", 2000, "kW"),
    (2, "decade", 20, "year"),
    (1, "fortnight", 14, "day"),
    (90, "minute", 1.5, "hour"),
    (0, "°C", 32, "°F"),
    (40, "°C", 104, "°F"),
    (1, "TB", 1000, "GB"),
    (1, "acre foot", 1233.49, "m³"),
    (1013, "hPa", 1013, "mbar"),
]


@pytest.mark.parametrize(("value", "unit", "other", "other_unit"), CONVERSIONS)
def test_a_unit_converts(value, unit, other, other_unit):
    here, there = scale_of(unit), scale_of(other_unit)
    assert here.dimension == there.dimension
    assert here.origin + value * here.factor == pytest.approx(there.origin + other * there.factor, rel=1e-4)


@pytest.mark.parametrize("unit", ["", "USD", "rupee", "percent", "percentage point", "basis point", "ordinal", "score"])
def test_what_converts_to_nothing_is_its_own_dimension(unit):
    assert scale_of(unit).dimension == unit


UNITS = sorted({unit for row in CONVERSIONS for unit in (row[1], row[3])})
VALUES = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda value: round(value, 3))


@given(VALUES, st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_a_conversion_there_and_back_is_the_value(value, unit, other):
    here, there = scale_of(unit), scale_of(other)
    assume(here.dimension == there.dimension)
    converted = (here.origin + value * here.factor - there.origin) / there.factor
    back = (there.origin + converted * there.factor - here.origin) / here.factor
    assert math.isclose(back, value, rel_tol=1e-9, abs_tol=1e-6)


@given(VALUES, VALUES, st.sampled_from(["", *UNITS]), st.booleans())
def test_an_interval_holds_the_bounds_it_was_made_of(a, b, unit, approximate):
    low, high = sorted((a, b))
    interval, scale = interval_of(quantity(low, high, unit, approximate=approximate)), scale_of(unit)
    assert interval.lower <= scale.origin + low * scale.factor <= scale.origin + high * scale.factor <= interval.upper


@given(VALUES, VALUES, VALUES)
def test_order_is_strict_and_carries_over(a, b, c):
    x, y, z = (interval_of(quantity(value, value + 0.5)) for value in (a, b, c))
    assert not x.before(x)
    assert not (x.before(y) and y.before(x))
    if x.before(y) and y.before(z):
        assert x.before(z)


@given(VALUES, VALUES, VALUES, VALUES, st.sampled_from(["", *UNITS]))
def test_what_shares_a_value_is_not_disjoint(a, b, c, d, unit):
    low, first, last, high = sorted((a, b, c, d))
    assert not disjoint(quantity(low, last, unit), quantity(first, high, unit))


@given(VALUES)
def test_an_open_end_leaves_the_bound_out(value):
    more, less = quantity(value, None, lower_open=True), quantity(None, value, upper_open=True)
    least, most = quantity(value, None), quantity(None, value)
    assert disjoint(more, most)
    assert disjoint(less, least)
    assert not disjoint(least, most)


@given(VALUES, VALUES, st.sampled_from(UNITS))
def test_disjointness_has_no_direction(a, b, unit):
    x, y = quantity(a, a, unit), quantity(b, b, unit)
    assert disjoint(x, y) is disjoint(y, x)
