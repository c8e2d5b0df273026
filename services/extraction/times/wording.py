"""Patterns that rules about time share."""

from __future__ import annotations

import re

from services.extraction.quantities.numerals import NUMBER, ORDINAL, ordinal_value
from services.extraction.times.calendar import MONTHS, WEEKDAYS

__all__ = [
    "BEARING",
    "COUNT",
    "DAY",
    "DAYPART",
    "DAYS",
    "MONTH",
    "NOT_COUNTED",
    "OF_YEAR",
    "PART",
    "UNIT",
    "WEEKDAY",
    "WHICH",
    "YEAR",
    "dates_event",
    "number_of_day",
    "number_of_month",
    "pattern",
]

_WHOLE = "|".join(name.capitalize() for name in MONTHS if len(name) > 3 and name != "sept")
_SHORT = "|".join(name.capitalize() for name in MONTHS if len(name) == 3 and name != "may") + "|Sept"
MONTH = rf"(?P<month>(?:{_WHOLE}|May)\b|(?:{_SHORT})(?:\.|\b))"
WEEKDAY = rf"(?P<weekday>{'|'.join(name.capitalize() for name in WEEKDAYS)})"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
# A number like a year is none before a thing counted, nor inside a longer number.
NOT_COUNTED = (
    r"(?!,\d|\.\d|[-–]\w| (?:people|men|women|troops|soldiers|jobs|homes|percent|per cent|dollars|euros|million|"
    r"billion|km|metres|miles|tonnes|votes)\b)"
)
_DIGITS = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
DAY = rf"(?:{_DIGITS}|{ORDINAL})"
DAYS = rf"(?P<day>{DAY})(?:(?:\s?[-–—]\s?| to | and )(?P<day_to>{DAY}))?"
COUNT = rf"(?:{NUMBER}|an?|a few|several|a couple of)"
UNIT = r"(?P<unit>minute|hour|day|week|fortnight|month|year|decade|centur)(?:s|y|ies)?"
BEARING = (
    r"(?:(?P<bearing>(?i:since|until|till|up to|by|before|prior to|after|from|starting|as of|over|more than|at least|"
    r"nearly|almost|about|around|some|roughly|circa|fewer than|less than|under|well over)) )?(?:the )?"
)
PART = (
    r"(?:(?P<part>(?i:early|mid|late|(?:beginning|start|middle|end|turn|close) of|"
    r"(?:early part|first half|second half|latter half) of))[ -](?:in )?(?:the )?(?:month of |year )?)"
)
WHICH = r"(?:(?P<which>(?i:last|next|this|coming|past|previous)) )?"
OF_YEAR = r" (?:of )?(?P<of_year>last|this|next) year"
_POSSESSIVE = re.compile(r"['’]s\b")
_NOUN_FOLLOWS = re.compile(r" (?!(?:in|on|at|of|or|and|but|to|by|when|that|which|who|was|were|is|are|had|has)\b)[a-z]")
DAYPART = r"(?: (?P<daypart>morning|afternoon|evening|night))?"


def pattern(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£/.-])(?:{''.join(parts)})(?!\w)")


def number_of_month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def number_of_day(text: str) -> int | None:
    """The day of the month in digits or words."""
    digits = re.sub(r"\D", "", text)
    value = float(digits) if digits else ordinal_value(text)
    return None if value is None else int(value)


def dates_event(match: re.Match[str]) -> bool:
    """Whether a time only tells which event is meant: "after Monday's riot", "before the May summit"."""
    if _POSSESSIVE.match(match.string, match.end()):
        return True
    name = next((name for name in ("weekday", "month") if match.groupdict().get(name)), None)
    if name is None or match.string[max(0, match.start(name) - 4) : match.start(name)].lower() != "the ":
        return False
    return _NOUN_FOLLOWS.match(match.string, match.end()) is not None
