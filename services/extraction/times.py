# ruff: noqa: ARG001, DTZ001 -- resolvers share one signature; times are on the article's own wall clock, without a zone
"""Expressions of time, read as intervals on the article's own wall clock and anchored on its publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from schemas.claims import Granularity, TimeSpan

__all__ = ["Expression", "find_expressions", "find_times", "settle"]

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", None, "jun", "jul", "aug", "sep sept", "oct", "nov", "dec"), 1
    )
    for name in (names or "").split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SMALL = {
    word: value
    for value, words in enumerate(
        "zero;one a an;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve;thirteen;fourteen;fifteen;"
        "sixteen;seventeen;eighteen;nineteen;twenty".split(";")
    )
    for word in words.split()
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_DECADES = dict(
    zip(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), range(20, 100, 10), strict=True
    )
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|\b))"
)
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
# A number like a year is none before a thing counted, nor inside a longer number.
_NO_COUNT = (
    r"(?!,\d|\.\d|[-–]\w| (?:people|men|women|troops|soldiers|jobs|homes|percent|per cent|dollars|euros|million|"
    r"billion|km|metres|miles|tonnes|votes)\b)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DAYS = rf"(?P<day>{_DAY})(?:\s?[-–—]\s?(?P<day_to>{_DAY}))?"
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_SMALL, key=len, reverse=True)) + r"|a few|several|a couple of)"
_BEARING = (
    r"(?:(?P<bearing>since|until|till|up to|by|before|prior to|after|from|starting|as of|over|more than|at least|"
    r"nearly|almost|about|around|some|roughly|circa|fewer than|less than|under) )?(?:the )?"
)
_PART = (
    r"(?:(?P<part>early|mid|late|(?:beginning|start|middle|end) of|(?:early part|first half|second half|latter half) "
    r"of)[ -](?:the )?(?:month of |year )?)"
)
_WHICH = r"(?:(?P<which>last|next|this|coming|past) )?"
_DAYPART = r"(?: (?P<daypart>morning|afternoon|evening|night))?"


@dataclass(frozen=True, slots=True)
class _Interval:
    since: datetime | None
    until: datetime | None
    granularity: Granularity
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Publication on the article's wall clock, and whether the sentence speaks of what is still to come."""

    published: datetime
    ahead: bool

    @property
    def day(self) -> datetime:
        return datetime.combine(self.published.date(), time())


_Resolver = Callable[[re.Match[str], _Anchor], _Interval | None]


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£/.-])(?:{''.join(parts)})(?!\w)")


def _number(text: str) -> int | None:
    text = text.lower()
    return int(text) if text.isdigit() else _SMALL.get(text)


def _months_from(year: int, month: int, count: int) -> datetime:
    """The first day of the month ``count`` months on."""
    index = year * 12 + month - 1 + count
    return datetime(index // 12, index % 12 + 1, 1)


def _day(start: datetime) -> _Interval:
    return _Interval(start, start + timedelta(days=1), Granularity.DAY)


def _week(start: datetime) -> _Interval:
    monday = start - timedelta(days=start.weekday())
    return _Interval(monday, monday + timedelta(days=7), Granularity.WEEK)


def _month(year: int, month: int) -> _Interval:
    return _Interval(datetime(year, month, 1), _months_from(year, month, 1), Granularity.MONTH)


def _year(year: int) -> _Interval:
    return _Interval(datetime(year, 1, 1), datetime(year + 1, 1, 1), Granularity.YEAR)


def _part_of_day(interval: _Interval, part: str | None) -> _Interval:
    """Morning, afternoon and evening are hours of the day; a night runs into the next day."""
    if part is None or interval.since is None:
        return interval
    first, last = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24), "night": (18, 30)}[part.lower()]
    return _Interval(interval.since + timedelta(hours=first), interval.since + timedelta(hours=last), Granularity.HOUR)


def _part_of(interval: _Interval, part: str | None) -> _Interval:
    """Early, mid and late: the matching third or half, taken loosely."""
    if part is None or interval.since is None or interval.until is None:
        return interval
    part = part.lower()
    span = interval.until - interval.since
    if "half" in part:
        middle = interval.since + timedelta(days=span.days // 2)
        if interval.granularity is Granularity.YEAR:
            middle = datetime(interval.since.year, 7, 1)
        since, until = (interval.since, middle) if "first" in part else (middle, interval.until)
        return _Interval(since, until, interval.granularity)
    if part.startswith(("end", "beginning", "start")):
        edge = timedelta(days=max(1, span.days // 8))
        since, until = (
            (interval.until - edge, interval.until) if "end" in part else (interval.since, interval.since + edge)
        )
        return _Interval(since, until, interval.granularity, approximate=True)
    ninth = max(1, span.days // 9)
    first, last = {"early": (0, 4), "early part of": (0, 4), "late": (6, 0)}.get(part, (3, 7))
    since = interval.since + timedelta(days=first * ninth)
    until = interval.since + timedelta(days=last * ninth) if last else interval.until
    return _Interval(since, until, interval.granularity, approximate=True)


def _nearest_year(month: int, day: int, anchor: _Anchor) -> int:
    """The year that puts a bare "7 July" nearest to the publication, in the direction that the sentence looks."""
    year = anchor.published.year
    candidates = []
    for candidate in (year - 1, year, year + 1):
        try:
            candidates.append(datetime(candidate, month, day))
        except ValueError:
            continue
    if not candidates:
        raise ValueError("no such day")
    if anchor.ahead:
        candidates = [c for c in candidates if c >= anchor.day] or candidates
    return min(candidates, key=lambda c: abs(c - anchor.day)).year


def _calendar_day(match: re.Match[str], anchor: _Anchor) -> _Interval:
    groups = match.groupdict()
    month = _MONTH_NUMBERS[groups["month"].lower().rstrip(".")]
    day = int(re.sub(r"\D", "", groups["day"]))
    year = int(groups["year"]) if groups.get("year") else _nearest_year(month, day, anchor)
    start = datetime(year, month, day)
    if groups.get("day_to"):
        last = datetime(year, month, int(re.sub(r"\D", "", groups["day_to"])))
        if last <= start:
            raise ValueError("range runs backwards")
        return _Interval(start, last + timedelta(days=1), Granularity.DAY)
    return _part_of_day(_day(start), groups.get("daypart"))


def _iso_day(match: re.Match[str], anchor: _Anchor) -> _Interval:
    return _day(datetime(int(match["year"]), int(match["month"]), int(match["day"])))


def _named_weekday(match: re.Match[str], anchor: _Anchor) -> _Interval:
    weekday = _WEEKDAYS[match["weekday"].lower()]
    which = match["which"] or ""
    back = (anchor.day.weekday() - weekday) % 7
    if which in {"next", "coming"} or (which != "last" and anchor.ahead and which != "past"):
        ahead = (weekday - anchor.day.weekday()) % 7
        start = anchor.day + timedelta(days=ahead or (7 if which else 0))
    else:
        start = anchor.day - timedelta(days=back or (7 if which in {"last", "past"} else 0))
    return _part_of_day(_day(start), match["daypart"])


def _month_alone(match: re.Match[str], anchor: _Anchor) -> _Interval:
    month = _MONTH_NUMBERS[match["month"].lower().rstrip(".")]
    if match["year"]:
        return _part_of(_month(int(match["year"]), month), match["part"])
    which = match["which"] or ""
    year, now = anchor.published.year, anchor.published.month
    if which == "next" or (anchor.ahead and which != "last"):
        year += month < now or (which == "next" and month == now)
    elif which == "last":
        year -= month >= now
    elif which == "this":
        pass
    else:
        year -= month > now
    return _part_of(_month(year, month), match["part"])


def _year_alone(match: re.Match[str], anchor: _Anchor) -> _Interval:
    return _part_of(_year(int(match["year"])), match["part"])


def _years_range(match: re.Match[str], anchor: _Anchor) -> _Interval:
    first, last = int(match["year"]), match["year_to"]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if end <= first:
        raise ValueError("range runs backwards")
    return _Interval(datetime(first, 1, 1), datetime(end + 1, 1, 1), Granularity.YEAR)


def _decade(match: re.Match[str], anchor: _Anchor) -> _Interval:
    if match["decade"]:
        first = int(match["decade"])
    elif match["short"]:
        first = 1900 + int(match["short"])
    else:
        first = 1900 + _DECADES[match["decade_word"].lower()]
    return _part_of(_Interval(datetime(first, 1, 1), datetime(first + 10, 1, 1), Granularity.DECADE), match["part"])


def _century(match: re.Match[str], anchor: _Anchor) -> _Interval:
    number = int(re.sub(r"\D", "", match["century"]))
    return _part_of(
        _Interval(datetime(number * 100 - 99, 1, 1), datetime(number * 100 + 1, 1, 1), Granularity.CENTURY),
        match["part"],
    )


def _quarter(match: re.Match[str], anchor: _Anchor) -> _Interval:
    number = int(match["q"]) if match["q"] else _ORDINALS[match["ordinal"].lower()]
    year = int(match["year"]) if match["year"] else _relative_year(match["which"], anchor)
    return _Interval(datetime(year, number * 3 - 2, 1), _months_from(year, number * 3 - 2, 3), Granularity.QUARTER)


def _relative_year(which: str | None, anchor: _Anchor) -> int:
    return anchor.published.year + {"last": -1, "previous": -1, "next": 1}.get((which or "").lower().strip(), 0)


def _season(match: re.Match[str], anchor: _Anchor) -> _Interval | None:
    month = _SEASONS[match["season"].lower()]
    if match["year"]:
        year = int(match["year"])
    elif match["which"]:
        which = match["which"].lower().strip()
        year = anchor.published.year
        start = datetime(year, month, 1)
        if which == "last" and start > anchor.day - timedelta(days=90):
            year -= 1
        if which == "next" and start <= anchor.day:
            year += 1
    else:
        return None
    return _Interval(datetime(year, month, 1), _months_from(year, month, 3), Granularity.QUARTER, approximate=True)


def _near_day(match: re.Match[str], anchor: _Anchor) -> _Interval:
    word = match["near"].lower()
    if word.startswith(("this ", "tonight", "last night", "overnight")):
        start = anchor.day - timedelta(days=word in {"last night", "overnight"})
        return _part_of_day(_day(start), "night" if "night" in word else word.removeprefix("this "))
    offset = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}[
        word
    ]
    return _part_of_day(_day(anchor.day + timedelta(days=offset)), match["daypart"])


def _relative_period(match: re.Match[str], anchor: _Anchor) -> _Interval:
    which, unit = (match.groupdict().get("which") or "this").lower(), match["unit"]
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[which.split()[-1]]
    now = anchor.day
    if unit == "week":
        found = _week(now + timedelta(weeks=step))
    elif unit == "weekend":
        saturday = now - timedelta(days=(now.weekday() - 5) % 7)
        if step > 0 or (step == 0 and now.weekday() < 5 and anchor.ahead):
            saturday += timedelta(days=7)
        found = _Interval(saturday, saturday + timedelta(days=2), Granularity.DAY)
    elif unit == "month":
        first = _months_from(now.year, now.month, step)
        found = _month(first.year, first.month)
    elif unit == "year":
        found = _year(now.year + step)
    else:
        decade = now.year // 10 * 10 + step * 10
        found = _Interval(datetime(decade, 1, 1), datetime(decade + 10, 1, 1), Granularity.DECADE)
    if which.startswith("later"):
        return _Interval(now, found.until, found.granularity)
    if which.startswith("earlier"):
        return _Interval(found.since, now + timedelta(days=1), found.granularity)
    return _part_of(found, match["part"])


_LENGTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "fortnight": timedelta(days=14),
}
_YEARS = {"year": 1, "decade": 10, "century": 100, "centurie": 100}
_COUNT_LOOSE = {"a few": 3, "several": 4, "a couple of": 2}


def _distance(match: re.Match[str], anchor: _Anchor) -> _Interval | None:
    """Read "two weeks ago", "in three days' time": a point as loose as its unit."""
    text, unit = match["count"].lower(), match["unit"].lower().removesuffix("s")
    count = _COUNT_LOOSE.get(text, _number(text))
    if not count:
        return None
    count = -count if match["direction"].lower() == "ago" else count
    loose = text in _COUNT_LOOSE or unit != "day"
    if unit in {"minute", "hour"}:
        point = anchor.published + count * _LENGTHS[unit]
        return _Interval(point, point + _LENGTHS[unit], Granularity(unit), loose)
    if unit == "day":
        return replace(_day(anchor.day + timedelta(days=count)), approximate=loose)
    if unit in {"week", "fortnight"}:
        middle = anchor.day + count * _LENGTHS[unit]
        return _Interval(middle - timedelta(days=3), middle + timedelta(days=4), Granularity.WEEK, loose)
    if unit == "month":
        first = _months_from(anchor.day.year, anchor.day.month, count)
        return replace(_month(first.year, first.month), approximate=loose)
    year, slack = anchor.day.year + count * _YEARS[unit], 0 if unit == "year" else 2
    return _Interval(datetime(year - slack, 1, 1), datetime(year + slack + 1, 1, 1), Granularity.YEAR, loose)


_RULES: tuple[tuple[re.Pattern[str], _Resolver], ...] = (
    (_pattern(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)"), _iso_day),
    (
        _pattern(_BEARING, rf"(?:{_WEEKDAY},? )?(?:the )?", _DAYS, r"(?: of)? ", _MONTH, rf"(?:,? {_YEAR})?", _DAYPART),
        _calendar_day,
    ),
    (
        _pattern(
            _BEARING,
            rf"(?:{_WEEKDAY}(?: (?:morning|afternoon|evening|night))?,? )?",
            rf"{_MONTH} {_DAYS}(?![\d%]| (?:percent|per cent|million|billion))(?:,? {_YEAR})?",
            _DAYPART,
        ),
        _calendar_day,
    ),
    (_pattern(_BEARING, _WHICH, _WEEKDAY, _DAYPART), _named_weekday),
    (_pattern(_BEARING, rf"{_PART}?", _WHICH, _MONTH, rf"(?:(?:,| of)? {_YEAR})?"), _month_alone),
    (
        _pattern(
            _BEARING,
            r"(?:Q(?P<q>[1-4])|(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter)",
            rf"(?:,?(?: of)?(?: the)? (?:{_YEAR}|(?P<which>this|last|next|previous) year))?",
        ),
        _quarter,
    ),
    (
        _pattern(_BEARING, _WHICH, rf"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|fall|[Ww]inter)(?: of)?(?: {_YEAR})?"),
        _season,
    ),
    (
        _pattern(
            r"(?:from |between )?",
            _YEAR,
            r"(?:[-–—/]|\s[-–—]\s|(?<=between \d\d\d\d) and | to )(?P<year_to>(?:1[5-9]|20)?\d\d)",
        ),
        _years_range,
    ),
    (
        _pattern(
            _BEARING,
            rf"{_PART}?",
            r"(?:(?P<decade>(?:1[5-9]|20)\d0)['’]?s|['’](?P<short>\d0)s|(?P<decade_word>",
            "|".join(_DECADES),
            "))",
        ),
        _decade,
    ),
    (_pattern(_BEARING, rf"{_PART}?", r"(?P<century>\d{1,2}(?:st|nd|rd|th)) century"), _century),
    (
        _pattern(
            r"(?P<near>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight|[Ll]ast night|[Tt]his (?:morning|"
            r"afternoon|"
            r"evening)|[Tt]he day (?:before yesterday|after tomorrow))",
            _DAYPART,
        ),
        _near_day,
    ),
    (
        _pattern(
            r"(?i:",
            _BEARING,
            rf"(?P<count>{_NUMBER})[ -](?P<unit>minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|"
            rf"centur(?:y|ies))",
            r"['’]? (?P<direction>ago|from now|time|hence))",
        ),
        _distance,
    ),
    (
        _pattern(
            _BEARING,
            rf"{_PART}?",
            r"(?P<which>(?:[Ll]ater|[Ee]arlier) (?:this|last|next)|[Ll]ast|[Pp]ast|[Pp]revious|[Tt]his|[Nn]ext|"
            r"[Cc]oming) ",
            r"(?P<unit>weekend|week|month|year|decade)(?!-)",
        ),
        _relative_period,
    ),
    (_pattern(_BEARING, _PART, r"(?P<unit>week|month|year|decade)(?!-)"), _relative_period),
    (
        _pattern(
            r"(?:(?<=\b[Ii]n )|(?<=\bof )|(?<=\b[Dd]uring )|(?<=\bthroughout )|(?<=\bthe )|(?<=\bfor )|(?<=\()|"
            r"(?<=, ))",
            rf"{_PART}?",
            _YEAR,
            _NO_COUNT,
        ),
        _year_alone,
    ),
    (
        _pattern(
            r"(?P<bearing>[Ss]ince|[Uu]ntil|till|[Bb]y|[Bb]efore|prior to|[Aa]fter|from|around|circa) ",
            rf"{_PART}?",
            _YEAR,
            _NO_COUNT,
        ),
        _year_alone,
    ),
    (_pattern(_PART, _YEAR, _NO_COUNT), _year_alone),
)

_CLOCK = _pattern(
    r"(?:(?P<about>(?:shortly |just )?(?:before|after)|at about|at around|about|around|some time after|by|until) )?(?:",
    r"(?P<hour>[01]?\d|2[0-3])(?P<sign>[:.])(?P<minute>[0-5]\d)(?:[:.][0-5]\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    r"(?P<zone> (?:GMT|UTC|hours|hrs|local time))?",
    r"|(?P<hour_only>1[0-2]|[1-9])\s?(?P<half_only>[ap])\.?m\b\.?|(?P<word>noon|midday|midnight))",
)
_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_TRIGGERS = frozenset(
    {
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "overnight",
        "night",
        "week",
        "weekend",
        "month",
        "year",
        "years",
        "months",
        "weeks",
        "days",
    }
    | {
        "hours",
        "minutes",
        "day",
        "hour",
        "morning",
        "evening",
        "afternoon",
        "ago",
        "decade",
        "decades",
        "century",
        "noon",
        "midnight",
        "midday",
    }
    | {"quarter", "fortnight", "earlier", "hence", "time"}
    | set(_WEEKDAYS)
    | set(_MONTH_NUMBERS)
    | set(_SEASONS)
    | set(_DECADES)
)
# The sentence looks ahead where one of these stands before the expression, unless it dates a report ("said on
# Tuesday").
_AHEAD = re.compile(
    r"\b(?:will|won't|shall|upcoming|scheduled|slated|(?:is|are|be) (?:\w+ly )?(?:to|due|set|going|expected|planned|"
    r"likely)|(?:expect|plan|hope|intend|aim|propose)(?:s|ing)? to|due (?:on|to|in)|expected (?:on|to|in|by)|"
    r"planned for)\b|['’]ll\b"
)
_REPORTED = re.compile(
    r"\b(?:said|told \w+|announced|reported|added|warned|wrote|confirmed|says)(?: on| late| early| in| last)* ?$"
)


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of time at ``text[start:end]`` of a sentence, not yet settled."""

    start: int
    end: int
    match: re.Match[str]
    resolve: _Resolver | None


def find_expressions(text: str) -> list[Expression]:
    """Where a sentence speaks of times, settled or not, in order and without overlap."""
    if not _DIGIT.search(text) and _TRIGGERS.isdisjoint(_WORD.findall(text.lower())):
        return []
    found: list[Expression] = []
    for pattern, resolve in (*_RULES, (_CLOCK, None)):
        for match in pattern.finditer(text):
            if resolve is None and not _tells_time(match):
                continue
            start, end = match.span()
            if not any(start < other.end and other.start < end for other in found):
                found.append(Expression(start, end, match, resolve))
    return sorted(found, key=lambda expression: expression.start)


def _tells_time(clock: re.Match[str]) -> bool:
    """Whether digits are a time of day: "2.17" alone is a number."""
    return clock["hour"] is None or clock["sign"] == ":" or bool(clock["half"] or clock["zone"])


def find_times(text: str, published: datetime, offset: int = 0) -> list[TimeSpan]:
    """Read the times in one sentence, in order; see ``settle``."""
    return settle(text, find_expressions(text), published, offset)


def settle(text: str, expressions: Sequence[Expression], published: datetime, offset: int) -> list[TimeSpan]:
    """Turn a sentence's expressions into intervals, in order.

    ``published`` anchors what is relative, by its own wall clock; its zone is dropped. ``offset`` is where the sentence
    starts in the article. Weekdays and months without a year are the last ones on or before publication, or the next
    ones in a sentence that looks ahead. What cannot be settled is left out: a clock time counts only beside the one
    day that the sentence names.
    """
    wall_clock = published.replace(tzinfo=None)
    cue = _AHEAD.search(text)
    found: list[TimeSpan] = []
    for expression in expressions:
        if expression.resolve is None:
            continue
        ahead = (
            cue is not None and cue.end() <= expression.start + 3 and not _REPORTED.search(text, 0, expression.start)
        )
        try:
            interval = expression.resolve(expression.match, _Anchor(wall_clock, ahead))
        except (ValueError, OverflowError):  # no such day, or outside the years that datetime knows
            continue
        if interval is not None:
            found.append(_span(expression, offset, _borne(expression.match, interval)))
    days = set(filter(None, map(_day_of, found)))
    if len(days) == 1:
        day = days.pop()
        clocks = (expression for expression in expressions if expression.resolve is None)
        found.extend(_span(expression, offset, _at_clock(expression.match, day)) for expression in clocks)
    return sorted(found, key=lambda span: span.start)


def _day_of(span: TimeSpan) -> datetime | None:
    """The day that a day, or a morning or night of it, belongs to."""
    if span.since is None or span.until is None or span.until - span.since > timedelta(days=1):
        return None
    return datetime.combine(span.since.date(), time())


def _span(expression: Expression, offset: int, interval: _Interval) -> TimeSpan:
    return TimeSpan(
        text=expression.match.group(),
        start=offset + expression.start,
        end=offset + expression.end,
        since=interval.since,
        until=interval.until,
        granularity=interval.granularity,
        approximate=interval.approximate,
    )


def _borne(match: re.Match[str], interval: _Interval) -> _Interval:
    """Apply the preposition: "since", "by", "more than … ago"."""
    groups = match.groupdict()
    bearing = (groups.get("bearing") or "").lower()
    since, until = interval.since, interval.until
    if bearing in {"since", "from", "starting", "as of"}:
        until = None
    elif bearing == "after":
        since, until = until, None
    elif bearing in {"until", "till", "up to", "by"}:
        since = None
    elif bearing in {"before", "prior to"}:
        since, until = None, since
    elif "direction" in groups and bearing in {"over", "more than", "at least"}:
        since = None
    elif "direction" in groups and bearing in {"fewer than", "less than", "under"}:
        until = None
    elif bearing:
        return replace(interval, approximate=True)
    return replace(interval, since=since, until=until)


def _at_clock(match: re.Match[str], day: datetime) -> _Interval:
    granularity = Granularity.HOUR if match["hour_only"] else Granularity.MINUTE
    if match["word"]:
        start = day if match["word"] == "midnight" else day + timedelta(hours=12)
    else:
        hour, half = int(match["hour"] or match["hour_only"]), match["half"] or match["half_only"]
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        start = day + timedelta(hours=hour, minutes=int(match["minute"] or 0))
    about = match["about"] or ""
    end = start + (timedelta(hours=1) if granularity is Granularity.HOUR else timedelta(minutes=1))
    if about in {"by", "until", "before"}:
        return _Interval(None, start, granularity)
    if about in {"after", "some time after"}:
        return _Interval(start, None, granularity)
    if about.endswith("before"):
        return _Interval(start - timedelta(hours=1), start, granularity, approximate=True)
    if about.endswith("after"):
        return _Interval(start, start + timedelta(hours=1), granularity, approximate=True)
    return _Interval(start, end, granularity, approximate=bool(about))
