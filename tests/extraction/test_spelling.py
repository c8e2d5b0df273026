"""Spellings of names and initials."""

import pytest

from services.extraction.acronyms import defined, is_acronym, stands_for
from services.extraction.spelling import folded, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Volodymyr Zelenskiy", "Volodymyr Zelenskyy"),
        ("Moussa Diatta", "Musa Diatta"),
        ("Hasan al-Qarni", "Hassan Al Qarni"),
        ("Leszek Orłowicz", "Leszek Orlowicz"),
    ],
)
def test_one_name_in_two_spellings(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Lopez", "Ana Lopes"), ("Maria Silva", "Marta Silva"), ("Lin Wei", "Li Wei"), ("Jan Novak", "Jana Novak")],
)
def test_two_names_that_look_alike(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(("name", "key"), [("Rangi Pōtae", "rangi potae"), ("Sean O’Brien", "sean obrien")])
def test_accents_and_apostrophes_do_not_count(name, key):
    assert folded(name) == key


@pytest.mark.parametrize(
    ("name", "yes"), [("WFP", True), ("AfDB", True), ("U.N.", True), ("Oslo", False), ("A", False)]
)
def test_what_looks_like_initials(name, yes):
    assert is_acronym(name) is yes


@pytest.mark.parametrize(
    ("acronym", "name", "yes"),
    [
        ("WHO", "World Health Organization", True),
        ("AfDB", "African Development Bank", True),
        ("U.N.", "United Nations", True),
        ("ICRC", "International Committee of the Red Cross", True),
        ("OECD", "Organisation for Economic Co-operation and Development", True),
        ("WFP", "World Health Organization", False),
        ("WH", "World Health Organization", False),
        ("IMF", "IMF", False),
    ],
)
def test_initials_stand_for_names(acronym, name, yes):
    assert stands_for(acronym, name) is yes


def test_an_article_may_define_an_acronym():
    text = "The Fiscalía Nacional Económica (FNE) met the board (see below)."
    assert defined(text, [("fiscalia nacional economica", 31), ("board", 51)]) == {"FNE": "fiscalia nacional economica"}
    text = "The Fiscalía Nacional Económica, better known as the FNE, met the board, known as strict."
    assert defined(text, [("fiscalia nacional economica", 31), ("board", 71)]) == {"FNE": "fiscalia nacional economica"}
