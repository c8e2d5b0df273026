import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from services.extraction.newsmodel.windows import SENTENCE_PIECES, WINDOW_PIECES, Window, WindowReader
from services.extraction.newsmodel.wordforms import Gap, Shape, form
from services.runtime.wordpieces import WordPieces

NLP = spacy.blank("en")
READER = WindowReader(WordPieces.from_lines(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "."]))


def windows(doc: Doc) -> list[Window]:
    return list(READER.windows(doc))


def texts_of(doc: Doc) -> list[str]:
    return [doc[int(w.tokens[0]) : int(w.tokens[-1]) + 1].text for w in windows(doc)]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\t \n"])
def test_a_text_without_words_has_no_window(text: str) -> None:
    assert windows(NLP(text)) == []


@pytest.mark.parametrize(
    "text", ["a", "a b.\n\n\nA b.", "a " * 1000, "A b. " * 300, "\n a \n\n b\r\n", "a\u00a0b\u2028a"]
)
def test_every_word_is_in_one_window(text: str) -> None:
    doc = NLP(text)
    assert np.concatenate([w.tokens for w in windows(doc)]).tolist() == [t.i for t in doc if not t.is_space]
    for window in windows(doc):
        assert window.pieces.shape == window.forms.shape
        assert window.pieces.shape[1] <= SENTENCE_PIECES + 2
        assert len(window.words) == len(window.tokens) + 1


def test_windows_begin_at_paragraphs_where_they_can() -> None:
    paragraph = "A b " * 30
    assert texts_of(NLP("\n\n".join([paragraph.strip()] * 4))) == ["\n\n".join([paragraph.strip()] * 2)] * 2


def test_windows_of_one_paragraph_begin_where_a_sentence_seems_to() -> None:
    found = texts_of(NLP("Go a b a b a b a now. " * 40))
    assert len(found) > 1
    assert all(text.startswith("Go") and text.endswith(".") for text in found)


def test_a_long_sentence_is_not_cut_before_its_end_if_that_is_near() -> None:
    text = "Go " + "b " * WINDOW_PIECES + "now. "
    assert texts_of(NLP(text + "Go now.")) == [text.strip(), "Go now."]


def test_known_starts_are_kept() -> None:
    doc = Doc(NLP.vocab, words=["a", "b", "a"], sent_starts=[True, False, True])
    (window,) = windows(doc)
    assert window.starts.tolist() == [1, -1, 1]


def test_forms_tell_case_and_gap() -> None:
    (window,) = windows(NLP("A go.\nAB\n\nb"))
    expected = [
        (Shape.INITIAL, Gap.PARAGRAPH),
        (Shape.LOWER, Gap.SPACE),
        (Shape.SYMBOL, Gap.NONE),
        (Shape.UPPER, Gap.LINE),
        (Shape.LOWER, Gap.PARAGRAPH),
    ]
    assert window.forms[0][window.words[1:]].tolist() == [form(*item) for item in expected]
    assert window.starts.tolist() == [1, 0, 0, 0, 1]
