"""Which texts are copies of one another: MinHash over shingles of words.

See A. Broder, On the resemblance and containment of documents (1997). Texts are grouped by bands of their signatures,
so that a text meets only those that are probably alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rensa import RMinHash

from schemas.base import stable_id

__all__ = ["COPY", "Signature", "bands", "origins", "signature", "similarity"]

COPY = 0.4
"""Resemblance from which a text is a copy. Two reports of one event written apart share hardly any four words in a row;
a wire story with a new headline, a cut ending and some changed words keeps well over half of them."""

_PERMUTATIONS = 128
_ROWS = 4
_SHINGLE = 4
_FEWEST_WORDS = 30
_WORD = re.compile(r"\w+")

Signature = tuple[int, ...]


def signature(text: str) -> Signature | None:
    """The MinHash of a text, or None where it is too short to be told from others by its wording.

    Numbers count as one: copies that differ in one are still copies.
    """
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text.casefold())]
    if len(words) < _FEWEST_WORDS:
        return None
    shingles = {" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}
    hashed = RMinHash(num_perm=_PERMUTATIONS, seed=1)
    hashed.update(sorted(shingles))
    return tuple(hashed.digest())


def bands(sign: Signature) -> list[str]:
    """Keys that two texts probably share one of if they are copies, and hardly ever if they are not."""
    return [stable_id("band", at, *sign[at : at + _ROWS]) for at in range(0, _PERMUTATIONS, _ROWS)]


def similarity(a: Signature, b: Signature) -> float:
    """The estimated share of shingles that two texts have in common."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / _PERMUTATIONS


def origins(items: Iterable[str], linked: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Which origin each item has: what is linked, directly or through others, has one.

    Args:
        items: Versions of articles.
        linked: Pairs of which one is a copy or another version of the other; others than ``items`` may stand in them.

    Returns:
        For each item the smallest id among all that are linked to it.
    """
    neighbours: dict[str, set[str]] = defaultdict(set)
    for a, b in linked:
        neighbours[a].add(b)
        neighbours[b].add(a)
    found: dict[str, str] = {}
    for item in items:
        if item in found:
            continue
        group, rest = {item}, [item]
        while rest:
            new = neighbours[rest.pop()] - group
            group |= new
            rest.extend(new)
        found |= dict.fromkeys(group, min(group))
    return found
