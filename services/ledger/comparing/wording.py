"""The words of a claim, and those among them that say how a statement is bounded."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache

from schemas.claims import Claim, Quantity, TimeSpan

__all__ = [
    "YARDSTICK",
    "as_written",
    "bounds",
    "bounds_near",
    "excerpt",
    "lexicon",
    "quoted",
    "untimed",
    "words",
    "words_after",
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
    "each": "each every apiece",
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
    "last": "last",
    "previous": "previous previously earlier former prior ago",
    "next": "next following subsequent",
    "further": "further another additional additionally extra more other others again add adds added adding",
    "longest": "longest",
    "deepest": "deepest",
    "tallest": "tallest highest",
    "largest": "largest biggest",
    "smallest": "smallest lowest",
    "most": "maximum minimum peak record high low",
    "remaining": "remaining rest outstanding",
    "alone": "alone",
    "only": "only solely merely",
    "target": "target planned goal limit ceiling quota estimate estimated forecast projected",
    "revised": "revised revision amended corrected",
    "suspected": "suspected probable presumed possible",
    "confirmed": "confirmed",
}
_BOUND_OF = {word: bound for bound, forms in _BOUNDS.items() for word in forms.split()}

_EACH = lexicon("a an per each every")
_RATES = {
    "hour": "hourly",
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly",
}
_SINCE = lexicon("ago before earlier later after")
_CLAUSE_STOP = re.compile(r"(?<=[,;:.!?—–])\s|[,;:.!?—–](?=\s|$)")
_AROUND = 8
_ORDINAL = frozenset({"first", "second", "third", "last", "next"})

# Words before a number or time that make it the yardstick, not the message: "up from 12", "than a year earlier".
YARDSTICK = lexicon("from versus vs against than compared")


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """Words in lower case, in order."""
    return tuple(match.group().casefold().replace("’", "'") for match in _WORD.finditer(text))


def untimed(claim: Claim) -> str:
    """The claim's quote with its times blanked out; offsets stay."""
    text = claim.quote
    for time in claim.times:
        start, end = time.start - claim.start, time.end - claim.start
        if 0 <= start < end <= len(text):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def words_before(claim: Claim, part: Quantity | TimeSpan) -> tuple[str, ...]:
    """The words of the claim before one of its parts."""
    return words(claim.quote[: max(0, part.start - claim.start)])


def words_after(claim: Claim, part: Quantity | TimeSpan) -> tuple[str, ...]:
    """The words of the claim after one of its parts."""
    return words(claim.quote[max(0, part.end - claim.start) :])


def bounds(told: Sequence[str]) -> frozenset[str]:
    """What bounds the statement: per, total, first, another, suspected, a day and their like."""
    parts = [part for word in told for part in (word, *word.split("-"))]
    rates = {
        _RATES[period]
        for each, period, after in zip(parts, parts[1:], [*parts[2:], ""], strict=False)
        if each in _EACH and period in _RATES and after not in _SINCE
    }
    return frozenset(rates.union(_BOUND_OF[part] for part in parts if part in _BOUND_OF))


def bounds_near(claim: Claim, part: Quantity | TimeSpan) -> frozenset[str]:
    """What bounds one part of a claim. An ordinal stands right before it; "only" stresses a number, no more."""
    text = untimed(claim)
    before, after = words(text[: max(0, part.start - claim.start)]), words(text[max(0, part.end - claim.start) :])
    around = bounds([*before[-6:], *words(part.text), *after[:6]])
    return (around - _ORDINAL - {"only"}) | (bounds(before[-3:]) & _ORDINAL)


def as_written(claim: Claim, quantity: Quantity) -> str:
    """A quantity in the claim's own words: with the thing counted where that follows, else with the words around."""
    start, end = max(0, quantity.start - claim.start), max(0, quantity.end - claim.start)
    after = claim.quote[end:]
    follows = after.find(quantity.counted) if quantity.counted else -1
    if quantity.counted and 0 <= follows <= len(" more of the "):
        return claim.quote[start : end + follows + len(quantity.counted)]
    return excerpt(claim, quantity)


def excerpt(claim: Claim, part: Quantity | TimeSpan) -> str:
    """The words of the clause around one part of a claim, in quotation marks."""
    start, end = max(0, part.start - claim.start), max(0, part.end - claim.start)
    before = _CLAUSE_STOP.split(claim.quote[:start])[-1].split()[-_AROUND:]
    after = _CLAUSE_STOP.split(claim.quote[end:])[0].split()[:_AROUND]
    return f"“{' '.join([*before, claim.quote[start:end], *after])}”"


def quoted(claim: Claim) -> str:
    """The claim in quotation marks, cut to a length that a sentence bears."""
    return _quoted(claim.text)


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return f"“{textwrap.shorten(text, 160, placeholder=' …').rstrip('.')}”"
