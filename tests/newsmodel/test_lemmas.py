import pytest

from services.extraction.newsmodel.lemmas import Edit, edit_of


@pytest.mark.parametrize(
    ("word", "lemma", "edit"),
    [
        ("talks", "talk", "l1"),
        ("Talks", "talk", "l1"),
        ("said", "say", "l2+y"),
        ("were", "be", "l-1+be"),
        ("London", "London", "k0"),
        ("Americans", "American", "k1"),
        ("n't", "not", "l2+ot"),
        ("12,000", "12,000", "l0"),
    ],
)
def test_an_edit_makes_the_lemma_and_survives_writing(word: str, lemma: str, edit: str) -> None:
    assert str(edit_of(word, lemma)) == edit
    assert Edit.parse(edit).apply(word) == lemma


def test_an_edit_that_leaves_nothing_leaves_the_word() -> None:
    assert Edit(lower=True, cut=3, add="").apply("at") == "at"


def test_what_is_no_edit_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Edit.parse("x")
