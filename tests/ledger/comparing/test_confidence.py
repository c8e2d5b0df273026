"""What weights add up to, alone and in a layer of units."""

import numpy as np
import pytest

from services.ledger.comparing.confidence import Confidence, Network

BESIDE = Confidence(-1.0, {"one source": -4.0, "words": 0.25}, "a network")
NETWORK = Network(
    ("figures", "words"),
    np.array([[2.0, 0.0], [1.0, 1.0]]),
    np.array([1.0, 1.5]),
    np.array([3.0, -2.0]),
    BESIDE,
)

HEARD = [
    ({}, -1.0),
    ({"figures": 0.4}, -1.0),
    ({"figures": 1.0}, -1.0 + 3 * (2 - 1)),
    ({"figures": 1.0, "words": 0.5}, -1.0 + 3 * (2 - 1) + 0.125),
    ({"figures": 1.0, "words": 1.0}, -1.0 + 3 * (2 - 1) - 2 * (2 - 1.5) + 0.25),
    ({"words": 3.0}, -1.0 - 2 * (3 - 1.5) + 0.75),
    ({"figures": 1.0, "one source": 1.0}, -1.0 + 3 * (2 - 1) - 4),
    ({"figures": 0.4, "something else": 9.0}, -1.0),
]


@pytest.mark.parametrize(("features", "log_odds"), HEARD)
def test_a_unit_counts_for_what_it_is_above_its_threshold(features, log_odds):
    assert NETWORK.at(features).log_odds(features) == pytest.approx(log_odds)


@pytest.mark.parametrize(("features", "log_odds"), HEARD)
def test_what_each_feature_adds_in_a_network_adds_up(features, log_odds):
    there = NETWORK.at(features)
    assert there.intercept + sum(share for _, _, share in there.shares(features)) == pytest.approx(log_odds)
    assert there.version == "a network"
