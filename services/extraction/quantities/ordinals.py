"""Ranks: "the 58th member", "finished second"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extraction.quantities.bounds import bounded
from services.extraction.quantities.counted import noun_after
from services.extraction.quantities.found import Found
from services.extraction.quantities.numerals import ORDINAL, ordinal_value

__all__ = ["ordinals"]

_ORDINAL = re.compile(
    rf"(?<![\w.-])(?P<digits>\d[\d,]*)(?:st|nd|rd|th)\b|(?<![\w-])(?P<words>{ORDINAL})\b(?!-)", re.IGNORECASE
)
_RANKED = re.compile(
    r"(?:\b(?:the|a|an|its|their|his|her|our|my|your|this|that|every|each|finished|finishes|finish|placed|ranked|ranks|came|"
    r"come|comes|stood|stands|in|for)|['’]s?)(?: (?:very|only|record|possible|joint|equal))? $",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"\b(?:finish\w*|placed|rank\w*|came|come|comes|stood|stands)(?: in)? $", re.IGNORECASE)


def ordinals(text: str) -> Iterator[Found]:
    """Find the ranks in a sentence (unit ``ordinal``): any in digits; words after a determiner or "finished"."""
    for match in _ORDINAL.finditer(text):
        counted = noun_after(text, match.end())
        if match["words"]:
            left = max(0, match.start() - 30)
            is_placing = _FINISHED.search(text, left, match.start()) is not None
            if not is_placing and (counted is None or _RANKED.search(text, left, match.start()) is None):
                continue
            counted = None if is_placing else counted
        rank = float(match["digits"].replace(",", "")) if match["digits"] else ordinal_value(match["words"])
        if rank is not None:
            yield Found(*match.span(), bounded(rank, rank, frozenset()), "ordinal", counted)
