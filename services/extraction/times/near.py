"""Times told by their distance from publication: weekdays, "yesterday", "last week", "two weeks ago"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from schemas.claims import Granularity
from services.extraction.quantities.numerals import value_of
from services.extraction.times.anchoring import Anchor, Rule
from services.extraction.times.calendar import (
    WEEKDAYS,
    Interval,
    day,
    decade,
    edge_of,
    month,
    months_from,
    part_of,
    part_of_day,
    week,
    weekend,
    years,
)
from services.extraction.times.wording import BEARING, COUNT, DAYPART, PART, UNIT, WEEKDAY, WHICH, pattern

__all__ = ["FOLLOWING", "NEAR"]

_OFFSETS = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
_STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1, "the": 0}
_LENGTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "fortnight": timedelta(days=14),
}
_MONTHS = {"month": 1, "year": 12, "decade": 120, "centur": 1200}
_LOOSE_COUNTS = {"a few": 3.0, "several": 4.0, "a couple of": 2.0, "a": 1.0, "an": 1.0}
_GRANULARITY = {"fortnight": Granularity.WEEK, "centur": Granularity.CENTURY}


def _count(text: str) -> float | None:
    return _LOOSE_COUNTS.get(text.lower()) or value_of(text)


def _granularity(unit: str) -> Granularity:
    return _GRANULARITY.get(unit) or Granularity(unit)


def _shifted(moment: datetime, count: float, unit: str) -> datetime:
    if unit in _LENGTHS:
        return moment + count * _LENGTHS[unit]
    first = months_from(moment.year, moment.month, round(count * _MONTHS[unit]))
    last_day = (months_from(first.year, first.month, 1) - timedelta(days=1)).day
    return moment.replace(year=first.year, month=first.month, day=min(moment.day, last_day))


def _weekday(match: re.Match[str], anchor: Anchor) -> Interval:
    weekday, which = WEEKDAYS[match["weekday"].lower()], (match["which"] or "").lower()
    today = anchor.day
    if match["week"]:
        start = today + timedelta(days=weekday - today.weekday(), weeks=_STEPS[match["week"]])
        return part_of_day(day(start), match["daypart"])
    back, ahead = (today.weekday() - weekday) % 7, (weekday - today.weekday()) % 7
    if which == "this":
        start = today + timedelta(days=weekday - today.weekday())
        if anchor.ahead and start < today:
            start += timedelta(weeks=1)
    elif which in {"next", "coming"}:
        start = today + timedelta(days=ahead or 7)
    elif which in {"last", "past", "previous"}:
        start = today - timedelta(days=back or 7)
    else:
        start = today + timedelta(days=ahead) if anchor.ahead else today - timedelta(days=back)
    return edge_of(part_of_day(day(start), match["daypart"]), None if match["daypart"] else match["edge"])


_NO_WEEKDAY_BEFORE = re.compile(
    r"(?:\b(?:every|each|that|one|a|alternate|most|any|Black|Good|Super|Bloody|Ash|Holy|Cyber|Palm|Easter|Shrove|Maundy)"
    r"|^(?:Every|Each|That|One|A)) $"
)
_NO_WEEKDAY_AFTER = re.compile(r" (?:before last|of (?:the|each|every|(?:last|next|this) month|[A-Z]))")
_TITLE_AFTER = re.compile(r" [A-Z]")


def _is_weekday(match: re.Match[str]) -> bool:
    """Whether it is one day: neither a recurring one nor part of a name ("every Tuesday", "the Sunday Times")."""
    start = match.start("weekday")
    if _NO_WEEKDAY_AFTER.match(match.string, match.end("weekday")):
        return False
    if _NO_WEEKDAY_BEFORE.search(match.string, max(0, start - 12), start):
        return False
    return not (match.string[:start].lower().endswith("the ") and _TITLE_AFTER.match(match.string, match.end()))


def _near_day(match: re.Match[str], anchor: Anchor) -> Interval:
    word = match["near"].lower()
    if word in _OFFSETS:
        return part_of_day(day(anchor.day + timedelta(days=_OFFSETS[word])), match["daypart"])
    start = anchor.day - timedelta(days=word in {"last night", "overnight"})
    return part_of_day(day(start), "night" if "night" in word else word.removeprefix("this "))


def _calendar_period(match: re.Match[str], anchor: Anchor) -> Interval:
    which, unit = (match.groupdict().get("which") or "this").lower(), match["unit"].lower()
    step, now = _STEPS[which.split()[-1]], anchor.day
    if unit == "week":
        found = week(now + timedelta(weeks=step))
    elif unit == "weekend":
        saturday = now - timedelta(days=(now.weekday() - 5) % 7)
        found = weekend(saturday + timedelta(days=7 if step > 0 or (step == 0 and anchor.ahead) else 0))
    elif unit == "month":
        first = months_from(now.year, now.month, step)
        found = month(first.year, first.month)
    elif unit == "year":
        found = years(now.year + step, now.year + step)
    else:
        found = decade(now.year // 10 * 10 + step * 10)
    if which.startswith(("early ", "late ")):
        return part_of(found, which.split()[0])
    if which == "later this":
        return Interval(now, found.until, found.granularity)
    if which == "earlier this":
        return Interval(found.since, now + timedelta(days=1), found.granularity)
    if which.startswith(("later ", "earlier ")):
        return replace(found, approximate=True)  # than what was told before, not than publication
    return part_of(found, match.groupdict().get("part"))


def _window(match: re.Match[str], anchor: Anchor) -> Interval | None:
    """``the past two weeks``, ``the next three years``: as long, up to publication or from it on."""
    count, unit = _count(match.groupdict().get("count") or "a"), match["unit"].lower()
    if not count:
        return None
    ahead = match["side"].lower() in {"next", "coming"}
    fine = unit in {"minute", "hour"}
    origin = anchor.published if fine else anchor.day
    far = _shifted(origin, count if ahead else -count, unit)
    since, until = (origin, far) if ahead else (far, origin if fine else origin + timedelta(days=1))
    return Interval(since, until, _granularity(unit), approximate=True)


def _distance(match: re.Match[str], anchor: Anchor) -> Interval | None:
    """``two weeks ago``, ``in three days' time``: a point as loose as its unit."""
    count = _count(match["count"])
    if not count:
        return None
    exact = match["unit"].lower() == "day" and match["count"].lower() not in _LOOSE_COUNTS
    sign = -1 if match["direction"].lower() == "ago" else 1
    found = _around(anchor.published, sign * count, match["unit"].lower())
    bearing = (match["bearing"] or "").lower()
    if bearing in {"less than", "fewer than", "under"} and sign < 0:
        return Interval(found.since, anchor.day + timedelta(days=1), found.granularity, approximate=True)
    if bearing in {"over", "more than", "at least", "well over"}:
        since, until = (None, found.until) if sign < 0 else (found.since, None)
        return Interval(since, until, found.granularity, approximate=True)
    return replace(found, approximate=not exact or bool(bearing))


def _around(moment: datetime, count: float, unit: str) -> Interval:
    """The stretch that "two weeks from then" may mean."""
    point = _shifted(moment, count, unit)
    start = datetime.combine(point.date(), datetime.min.time())
    if unit in {"minute", "hour"}:
        return Interval(point, point + _LENGTHS[unit], Granularity(unit))
    if unit == "day":
        return day(start)
    if unit in {"week", "fortnight"}:
        return Interval(start - timedelta(days=3), start + timedelta(days=4), Granularity.WEEK)
    if unit == "month":
        return month(start.year, start.month)
    slack = 0 if unit == "year" else 2
    return years(start.year - slack, start.year + slack)


def _following(match: re.Match[str], anchor: Anchor) -> Interval | None:
    """``the next day``, ``two years later``, ``the day before``: from the time last told; nothing where none is."""
    before = anchor.before
    if before is None or before.since is None:
        return None
    groups = match.groupdict()
    back = (groups.get("side") or groups.get("which") or "").lower() in {"earlier", "before", "previous"}
    count = _count(groups.get("count") or "a")
    unit = groups["unit"].lower()
    if not count or (before.granularity in {Granularity.YEAR, Granularity.DECADE} and unit in _LENGTHS):
        return None
    found = _around(before.since, -count if back else count, unit)
    return replace(found, approximate=unit != "day" or before.approximate)


NEAR: tuple[Rule, ...] = (
    Rule(
        pattern(
            BEARING,
            WHICH,
            r"(?:(?P<edge>[Ee]arly|[Ll]ate)(?: on)? )?",
            WEEKDAY,
            DAYPART,
            r"(?: (?:of )?(?P<week>last|this|next) week)?",
        ),
        _weekday,
        _is_weekday,
    ),
    Rule(
        pattern(
            r"(?P<near>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight(?! (?:rate|lending|train|bus))|"
            r"[Ll]ast night|[Tt]his (?:morning|afternoon|evening)|[Tt]he day (?:before yesterday|after tomorrow))",
            DAYPART,
        ),
        _near_day,
    ),
    Rule(
        pattern(rf"(?i:{BEARING}(?P<count>{COUNT})[ -]{UNIT}['’]? (?P<direction>ago|from now|time|hence))"), _distance
    ),
    Rule(
        pattern(
            r"(?i:(?:(?:over|in|during|within|for) )?(?:the )?",
            rf"(?P<side>past|last|next|coming) (?P<count>{COUNT}) {UNIT})",
        ),
        _window,
    ),
    Rule(pattern(rf"(?i:(?:over |in |during |for )?the (?P<side>past) {UNIT})"), _window),
    Rule(
        pattern(
            BEARING,
            rf"{PART}?",
            r"(?P<which>(?:[Ll]ater?|[Ee]arl(?:y|ier)) (?:this|last|next)|[Ll]ast|[Pp]revious|[Tt]his|[Nn]ext|",
            r"[Cc]oming) ",
            r"(?P<unit>weekend|week|month|year|decade)(?!-)",
        ),
        _calendar_period,
    ),
    Rule(pattern(BEARING, PART, r"(?P<unit>week|month|year|decade)(?!-)"), _calendar_period),
    Rule(pattern(r"(?<=\b[Aa]t )the (?P<unit>weekend)"), _calendar_period),
)

FOLLOWING: tuple[Rule, ...] = (
    Rule(
        pattern(r"(?i:the (?P<which>next|following|previous) (?P<unit>day|week|month|year))"),
        _following,
    ),
    Rule(
        pattern(rf"(?i:(?P<count>{COUNT}) {UNIT} (?P<side>later|earlier|afterwards)(?! than))"),
        _following,
    ),
    Rule(
        pattern(
            r"(?i:the (?P<unit>day|week|month|year) (?P<side>before|after))"
            r"(?=[.,;:!?]|$)"
        ),
        _following,
    ),
)
