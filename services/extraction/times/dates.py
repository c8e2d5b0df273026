"""Dates of the calendar: days, months, years, decades, centuries, and ranges of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from schemas.claims import Granularity
from services.extraction.quantities.numerals import value_of
from services.extraction.times.anchoring import Anchor, Rule, nearest
from services.extraction.times.calendar import (
    WEEKDAYS,
    Interval,
    century,
    day,
    days,
    decade,
    month,
    months,
    months_from,
    part_of,
    part_of_day,
    years,
)
from services.extraction.times.direction import Direction
from services.extraction.times.wording import (
    BEARING,
    COUNT,
    DAY,
    DAYPART,
    DAYS,
    MONTH,
    NOT_COUNTED,
    OF_YEAR,
    PART,
    WEEKDAY,
    WHICH,
    YEAR,
    dates_event,
    number_of_day,
    number_of_month,
    pattern,
)

__all__ = ["DATES", "writes_day_first"]

_DECADES = {
    name: 1900 + 10 * number
    for number, name in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)
}
_CENTURIES = r"(?P<century>\d{1,2}(?:st|nd|rd|th)|(?:eight|nine|seven|six|fif)teenth|twentieth|twenty-first)[ -]century"
_DAY_FIGURE = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_TO = r"(?: to | and |\s?[-–—]\s?| until )"
_RECENT = timedelta(days=60)
_FURTHEST = 6  # years back that a weekday beside a day of the month may lead


def _day_of_month(month_name: str, day_text: str, year: int) -> datetime:
    number = number_of_day(day_text)
    if number is None:
        raise ValueError("no day of a month")
    return datetime(year, number_of_month(month_name), number)


def _start(month_name: str, day_text: str, year: str | None, weekday: str | None, anchor: Anchor) -> datetime:
    """A day without a year is the nearest that fits its weekday or, without one, the way the sentence looks."""
    if year:
        return _day_of_month(month_name, day_text, int(year))
    now = anchor.published.year
    candidates = []
    for candidate in range(now - (_FURTHEST if weekday else 1), now + 2):
        try:
            found = _day_of_month(month_name, day_text, candidate)
        except ValueError:
            continue
        if weekday is None or found.weekday() == WEEKDAYS[weekday.lower()]:
            candidates.append(found)
    return nearest(candidates, replace(anchor, direction=Direction.OPEN) if weekday else anchor)


def _year_beside(which: str, anchor: Anchor) -> int:
    return anchor.published.year + {"last": -1, "next": 1}.get(which, 0)


def _calendar_day(match: re.Match[str], anchor: Anchor) -> Interval | None:
    """A day; none where it names an event that may be of any year: "the October 7 attack"."""
    groups = match.groupdict()
    year = groups["year"] or (str(_year_beside(groups["of_year"], anchor)) if groups["of_year"] else None)
    start = _start(groups["month"], groups["day"], year, groups["weekday"], anchor)
    if not year and dates_event(match) and abs(start - anchor.day) > _RECENT:
        return None
    if groups["day_to"]:
        return days(start, _day_of_month(groups["month"], groups["day_to"], start.year))
    return part_of_day(day(start), groups["daypart"])


def _day_range(match: re.Match[str], anchor: Anchor) -> Interval:
    groups = match.groupdict()
    last = _start(groups["month_to"], groups["day_to"], groups["year"], None, anchor)
    first = _day_of_month(groups["month"], groups["day"], last.year)
    return days(first if first <= last else first.replace(year=last.year - 1), last)


def _figures(match: re.Match[str], anchor: Anchor) -> Interval | None:
    """``25/12/2025``: the order shows in the figures, in the dots, or in the outlet's other dates; else it is open."""
    first, second = int(match["first"]), int(match["second"])
    written = match["year"]
    number = int(written) if len(written) == 4 else _short_year(written, anchor)
    day_first = first > 12 or match["mark"] == "." or anchor.day_first
    if first != second and second <= 12 and not day_first and anchor.day_first is None:
        return None
    day_number, month_number = (first, second) if day_first else (second, first)
    return day(datetime(number, month_number, day_number))


def _short_year(digits: str, anchor: Anchor) -> int:
    """The year of two digits that lies nearest, at most a decade ahead."""
    latest = anchor.published.year + 10
    return latest - (latest - int(digits)) % 100


def _iso_day(match: re.Match[str], _: Anchor) -> Interval:
    return day(datetime(int(match["year"]), int(match["month_number"]), int(match["day"])))


def _month_alone(match: re.Match[str], anchor: Anchor) -> Interval:
    number = number_of_month(match["month"])
    which = (match["which"] or "").lower()
    year, now = anchor.published.year, anchor.published.month
    if match["year"]:
        year = int(match["year"])
    elif which == "next" or (anchor.ahead and which not in {"last", "past"}):
        year += number < now or (which == "next" and number == now)
    elif which in {"last", "past"}:
        year -= number >= now
    elif which != "this":
        year -= number > now
    return part_of(month(year, number), match.groupdict().get("part"))


def _month_beside(match: re.Match[str], anchor: Anchor) -> Interval:
    """``March next year``."""
    return part_of(month(_year_beside(match["of_year"], anchor), number_of_month(match["month"])), match["part"])


def _month_range(match: re.Match[str], anchor: Anchor) -> Interval:
    first, last = number_of_month(match["month"]), number_of_month(match["month_to"])
    span = (last - first) % 12 + 1
    year = int(match["year"]) if match["year"] else anchor.published.year
    if last < first:
        year -= 1
    if not match["year"] and not anchor.ahead and datetime(year, first, 1) > anchor.published:
        year -= 1
    return months(year, first, span)


def _stretch_of(match: re.Match[str], anchor: Anchor) -> Interval | None:
    """``the first week of May``, ``the last three days of March 2024``, ``the first three months of the year``."""
    if match["month"]:
        whole = _month_alone(match, anchor)
    else:
        number = _year_beside(match["of_year"] or "this", anchor)
        whole = years(number, number)
    count = value_of(match["count"] or "one")
    if whole.since is None or whole.until is None or not count:
        return None
    first, unit = match["edge"].lower() in {"first", "opening"}, match["unit"]
    if unit == "month":
        edge = whole.since if first else whole.until
        inner = months_from(edge.year, edge.month, int(count) if first else -int(count))
    else:
        length = timedelta(days=count * (7 if unit == "week" else 1))
        inner = whole.since + length if first else whole.until - length
    since, until = (whole.since, inner) if first else (inner, whole.until)
    return Interval(since, until, Granularity(unit))


def _year_alone(match: re.Match[str], _: Anchor) -> Interval:
    number = int(match["year"])
    return part_of(years(number, number), match.groupdict().get("part"))


def _clipped_year(match: re.Match[str], anchor: Anchor) -> Interval:
    number = _short_year(match["short"], anchor)
    return years(number, number)


def _year_range(match: re.Match[str], _: Anchor) -> Interval:
    first, last = int(match["year"]), match["year_to"]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if end <= first:
        raise ValueError("range runs backwards")
    return years(first, end)


def _decade(match: re.Match[str], _: Anchor) -> Interval:
    if match["decade"]:
        first = int(match["decade"])
    else:
        first = 1900 + int(match["short"]) if match["short"] else _DECADES[match["decade_word"].lower()]
    return part_of(decade(first), match["part"])


def _century(match: re.Match[str], _: Anchor) -> Interval | None:
    number = number_of_day(match["century"])
    return None if number is None else part_of(century(number), match["part"])


# Months that are names of people or other words, too: they need a word that leads to a time.
_NAMES_TOO = frozenset({"march", "april", "may", "june", "august", "jan", "mar", "sep", "apr"})
_LEADING = re.compile(
    r"\b(?:in|of|for|and|to|the|during|through|throughout|between|or|each|every|every other) $", re.IGNORECASE
)
_NAME_FOLLOWS = re.compile(r" (?:[A-Z]|[a-z]+ed\b)")
_NO_DATE_AFTER = r"(?![\d%]|[.,]\d| (?:percent|per cent|million|billion)\b)"


def _is_month(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if groups["bearing"] or groups["part"] or groups["which"] or groups["year"]:
        return True
    leading = _LEADING.search(match.string, max(0, match.start("month") - 12), match.start("month"))
    follows = _NAME_FOLLOWS.match(match.string, match.end()) is not None
    if groups["month"].lower().rstrip(".") in _NAMES_TOO:
        return leading is not None and not (
            follows and leading.group().strip().lower() in {"the", "and", "of", "for", "to"}
        )
    return leading is not None or not follows or match.start("month") == 0


def _is_no_age(match: re.Match[str]) -> bool:
    """Whether "the eighties" are years: not "a man in his eighties"."""
    return match["decade_word"] is None or "the " in match.group()


DATES: tuple[Rule, ...] = (
    Rule(pattern(r"(?P<year>\d{4})-(?P<month_number>0[1-9]|1[0-2])-(?P<day>[0-3]\d)"), _iso_day),
    Rule(
        pattern(r"(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)"), _figures
    ),
    Rule(
        pattern(
            r"(?:[Ff]rom |[Bb]etween )?",
            rf"(?P<day>{DAY})(?: of)? {MONTH}{_TO}(?P<day_to>{DAY})(?: of)? {MONTH.replace('<month>', '<month_to>')}",
            rf"(?:,? {YEAR})?",
        ),
        _day_range,
    ),
    Rule(
        pattern(
            r"(?:[Ff]rom |[Bb]etween )?",
            rf"{MONTH} (?P<day>{DAY}){_TO}{MONTH.replace('<month>', '<month_to>')} (?P<day_to>{DAY}){_NO_DATE_AFTER}",
            rf"(?:,? {YEAR})?",
        ),
        _day_range,
    ),
    Rule(
        pattern(
            BEARING, rf"(?:{WEEKDAY},? )?(?:the )?", DAYS, r"(?: of)? ", MONTH, rf"(?:,? {YEAR}|{OF_YEAR})?", DAYPART
        ),
        _calendar_day,
    ),
    Rule(
        pattern(
            BEARING,
            rf"(?:{WEEKDAY}(?: (?:morning|afternoon|evening|night))?,? )?",
            rf"{MONTH} (?:the )?{DAYS}{_NO_DATE_AFTER}(?:,? {YEAR}|{OF_YEAR})?",
            DAYPART,
        ),
        _calendar_day,
    ),
    Rule(
        pattern(
            BEARING,
            r"(?P<edge>[Ff]irst|[Ll]ast|[Oo]pening|[Cc]losing) ",
            rf"(?:(?P<count>{COUNT}) )?(?P<unit>day|week|month)s? of (?:the )?",
            rf"(?:{WHICH}{MONTH}(?: {YEAR})?|(?:(?P<of_year>this|last|next) )?year\b)",
        ),
        _stretch_of,
    ),
    Rule(pattern(BEARING, rf"{PART}?", MONTH, OF_YEAR), _month_beside),
    Rule(
        pattern(
            r"(?:[Ff]rom |[Bb]etween )?",
            rf"{MONTH}{_TO}{MONTH.replace('<month>', '<month_to>')}(?!\s\d{{1,2}}\b)(?:,? {YEAR})?",
        ),
        _month_range,
    ),
    Rule(pattern(BEARING, rf"{PART}?", WHICH, MONTH, rf"(?:(?:,| of)? {YEAR})?"), _month_alone, _is_month),
    Rule(
        pattern(
            r"(?:[Ff]rom |[Bb]etween )?",
            YEAR,
            r"(?:[-–—/]|\s[-–—]\s|(?:(?<=between \d\d\d\d) and | to )(?=\d{4}))(?P<year_to>(?:1[5-9]|20)?\d\d)",
        ),
        _year_range,
    ),
    Rule(
        pattern(
            BEARING,
            rf"{PART}?",
            r"(?:(?P<decade>(?:1[5-9]|20)\d0)['’]?s|['’‘](?P<short>\d0)s|(?P<decade_word>",
            "|".join(_DECADES),
            "))",
        ),
        _decade,
        _is_no_age,
    ),
    Rule(pattern(BEARING, rf"{PART}?", _CENTURIES), _century),
    Rule(pattern(BEARING, PART, YEAR, NOT_COUNTED), _year_alone),
    Rule(
        pattern(
            r"(?:(?<=\b[Ii]n )|(?<=\bof )|(?<=\b[Dd]uring )|(?<=\bthroughout )|(?<=\b[Tt]he )|(?<=\bfor )|(?<=\()|"
            r"(?<=, ))",
            rf"{PART}?",
            YEAR,
            NOT_COUNTED,
        ),
        _year_alone,
    ),
    Rule(
        pattern(
            r"(?P<bearing>(?i:since|until|till|by|before|prior to|after|from|around|circa)) ",
            rf"{PART}?",
            YEAR,
            NOT_COUNTED,
        ),
        _year_alone,
    ),
    Rule(re.compile(r"(?<![\w])['’‘](?P<short>\d\d)(?!\w|['’])"), _clipped_year),
)

_DAY_FIRST = re.compile(rf"(?<![\w/.-]){_DAY_FIGURE} (?:of )?{MONTH}|(?<![\d/])(?:1[3-9]|2\d|3[01])/\d{{1,2}}/\d\d")
_MONTH_FIRST = re.compile(rf"\b{MONTH} {_DAY_FIGURE}(?![\w%])|(?<![\d/])\d{{1,2}}/(?:1[3-9]|2\d|3[01])/\d\d")


def writes_day_first(text: str) -> bool | None:
    """How an article writes dates: True as in "3 March", False as in "March 3"; None where both or neither is seen."""
    day_first, month_first = (pattern.search(text) is not None for pattern in (_DAY_FIRST, _MONTH_FIRST))
    return None if day_first is month_first else day_first
