"""What relative times are relative to, and how a rule about times is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.extraction.times.calendar import Interval, midnight
from services.extraction.times.direction import Direction

__all__ = ["Anchor", "Rule", "nearest"]

_JUST_NOW = timedelta(days=30)
_DATE_LINE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a sentence stands in time.

    ``published`` is on the article's wall clock; ``before`` is the time last told before the one in question, if any;
    ``day_first`` says how the outlet writes dates in figures, None where it does not show.
    """

    published: datetime
    direction: Direction
    before: Interval | None = None
    day_first: bool | None = None

    @property
    def day(self) -> datetime:
        return midnight(self.published)

    @property
    def ahead(self) -> bool:
        return self.direction is Direction.AHEAD


@dataclass(frozen=True, slots=True)
class Rule:
    """Words of time, what they amount to (None: nothing that can be settled), and which matches are none after all."""

    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Anchor], Interval | None]
    admits: Callable[[re.Match[str]], bool] = lambda _: True


def nearest(candidates: list[datetime], anchor: Anchor) -> datetime:
    """The candidate nearest to publication on the side that the sentence looks to.

    A date line may run a day ahead of publication, and the present tense tells of what has just happened, too.

    Raises:
        ValueError: There is no candidate.
    """
    if anchor.direction is Direction.AHEAD:
        candidates = [moment for moment in candidates if moment >= anchor.day - _JUST_NOW] or candidates
    elif anchor.direction is Direction.BACK:
        candidates = [moment for moment in candidates if moment <= anchor.published + _DATE_LINE] or candidates
    if not candidates:
        raise ValueError("no such day")
    return min(candidates, key=lambda moment: abs(moment - anchor.day))
