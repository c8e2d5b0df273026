"""What a model says of the other pairs of two articles."""

import math
from types import SimpleNamespace

import pytest

from services.ledger.comparing.company import COMPANY, company


def pair(a, b, same, contradicts, articles=("x", "y")):
    sides = (
        SimpleNamespace(claim=SimpleNamespace(id=claim), statement=SimpleNamespace(version_id=article))
        for claim, article in zip((a, b), articles, strict=True)
    )
    both = SimpleNamespace(**dict(zip("ab", sides, strict=True)))
    return both, {"model: same": math.log(same), "model: contradicts": math.log(contradicts)}


ONE = [pair("a1", "b1", 0.1, 0.8), pair("a2", "b1", 0.9, 0.05), pair("a2", "b2", 0.02, 0.2)]


@pytest.mark.parametrize(
    ("read", "of_first"),
    [
        (ONE[:1], (-5, -5, 0, 0, 0)),
        (ONE[:2], (-5, math.log(0.9), 0.9, 0.05, 0.05)),
        (ONE, (-5, math.log(0.9), 0.92, 0.25, 0.1)),
        ([ONE[0], ONE[2]], (-5, -5, 0.02, 0.2, 0.05)),
        ([ONE[1], *ONE[::2]], (math.log(0.02), math.log(0.1), 0.12, 1.0, 0.1)),
        ([ONE[0], pair("a3", "b1", 0.9, 0.05, articles=("x", "z"))], (-5, -5, 0, 0, 0)),
        ([ONE[0], pair("a1", "b2", 0.1, 0.05)], (math.log(0.1), -5, 0.1, 0.05, 0.05)),
        ([ONE[0], *[pair(f"a{n}", f"b{n}", 0.9, 0.9) for n in range(9, 39)]], (-5, -5, 3, 3, 1)),
    ],
)
def test_what_else_was_read_counts(read, of_first):
    named = ("same of the earlier", "same of the later", "same", "contradict", "read")
    assert company(read)[0] == pytest.approx(
        {COMPANY + name: value for name, value in zip(named, of_first, strict=True)}
    )


def test_order_counts_for_nothing():
    for one, other in zip(company(ONE), company(ONE[::-1])[::-1], strict=True):
        assert one == pytest.approx(other)


def test_model_that_tells_no_sameness_adds_none():
    read = [(both, {"model: contradicts": math.log(0.5)}) for both, _ in ONE]
    told = company(read)[0]
    assert (told[f"{COMPANY}same"], told[f"{COMPANY}same of the later"]) == (0, -5)
    assert told[f"{COMPANY}contradict"] == pytest.approx(1.0)
