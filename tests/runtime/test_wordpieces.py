import pytest

from services.runtime.wordpieces import MOST_PIECES, WordPieces

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "un",
    "##aff",
    "##able",
    "the",
    "u",
    "s",
    ".",
    "'",
    '"',
    "–",
    "zelensky",
    "a",
    "##a",
]


@pytest.fixture
def pieces() -> WordPieces:
    return WordPieces.from_lines(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("unaffable", ["un", "##aff", "##able"]),
        ("The", ["the"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("Zelenský", ["zelensky"]),
        ("’s", ["'", "s"]),
        ("“", ['"']),
        ("--", ["–"]),
        ("—", ["–"]),
        ("xyz", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("🔥", ["[UNK]"]),
        ("", ["[UNK]"]),
    ],
)
def test_a_word_becomes_pieces(pieces: WordPieces, word: str, expected: list[str]) -> None:
    ids = pieces.of(word)
    assert [VOCABULARY[i] for i in ids] == expected


def test_a_long_word_keeps_its_first_pieces(pieces: WordPieces) -> None:
    ids = pieces.of("a" * 1000)
    assert len(ids) == MOST_PIECES
