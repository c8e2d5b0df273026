import numpy as np
import pytest

from services.ledger.verdictmodel.alignment import WIDTH, ClaimVectors
from services.ledger.verdictmodel.opinion import SHIPPED

SIGNED = "Norway and Chile signed the fisheries pact in Oslo on Sunday."


@pytest.fixture(scope="module")
def vectors():
    return ClaimVectors(SHIPPED)


def test_a_vector_has_length_1_and_hangs_on_nothing_but_the_claim(vectors):
    told = vectors.of(SIGNED)
    vectors.of("The bank was closed.")
    assert told.shape == (WIDTH,)
    assert np.linalg.norm(told) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(told, ClaimVectors(SHIPPED).of(SIGNED))


@pytest.mark.parametrize(
    ("like", "unlike"),
    [
        ("The pact on fisheries was concluded in Santiago.", "Norway and Chile are thousands of miles apart."),
        ("In Oslo both countries put their names to the agreement.", "Oslo expects heavy snow on Sunday."),
    ],
)
def test_claims_of_one_fact_are_more_alike_than_others_with_the_same_names(vectors, like, unlike):
    ((near, far),) = vectors.likeness([SIGNED], [like, unlike])
    assert near > far


def test_a_claim_of_any_length_is_read(vectors):
    assert vectors.likeness([""], [""]) == pytest.approx(1, abs=1e-5)
    assert vectors.likeness(["word " * 5000], ["word " * 6000]) == pytest.approx(1, abs=1e-5)


def test_likeness_is_the_same_on_any_number_of_cores(vectors):
    others = [f"Norway and {other} signed a pact." for other in ("Chile", "Peru", "Fiji", "Mali")]
    told = vectors.likeness([SIGNED], others)
    assert len(np.unique(told)) == len(others)
    assert np.array_equal(ClaimVectors(SHIPPED, threads=3).likeness([SIGNED], others), told)
