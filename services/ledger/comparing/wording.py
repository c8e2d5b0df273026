"""The words of a claim, and those among them that say how a statement is bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.claims import Claim, Quantity, TimeSpan

__all__ = [
    "NEGATORS",
    "YARDSTICK",
    "bounds",
    "bounds_near",
    "content",
    "content_of",
    "figures",
    "lexicon",
    "telling",
    "words",
    "words_before",
]


def lexicon(forms: str) -> frozenset[str]:
    """Read a list of words set apart by spaces."""
    return frozenset(forms.split())


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# Two claims that differ in one of these speak of a part and its whole, or of two things of one sort.
_BOUNDS: dict[str, str] = {
    "total": "total overall altogether combined cumulative gross aggregate",
    "net": "net",
    "core": "core underlying adjusted operating pretax pre-tax",
    "each": "each per every apiece",
    "daily": "daily a-day",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly quarter quarter's",
    "yearly": "annual annually yearly",
    "half": "half half-year",
    "average": "average mean median",
    "first": "first initial initially early opening",
    "second": "second",
    "third": "third",
    "last": "last previous previously earlier former prior ago",
    "next": "next following subsequent",
    "further": "further another additional additionally extra more other others again add adds added adding",
    "most": "maximum minimum peak record high low",
    "remaining": "remaining rest left outstanding",
    "alone": "alone",
    "only": "only solely merely",
    "target": "target planned goal limit ceiling quota estimate estimated forecast projected",
    "revised": "revised revision amended corrected",
    "suspected": "suspected probable presumed possible",
    "confirmed": "confirmed",
}
_BOUND_OF = {word: bound for bound, forms in _BOUNDS.items() for word in forms.split()}

_ORDINAL = frozenset({"first", "second", "third", "last", "next"})

# A clause with one of these denies what it tells. Contracted forms end in "n't".
NEGATORS = lexicon("no not never none nobody nothing neither nor without cannot")

# Words before a number or time that make it the yardstick, not the message: "up from 12", "than a year earlier".
YARDSTICK = lexicon("from versus vs against than compared")

# Stems that tell nothing about what a claim is about: they occur in claims of every sort.
_LIGHT = lexicon(
    """
    do did does done said say told tell report accord announc ad add spokesman spokeswoman statement offici sourc
    today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday week month year day time hour
    new also would could may might will number peopl person man men woman women thing one two made make take took
    taken put come came get got give gave given
    """
)


def words(text: str) -> list[str]:
    """Words in lower case, in order."""
    return [match.group().casefold().replace("’", "'") for match in _WORD.finditer(text)]


def words_before(claim: Claim, part: Quantity | TimeSpan) -> list[str]:
    """The words of the claim before one of its parts."""
    return words(claim.quote[: max(0, part.start - claim.start)])


def bounds(told: Iterable[str]) -> frozenset[str]:
    """What bounds the statement: per, total, first, another, suspected and their like."""
    parts = (part for word in told for part in (word, *word.split("-")))
    return frozenset(_BOUND_OF[part] for part in parts if part in _BOUND_OF)


def bounds_near(claim: Claim, part: Quantity | TimeSpan) -> frozenset[str]:
    """What bounds one part of a claim. An ordinal stands right before it; "only" stresses a number, no more."""
    before = words_before(claim, part)
    after = words(claim.quote[max(0, part.end - claim.start) :])
    around = bounds([*before[-6:], *words(part.text), *after[:6]])
    return (around - _ORDINAL - {"only"}) | (bounds(before[-3:]) & _ORDINAL)


def content(claim: Claim) -> frozenset[str]:
    """Stems that tell what the claim is about."""
    return frozenset(claim.terms) - _LIGHT


def content_of(claim: Claim, text: str) -> frozenset[str]:
    """Those stems of the claim's content that a part of its text holds."""
    told = {word[:4] for word in words(text)}
    return frozenset(stem for stem in content(claim) if stem[:4] in told)


def telling(claim: Claim, limit: int) -> list[str]:
    """The stems that tell most: without counts over a corpus, the longest."""
    return sorted(content(claim), key=lambda stem: (-len(stem), stem))[:limit]


def figures(claim: Claim) -> frozenset[tuple[float | None, float | None, str]]:
    """The values that the claim gives, with their units."""
    return frozenset((quantity.lower, quantity.upper, quantity.unit) for quantity in claim.quantities)
