"""Whether one place may lie in another."""

from dataclasses import replace

import pytest

from schemas.claims import Argument
from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.overlay import overlay
from services.ledger.comparing.places import countries_of, differences

PLACES = {
    "Peru": "country:PE",
    "Chile": "country:CL",
    "Lima": "name:lima",
    "Santiago": "name:santiago",
    "Toulouse": "name:toulouse",
    "Yanahirca": "name:yanahirca",
    "Huaral": "name:huaral",
}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Peru", "Chile", True),
        ("Lima", "Chile", True),
        ("Lima", "Peru", False),
        ("Santiago", "Chile", False),
        ("Toulouse", "Lima", True),
        ("Yanahirca", "Peru", False),
        ("Yanahirca", "Huaral", True),
    ],
)
def test_two_places_exclude_each_other_where_neither_holds_the_other(pair, one, other, apart):
    a, b = (
        replace(told, claim=told.claim.model_copy(update={"place": Argument(text=place, entity_id=PLACES[place])}))
        for told, place in zip(
            pair("5 does=land: A plane landed", "5 does=land: A plane landed"), (one, other), strict=True
        )
    )
    for both in ((a, b), (b, a)):
        found = list(differences(overlay(*map(frame_of, both))))
        assert bool(found) is apart


def test_cities_of_one_name_lie_in_several_countries():
    assert {"CL", "PH"} <= countries_of("Santiago")
    assert countries_of("Nowhere in Particular") == frozenset()
