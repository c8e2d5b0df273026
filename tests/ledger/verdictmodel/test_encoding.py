import numpy as np
import pytest

from services.ledger.verdictmodel.encoding import LONGEST_PAIR, MARKS, Mark, PairEncoder
from services.runtime.wordpieces import WordPieces

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "four", "five", "4", "##00", "died", "people", "."]
LATER = len(Mark)


@pytest.fixture
def encode():
    return PairEncoder(WordPieces.from_lines(VOCABULARY))


def test_both_sides_stand_in_one_frame(encode):
    encoded = encode("Four died.", "400 people died")
    assert [VOCABULARY[i] for i in encoded.pieces] == [
        *("[CLS]", "four", "died", ".", "[SEP]"),
        *("4", "##00", "people", "died", "[SEP]"),
    ]


def test_marks_tell_side_and_what_is_shared(encode):
    encoded = encode("Four died 4.", "400 people died 4")
    assert encoded.marks.tolist() == [
        Mark.FRAME,
        Mark.WORD,
        Mark.SHARED_WORD,
        Mark.SHARED_NUMBER,
        Mark.PUNCTUATION,
        Mark.FRAME,
        LATER + Mark.NUMBER,
        LATER + Mark.NUMBER,
        LATER + Mark.WORD,
        LATER + Mark.SHARED_WORD,
        LATER + Mark.SHARED_NUMBER,
        LATER + Mark.FRAME,
    ]
    assert encoded.marks.max() < MARKS


def test_a_side_is_averaged_over_its_own_pieces(encode):
    encoded = encode("four died", "five people died .")
    assert encoded.sides.sum(axis=1) == pytest.approx([1, 1])
    assert np.flatnonzero(encoded.sides[0]).tolist() == [1, 2]
    assert np.flatnonzero(encoded.sides[1]).tolist() == [4, 5, 6, 7]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (10, 10, (10, 10)),
        (500, 10, (LONGEST_PAIR - 13, 10)),
        (10, 500, (10, LONGEST_PAIR - 13)),
        (500, 500, ((LONGEST_PAIR - 3) // 2, LONGEST_PAIR - 3 - (LONGEST_PAIR - 3) // 2)),
    ],
)
def test_the_longer_side_is_cut_first(encode, first, second, kept):
    encoded = encode("died " * first, "died " * second)
    assert (np.count_nonzero(encoded.sides[0]), np.count_nonzero(encoded.sides[1])) == kept


def test_a_side_may_be_empty(encode):
    encoded = encode("", "died")
    assert len(encoded.pieces) == 4
    assert np.isfinite(encoded.sides).all()
