import pytest
import spacy
from spacy.tokens import Doc

from services.extraction.newsmodel.entities import Gazetteer, NewsEntities, is_event

NLP = spacy.blank("en")


@pytest.fixture(scope="module")
def entities() -> NewsEntities:
    component = NewsEntities(NLP.vocab.strings)
    component.gazetteer = Gazetteer(
        areas=frozenset({"southeast asia"}),
        states_and_cities=frozenset({"rhode island"}),
        currencies=frozenset({"naira", "dollars"}),
        units=frozenset({"km", "tonnes", "degrees celsius", "weeks"}),
    )
    return component


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Kenya", "GPE"),
        ("Ojuota", "GPE"),
        ("Rhode Island", "GPE"),
        ("Migoro Island", "LOC"),
        ("Lake Chad", "LOC"),
        ("the Gulf of Aden", "LOC"),
        ("Southeast Asia", "LOC"),
        ("the Middle East", "LOC"),
    ],
)
def test_places(entities: NewsEntities, name: str, label: str) -> None:
    assert entities.place_label(name) == label


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("the 2022 World Cup", True),
        ("World Cup 2022", True),
        ("Hurricane Ian", True),
        ("Battle of Adwa", True),
        ("Things Fall Apart", False),
        ("1984", False),
    ],
)
def test_events(name: str, event: bool) -> None:
    assert is_event(name) is event


def test_a_storm_is_no_person(entities: NewsEntities) -> None:
    doc = Doc(NLP.vocab, words=["Hurricane", "Ian", "hit"], ents=["O", "B-PERSON", "O"])
    assert [(e.text, e.label_) for e in entities(doc).ents] == [("Hurricane Ian", "EVENT")]


def test_a_place_in_a_place_is_two_places(entities: NewsEntities) -> None:
    words = "in Midland , Texas , and".split()
    doc = Doc(NLP.vocab, words=words, ents=["O", "B-LOC", "I-LOC", "I-LOC", "O", "O"])
    assert [(e.text, e.label_) for e in entities(doc).ents] == [("Midland", "GPE"), ("Texas", "GPE")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12 people", [("12", "CARDINAL")]),
        ("1.2 million people", [("1.2 million", "CARDINAL")]),
        ("20 - 30 people", [("20 - 30", "CARDINAL")]),
        ("40 percent of it", [("40 percent", "PERCENT")]),
        ("40 per cent of it", [("40 per cent", "PERCENT")]),
        ("40 %", [("40 %", "PERCENT")]),
        ("$ 5 million", [("$ 5 million", "MONEY")]),
        ("212 million naira", [("212 million naira", "MONEY")]),
        ("25 km away", [("25 km", "QUANTITY")]),
        ("a 25 - km road", [("25 - km", "QUANTITY")]),
        ("30 degrees Celsius", [("30 degrees Celsius", "QUANTITY")]),
        ("three weeks", [("three weeks", "QUANTITY")]),
        ("at 6 a.m.", [("6 a.m.", "TIME")]),
        ("at 16:50 on it", [("16:50", "TIME")]),
        ("the second time", [("second", "ORDINAL")]),
        ("no number", []),
    ],
)
def test_numbers(entities: NewsEntities, words: str, expected: list[tuple[str, str]]) -> None:
    numbers = {"12", "1.2", "million", "20", "30", "40", "5", "212", "25", "three", "6", "16:50"}
    split = words.split()
    doc = Doc(
        NLP.vocab,
        words=split,
        pos=["NUM" if w in numbers else "ADJ" if w == "second" else "X" for w in split],
        morphs=["NumType=Ord" if w == "second" else "" for w in split],
    )
    assert [(e.text, e.label_) for e in entities(doc).ents] == expected


def test_what_was_found_before_keeps_its_words(entities: NewsEntities) -> None:
    doc = Doc(
        NLP.vocab,
        words=["5", "May", "2022", "12"],
        pos=["NUM", "PROPN", "NUM", "NUM"],
        ents=["B-DATE", "I-DATE", "I-DATE", "O"],
    )
    assert [(e.text, e.label_) for e in entities(doc).ents] == [("5 May 2022", "DATE"), ("12", "CARDINAL")]
