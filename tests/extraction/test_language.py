"""Which pipeline reads the articles: the built-in one, or one that the user names."""

import shutil
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from services.extraction.language import load_language
from services.runtime.errors import ConfigurationError

SHIPPED = Path(__file__).parents[2] / "models" / "en_gainsay_news"
TEXT = "Dr. Ana Lopez met the Baltic Pact in Riga. It rained."


def shown(nlp):
    doc = nlp(TEXT)
    return [str(sentence) for sentence in doc.sents], [(entity.text, entity.label_) for entity in doc.ents]


@pytest.fixture
def pipeline(tmp_path):
    """Saves a spaCy pipeline of the named components and gives its folder."""

    def save(*components):
        nlp = spacy.blank("en")
        for component in components:
            nlp.add_pipe(component)
        told = Doc(
            nlp.vocab, words=["Rain", "fell", "in", "Riga"], heads=[1, 1, 1, 2], deps=["nsubj", "ROOT", "prep", "pobj"]
        )
        nlp.initialize(lambda: [Example(told.copy(), told)] * 30)  # rarer labels are dropped
        if "entity_ruler" in components:
            nlp.get_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Riga"}])
        nlp.to_disk(tmp_path / "pipeline")
        return str(tmp_path / "pipeline")

    return save


def test_without_a_name_the_shipped_model_reads():
    sentences, entities = shown(load_language())
    assert sentences == ["Dr. Ana Lopez met the Baltic Pact in Riga.", "It rained."]
    assert {("Ana Lopez", "PERSON"), ("Baltic Pact", "EVENT"), ("Riga", "GPE")} <= set(entities)


def test_a_named_pipeline_takes_its_place(pipeline):
    _, entities = shown(load_language(pipeline("parser", "entity_ruler")))
    assert entities == [("Riga", "GPE")]


def test_a_pipeline_with_other_dependencies_is_adapted(pipeline):
    assert load_language(pipeline("parser", "entity_ruler")).pipe_names[-1] == "universal_dependencies"
    assert "universal_dependencies" not in load_language().pipe_names


@pytest.mark.parametrize(
    ("components", "lacking"),
    [
        (("sentencizer", "entity_ruler"), "dependencies"),
        (("entity_ruler",), "sentences and dependencies"),
        (("parser",), "entities"),
    ],
)
def test_a_pipeline_that_lacks_a_part_is_refused(pipeline, components, lacking):
    with pytest.raises(ConfigurationError, match=f"does not find {lacking}$"):
        load_language(pipeline(*components))


def test_a_missing_or_damaged_pipeline_is_one_clear_error(pipeline, tmp_path):
    with pytest.raises(ConfigurationError, match=r"GAINSAY_LANGUAGE_MODEL: .*nowhere cannot be loaded: "):
        load_language(str(tmp_path / "nowhere"))
    damaged = pipeline("parser", "entity_ruler")
    (tmp_path / "pipeline" / "config.cfg").write_text("[nlp\nlang = ")
    with pytest.raises(ConfigurationError, match="cannot be loaded: ") as raised:
        load_language(damaged)
    assert "\n" not in str(raised.value)


def test_a_shipped_model_that_is_damaged_says_so(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "model")
    weights = tmp_path / "model" / "news_encoder" / "words.onnx"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ConfigurationError, match=r"words\.onnx"):
        load_language(str(tmp_path / "model"))
