"""What tells articles of one matter from articles that are merely alike."""

from dataclasses import replace

import pytest

from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.matter import ALONE, BRIEF, FEATURES, account_of, elsewhere, in_common

FIRE = "5: A fire broke out in {Vaasa} at [12=12;houses] houses <on Monday=2026-03-02/2026-03-03>"
CASES = [
    (FIRE, FIRE, {"names": 1, "no name": 0, "leading names": 1, "a figure": 1, "a time": 1, "words, but not names": 0}),
    (
        FIRE,
        "6: A fire broke out in {Turku} at [15=15;houses] houses <on Friday=2026-03-06/2026-03-07>",
        {"names": 0, "no name": 1, "leading names apart": 1, "no figure": 1, "no time": 1, "words, but not names": 1},
    ),
    (
        FIRE,
        "6: The {Vaasa} council of {Ostrobothnia} met",
        {"names of the shorter": 1, "leading names": 1, "leading names apart": 0, "no figure": 0, "no time": 0},
    ),
    (
        "5: {Qtly} div [35 cts=35 cts;]",
        "5: {Qtly} div [25 cts=25 cts;]",
        {"names": 0, "no name": 1, "no leading name": 1},
    ),
    (FIRE, "6: [3=3;men] men met", {"no name": 1, "no leading name": 1, "leading names apart": 0, "no figure": 0}),
]


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_what_two_articles_have_in_common(pair, one, other, expected):
    a, b = (account_of([frame_of(replace(side, topic=side.claim.entity_ids[:1]))]) for side in pair(one, other))
    found = in_common(a, b)
    assert {name: found[FEATURES + name] for name in expected} == pytest.approx(expected)
    assert found == in_common(b, a)
    assert all(0.0 <= value <= 1.0 for value in found.values())


TERSE = "5: Shr [34=34;cts] cts, net [7=7;mln] mln"
TITLES = [
    (("COBANCO YEAR NET", TERSE), ("Cobanco net for year", TERSE), {"titles told": 1, "a title untold": 0}),
    (("COBANCO INC <CBCO> YEAR NET", TERSE), ("OHIO MATTRESS <OMT> YEAR NET", TERSE), {"a title untold": 0.9}),
    (("Fire", FIRE), ("The Vaasa fire", FIRE), {"titles told": 1}),
    (("", FIRE), ("Fire", FIRE), {"no title": 1, "titles": 0, "titles told": 0, "a title untold": 0}),
]


@pytest.mark.parametrize(("one", "other", "expected"), TITLES)
def test_what_an_article_is_about_may_stand_in_its_title_alone(pair, one, other, expected):
    (title, told), (other_title, other_told) = one, other
    sides = zip(pair(told, other_told), (title, other_title), strict=True)
    found = in_common(*(account_of([frame_of(replace(side, title=text))]) for side, text in sides))
    assert {name: found[FEATURES + name] for name in expected} == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("alike", "differing", "agrees"), [(0, 0, 0.5), (4, 0, 0.9), (4, 4, 0.1), (9, 0, 0.95), (1, 1, 0.25)]
)
def test_articles_of_one_matter_agree_in_most_that_is_alike(alike, differing, agrees):
    found = elsewhere(alike, differing)
    assert found[FEATURES + "share that agrees"] == pytest.approx(agrees)
    assert (found[FEATURES + "agree rather than differ"] > 0) is (agrees > 0.5)


def test_nothing_told_is_nothing_in_common():
    nothing = account_of([])
    assert in_common(nothing, nothing)[FEATURES + "no name"] == 1.0


@pytest.mark.parametrize(("claims", "alone", "brief"), [(1, 1, 1), (2, 1, 1), (3, 0, 1), (4, 0, 1), (5, 0, 0)])
def test_an_article_may_tell_hardly_more_than_what_is_compared(pair, claims, alone, brief):
    one, other = (frame_of(side) for side in pair(FIRE, FIRE))
    found = in_common(account_of([one] * claims), account_of([other] * 9))
    assert (found[ALONE], found[BRIEF]) == (alone, brief)
