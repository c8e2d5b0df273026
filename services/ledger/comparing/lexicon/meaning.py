"""What words have to do with one another: one meaning, kinds of one thing, opposites; and how much a word tells.

Miller, G. A. (1995), WordNet: a lexical database for English; base forms as in morphy(7WN).
"""

from __future__ import annotations

import math
from functools import lru_cache

from services.ledger.comparing.lexicon.spelling import american
from services.ledger.comparing.lexicon.table import entry, load, synset

__all__ = [
    "alike",
    "bases",
    "broader",
    "concepts",
    "meanings",
    "neighbours",
    "opposed",
    "opposites",
    "parts_of_speech",
    "siblings",
    "telling",
]

_ENDINGS = (
    ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y"),
    ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("er", ""), ("est", ""), ("er", "e"),
    ("est", "e"),
)  # fmt: skip
_COMMONEST = 12_000
_CLOSE = 3
"""Senses of a word that a reader of news has in mind first."""


@lru_cache(maxsize=65_536)
def bases(word: str) -> tuple[str, ...]:
    """Base forms of a word in lower case, in either spelling; the word itself where nothing is known of it."""
    table = load()
    found = [*table.irregular.get(word, ())]
    if word in table.entries:
        found.append(word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending) + instead
            if stem in table.entries:
                found.append(stem)
            elif ending in {"ed", "ing"} and instead == "" and stem[-1:] == stem[-2:-1] and stem[:-1] in table.entries:
                found.append(stem[:-1])
    found += [spelled for one in found if (spelled := american(one)) in table.entries]
    return tuple(dict.fromkeys(found)) or (word,)


@lru_cache(maxsize=65_536)
def telling(word: str) -> float:
    """How much a word tells, from 0 for the commonest to 1: its rarity in the texts that WordNet counted."""
    known = [found.count for base in bases(word) if (found := entry(base)) is not None]
    return max(0.0, 1.0 - math.log1p(max(known)) / math.log1p(_COMMONEST)) if known else 1.0


@lru_cache(maxsize=65_536)
def parts_of_speech(word: str) -> frozenset[str]:
    """Of n, v, a and r those that the word may be."""
    return frozenset(part for base in bases(word) if (found := entry(base)) is not None for part in found.parts)


@lru_cache(maxsize=65_536)
def _senses(word: str) -> frozenset[int]:
    found: list[int] = []
    for base in bases(word):
        known = entry(base)
        if known is None:
            continue
        for part in known.parts:
            found += [one for one in known.senses if synset(one).part == part][:_CLOSE]
    return frozenset(found)


@lru_cache(maxsize=65_536)
def _kin(word: str) -> frozenset[str]:
    own = bases(word)
    return frozenset(own).union(*(found.kin for base in own if (found := entry(base)) is not None))


@lru_cache(maxsize=65_536)
def _above(word: str) -> frozenset[int]:
    return frozenset(up for one in _senses(word) for up in synset(one).broader)


@lru_cache(maxsize=65_536)
def concepts(word: str) -> frozenset[str | int]:
    """What two words share if they may mean one thing: forms, derived words, senses, and the senses just above."""
    return meanings(word) | _above(word)


@lru_cache(maxsize=65_536)
def opposites(word: str) -> frozenset[str | int]:
    """The senses that are opposite to the word's."""
    return frozenset(other for one in _opposable(word) for other in synset(one).opposite)


@lru_cache(maxsize=65_536)
def meanings(word: str) -> frozenset[str | int]:
    """Its forms, the words it is derived with, and its senses."""
    return frozenset({*_kin(word), *_senses(word)})


@lru_cache(maxsize=65_536)
def neighbours(word: str) -> frozenset[str | int]:
    """Its meanings, and all that is near or above them: two words are alike only if one's meanings are among these."""
    return meanings(word) | _nearby(word) | _over(word)


@lru_cache(maxsize=262_144)
def alike(x: str, y: str) -> float:
    """How surely two words can mean one thing: 1 for forms of one word, less for derived, like and broader words."""
    if not _kin(x).isdisjoint(_kin(y)):
        return 0.9 if set(bases(x)).isdisjoint(bases(y)) else 1.0
    senses_x, senses_y = _senses(x), _senses(y)
    if not senses_x.isdisjoint(senses_y):
        return 0.8
    if not (_nearby(x).isdisjoint(senses_y) and _nearby(y).isdisjoint(senses_x)):
        return 0.6
    return 0.5 if broader(x, y) or broader(y, x) else 0.0


@lru_cache(maxsize=65_536)
def _nearby(word: str) -> frozenset[int]:
    return frozenset(other for one in _senses(word) for other in synset(one).nearby)


@lru_cache(maxsize=65_536)
def _over(word: str) -> frozenset[int]:
    """The senses one and two steps above the word's."""
    return _above(word).union(*(synset(up).broader for up in _above(word)))


def broader(x: str, y: str) -> bool:
    """Whether y names a kind of x: a vessel, a ferry."""
    return not _senses(x).isdisjoint(_over(y))


@lru_cache(maxsize=262_144)
def opposed(x: str, y: str) -> bool:
    """Whether two words are opposites: direct antonyms, or synonyms or derived forms of such."""
    return not opposites(x).isdisjoint(_opposable(y)) and set(bases(x)).isdisjoint(bases(y))


@lru_cache(maxsize=65_536)
def _opposable(word: str) -> frozenset[int]:
    """Its commonest meanings, those of the words that it is derived from, and the adjectives that it is a shade of."""
    near = _senses(word).union(*(frozenset(_first(base)) for base in _kin(word)))
    return near | {head for one in _senses(word) if synset(one).part == "a" for head in synset(one).nearby}


@lru_cache(maxsize=65_536)
def _first(word: str) -> tuple[int, ...]:
    """The commonest sense for each part of speech."""
    known = entry(word)
    if known is None:
        return ()
    return tuple(next(one for one in known.senses if synset(one).part == part) for part in known.parts)


@lru_cache(maxsize=262_144)
def siblings(x: str, y: str) -> bool:
    """Whether two words name different kinds of one thing: a navy and a coast guard, steel and wood."""
    return not _above(x).isdisjoint(_above(y)) and not alike(x, y)
