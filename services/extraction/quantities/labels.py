"""Numbers that name something rather than count it: years, "Unit 4", "No 10", "page 12"."""

from __future__ import annotations

import re

from services.extraction.quantities.counted import looks_plural

__all__ = ["is_label"]

_LABELLED = frozenset(
    "page room chapter section article paragraph clause line grade level phase round stage size route number bus "
    "flight seed match game gate platform volume item step day week year month channel highway exit row block lot "
    "claim psalm version".split()
)
# Words whose capital only tells that a sentence begins.
_OPENERS = frozenset(
    "about after all among and another around as at before between but by each every for from her his if in its more "
    "most my nearly of on only or our over since so some than that the their then there these they this those through "
    "to under until up we were what when where which while who with yet about just still even".split()
)
_NAME_BEFORE = re.compile(r"(?:^|[\s(\"“'‘])(?P<word>No|Nos|[a-z]?[A-Z][\w-]*)\.? $")
_PRONOUN_BEFORE = ("no ", "any ", "this ", "that ", "every ", "each ", "the ", "which ", "last ", "next ")
_PRONOUN_AFTER = re.compile(r" (?:of|another|day|thing|or|must|who|that|which|should|can|might|may|could|would)\b")
_YEAR_BEFORE = re.compile(r"\b(?:until|since|by|before|after|from|in) (?:at least|around|about) $")
_LIST_ITEM = re.compile(r"[.)](?:\s|$)")
_FIRST_YEAR, _LAST_YEAR = 1500, 2099


def is_label(text: str, start: int, end: int, counted: str | None, *, bounded: bool) -> bool:
    """Whether the number at ``text[start:end]`` counts nothing; ``bounded`` says that a bound stands before it."""
    number, before = text[start:end], text[max(0, start - 30) : start]
    plural = counted is not None and looks_plural(counted.split()[-1].lower())
    if number.lower() == "one":
        return not bounded and (
            counted is None
            or plural
            or before.lower().endswith(_PRONOUN_BEFORE)
            or _PRONOUN_AFTER.match(text, end) is not None
        )
    is_year = number.isdigit() and len(number) == 4 and _FIRST_YEAR <= int(number) <= _LAST_YEAR
    word_before = before.rstrip().rpartition(" ")[2].lower()
    if not number[0].isdigit():
        return word_before in _LABELLED and not plural
    if bounded:
        return is_year and _YEAR_BEFORE.search(before) is not None
    if is_year or (number.isdigit() and len(number) > 1 and number[0] == "0"):
        return True
    if word_before in _LABELLED or (start == 0 and _LIST_ITEM.match(text, end)):
        return True
    name = _NAME_BEFORE.search(before)
    return name is not None and counted != "age" and not plural and name["word"].lower() not in _OPENERS
