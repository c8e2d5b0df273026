"""What a model that reads each claim alone tells of two articles."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.matter import FEATURES
from services.ledger.comparing.nearness import PASSAGES, Nearness, nearness

SAID = ("5: The {Bank} opened", "5: The {Bank} closed", "5: The {Bank} moved")
LIKE = np.array([[0.9, 0.2, 0.1], [0.3, 0.7, 0.6], [0.0, 0.4, 0.8]], dtype=np.float32)


class Model:
    version = "a model"

    def __init__(self, told):
        self.told = told

    def likeness(self, earlier, later):
        return self.told[: len(earlier), : len(later)]


def near(pair, told, rows=3, columns=3):
    some = [frame_of(pair(one, one)[0]) for one in SAID[:rows]]
    others = [frame_of(pair(one, one)[1]) for one in SAID[:columns]]
    return nearness(Model(told), some, others), some, others


ALL = [(row, column) for row in range(3) for column in range(3)]


@pytest.mark.parametrize(
    ("places", "of_a", "of_b"),
    [
        (ALL, (0.7, -0.7, -0.8, -0.4, 0.1, -0.1, -0.8, -0.4, 0.4), (0.6, -0.5, -0.7, -0.6, 0.3, -0.2, -0.9, -0.3, 0.2)),
        ([(1, 0), (1, 1), (2, 1)], (-0.4, 0.4, 0.4), (0.3, 0.3, -0.3)),
        ([(1, 2)], (0.6,), (0.6,)),
        ([], (), ()),
    ],
)
def test_each_pair_has_its_likeness_and_is_ahead_of_the_next_or_behind(pair, places, of_a, of_b):
    found, some, others = near(pair, LIKE)
    told = found.standings([(some[row], others[column]) for row, column in places])
    for one, expected in zip(told, ([LIKE[place] for place in places], of_a, of_b), strict=True):
        assert one.tolist() == pytest.approx(list(expected))


def test_what_articles_tell_besides_two_claims_is_alike_or_not(pair):
    found, some, others = near(pair, LIKE)
    usual = {name: -value for name, value in near(pair, np.full((3, 3), -1.0))[0].elsewhere(some[0], others[0]).items()}
    told = found.elsewhere(some[0], others[0])
    counted = {name: told[FEATURES + name] + usual[FEATURES + name] for name in ("rather alike", "very alike")}
    assert counted == pytest.approx({"rather alike": math.log1p(2), "very alike": math.log1p(1)})
    assert told[FEATURES + "likest claims"] > found.elsewhere(some[1], others[0])[FEATURES + "likest claims"]


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 3), (3, 1)])
def test_where_an_article_tells_nothing_besides_nothing_is_known(pair, rows, columns):
    found, some, others = near(pair, LIKE, rows, columns)
    assert set(found.elsewhere(some[0], others[0]).values()) == {0.0}


def claims(*spans):
    return [
        SimpleNamespace(claim=SimpleNamespace(id=str(place), start=start, end=end))
        for place, (start, end) in enumerate(spans)
    ]


APART = claims((0, 10), (11, 20), (21, 30))
NESTED = claims((0, 30), (5, 20), (31, 40))


@pytest.mark.parametrize(
    ("some", "others", "place", "expected"),
    [
        (APART, APART, (0, 0), (0.3, 0.2, (0.7 + 0.8) / 2, 0)),
        (APART, APART, (1, 2), (0.8, 0.7, (0.4 + 0.9) / 2, 1 / 3)),
        (APART, NESTED, (0, 0), (0.3, 0.1, (0.8 + (0.6 + 0.8) / 2) / 2, 0)),
        (APART, APART[:1], (2, 0), (0.9, 0.35, 0.35, 2 / 3)),
    ],
)
def test_what_stands_around_two_claims_is_alike_or_not(some, others, place, expected):
    told = Nearness(some, others, LIKE[: len(some), : len(others)]).around(some[place[0]], others[place[1]])
    named = ("to what is around the earlier", "to what is around the later", "around both", "apart")
    assert told == pytest.approx({PASSAGES + name: value for name, value in zip(named, expected, strict=True)})
