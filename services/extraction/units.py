"""Names of currencies (CLDR, ISO 4217) and units of measurement, each with the one form that quantities carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pycountry
from babel import Locale
from babel.numbers import get_currency_name

__all__ = ["MEASURES", "currency_codes", "currency_names", "currency_symbols"]

_LOCALE = Locale("en")
# What a bare word or sign means where the text does not say whose it is, and signs that CLDR's English lacks.
_DEFAULTS = {
    "dollars": "USD",
    "dollar": "USD",
    "dlrs": "USD",
    "dlr": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "pound": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "won": "KRW",
    "sterling": "GBP",
    "renminbi": "CNY",
    "crowns": "crown",
    "crown": "crown",
}
_SIGNS = {
    "US$": "USD",
    "C$": "CAD",
    "S$": "SGD",
    "AU$": "AUD",
    "Rs": "rupee",
    "Rs.": "rupee",
    "Sh": "shilling",
    "KSh": "KES",
    "Ksh": "KES",
    "Tk": "BDT",
    "RM": "MYR",
    "Rp": "IDR",
    "R": "ZAR",
    "N": "NGN",
    "₦": "NGN",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "฿": "THB",
    "zł": "PLN",
}

MEASURES: Mapping[str, str] = {
    name: unit
    for unit, names in {
        "km": "km kms kilometre kilometres kilometer kilometers",
        "m": "m metre metres meter meters",
        "cm": "cm centimetre centimetres centimeter centimeters",
        "mm": "mm millimetre millimetres millimeter millimeters",
        "mile": "mile miles",
        "nautical mile": "nautical-mile nautical-miles",
        "foot": "ft foot feet",
        "inch": "inch inches",
        "yard": "yard yards",
        "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes",
        "g": "gram grams gramme grammes",
        "tonne": "tonne tonnes ton tons",
        "ounce": "ounce ounces oz",
        "litre": "litre litres liter liters",
        "gallon": "gallon gallons",
        "barrel": "barrel barrels bbl",
        "hectare": "ha hectare hectares",
        "acre": "acre acres",
        "W": "watt watts",
        "kW": "kW kilowatt kilowatts",
        "MW": "MW megawatt megawatts",
        "GW": "GW gigawatt gigawatts",
        "kWh": "kWh kilowatt-hour kilowatt-hours",
        "MWh": "MWh megawatt-hour megawatt-hours",
        "Hz": "Hz hertz",
        "GB": "GB gigabyte gigabytes",
        "TB": "TB terabyte terabytes",
        "knot": "knot knots",
        "km/h": "km/h kmh kph kmph",
        "mph": "mph",
        "m/s": "m/s",
        "degree": "degree degrees °",
        "°C": "°C °c",
        "°F": "°F °f",
        "second": "second seconds",
        "minute": "minute minutes",
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "fortnight": "fortnight fortnights",
        "month": "month months",
        "year": "year years",
        "decade": "decade decades",
        "century": "century centuries",
        "basis point": "basis-point basis-points",
    }.items()
    for name in names.split()
}


@cache
def currency_codes() -> frozenset[str]:
    """ISO 4217 codes as they stand beside amounts."""
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


@cache
def currency_symbols() -> Mapping[str, str]:
    """Signs before an amount, each with its ISO 4217 code or, where many countries share it, its bare name."""
    return {
        symbol: code
        for code, symbol in _LOCALE.currency_symbols.items()
        if code not in (symbol, "XXX") and " " not in symbol and "\u202f" not in symbol
    } | _SIGNS


@cache
def currency_names() -> Mapping[str, str]:
    """Lower-case names after an amount (``kenyan shillings``, ``naira``), each with its ISO code or bare singular name.

    A bare word that several currencies share has a code only where English means one of them: "dollars", "pounds".
    """
    current = {currency.alpha_3 for currency in pycountry.currencies}
    names: dict[str, str] = {}
    last_words: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for code in current & set(_LOCALE.currencies):
        singular, plural = (get_currency_name(code, count=count, locale=_LOCALE).lower() for count in (1, 2))
        for name in (singular, plural):
            if "(" not in name:
                names[name] = code
                names[name.removesuffix("s")] = code
                if " " in name and not code.startswith("X"):
                    last_words[name.split()[-1]].add((code, singular.split()[-1]))
                    last_words[name.split()[-1].removesuffix("s")].add((code, singular.split()[-1]))
    for word, owners in last_words.items():
        names[word] = (
            next(iter(owners))[0] if len({code for code, _ in owners}) == 1 else min(single for _, single in owners)
        )
    return {
        name: unit
        for name, unit in (names | _DEFAULTS).items()
        if unit
        and len(name) > 2
        and name not in {"unit", "units", "gold", "silver", "real", "real's", "sol", "lek", "som", "pound's"}
    } | {"soles": "PEN", "reais": "BRL"}
