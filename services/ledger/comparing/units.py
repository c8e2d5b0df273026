"""Units of measure that can be converted into one another."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Scale", "scale_of"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit as so many of its dimension's base unit. A unit without conversion is its own dimension."""

    dimension: str
    factor: float


_SCALES: dict[str, dict[str, float]] = {
    "length": {"mm": 0.001, "cm": 0.01, "inch": 0.0254, "foot": 0.3048, "yard": 0.9144, "m": 1, "km": 1000}
    | {"mile": 1609.344, "nautical mile": 1852},
    "area": {"m²": 1, "foot²": 0.092903, "acre": 4046.856, "hectare": 10_000, "km²": 1_000_000, "mile²": 2_589_988},
    "volume": {"litre": 0.001, "gallon": 0.003785, "barrel": 0.158987, "m³": 1},
    "mass": {"g": 0.001, "ounce": 0.02835, "kg": 1, "tonne": 1000},
    "speed": {"km/h": 1, "mph": 1.609344, "knot": 1.852, "m/s": 3.6},
    "power": {"W": 0.001, "kW": 1, "MW": 1000, "GW": 1_000_000},
    "energy": {"kWh": 1, "MWh": 1000, "GWh": 1_000_000, "TWh": 1_000_000_000},
    "data": {"GB": 1.0, "TB": 1000.0},
    "duration": {"second": 1.0, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "fortnight": 1_209_600}
    | {"month": 2_629_746.0, "year": 31_556_952, "decade": 315_569_520, "century": 3_155_695_200},
}
_SCALE_OF = {unit: Scale(name, factor) for name, units in _SCALES.items() for unit, factor in units.items()}


def scale_of(unit: str) -> Scale:
    """Return the unit's scale."""
    return _SCALE_OF.get(unit) or Scale(unit, 1.0)
