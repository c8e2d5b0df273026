"""Expressions of time, read as intervals on the article's own wall clock and anchored on its publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from schemas.claims import Granularity, TimeSpan

__all__ = ["find_times", "time_expressions"]

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", None, "jun", "jul", "aug", "sep sept", "oct", "nov", "dec"), 1
    )
    for name in (names or "").split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri", "saturday sat", "sunday sun"))
    for name in names.split()
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SMALL = {
    word: value
    for value, words in enumerate("zero;one a an;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve;thirteen;fourteen;fifteen;"
                                  "sixteen;seventeen;eighteen;nineteen;twenty".split(";"))
    for word in words.split()
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_DECADES = {
    name: number
    for name, number in zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(20, 100, 10), strict=True)
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|\b))"
)
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_SMALL, key=len, reverse=True)) + r"|a few|several|a couple of)"
_PART = r"(?:(?P<part>early|mid|late|the (?:beginning|start|middle|end) of|the (?:first|second) half of)[ -](?:the )?(?:month of |year )?)?"
_DAYPART = r"(?: (?P<daypart>morning|afternoon|evening|night))?"
_BEARING = (
    r"(?:(?P<bearing>since|until|till|up to|by|before|prior to|after|from|starting|as of|over|more than|at least|nearly|almost|about|"
    r"around|some|roughly|circa|fewer than|less than|under) )?(?:the )?"
)


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


def _pattern(body: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£/.-])(?:{body})(?![\w])", flags)


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
        middle = interval.since + span / 2
        if interval.granularity is Granularity.YEAR:
            middle = datetime(interval.since.year, 7, 1)
        since, until = (interval.since, middle) if "first" in part else (middle, interval.until)
        return _Interval(since, until, interval.granularity)
    if "end of" in part or "beginning" in part or "start of" in part:
        edge = min(span / 4, timedelta(days=max(1, span.days // 8)))
        since, until = (interval.until - edge, interval.until) if "end" in part else (interval.since, interval.since + edge)
        return _Interval(since, until, interval.granularity, approximate=True)
    third = span / 3
    first = {"early": 0, "mid": 1, "late": 2}.get(part, 1)
    since = interval.since + third * first
    return _Interval(since, since + third + third / 3 if first < 2 else interval.until, interval.granularity, approximate=True)


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
    which = (match["which"] or "").lower().strip()
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
    which = (match["which"] or "").lower().strip()
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
    return _part_of(_Interval(datetime(number * 100 - 99, 1, 1), datetime(number * 100 + 1, 1, 1), Granularity.CENTURY), match["part"])


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
    offset = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}[word]
    return _part_of_day(_day(anchor.day + timedelta(days=offset)), match["daypart"])


def _relative_period(match: re.Match[str], anchor: _Anchor) -> _Interval:
    which, unit = match["which"].lower().strip(), match["unit"].lower()
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
        first = (now.year + step) // 10 * 10 if step == 0 else now.year // 10 * 10 + step * 10
        found = _Interval(datetime(first, 1, 1), datetime(first + 10, 1, 1), Granularity.DECADE)
    if which.startswith("later"):
        return _Interval(now, found.until, found.granularity)
    if which.startswith("earlier"):
        return _Interval(found.since, now + timedelta(days=1), found.granularity)
    return _part_of(found, match["part"])


_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}
_COUNT_LOOSE = {"a few": 3, "several": 4, "a couple of": 2}


def _distance(match: re.Match[str], anchor: _Anchor) -> _Interval | None:
    """ "Two weeks ago", "in three days' time": a point, as loose as its unit."""
    text = match["count"].lower()
    count = _COUNT_LOOSE.get(text, _number(text))
    if not count:
        return None
    unit = match["unit"].lower().removesuffix("s")
    sign = -1 if match["direction"].lower() in {"ago", "earlier"} else 1
    loose = text in _COUNT_LOOSE or unit in {"week", "month", "year", "decade", "century", "fortnight"}
    now = anchor.published
    if unit in {"minute", "hour"}:
        point = now + sign * timedelta(days=count * _DAYS[unit])
        return _Interval(point, point + timedelta(days=_DAYS[unit]), Granularity(unit), approximate=True)
    if unit == "day":
        return _Interval(*_bounds(_day(anchor.day + sign * timedelta(days=count))), Granularity.DAY, loose)
    if unit in {"week", "fortnight"}:
        middle = anchor.day + sign * timedelta(days=count * _DAYS[unit])
        return _Interval(middle - timedelta(days=3), middle + timedelta(days=4), Granularity.WEEK, loose)
    if unit == "month":
        first = _months_from(now.year, now.month, sign * count)
        return _Interval(*_bounds(_month(first.year, first.month)), Granularity.MONTH, loose)
    years = sign * count * {"year": 1, "decade": 10, "century": 100, "centurie": 100}[unit]
    if unit == "year":
        return _Interval(*_bounds(_year(now.year + years)), Granularity.YEAR, loose)
    return _Interval(datetime(now.year + years - 2, 1, 1), datetime(now.year + years + 3, 1, 1), Granularity.YEAR, loose)


def _bounds(interval: _Interval) -> tuple[datetime | None, datetime | None]:
    return interval.since, interval.until


def _end_of_period(match: re.Match[str], anchor: _Anchor) -> _Interval:
    """ "By year-end", "the end of the month": the last days of the running period."""
    unit = match["unit"].lower()
    found = {
        "week": _week(anchor.day),
        "month": _month(anchor.day.year, anchor.day.month),
        "year": _year(anchor.day.year),
    }[unit]
    return _part_of(found, "the end of")


_RULES: tuple[tuple[re.Pattern[str], _Resolver], ...] = (
    (_pattern(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)"), _iso_day),
    (
        _pattern(
            _BEARING + r"(?:" + _WEEKDAY + r",? )?(?:the )?(?P<day>" + _DAY + r")(?:\s?[-–—]\s?(?P<day_to>" + _DAY + r"))?(?: of)? "
            + _MONTH.format("month") + r"(?:,? (?P<year>" + _YEAR + r"))?" + _DAYPART
        ),
        _calendar_day,
    ),
    (
        _pattern(
            _BEARING + r"(?:" + _WEEKDAY + r"(?: (?:morning|afternoon|evening|night))?,? )?" + _MONTH.format("month") + r" (?P<day>" + _DAY
            + r")(?:\s?[-–—]\s?(?P<day_to>" + _DAY + r"))?(?![\d%]| (?:percent|per cent|million|billion))(?:,? (?P<year>" + _YEAR + r"))?"
            + _DAYPART
        ),
        _calendar_day,
    ),
    (_pattern(_BEARING + r"(?:(?P<which>last|next|this|coming|past) )?" + _WEEKDAY + _DAYPART), _named_weekday),
    (
        _pattern(_BEARING + _PART + r"(?:(?P<which>last|next|this) )?" + _MONTH.format("month") + r"(?:(?:,| of)? (?P<year>" + _YEAR + r"))?"),
        _month_alone,
    ),
    (
        _pattern(
            _BEARING + r"(?:Q(?P<q>[1-4])|(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter)"
            r"(?:,?(?: of)?(?: the)? (?:(?P<year>" + _YEAR + r")|(?P<which>this|last|next|previous) year))?",
        ),
        _quarter,
    ),
    (
        _pattern(_BEARING + r"(?:(?P<which>last|next|this) )?(?P<season>spring|summer|autumn|fall|winter)(?: of)?(?: (?P<year>" + _YEAR + r"))?", re.I),
        _season,
    ),
    (_pattern(_BEARING + r"(?P<year>" + _YEAR + r")\s?(?:[-–—/]|to|and)\s?(?P<year_to>(?:1[5-9]|20)?\d\d)"), _years_range),
    (_pattern(_BEARING + _PART + r"(?:(?P<decade>(?:1[5-9]|20)\d0)['’]?s|['’](?P<short>\d0)s|(?P<decade_word>" + "|".join(_DECADES) + r"))"), _decade),
    (_pattern(_BEARING + _PART + r"(?P<century>\d{1,2}(?:st|nd|rd|th)) century"), _century),
    (
        _pattern(
            r"(?P<near>today|yesterday|tomorrow|tonight|overnight|last night|this (?:morning|afternoon|evening)|the day (?:before yesterday|after tomorrow))"
            + _DAYPART,
            re.I,
        ),
        _near_day,
    ),
    (
        _pattern(
            _BEARING + r"(?P<count>" + _NUMBER + r")[ -](?P<unit>minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|century|centuries)"
            r"['’]? (?P<direction>ago|earlier|from now|time|hence)",
            re.I,
        ),
        _distance,
    ),
    (
        _pattern(
            _BEARING + _PART + r"(?P<which>(?:later|earlier) (?:this|last|next)|last|past|previous|this|next|coming) "
            r"(?P<unit>week|weekend|month|year|decade)(?!['’-])",
            re.I,
        ),
        _relative_period,
    ),
    (_pattern(_BEARING + r"(?:end of (?:the )?(?P<unit>week|month|year))(?! \w+ing)", re.I), _end_of_period),
    (
        _pattern(
            r"(?:(?<=\bin )|(?<=\bsince )|(?<=\bby )|(?<=\bof )|(?<=\bfrom )|(?<=\buntil )|(?<=\bduring )|(?<=\bbefore )|(?<=\bafter )|(?<=\bthroughout )"
            r"|(?<=\bearly )|(?<=\bearly-)|(?<=\blate )|(?<=\bmid-)|(?<=\bthe )|(?<=\bfor )|(?<=\baround )|(?<=\btill )|(?<=\bto )|(?<=\band )|(?<=\())"
            r"(?P<part>(?!))?(?P<year>" + _YEAR + r")(?!,\d|\.\d| (?:people|percent|per cent|dollars|euros|million|billion|km|metres))"
        ),
        _year_alone,
    ),
)
_YEAR_CONTEXT = re.compile(r"(?P<bearing>since|until|till|by|before|after|from|in early|in late|in mid|early|late|mid|around)[ -](?:the )?$", re.I)

_CLOCK = _pattern(
    r"(?P<about>(?:shortly |just )?(?:before|after)|about|around|some time after|by|until|at about|at around)? ?(?:"
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?(?: ?(?:GMT|UTC|hours|hrs|local time))?"
    r"|(?P<hour_only>1[0-2]|[1-9])\s?(?P<half_only>[ap])\.?m\b\.?|(?P<word>noon|midday|midnight))"
)
_TRIGGER = re.compile(r"[a-z]+")
_TRIGGERS = frozenset(
    {"today", "yesterday", "tomorrow", "tonight", "overnight", "night", "week", "weekend", "month", "year", "years", "months", "weeks", "days"}
    | {"hours", "minutes", "day", "hour", "morning", "evening", "afternoon", "ago", "decade", "decades", "century", "noon", "midnight", "midday"}
    | {"quarter", "fortnight", "earlier", "hence", "time"}
    | set(_WEEKDAYS) | set(_MONTH_NUMBERS) | set(_SEASONS) | set(_DECADES)
)
_AHEAD = re.compile(
    r"\b(?:will|won't|shall|upcoming|scheduled|slated|expected|expects?|plans?|planned|due|set|going|hopes?|intends?|aims?|would|from|until|till|by|"
    r"(?:is|are) to|to (?:be|begin|start|open|meet|vote|hold|take|go|run))\b|['’]ll\b"
)


def time_expressions(text: str) -> list[tuple[int, int]]:
    """Where a text speaks of times, settled or not, in order and without overlap."""
    return [(start, end) for start, end, _ in _expressions(text)]


def _expressions(text: str) -> list[tuple[int, int, tuple[re.Match[str], _Resolver | None]]]:
    if not any(c.isdigit() for c in text) and _TRIGGERS.isdisjoint(_TRIGGER.findall(text.lower())):
        return []
    taken: list[tuple[int, int, tuple[re.Match[str], _Resolver | None]]] = []
    for pattern, resolver in (*_RULES, (_CLOCK, None)):
        for match in pattern.finditer(text):
            start, end = match.span()
            if pattern is _CLOCK and not (match["half"] or match["hour_only"] or match["word"] or ":" in match.group() or "GMT" in match.group()):
                continue
            if not any(start < other_end and other_start < end for other_start, other_end, _ in taken):
                taken.append((start, end, (match, resolver)))
    return sorted(taken, key=lambda entry: entry[0])


def find_times(text: str, published: datetime, offset: int = 0) -> list[TimeSpan]:
    """Read the times in one sentence, in order.

    ``published`` anchors what is relative, by its own wall clock; its zone is dropped. ``offset`` is where the sentence starts in the
    article. Weekdays and months without a year are the last ones on or before publication, or the next ones in a sentence that looks
    ahead. What cannot be settled is left out: a clock time counts only beside the one day that the sentence names.
    """
    wall_clock = published.replace(tzinfo=None)
    anchor = _Anchor(wall_clock, ahead=_AHEAD.search(text) is not None)
    found: list[TimeSpan] = []
    clocks: list[re.Match[str]] = []
    for start, end, (match, resolver) in _expressions(text):
        if resolver is None:
            clocks.append(match)
            continue
        try:
            interval = resolver(match, anchor)
            if interval is not None:
                interval = _borne(text, match, interval)
        except (ValueError, OverflowError):
            continue
        if interval is not None:
            found.append(_span(text, start, end, offset, interval))
    days = [span for span in found if span.granularity is Granularity.DAY and span.since and span.until == span.since + timedelta(days=1)]
    if len({span.since for span in days}) == 1 and days[0].since is not None:
        for match in clocks:
            found.append(_span(text, *match.span(), offset, _at_clock(match, days[0].since)))
    return sorted(found, key=lambda span: span.start)


def _span(text: str, start: int, end: int, offset: int, interval: _Interval) -> TimeSpan:
    while text[start].isspace():
        start += 1
    return TimeSpan(
        text=text[start:end],
        start=offset + start,
        end=offset + end,
        since=interval.since,
        until=interval.until,
        granularity=interval.granularity,
        approximate=interval.approximate,
    )


def _borne(text: str, match: re.Match[str], interval: _Interval) -> _Interval | None:
    """Apply the preposition: "since", "by", "more than … ago"."""
    bearing = match.groupdict().get("bearing")
    if bearing is None and (context := _YEAR_CONTEXT.search(text, max(0, match.start() - 12), match.start())):
        bearing = context["bearing"]
    bearing = (bearing or "").lower()
    past = "direction" in match.groupdict()
    if bearing.removeprefix("in ") in {"early", "late", "mid"}:
        return _part_of(interval, bearing.removeprefix("in "))
    if bearing in {"since", "from", "starting", "as of"}:
        return _Interval(interval.since, None, interval.granularity, interval.approximate)
    if bearing == "after":
        return _Interval(interval.until, None, interval.granularity, interval.approximate)
    if bearing in {"until", "till", "up to", "by"}:
        return _Interval(None, interval.until, interval.granularity, interval.approximate)
    if bearing in {"before", "prior to"}:
        return _Interval(None, interval.since, interval.granularity, interval.approximate)
    if past and bearing in {"over", "more than", "at least"}:
        return _Interval(None, interval.until, interval.granularity, interval.approximate)
    if past and bearing in {"fewer than", "less than", "under"}:
        return _Interval(interval.since, None, interval.granularity, interval.approximate)
    if bearing in {"about", "around", "some", "roughly", "circa", "nearly", "almost"}:
        return _Interval(interval.since, interval.until, interval.granularity, approximate=True)
    return interval


def _at_clock(match: re.Match[str], day: datetime) -> _Interval:
    about = (match["about"] or "").lower()
    if match["word"]:
        start, granularity = day + timedelta(hours=24 if match["word"] == "midnight" else 12), Granularity.MINUTE
        if match["word"] == "midnight":
            start = day
    else:
        hour, minute = int(match["hour"] or match["hour_only"]), int(match["minute"] or 0)
        half = (match["half"] or match["half_only"] or "").lower()
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        start = day + timedelta(hours=hour, minutes=minute)
        granularity = Granularity.MINUTE if match["minute"] else Granularity.HOUR
    length = timedelta(minutes=1) if granularity is Granularity.MINUTE else timedelta(hours=1)
    if about in {"before", "by", "until"}:
        return _Interval(None, start, granularity)
    if about in {"after", "some time after"}:
        return _Interval(start, None, granularity)
    if about.endswith("before"):
        return _Interval(start - timedelta(hours=1), start, granularity, approximate=True)
    return _Interval(start, start + length, granularity, approximate=bool(about))

