"""By which keys the ledger finds articles that tell one story: their claims are worth comparing, and no others are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from schemas.articles import Article, Mention
from services.ledger.comparing.frames import is_function_word
from services.ledger.comparing.lexicon.rarity import base_of, long_names, rarity, written_words
from services.ledger.comparing.lexicon.table import entry
from services.ledger.comparing.statement import NAMED

__all__ = ["NEAR", "STORIES_APART", "TOLD_FAR", "TOLD_NEAR", "story_keys"]

TOLD_NEAR = 1000
"""How much the keys that two articles share have to tell, if they are near in time, that they tell one story."""
NEAR = timedelta(days=14)
TOLD_FAR = 1400
"""The same for articles further apart."""
STORIES_APART = timedelta(days=92)
"""Articles further apart than this tell different stories."""

_KEYS = 24
_RARE = 280
"""What a word tells that one text in sixteen has; what more have says little of what a text is about."""
_SHORTEST = 3


def story_keys(article: Article, entities: Iterable[Mention]) -> dict[str, int]:
    """The words and long names that tell most of what an article is about, and how much each tells, in hundredths.

    Names go by their words, too, since a shorter name shares one with the fuller, whether or not it is linked.
    What a word tells comes from a fixed table (``lexicon/rarity.py``), so no key depends on what the ledger holds.
    """
    names = {word.lower() for one in entities if one.label in NAMED for word in written_words(one.text)}
    weights, told = Counter[str](), dict[str, int]()
    text = f"{article.title or ''}\n{article.text}"
    for name in long_names(text):
        told[name] = round(100 * rarity(name))
        if told[name] >= _RARE:
            weights[name] += 3 * told[name] ** 2
    for written in written_words(text):
        word = written.lower()
        base = base_of(word)
        known = word in names or written[0].isupper() or entry(base) is not None  # else it may be a slip
        if len(word) < _SHORTEST or is_function_word(word) or not known:
            continue
        told[base] = round(100 * rarity(base))
        if told[base] >= _RARE:
            weights[base] += told[base] ** 2 * (3 if word in names else 2)
    return {base: told[base] for base in sorted(weights, key=lambda base: (-weights[base], base))[:_KEYS]}
