"""Units of measurement: their names in English (CLDR) and the one form that quantities carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from babel.units import format_unit

__all__ = ["DURATIONS", "unit_after", "unit_names"]

# CLDR's ids of the units that news measures in, each with the form that quantities carry. That form is one that pint
# reads, so that the ledger can convert it.
_UNITS = {
    "length-kilometer": "km",
    "length-meter": "m",
    "length-centimeter": "cm",
    "length-millimeter": "mm",
    "length-mile": "mile",
    "length-nautical-mile": "nautical mile",
    "length-yard": "yard",
    "length-foot": "foot",
    "length-inch": "inch",
    "length-light-year": "light year",
    "area-square-kilometer": "km²",
    "area-square-meter": "m²",
    "area-square-centimeter": "cm²",
    "area-square-mile": "mile²",
    "area-square-foot": "foot²",
    "area-square-yard": "yard²",
    "area-hectare": "hectare",
    "area-acre": "acre",
    "volume-cubic-kilometer": "km³",
    "volume-cubic-meter": "m³",
    "volume-cubic-centimeter": "cm³",
    "volume-cubic-foot": "foot³",
    "volume-liter": "litre",
    "volume-milliliter": "ml",
    "volume-gallon": "gallon",
    "volume-bushel": "bushel",
    "volume-barrel": "barrel",
    "volume-acre-foot": "acre foot",
    "mass-kilogram": "kg",
    "mass-gram": "g",
    "mass-milligram": "mg",
    "mass-microgram": "µg",
    "mass-tonne": "tonne",
    "mass-pound": "lb",
    "mass-ounce": "ounce",
    "mass-carat": "carat",
    "power-gigawatt": "GW",
    "power-megawatt": "MW",
    "power-kilowatt": "kW",
    "power-watt": "W",
    "power-horsepower": "horsepower",
    "energy-kilowatt-hour": "kWh",
    "energy-calorie": "calorie",
    "electric-volt": "volt",
    "frequency-gigahertz": "GHz",
    "frequency-megahertz": "MHz",
    "frequency-kilohertz": "kHz",
    "frequency-hertz": "Hz",
    "digital-petabyte": "PB",
    "digital-terabyte": "TB",
    "digital-gigabyte": "GB",
    "digital-megabyte": "MB",
    "digital-kilobyte": "kB",
    "speed-kilometer-per-hour": "km/h",
    "speed-meter-per-second": "m/s",
    "speed-mile-per-hour": "mph",
    "speed-knot": "knot",
    "temperature-celsius": "°C",
    "temperature-fahrenheit": "°F",
    "angle-degree": "degree",
    "pressure-hectopascal": "hPa",
    "pressure-millibar": "mbar",
    "concentr-permyriad": "basis point",
    "duration-millisecond": "ms",
    "duration-second": "second",
    "duration-minute": "minute",
    "duration-hour": "hour",
    "duration-day": "day",
    "duration-week": "week",
    "duration-month": "month",
    "duration-year": "year",
    "duration-decade": "decade",
    "duration-century": "century",
}
DURATIONS = frozenset({unit for name, unit in _UNITS.items() if name.startswith("duration-")} | {"fortnight"})
# What newspapers write and CLDR does not.
_NEWSPAPER = {
    "km": "kms",
    "kg": "kilo|kilos|kgs",
    "g": "gramme|grammes",
    "lb": "lbs",
    "tonne": "ton|tons",
    "hour": "hrs",
    "minute": "min|mins",
    "km/h": "kmh|kph|kmph",
    "fortnight": "fortnight|fortnights",
    "MWh": "MWh|megawatt hour|megawatt hours",
    "GWh": "GWh|gigawatt hour|gigawatt hours",
    "TWh": "TWh|terawatt hour|terawatt hours",
    "basis point": "basis point|basis points|bps",
}
_DEGREES = {"C": "°C", "F": "°F"}  # "41.3C", with nothing between
# CLDR's short forms that in running text are words or something else than a unit.
_AMBIGUOUS = frozenset({"in", "c", "L", "l", "t", "h", "hp", "ac", "ct", "V"})
_SURFACE = re.compile(r"[\s\u00a0-]?(?P<name>[°′″]?[A-Za-z°µ′″][A-Za-z°²³/.]*)")
_COMPOUND = re.compile(r"-[a-z]")
_GAP = re.compile(r"[ \u00a0-]")
_LONGEST = 4  # words: "cubic metres per second"


@cache
def unit_names() -> Mapping[str, str]:
    """Each name of a unit as it may stand after a number, with the form that quantities carry."""
    names = {name: unit for cldr, unit in _UNITS.items() for name in _names(cldr)}
    names |= {name: unit for unit, written in _NEWSPAPER.items() for name in written.split("|")}
    return {name: unit for name, unit in names.items() if name not in _AMBIGUOUS}


def _names(cldr: str) -> Iterator[str]:
    lengths: tuple[Literal["long", "short"], ...] = ("long", "short")
    for locale in ("en", "en_GB"):
        for length in lengths:
            for count in (1, 2):
                pattern = format_unit(count, cldr, length=length, locale=locale)
                name = pattern.lstrip("0123456789").strip()
                yield name
                yield name.replace("-", " ")
                yield name.replace("square ", "sq ")
                yield name.replace(" per hour", " an hour")
                yield name.replace("/h", " per hour").replace("/s", " per second")
                if name.endswith(("²", "³")):
                    yield f"{'sq' if name.endswith('²') else 'cu'} {name[:-1]}"


def unit_after(text: str, end: int) -> tuple[str, int] | None:
    """Return the unit that stands at ``end``, right of a number, and where it ends; None where none stands there."""
    if (degrees := _DEGREES.get(text[end : end + 1])) and not text[end + 1 : end + 2].isalnum():
        return degrees, end + 1
    names = unit_names()
    ends: list[int] = []
    position = end
    while len(ends) < _LONGEST and (match := _SURFACE.match(text, position)):
        position = match.end()
        ends.append(match.end("name"))
    first = end + 1 if _GAP.match(text, end) else end
    for stop in reversed(ends):
        name = text[first:stop].rstrip(".")
        unit = names.get(name) or names.get(name.replace("-", " ")) or names.get(name.replace("\u00a0", " "))
        if unit is None and len(name) > 3:
            unit = names.get(name.lower())
        if unit is not None and unit == name and unit in DURATIONS and _COMPOUND.match(text, stop) and text[end] != "-":
            return None  # "two second-half goals", "three hour-long talks"
        if unit is not None and not text[stop : stop + 1].isalnum():
            return unit, first + len(name)
    return None
