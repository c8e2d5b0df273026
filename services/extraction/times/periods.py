"""Quarters, halves, seasons, financial years and fixed feasts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from schemas.claims import Granularity
from services.extraction.times.anchoring import Anchor, Rule, nearest
from services.extraction.times.calendar import Interval, day, part_of, quarter, season, years
from services.extraction.times.wording import BEARING, YEAR, pattern

__all__ = ["PERIODS"]

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_STEPS = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}
# Feasts that stand still in the calendar, by month and day.
_FEASTS = {
    "New Year’s Day": (1, 1),
    "Valentine’s Day": (2, 14),
    "Halloween": (10, 31),
    "Christmas Eve": (12, 24),
    "Christmas Day": (12, 25),
    "Christmas": (12, 25),
    "Boxing Day": (12, 26),
    "New Year’s Eve": (12, 31),
}
_FEAST = "|".join(name.replace("’", "['’]") for name in sorted(_FEASTS, key=len, reverse=True))


def _quarter(match: re.Match[str], anchor: Anchor) -> Interval:
    number = int(match["q"]) if match["q"] else _ORDINALS[match["ordinal"].lower()]
    if match["year"]:
        return quarter(int(match["year"]), number)
    found = quarter(anchor.published.year + _STEPS.get(match["which"] or "", 0), number)
    if not match["which"] and not anchor.ahead and found.since is not None and found.since > anchor.published:
        return quarter(anchor.published.year - 1, number)
    return found


def _half(match: re.Match[str], _: Anchor) -> Interval:
    half = "first half" if match["half"] == "1" else "second half"
    return part_of(years(int(match["year"]), int(match["year"])), half)


def _season(match: re.Match[str], anchor: Anchor) -> Interval:
    name, which, now = match["season"], (match["which"] or "").lower(), anchor.published.year
    if match["year"]:
        return season(name, int(match["year"]))
    candidates = [season(name, year) for year in (now - 2, now - 1, now, now + 1)]
    over = [each for each in candidates if each.until is not None and each.until <= anchor.published]
    begun = [each for each in candidates if each.since is not None and each.since <= anchor.published]
    to_come = [each for each in candidates if each.since is not None and each.since > anchor.published]
    not_over = [each for each in candidates if each.until is not None and each.until > anchor.published]
    if which in {"last", "past", "previous"}:
        return over[-1]
    if which in {"next", "coming"}:
        return to_come[0]
    if which == "this":
        return season(name, now)
    return not_over[0] if anchor.ahead else begun[-1]


def _financial_year(match: re.Match[str], anchor: Anchor) -> Interval:
    """As wide as the conventions go: a year that ends in March, June, September or December."""
    written = match["fiscal"] or match.groupdict().get("short") or ""
    number = int(written) if len(written) == 4 else anchor.published.year // 100 * 100 + int(written)
    if match["fiscal_to"]:
        since, until = datetime(number, 4, 1), datetime(number + 1, 10, 1)
    else:
        since, until = datetime(number - 1, 4, 1), datetime(number + 1, 4, 1)
    return Interval(since, until, Granularity.YEAR, approximate=True)


def _feast(match: re.Match[str], anchor: Anchor) -> Interval:
    number, of_month = _FEASTS[match["feast"].replace("'", "’")]
    if match["year"]:
        return day(datetime(int(match["year"]), number, of_month))
    now = anchor.published.year
    candidates = [datetime(year, number, of_month) for year in (now - 1, now, now + 1)]
    past = [moment for moment in candidates if moment <= anchor.published]
    return day(nearest(candidates, anchor) if anchor.ahead else past[-1])


def _year_end(_: re.Match[str], anchor: Anchor) -> Interval:
    ending = datetime(anchor.published.year + 1, 1, 1)
    return Interval(ending - timedelta(days=45), ending, Granularity.YEAR, approximate=True)


PERIODS: tuple[Rule, ...] = (
    Rule(
        pattern(
            BEARING,
            r"(?:Q(?P<q>[1-4])|(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter)(?!-final)",
            rf"(?:,?(?: of)?(?: the)? (?:{YEAR}|(?P<which>this|last|next|previous) year))?",
        ),
        _quarter,
    ),
    Rule(pattern(rf"H(?P<half>[12]) {YEAR}"), _half),
    Rule(
        pattern(
            BEARING,
            r"(?:[Ff]iscal(?: year)? (?P<fiscal>(?:19|20)\d\d)|FY\s?(?:20)?(?P<short>\d\d))",
            r"(?P<fiscal_to>[-/](?:20)?\d\d)?",
        ),
        _financial_year,
    ),
    Rule(
        pattern(BEARING, r"(?P<fiscal>(?:19|20)\d\d)(?P<fiscal_to>[-/](?:20)?\d\d) (?:fiscal|financial) year"),
        _financial_year,
    ),
    Rule(
        pattern(
            BEARING,
            r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast) |(?<=[Ii]n the )|(?<=[Bb]y the )|(?<=of the )|",
            r"(?<=the )(?=\w+ of \d{4})|(?=\w+(?: of)? \d{4}))",
            rf"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|fall(?! (?:of|in) (?!\d))|[Ww]inter)(?: of)?(?: {YEAR})?",
        ),
        _season,
    ),
    Rule(pattern(BEARING, rf"(?P<feast>{_FEAST})(?: (?:of )?{YEAR})?(?! (?:tree|card|present|party|carol))"), _feast),
    Rule(pattern(BEARING, r"(?:year['’]s end|year[- ]end)"), _year_end),
)
