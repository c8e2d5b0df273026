"""Spellings of one name that are the same name."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded", "skeleton", "unaccented"]

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_QUOTES = re.compile(r"['’‘ʼʻ`´]")
_DOUBLED = re.compile(r"(.)\1+")
_ENDING = re.compile(r"(?:[iy][iyj]|[iyj])\b")
_ARABIC_ARTICLE = re.compile(r"\b(?:al|el|ul)[- ]")
_SOUNDS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("kh", "h"), ("ks", "x"), ("w", "v"), ("q", "k"), ("ck", "k"))


def folded(name: str) -> str:
    """A name in small letters without accents and apostrophes: "Pōtae" and "Potae" are one."""
    return _QUOTES.sub("", unaccented(name.casefold().translate(_LETTERS)))


def unaccented(name: str) -> str:
    """A name without the marks on its letters: "Kandahār" and "Kandahar" are one."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))


def skeleton(name: str) -> str:
    """What the transliterations of one name have in common: "Zelensky", "Zelenskyy" and "Zelenskiy" are one.

    Names that differ in a consonant or a full vowel keep different skeletons.
    """
    plain = _ARABIC_ARTICLE.sub("al-", folded(name))
    for spelled, sound in _SOUNDS:
        plain = plain.replace(spelled, sound)
    return _DOUBLED.sub(r"\1", _ENDING.sub("y", plain))
