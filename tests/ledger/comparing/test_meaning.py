"""Words that mean one thing, and words that exclude each other."""

import pytest

from services.ledger.comparing.lexicon.meaning import alike, bases, broader, opposed, siblings, telling
from services.ledger.comparing.lexicon.spelling import american

BASES = [
    ("signed", "sign"), ("ran", "run"), ("fishermen", "fisherman"), ("lorries", "lorry"), ("widened", "widen"),
    ("dropping", "drop"), ("better", "good"), ("acquitted", "acquit"), ("matches", "match"), ("ships", "ship"),
    ("xyzzyish", "xyzzyish"), ("stabilised", "stabilize"), ("harbours", "harbor"),
]  # fmt: skip
SPELLED = [
    ("stabilise", "stabilize"), ("organisations", "organizations"), ("labour", "labor"), ("favourites", "favorites"),
    ("centre", "center"), ("litres", "liters"), ("defence", "defense"), ("programmes", "programs"),
    ("raised", "raised"), ("police", "police"), ("hours", "hours"), ("acre", "acre"), ("fire", "fire"), ("once", "once"),
]  # fmt: skip
ALIKE = [
    ("signed", "signing"), ("household", "family"), ("ferry", "vessel"), ("quake", "tremor"), ("convicted", "conviction"),
    ("strike", "walkout"), ("Ferry".lower(), "ferries"),
]  # fmt: skip
UNLIKE = [("ferry", "mayor"), ("rise", "fall"), ("guilty", "acquitted"), ("north", "south"), ("troops", "treaty")]
OPPOSED = [
    ("rose", "fell"), ("widened", "narrowed"), ("convicted", "acquitted"), ("open", "shut"), ("included", "excluded"),
    ("left", "right"), ("eastern", "western"), ("north", "south"), ("dead", "alive"), ("success", "failure"),
    ("approve", "rejected"), ("inside", "outside"),
]  # fmt: skip
NOT_OPPOSED = [("rose", "climbed"), ("signed", "concluded"), ("ferry", "vessel"), ("rise", "rising"), ("navy", "ship")]


@pytest.mark.parametrize(("form", "base"), BASES)
def test_base_forms(form, base):
    assert base in bases(form)


@pytest.mark.parametrize(("written", "spelled"), SPELLED)
def test_american_spelling(written, spelled):
    assert american(written) == spelled


@pytest.mark.parametrize(("x", "y"), ALIKE)
def test_words_that_may_mean_one_thing(x, y):
    assert alike(x, y) == alike(y, x) >= 0.5


@pytest.mark.parametrize(("x", "y"), UNLIKE)
def test_words_that_do_not(x, y):
    assert alike(x, y) == 0.0


@pytest.mark.parametrize(("x", "y"), OPPOSED)
def test_opposites(x, y):
    assert opposed(x, y)
    assert opposed(y, x)


@pytest.mark.parametrize(("x", "y"), NOT_OPPOSED)
def test_no_opposites(x, y):
    assert not opposed(x, y)


def test_kinds_of_one_thing():
    assert broader("vessel", "ferry")
    assert not broader("ferry", "vessel")
    assert siblings("north", "south")
    assert not siblings("ferry", "vessel")


def test_rare_words_tell_more_than_common_ones():
    assert telling("be") < telling("people") < telling("fisherman") <= telling("xyzzyish") == 1.0
