"""What a model that reads each claim alone tells of two articles."""

import math

import numpy as np
import pytest

from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.matter import FEATURES
from services.ledger.comparing.nearness import nearness

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


def test_each_claim_has_its_likeness_to_each(pair):
    found, some, others = near(pair, LIKE)
    assert [found.of(a, b) for a in some for b in others] == pytest.approx(LIKE.ravel().tolist())


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
