"""Units of measure that can be converted into one another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pint

__all__ = ["Scale", "scale_of"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit as ``factor`` of its dimension's base unit, from ``origin`` on. What converts to nothing is of its own.

    0 °C is 273.15 kelvin: a temperature has an origin other than zero.
    """

    dimension: str
    factor: float = 1.0
    origin: float = 0.0


# Where the news means another unit by a name than pint's registry does, or pint spells it otherwise.
_PINT_NAMES = {
    "barrel": "oil_barrel",
    "calorie": "kilocalorie",
    "decade": "decade_of_years",
    "mile²": "mile ** 2",
    "foot²": "foot ** 2",
    "yard²": "yard ** 2",
    "foot³": "foot ** 3",
    "°C": "degC",
    "°F": "degF",
}


@cache
def _registry() -> pint.UnitRegistry[float]:
    """Pint's units; they take half a second to build, so not before one is met."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    registry.define("decade_of_years = 10 * year")
    return registry


@cache
def scale_of(unit: str) -> Scale:
    """The scale of a unit as quantities carry it; a currency, a percentage or what pint does not know is its own."""
    if not unit or unit.startswith("percent") or (len(unit) == 3 and unit.isupper()):
        return Scale(unit)
    try:
        found = _registry().Unit(_PINT_NAMES.get(unit, unit.replace(" ", "_")))
        origin, one = (_registry().Quantity(value, found).to_base_units() for value in (0.0, 1.0))
    except (pint.errors.PintError, AttributeError, ValueError, TypeError):
        return Scale(unit)
    dimension = "duration" if one.check("[time]") else str(one.units)
    return Scale(dimension, float(one.magnitude - origin.magnitude), float(origin.magnitude))
