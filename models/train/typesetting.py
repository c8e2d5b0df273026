"""How English prose sets its words, for corpora that come as words alone."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from models.train.corpora import Document
from services.extraction.newsmodel.wordforms import Gap

_CLOSING = frozenset(", . ; : ? ! % ) ] } ” » … ...".split())
_OPENING = frozenset("( [ { “ ‘ « $ £ € ₹ ¥ # @".split())
_JOINING = frozenset("- / ‐ ‑ \\ _".split())
_STRAIGHT = frozenset({'"', "'"})
_CLITIC = re.compile(r"(?:['’](?:s|t|re|ve|ll|d|m)|n['’]t)", re.IGNORECASE)
_AFTER_APOSTROPHE = re.compile(r"s|t|re|ve|ll|d|m", re.IGNORECASE)


def typeset(document: Document) -> Document:
    """The document with the gaps of its words as prose would have them, each "sentence" a paragraph."""
    return replace(document, sentences=[replace(s, gaps=tuple(gaps_of(s.words))) for s in document.sentences])


def gaps_of(words: Sequence[str]) -> list[Gap]:
    """The gap before each word of a paragraph: a space, or none beside punctuation, in compounds and before clitics.

    Straight quotation marks open and close in turn; a curly apostrophe belongs to the word before it.
    """
    gaps = [Gap.PARAGRAPH]
    open_quotes: set[str] = set()
    tight = _is_opening(words[0], open_quotes)
    for before, word in pairwise(words):
        closing = word in _CLOSING or word == "’" or word in open_quotes or _CLITIC.fullmatch(word) is not None
        clitic = before == "’" and _AFTER_APOSTROPHE.fullmatch(word) is not None
        gaps.append(Gap.NONE if tight or closing or clitic or word in _JOINING else Gap.SPACE)
        tight = _is_opening(word, open_quotes)
    return gaps


def _is_opening(word: str, open_quotes: set[str]) -> bool:
    """Whether the next word follows without a space; keeps count of the straight quotation marks."""
    if word not in _STRAIGHT:
        return word in _OPENING or word in _JOINING
    if word in open_quotes:
        open_quotes.remove(word)
        return False
    open_quotes.add(word)
    return True
