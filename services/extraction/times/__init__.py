"""Expressions of time, read as intervals on the article's own wall clock and anchored on its publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from schemas.claims import Granularity, TimeSpan
from services.extraction.syntax import Word
from services.extraction.times.anchoring import Anchor, Rule
from services.extraction.times.calendar import MONTHS, WEEKDAYS, Interval, midnight
from services.extraction.times.clock import CLOCK, at_clock, tells_time
from services.extraction.times.dates import DATES, writes_day_first
from services.extraction.times.direction import Direction, direction, direction_by_tree
from services.extraction.times.near import FOLLOWING, NEAR
from services.extraction.times.periods import PERIODS
from services.extraction.times.wording import dates_event

__all__ = ["Expression", "find_expressions", "find_times", "settle", "writes_day_first"]

# Of two rules that read the same words, the earlier one holds.
_RULES: tuple[Rule, ...] = (*DATES[:8], *FOLLOWING, *NEAR, *PERIODS, *DATES[8:])
_DEADLINES = frozenset({"by", "until", "till", "up to"})
_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
# Words without which, and without a digit, no rule applies.
_TRIGGERS = frozenset(
    "today yesterday tomorrow tonight overnight night weekend morning evening afternoon ago time hence minute minutes "
    "hour hours day days week weeks fortnight fortnights month months year years decade decades century centuries "
    "later earlier noon midnight midday dawn daybreak dusk sunrise sunset nightfall clock quarter spring summer autumn "
    "fall winter christmas halloween eve twenties thirties forties fifties sixties seventies eighties "
    "nineties".split()
) | {*MONTHS, *WEEKDAYS}


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of time at ``text[start:end]`` of a sentence, not yet settled. A time of day has no rule."""

    start: int
    end: int
    match: re.Match[str]
    rule: Rule | None


def find_expressions(text: str) -> list[Expression]:
    """Where a sentence speaks of times, settled or not, in order and without overlap."""
    if not _DIGIT.search(text) and _TRIGGERS.isdisjoint(_WORD.findall(text.lower())):
        return []
    found: list[Expression] = []
    for rule in (*_RULES, None):
        for match in (rule.pattern if rule else CLOCK).finditer(text):
            start, end = match.span()
            admitted = rule.admits(match) if rule else tells_time(match)
            if admitted and not any(start < other.end and other.start < end for other in found):
                found.append(Expression(start, end, match, rule))
    return sorted(found, key=lambda expression: expression.start)


def find_times(text: str, published: datetime, offset: int = 0) -> list[TimeSpan]:
    """Read the times in one sentence, in order; see ``settle``."""
    return settle(text, find_expressions(text), published, offset)


def settle(
    text: str,
    expressions: Sequence[Expression],
    published: datetime,
    offset: int,
    *,
    before: TimeSpan | None = None,
    day_first: bool | None = None,
    words: Sequence[Word] = (),
    depicts: bool = False,
) -> list[TimeSpan]:
    """Turn a sentence's expressions into intervals, in order.

    ``published`` anchors what is relative, by its own wall clock; its zone is dropped. ``offset`` is where the sentence
    starts in the article. ``before`` is the last time told in the sentence before: "the next day" counts from the time
    last told, and a clock time belongs to that day where the sentence names no other. ``day_first`` says how the
    outlet writes dates in figures (``writes_day_first``). ``words`` are the sentence's, where it is parsed: their verbs
    tell better than wording alone which way it looks. A sentence that ``depicts`` tells in the present tense what was.

    Weekdays and months without a year are the last ones on or before publication, or the next ones in a clause that
    looks ahead. What cannot be settled is left out: a clock time counts only beside one day, "the next day" only after
    another time, "03/04/2026" only where the outlet's order of day and month shows.
    """
    wall_clock = published.replace(tzinfo=None)
    last = None if before is None else Interval(before.since, before.until, before.granularity, before.approximate)
    found: list[TimeSpan] = []
    for expression in expressions:
        if expression.rule is None:
            continue
        tense = direction_by_tree(words, offset + expression.start, offset + expression.end, depicts=depicts)
        looks = _looks(text, expression, tense, depicts=depicts)
        try:
            interval = expression.rule.resolve(expression.match, Anchor(wall_clock, looks, last, day_first))
            if interval is not None:
                found.append(_span(expression, offset, _borne(expression.match, interval)))
                last = interval
        except (ValueError, OverflowError):  # no such day, or outside the years that datetime knows
            continue
    days = set(filter(None, map(_day_of, found if found or before is None else [before])))
    if len(days) == 1:
        day = days.pop()
        clocks = (expression for expression in expressions if expression.rule is None)
        parts = [
            (each.since, each.until)
            for each in found
            if each.granularity is Granularity.HOUR and each.since is not None and each.until is not None
        ]
        found.extend(_span(expression, offset, at_clock(expression.match, day, parts)) for expression in clocks)
    return sorted(found, key=lambda span: span.start)


def _looks(text: str, expression: Expression, tense: Direction, *, depicts: bool) -> Direction:
    """Which way the clause looks by its verb's tense, else by its words; "since" looks back, "by" and "until" ahead."""
    looks = tense
    if looks is Direction.OPEN:
        looks = direction(text, expression.start, expression.end, depicts=depicts)
    bearing = (expression.match.groupdict().get("bearing") or "").lower()
    if bearing == "since":
        return Direction.BACK
    return Direction.AHEAD if looks is Direction.OPEN and bearing in _DEADLINES else looks


def _day_of(span: TimeSpan) -> datetime | None:
    """The day that a day, or a morning or night of it, belongs to."""
    if span.since is None or span.until is None or span.granularity not in {Granularity.DAY, Granularity.HOUR}:
        return None
    return midnight(span.since) if span.until - span.since <= timedelta(days=1) else None


def _span(expression: Expression, offset: int, interval: Interval) -> TimeSpan:
    return TimeSpan(
        text=expression.match.group(),
        start=offset + expression.start,
        end=offset + expression.end,
        since=interval.since,
        until=interval.until,
        granularity=interval.granularity,
        approximate=interval.approximate,
    )


def _opens(match: re.Match[str], interval: Interval) -> bool:
    """Whether "from" opens a stretch of time: "from April 1", but not "from 12 to 15 March" or "a can from 1987"."""
    return not match.groupdict().get("day_to") and (interval.granularity is not Granularity.YEAR or match.start() == 0)


def _borne(match: re.Match[str], interval: Interval) -> Interval:
    """Apply the preposition: "since", "by", "about". A distance ("more than two weeks ago") has applied its own.

    What comes after an event may come on the same day: "after Monday's riot" includes Monday, "after Monday" does not.
    """
    groups = match.groupdict()
    bearing = (groups.get("bearing") or "").lower()
    if not bearing or ("direction" in groups and bearing not in _DEADLINES | {"since", "starting", "as of"}):
        return interval
    if bearing in {"since", "starting", "as of"} or (bearing == "from" and _opens(match, interval)):
        return replace(interval, until=None)
    if bearing == "after":
        return replace(interval, since=interval.since if dates_event(match) else interval.until, until=None)
    if bearing in _DEADLINES:
        return replace(interval, since=None)
    if bearing in {"before", "prior to"}:
        return replace(interval, since=None, until=interval.until if dates_event(match) else interval.since)
    return replace(interval, approximate=True) if bearing != "from" else interval
