import pytest

from models.train.corpora import Document, Sentence, text_of
from models.train.typesetting import typeset
from services.extraction.newsmodel.wordforms import Gap

SET = [
    ("The minister , 61 , said : “ We wo n’t pay ( yet ) . ”", "The minister, 61, said: “We won’t pay (yet).”"),
    ('He asked , " Who is it ? " and left .', 'He asked, "Who is it?" and left.'),
    ("Workers ’ rights were n't the firm 's first concern .", "Workers’ rights weren't the firm's first concern."),
    ("It ’ s a well - known 24 / 7 line – for $ 5 ; 30 % off !", "It’s a well-known 24/7 line – for $5; 30% off!"),
    ("He said ' no ' twice .", "He said 'no' twice."),
]


@pytest.mark.parametrize(("words", "text"), SET)
def test_words_are_set_as_prose_sets_them(words, text):
    words = tuple(words.split())
    unset = Sentence(words, (Gap.PARAGRAPH,) + (Gap.SPACE,) * (len(words) - 1), entities=("O",) * len(words))
    [sentence] = typeset(Document("d", [unset])).sentences
    assert text_of(sentence.words, sentence.gaps) == text
    assert sentence.entities == unset.entities
