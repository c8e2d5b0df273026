"""The fit of the network that decides."""

import numpy as np
import pytest
from network import network

from services.ledger.comparing.confidence import Confidence

BESIDE = Confidence(0.0, {"one source": -4.0}, "by judgement")


def test_a_feature_may_speak_for_beside_one_feature_and_against_beside_another():
    drawn = np.random.default_rng(5).uniform(-1, 1, (3000, 2))
    right = (drawn[:, 0] * drawn[:, 1] > 0).astype(float)
    fitted = network(drawn, right, ["figures", "words"], BESIDE)
    told = [
        fitted.at(one).log_odds(one) > 0
        for one in ({"figures": x, "words": y} for x in (-0.7, 0.7) for y in (-0.7, 0.7))
    ]
    assert told == [True, False, False, True]


def test_what_counts_by_judgement_counts_besides():
    drawn = np.random.default_rng(5).uniform(-1, 1, (300, 1))
    fitted = network(drawn, (drawn[:, 0] > 0).astype(float), ["figures"], BESIDE)
    alone, one_outlet = {"figures": 0.5}, {"figures": 0.5, "one source": 1.0}
    assert fitted.at(alone).log_odds(alone) - fitted.at(one_outlet).log_odds(one_outlet) == pytest.approx(4.0)


def test_a_feature_that_never_varies_counts_for_nothing():
    drawn = np.c_[np.random.default_rng(5).uniform(-1, 1, 300), np.zeros(300)]
    fitted = network(drawn, (drawn[:, 0] > 0).astype(float), ["figures", "title"], BESIDE)
    told = fitted.at({"figures": 0.5, "title": 1.0})
    assert told.weights["title"] == 0
