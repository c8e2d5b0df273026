"""Periods of the calendar as intervals, and the English names of months and weekdays (CLDR)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from babel import Locale

from schemas.claims import Granularity

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "Interval",
    "century",
    "day",
    "days",
    "decade",
    "edge_of",
    "midnight",
    "month",
    "months",
    "months_from",
    "part_of",
    "part_of_day",
    "quarter",
    "season",
    "week",
    "weekend",
    "year",
    "years",
]


_ENGLISH = Locale("en")
MONTHS: dict[str, int] = {
    name.lower(): number
    for width in ("wide", "abbreviated")
    for number, name in _ENGLISH.months["stand-alone" if width == "wide" else "format"][width].items()
} | {"sept": 9}
"""Months by their lower-case names, whole and short, from 1."""
WEEKDAYS: dict[str, int] = {name.lower(): number for number, name in _ENGLISH.days["stand-alone"]["wide"].items()}
"""Weekdays by their lower-case names, from 0 for Monday."""

# Northern seasons; told loosely, and half a year off where the other hemisphere is meant.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_HOURS_OF = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24), "night": (18, 30)}


@dataclass(frozen=True, slots=True)
class Interval:
    """The half-open interval [since, until); None where it is open."""

    since: datetime | None
    until: datetime | None
    granularity: Granularity
    approximate: bool = False


def midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time())


def months_from(year: int, month: int, count: int) -> datetime:
    """The first day of the month ``count`` months on."""
    index = year * 12 + month - 1 + count
    return datetime(index // 12, index % 12 + 1, 1)


def day(start: datetime) -> Interval:
    return days(start, start)


def days(first: datetime, last: datetime) -> Interval:
    if last < first:
        raise ValueError("range runs backwards")
    return Interval(first, last + timedelta(days=1), Granularity.DAY)


def week(within: datetime) -> Interval:
    monday = within - timedelta(days=within.weekday())
    return Interval(monday, monday + timedelta(days=7), Granularity.WEEK)


def weekend(saturday: datetime) -> Interval:
    return Interval(saturday, saturday + timedelta(days=2), Granularity.DAY)


def month(year: int, month: int) -> Interval:
    return months(year, month, 1)


def months(year: int, first: int, count: int) -> Interval:
    return Interval(datetime(year, first, 1), months_from(year, first, count), Granularity.MONTH)


def quarter(year: int, number: int) -> Interval:
    first = number * 3 - 2
    return Interval(datetime(year, first, 1), months_from(year, first, 3), Granularity.QUARTER)


def season(name: str, year: int) -> Interval:
    """The season that begins in that year."""
    first = _SEASONS[name.lower()]
    return Interval(datetime(year, first, 1), months_from(year, first, 3), Granularity.QUARTER, approximate=True)


def year(number: int) -> Interval:
    return years(number, number)


def years(first: int, last: int) -> Interval:
    if last < first:
        raise ValueError("range runs backwards")
    return Interval(datetime(first, 1, 1), datetime(last + 1, 1, 1), Granularity.YEAR)


def decade(first: int) -> Interval:
    return Interval(datetime(first, 1, 1), datetime(first + 10, 1, 1), Granularity.DECADE)


def century(number: int) -> Interval:
    return Interval(datetime(number * 100 - 99, 1, 1), datetime(number * 100 + 1, 1, 1), Granularity.CENTURY)


def part_of_day(interval: Interval, part: str | None) -> Interval:
    """Morning, afternoon and evening are hours of the day; a night runs into the next day."""
    if part is None or interval.since is None:
        return interval
    first, last = _HOURS_OF[part.lower()]
    return Interval(interval.since + timedelta(hours=first), interval.since + timedelta(hours=last), Granularity.HOUR)


def edge_of(interval: Interval, part: str | None) -> Interval:
    """``early`` and ``late`` of a day: the half of it, loosely."""
    if part is None or interval.since is None:
        return interval
    noon = interval.since + timedelta(hours=12)
    since, until = (interval.since, noon) if part.lower() == "early" else (noon, interval.until)
    return Interval(since, until, Granularity.HOUR, approximate=True)


def part_of(interval: Interval, part: str | None) -> Interval:
    """Early, mid and late, beginning, end, halves: the matching stretch, all but halves taken loosely."""
    if part is None or interval.since is None or interval.until is None:
        return interval
    part = part.lower()
    span = interval.until - interval.since
    if "half" in part:
        middle = interval.since + timedelta(days=span.days // 2)
        if interval.granularity is Granularity.YEAR:
            middle = datetime(interval.since.year, 7, 1)
        since, until = (interval.since, middle) if "first" in part else (middle, interval.until)
        return Interval(since, until, interval.granularity)
    if part.startswith(("end", "beginning", "start", "turn", "close")):
        edge = timedelta(days=max(2, span.days // 8))
        at_end = part.startswith(("end", "close"))
        since, until = (interval.until - edge, interval.until) if at_end else (interval.since, interval.since + edge)
        return Interval(since, until, interval.granularity, approximate=True)
    ninth = max(1, span.days // 9)
    first, last = {"early": (0, 4), "late": (6, 0)}.get(part.split()[0], (3, 7))
    since = interval.since + timedelta(days=first * ninth)
    until = interval.since + timedelta(days=last * ninth) if last else interval.until
    return Interval(since, until, interval.granularity, approximate=True)
