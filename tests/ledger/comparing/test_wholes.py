"""What a claim's figures and lists come to, against what the other counts."""

from dataclasses import replace

import pytest

from services.ledger.comparing.differences import Difference
from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.overlay import overlay
from services.ledger.comparing.quantities import differences

STALLS = "5 does=close whom=stalls: [212=212;stalls] of the [300=300;stalls] stalls were closed"
SHARES = [
    (STALLS, "5 does=close whom=stalls: [71 per cent=71 percent;stalls] of the stalls were closed", None),
    (STALLS, "5 does=close whom=stalls: [About 70 per cent=~70 percent;stalls] of the stalls were closed", None),
    (STALLS, "5 does=close whom=stalls: [Half=50 percent;stalls] of the stalls were closed", ("70.7", "50")),
    (STALLS, "5 does=close whom=stalls: [More than 80 per cent=>80 percent;stalls] of the stalls were closed", ("70.7", "80")),
    (STALLS, "5 does=remain: [More than 120=>120;stalls] stalls remained open", ("88", "more than 120")),
    (STALLS, "5 does=remain: [88=88;stalls] stalls remained open", None),
    (STALLS, "5 negated does=close whom=stalls: [More than 120=>120;stalls] stalls were not closed", ("88", "more than 120")),
    (STALLS, "5 does=close whom=stalls: [190=190;stalls] of the [300=300;stalls] stalls were closed", ("212", "190")),
    ("5: [3=3;men] of [two=2;crews] crews were [30=30 km;] away", "5: [150 per cent=150 percent;men] of the men", None),
]  # fmt: skip


def found_in(a, b) -> list[Difference]:
    return list(differences(overlay(frame_of(a), frame_of(b))))


@pytest.mark.parametrize(("one", "other", "expected"), SHARES)
def test_a_part_of_a_whole_is_a_share_and_leaves_a_rest(pair, one, other, expected):
    a, b = pair(one, other)
    for first, second, figures in ((a, b, expected), (b, a, expected and expected[::-1])):
        found = found_in(first, second)
        if figures is None:
            assert not found
        else:
            assert any(figures[0] in one.a.normalized and figures[1] in one.b.normalized for one in found)


def named(statement, ids, part="subjects"):
    """The statement with ids for the names in one of its parts, in their order."""
    arguments = [
        argument.model_copy(update={"entity_id": name})
        for argument, name in zip(getattr(statement.claim, part), ids, strict=True)
    ]
    return replace(statement, claim=statement.claim.model_copy(update={part: tuple(arguments)}))


SIGNED = (
    "5 who=Argentina,Bolivia,Paraguay does=sign whom=accord: {Argentina}, {Bolivia} and {Paraguay} signed the accord"
)
COUNTRIES = ("country:AR", "country:BO", "country:PY")
LISTS = [
    (SIGNED, COUNTRIES, "5 who=Two_countries does=sign whom=accord: [Two=2;countries] countries signed the accord", True),
    (SIGNED, COUNTRIES, "5 who=Three_countries does=sign whom=accord: [Three=3;countries] countries signed the accord", False),
    (SIGNED, COUNTRIES, "5 who=Nine_countries does=sign whom=accord: [Nine=9;countries] countries signed the accord", False),
    (SIGNED, COUNTRIES, "5 who=Two_ships does=sign whom=accord: [Two=2;ships] ships signed the accord", False),
    (SIGNED, COUNTRIES, "5 who=Two_countries does=leave whom=accord: [Two=2;countries] countries left the accord", False),
    (SIGNED, COUNTRIES, "5 who=Chile does=sign whom=two_countries: {Chile} signed with [two=2;countries] countries", False),
    (SIGNED, ("person:argentina", "person:bolivia", "person:paraguay"), "5 who=Two_people does=sign whom=accord: [Two=2;people] people signed the accord", True),
]  # fmt: skip


@pytest.mark.parametrize(("listing", "ids", "counting", "differ"), LISTS)
def test_a_list_names_at_least_as_many_as_it_has(pair, listing, ids, counting, differ):
    a, b = pair(listing, counting)
    a = named(a, ids)
    assert bool(found_in(a, b)) is differ
    assert bool(found_in(b, a)) is differ


def test_an_open_list_counts_nothing(pair):
    a, b = pair(
        "5 who=Argentina,Bolivia,Paraguay does=sign whom=accord: {Argentina}, {Bolivia} and others such as {Paraguay} signed",
        "5 who=Two_countries does=sign whom=accord: [Two=2;countries] countries signed the accord",
    )
    assert not found_in(named(a, COUNTRIES), b)
