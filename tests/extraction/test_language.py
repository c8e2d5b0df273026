"""Which pipeline reads the articles: the built-in one, or one that the user names."""

import shutil
from pathlib import Path

import pytest
import spacy

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
            pipe = nlp.add_pipe(component)
            if component == "entity_ruler":
                pipe.add_patterns([{"label": "GPE", "pattern": "Riga"}])
        nlp.to_disk(tmp_path / "pipeline")
        return str(tmp_path / "pipeline")

    return save


def test_without_a_name_the_rules_read():
    sentences, entities = shown(load_language())
    assert sentences == ["Dr. Ana Lopez met the Baltic Pact in Riga.", "It rained."]
    assert ("Baltic Pact", "EVENT") in entities


def test_a_named_pipeline_takes_their_place(pipeline):
    _, entities = shown(load_language(pipeline("sentencizer", "entity_ruler")))
    assert entities == [("Riga", "GPE")]


@pytest.mark.parametrize(
    ("components", "reason"),
    [(("sentencizer",), "must find sentences and entities"), (("entity_ruler",), "must find sentences and entities")],
)
def test_a_pipeline_that_lacks_a_part_is_refused(pipeline, components, reason):
    with pytest.raises(ConfigurationError, match=reason):
        load_language(pipeline(*components))


def test_a_missing_or_damaged_pipeline_is_one_clear_error(pipeline, tmp_path):
    with pytest.raises(ConfigurationError, match=r"GAINSAY_LANGUAGE_MODEL: .*nowhere cannot be loaded: "):
        load_language(str(tmp_path / "nowhere"))
    damaged = pipeline("sentencizer", "entity_ruler")
    (tmp_path / "pipeline" / "config.cfg").write_text("[nlp\nlang = ")
    with pytest.raises(ConfigurationError, match="cannot be loaded: ") as raised:
        load_language(damaged)
    assert "\n" not in str(raised.value)


def test_the_shipped_model_reads_in_their_place():
    sentences, entities = shown(load_language(str(SHIPPED)))
    assert sentences == ["Dr. Ana Lopez met the Baltic Pact in Riga.", "It rained."]
    assert {("Ana Lopez", "PERSON"), ("Riga", "GPE")} <= set(entities)


def test_a_shipped_model_that_is_damaged_says_so(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "model")
    weights = tmp_path / "model" / "news_encoder" / "words.onnx"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ConfigurationError, match=r"words\.onnx"):
        load_language(str(tmp_path / "model"))
