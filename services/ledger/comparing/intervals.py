"""Quantities as intervals in base units, as wide as what was written allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from schemas.claims import Quantity
from services.ledger.comparing.units import scale_of

__all__ = ["Interval", "digits", "disjoint", "interval_of", "spoken"]

_APPROXIMATE = 0.1
_WITHIN = 1.0 - 1e-9
"""Of what a figure may have been rounded by: 2 and 3 per cent have no value in common."""
_SELDOM_ROUNDED = frozenset({"percent", "percentage point", "year", "month", "day", "hour"})
_SMALL = 100
"""Below it they are hardly rounded to tens."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from lower to upper, in the base unit of the dimension."""

    lower: float
    upper: float
    lower_open: bool
    upper_open: bool

    def before(self, other: Interval) -> bool:
        """Whether every value here is smaller than every value there."""
        if self.upper == other.lower:
            return self.upper_open or other.lower_open
        return self.upper < other.lower


def interval_of(quantity: Quantity) -> Interval:
    """Read a quantity as generously as a reader does.

    A point is as exact as its last digit that is not a rounding zero (3,200 stands for 3,150 to 3,250); counts below a
    hundred are exact; what is approximate allows a tenth either way.
    """
    lower = -math.inf if quantity.lower is None else quantity.lower
    upper = math.inf if quantity.upper is None else quantity.upper
    if quantity.lower is not None and quantity.lower == quantity.upper:
        slack = _WITHIN * _rounding(lower, quantity.unit)
        lower, upper = lower - slack, upper + slack
    if quantity.approximate:
        lower, upper = lower - _APPROXIMATE * abs(lower), upper + _APPROXIMATE * abs(upper)
    scale = scale_of(quantity.unit)
    return Interval(
        scale.origin + lower * scale.factor,
        scale.origin + upper * scale.factor,
        quantity.lower_open,
        quantity.upper_open,
    )


def disjoint(x: Quantity, y: Quantity) -> bool:
    """Whether no value fits both."""
    interval_x, interval_y = interval_of(x), interval_of(y)
    return interval_x.before(interval_y) or interval_y.before(interval_x)


def _rounding(value: float, unit: str) -> float:
    if value == 0 or (not unit and abs(value) < 100):
        return 0.0
    figure, exponent = f"{abs(value):.12e}".split("e")
    significant = len(figure.replace(".", "").rstrip("0"))
    slack = 0.5 * 10.0 ** (int(exponent) - significant + 1)
    return min(slack, 1.0) if unit in _SELDOM_ROUNDED and abs(value) < _SMALL else slack


def digits(quantity: Quantity) -> str | None:
    """The digits of an exact figure without its power of ten, "24" for 2.4 billion; None where they tell too little."""
    value = quantity.lower
    if value is None or value != quantity.upper or value == 0:
        return None
    found = f"{abs(value):.12e}".split("e")[0].replace(".", "").rstrip("0")
    return found if len(found) > 1 or abs(value) >= 100 else None


def spoken(quantity: Quantity) -> str:
    """A quantity in figures: "12", "more than 20", "about 300", "3 to 5"."""
    about = "about " if quantity.approximate else ""
    low, high = quantity.lower, quantity.upper
    if low is None and high is None:
        return quantity.text
    if low is None or high is None:
        bound, value, is_open = (
            ("more than", low, quantity.lower_open) if high is None else ("less than", high, quantity.upper_open)
        )
        if not is_open:
            bound = "at least" if high is None else "up to"
        return f"{about}{bound} {_figure(value)}{_unit(quantity)}"
    if low == high:
        return f"{about}{_figure(low)}{_unit(quantity)}"
    return f"{about}{_figure(low)} to {_figure(high)}{_unit(quantity)}"


def _figure(value: float | None) -> str:
    return f"{value or 0:,.4f}".rstrip("0").rstrip(".")


def _unit(quantity: Quantity) -> str:
    return f" {quantity.unit}" if quantity.unit else ""
