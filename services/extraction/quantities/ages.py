"""Ages: "a 34-year-old", "aged 34", "Mayu Torii, 26,", "in his forties"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extraction.quantities.bounds import after, before, bounded
from services.extraction.quantities.found import Found
from services.extraction.quantities.numerals import NUMBER, value_of

__all__ = ["ages"]

_SPAN = rf"(?P<low>{NUMBER})(?:(?: to | and | or |[-–])(?P<high>{NUMBER}))?"
_OLD = rf"{_SPAN}[- ](?P<unit>year|month|week|day)s?[- ](?:old|of age)\b"
_NOT_YEARS = r"(?! (?:month|week|day)s?\b)"
_AGED = rf"(?<=\baged )(?:between |from )?{_SPAN}{_NOT_YEARS}"
_AT_AGE = rf"(?<=\bage of )(?P<low>{NUMBER}){_NOT_YEARS}"
_AFTER_NAME = re.compile(r"[^\W\d_][\w'’-]*, (?P<low>1?\d{1,2})(?=[,.]|$)")
_DECADE = re.compile(r"\bin (?:his|her|their|my) (?:early |mid[- ]|late )?(?P<low>[2-9]0)s\b")
_PATTERNS = tuple(re.compile(rf"(?<![\w.,-])(?:{pattern})", re.IGNORECASE) for pattern in (_OLD, _AGED, _AT_AGE))


def ages(text: str) -> Iterator[Found]:
    """Find the ages in a sentence, counted as "age" and in years unless it says otherwise."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            low, high = value_of(match["low"]), value_of(match.groupdict().get("high") or match["low"])
            if low is None or high is None or low > high:
                continue
            kinds, start = before(text, match.start())
            kind, end = after(text, match.end())
            unit = (match.groupdict().get("unit") or "year").lower()
            yield Found(start, end, bounded(low, high, kinds | {kind}), unit, "age")
    for match in _AFTER_NAME.finditer(text):
        if match.group()[0].isupper():
            age = float(match["low"])
            yield Found(*match.span("low"), bounded(age, age, frozenset()), "year", "age")
    for match in _DECADE.finditer(text):
        low = float(match["low"])
        yield Found(
            match.start("low"), match.end(), bounded(low, low + 9, frozenset(), approximate=True), "year", "age"
        )
