import shutil
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from services.runtime.models import ModelError

PIPELINE = Path("models/en_gainsay_news")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(PIPELINE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "Hello",
        "\n  Hello \n\n\n world\t!\r\n",
        "BREAKING: ‘We can’t,’ he said… — Reuters 🔥🔥",
        "• first\n• second\n- third",
        "x" * 5000,
        "word " * 2000,
        "1 " * 700,
        "你好 world. مرحبا.",
        "\u200b\u200d\ufeff",
    ],
)
def test_any_text_gets_whole_sentences_with_one_root(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert sum(len(sent) for sent in doc.sents) == len(doc)
    for sent in doc.sents:
        assert [t for t in sent if t.dep_ == "ROOT"] == [sent.root] or sent.text.isspace()
        assert all(token.lemma_ and token.pos_ for token in sent)
        assert all(token.is_space == (token.pos_ == "SPACE") for token in sent)


def test_a_sentence_of_news(nlp: Language) -> None:
    doc = nlp("Kenyan President William Ruto said on Monday that 12 people were killed in Nairobi.")
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Kenyan", "NORP"),
        ("William Ruto", "PERSON"),
        ("Monday", "DATE"),
        ("12", "CARDINAL"),
        ("Nairobi", "GPE"),
    ]
    grammar = {t.text: (t.pos_, t.lemma_, t.dep_, t.head.text) for t in doc}
    assert grammar["said"] == ("VERB", "say", "ROOT", "said")
    assert grammar["killed"] == ("VERB", "kill", "ccomp", "said")
    # Its lemma is "people" in one treebank and "person" in the other.
    assert grammar["people"] in {("NOUN", lemma, "nsubj:pass", "killed") for lemma in ("people", "person")}
    assert str(doc[1].morph) == "Number=Sing"


def test_what_is_said_of_a_text_does_not_depend_on_its_neighbours(nlp: Language) -> None:
    texts = ["Mali's junta expelled the envoy.", "Prices rose 3 percent in May, the bank said.", "Who won?"]
    alone = [nlp(text).to_json() for text in texts]
    assert [doc.to_json() for doc in nlp.pipe(reversed(texts), batch_size=2)] == alone[::-1]


def test_sentences_that_are_set_stay(nlp: Language) -> None:
    words = "He left . They stayed".split()
    doc = Doc(nlp.vocab, words=words, sent_starts=[True, False, False, False, False])
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert len(list(doc.sents)) == 1


def test_it_works_in_memory_zones(nlp: Language) -> None:
    for _ in range(2):
        with nlp.memory_zone():
            lemmas = [t.lemma_ for doc in nlp.pipe(["The zyxwings were flumoxating."]) for t in doc]
    assert lemmas[0] == "the"


def test_a_saved_pipeline_says_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    text = "Ghana's parliament passed the budget on 3 May."
    assert spacy.load(tmp_path / "copy")(text).to_json() == nlp(text).to_json()


@pytest.mark.parametrize(
    "name",
    [
        "news_encoder/words.onnx",
        "news_encoder/vocab.txt",
        "news_encoder/inventory.json",
        "news_entities/gazetteer.json",
    ],
)
def test_a_missing_file_is_one_clear_error(tmp_path: Path, name: str) -> None:
    shutil.copytree(PIPELINE, tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with pytest.raises(ModelError, match="incomplete"):
        spacy.load(tmp_path / "model")


def test_a_damaged_file_is_one_clear_error(tmp_path: Path) -> None:
    shutil.copytree(PIPELINE, tmp_path / "model")
    weights = tmp_path / "model/news_encoder/words.onnx"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelError, match=r"damaged: words\.onnx"):
        spacy.load(tmp_path / "model")
