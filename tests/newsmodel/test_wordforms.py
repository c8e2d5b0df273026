import pytest

from services.extraction.newsmodel.wordforms import FORMS, MOST_PIECES, Gap, Shape, WordPieces, form, shape_of

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
    ids, _ = pieces.of(word)
    assert [VOCABULARY[i] for i in ids] == expected


def test_a_long_word_keeps_its_first_pieces(pieces: WordPieces) -> None:
    ids, _ = pieces.of("a" * 1000)
    assert len(ids) == MOST_PIECES


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("talks", Shape.LOWER),
        ("Kyiv", Shape.TITLE),
        ("NATO", Shape.UPPER),
        ("U.S.", Shape.UPPER),
        ("I", Shape.INITIAL),
        ("McDonald", Shape.MIXED),
        ("F-16", Shape.NUMBER),
        ("—", Shape.SYMBOL),
        ("北京", Shape.CASELESS),
    ],
)
def test_shape(word: str, shape: Shape) -> None:
    assert shape_of(word) == shape


def test_every_shape_and_gap_has_its_own_form() -> None:
    assert {form(shape, gap) for shape in Shape for gap in Gap} == set(range(FORMS))
