"""How rare words are in news and other prose: in how many of a body of texts each was met.

The table is counted once, by ``count.py``. A ledger's own counts would change as it grows, and with them what is found.
"""

from __future__ import annotations

import gzip
import math
import re
from functools import cache, lru_cache
from pathlib import Path

from services.ledger.comparing.lexicon.meaning import bases

__all__ = ["RARITY", "base_of", "counts", "long_names", "rarity", "written_words"]

RARITY = Path(__file__).with_name("rarity.txt.gz")

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = r"(?!(?:The|A|An|In|On|At|But|And)\b)[A-Z][^\W\d_]+"
_LONG_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:(?:of|for|the|and) ){{0,2}}{_CAPITAL})+")


@cache
def counts() -> tuple[int, dict[str, int]]:
    """How many texts were counted, and in how many of them the words stand that stand in several."""
    with gzip.open(RARITY, "rt", encoding="utf-8") as file:
        texts = int(next(file))
        return texts, {word: int(count) for word, count in (line.rsplit(" ", 1) for line in file)}


@lru_cache(maxsize=65_536)
def base_of(word: str) -> str:
    """The one base form, the same for all forms of a word, that words are counted by."""
    return min(bases(word))


def written_words(text: str) -> list[str]:
    """The words of a text as written, in order: runs of letters."""
    return _WORD.findall(text)


def long_names(text: str) -> list[str]:
    """Names of several words, in lower case, as capitals tell them: "Bank of Canada"."""
    return [match.group().lower() for match in _LONG_NAME.finditer(text)]


def rarity(base: str) -> float:
    """The inverse document frequency of a base form or a long name: 0 if all texts have it, some 7 if hardly any."""
    texts, found = counts()
    return math.log((texts + 1) / (found.get(base, 1) + 1))
