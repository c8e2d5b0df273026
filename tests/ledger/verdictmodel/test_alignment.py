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
    assert vectors.likeness(SIGNED, like) > vectors.likeness(SIGNED, unlike)


def test_a_claim_of_any_length_is_read(vectors):
    assert vectors.likeness("", "") == pytest.approx(1, abs=1e-5)
    assert vectors.likeness("word " * 5000, "word " * 6000) == pytest.approx(1, abs=1e-5)
