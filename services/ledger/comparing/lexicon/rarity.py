"""How rare words are in news and other prose: in how many of a body of texts each was met.

The table is counted once, by ``count.py``. A ledger's own counts would change as it grows, and with them what is found.
"""

from __future__ import annotations

import gzip
import math
from functools import cache, lru_cache
from pathlib import Path

from services.ledger.comparing.lexicon.meaning import bases

__all__ = ["RARITY", "base_of", "counts", "rarity"]

RARITY = Path(__file__).with_name("rarity.txt.gz")


@cache
def counts() -> tuple[int, dict[str, int]]:
    """How many texts were counted, and in how many of them the words stand that stand in several."""
    with gzip.open(RARITY, "rt", encoding="utf-8") as file:
        texts = int(next(file))
        return texts, {word: int(count) for word, count in map(str.split, file)}


@lru_cache(maxsize=65_536)
def base_of(word: str) -> str:
    """The one base form, the same for all forms of a word, that words are counted by."""
    return min(bases(word))


def rarity(base: str) -> float:
    """The inverse document frequency of a base form: 0 where every text has it, some 7 where hardly any has."""
    texts, found = counts()
    return math.log((texts + 1) / (found.get(base, 1) + 1))
