"""Nouns by the kind of thing they stand for."""

import pytest

from services.extraction.lexicon import build
from services.extraction.lexicon.nouns import nouns_for
from services.extraction.syntax import lemma_of

# Concepts: number, lexicographer file, words, and the concept above.
CONCEPTS = [
    ("00000001", 3, ["person"], None),
    ("00000002", 18, ["leader"], "00000001"),
    ("00000003", 18, ["minister", "government_minister"], "00000002"),
    ("00000004", 14, ["body"], None),
    ("00000005", 14, ["central_bank"], "00000004"),
]


def write(folder):
    licence = "  1 This software and database is being provided to you\n"
    data, index = [licence], [licence]
    for number, file, words, above in CONCEPTS:
        spelled = " ".join(f"{word} 0" for word in words)
        pointers = f"001 @ {above} n 0000" if above else "000"
        data.append(f"{number} {file:02} n {len(words):02x} {spelled} {pointers} | what it is\n")
        index.extend(f"{word} n 1 0 1 0 {number}\n" for word in words)
    (folder / "data.noun").write_text("".join(data), encoding="latin-1")
    (folder / "index.noun").write_text("".join(index), encoding="latin-1")


def test_the_table_holds_what_stands_below_its_roots(tmp_path, monkeypatch):
    write(tmp_path)
    monkeypatch.setattr(build, "ROOTS", {"person": (("person", 3),), "organ": (("body", 14),)})
    assert build.nouns(tmp_path) == {"person": ["leader", "minister", "person"], "organ": ["body", "central bank"]}


@pytest.mark.parametrize(
    ("kind", "noun"),
    [
        ("person", "minister"),
        ("group", "committee"),
        ("structure", "refinery"),
        ("water", "river"),
        ("region", "province"),
        ("vehicle", "ferry"),
        ("organ", "central bank"),
    ],
)
def test_the_shipped_table(kind, noun):
    assert noun in nouns_for(kind)
    assert "tuesday" not in nouns_for(kind)


def test_the_bases_of_past_forms_are_read_from_the_list_of_exceptions(tmp_path):
    (tmp_path / "verb.exc").write_text("won win\nwinning win\ngoes go\nbed-blocked bed-block\nplanned plan\n")
    assert build.verbs(tmp_path) == {"planned": "plan", "won": "win"}


@pytest.mark.parametrize(
    ("word", "model", "tag", "lemma"),
    [
        ("won", "w", "VBN", "win"),
        ("led", "l", "VBD", "lead"),
        ("gone", "gan", "VBN", "go"),
        ("shut", "sh", "VBD", "shut"),
        ("rose", "ros", "VBD", "rise"),
        ("planned", "planne", "VBN", "plan"),
        ("founded", "found", "VBD", "found"),
        ("found", "found", "VBD", "find"),
        ("left", "left", "VBD", "leave"),
        ("cancelled", "cancel", "VBN", "cancel"),
        ("preferred", "preferr", "VBD", "prefer"),
        ("setting", "set", "VBG", "set"),
        ("houses", "house", "NNS", "house"),
        ("rose", "rose", "NN", "rose"),
        ("has", "have", "VBZ", "have"),
    ],
)
def test_lemmas_are_words(word, model, tag, lemma):
    assert lemma_of(word, model, tag) == lemma
