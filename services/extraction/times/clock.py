"""Times of day, which mean something beside a day alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from schemas.claims import Granularity
from services.extraction.quantities.numerals import value_of
from services.extraction.times.calendar import Interval
from services.extraction.times.wording import pattern

__all__ = ["CLOCK", "at_clock", "tells_time"]

_HALF_DAY = timedelta(hours=12)
_SPELLED = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_STEPS = {"half": 30, "a quarter": 15, "quarter": 15, "five": 5, "ten": 10, "twenty-five": 25, "twenty": 20}
# Hours; midnight may be at the beginning of the day or at its end.
_LOOSE = {
    "midnight": (0, 25),
    "dawn": (4, 8),
    "daybreak": (4, 8),
    "sunrise": (4, 8),
    "dusk": (16, 22),
    "sunset": (16, 22),
    "nightfall": (16, 22),
}

CLOCK = pattern(
    r"(?:(?P<about>(?:shortly |just )?(?:before|after)|at about|at around|about|around|some time after|by|until) )?(?:",
    r"(?P<hour>[01]?\d|2[0-3])(?P<sign>[:.])(?P<minute>[0-5]\d)(?:[:.][0-5]\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    r"(?P<zone> (?:GMT|UTC|hours|hrs|local time))?(?: in the (?P<part>morning|afternoon|evening))?",
    r"|(?P<military>(?:[01]\d|2[0-3])[0-5]\d)(?: GMT| UTC| hours| hrs)",
    r"|(?P<hour_only>1[0-2]|[1-9])\s?(?P<half_only>[ap])\.?m\b\.?|(?P<word>noon|midday)",
    rf"|(?:(?P<step>{'|'.join(_STEPS)}) (?P<side>past|to) )?(?P<spelled>{_SPELLED}|1[0-2]|[1-9])(?: o['’]clock)?"
    r"(?: in the (?P<of_day>morning|afternoon|evening)| (?P<at_night>at night)"
    r"|(?= (?:on \w+day|this|yesterday|tomorrow) (?P<of_that_day>morning|afternoon|evening)))",
    rf"|(?P<loose>{'|'.join(_LOOSE)})(?! of\b))",
)


def tells_time(clock: re.Match[str]) -> bool:
    """Whether digits are a time of day: "2.17" alone is a number."""
    return clock["hour"] is None or clock["sign"] == ":" or bool(clock["half"] or clock["zone"])


def at_clock(match: re.Match[str], day: datetime, parts: Sequence[tuple[datetime, datetime]] = ()) -> Interval:
    """The time of that day, of whose ``parts`` the sentence speaks: "4:30 on Tuesday afternoon"."""
    if match["loose"]:
        first, last = _LOOSE[match["loose"]]
        return Interval(day + timedelta(hours=first), day + timedelta(hours=last), Granularity.HOUR, approximate=True)
    start, granularity = day + timedelta(minutes=_minutes(match)), Granularity.MINUTE
    if _may_be_afternoon(match) and any(since <= start + _HALF_DAY < until for since, until in parts):
        start += _HALF_DAY
    if match["hour_only"] or (match["spelled"] and not match["step"]):
        granularity = Granularity.HOUR
    about = match["about"] or ""
    end = start + (timedelta(hours=1) if granularity is Granularity.HOUR else timedelta(minutes=1))
    if about in {"by", "until", "before"}:
        return Interval(None, start, granularity)
    if about in {"after", "some time after"}:
        return Interval(start, None, granularity)
    if about.endswith("before"):
        return Interval(start - timedelta(hours=1), start, granularity, approximate=True)
    if about.endswith("after"):
        return Interval(start, start + timedelta(hours=1), granularity, approximate=True)
    return Interval(start, end, granularity, approximate=bool(about))


def _may_be_afternoon(match: re.Match[str]) -> bool:
    """Whether a time in figures may count from noon: "4:30", but not "04:30", "4:30 a.m." or "14:30"."""
    hour = match["hour"]
    return hour is not None and not match["half"] and not match["part"] and hour[0] != "0" and int(hour) < 12


def _minutes(match: re.Match[str]) -> int:
    """Minutes from midnight."""
    if match["word"]:
        return 12 * 60
    if match["military"]:
        return int(match["military"][:2]) * 60 + int(match["military"][2:])
    if match["spelled"]:
        hour = int(value_of(match["spelled"]) or 0) % 12
        late = (match["of_day"] or match["of_that_day"]) in {"afternoon", "evening"} or (
            match["at_night"] and hour >= 6
        )
        step = _STEPS.get(match["step"] or "", 0)
        return (hour + (12 if late else 0)) * 60 + (step if match["side"] == "past" else -step)
    hour, half = int(match["hour"] or match["hour_only"]), match["half"] or match["half_only"]
    if match["part"] in {"afternoon", "evening"}:
        half = "p"
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + int(match["minute"] or 0)
