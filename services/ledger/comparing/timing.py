"""One event put at times that do not meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from schemas.alerts import Kind
from schemas.claims import Argument, Claim, Granularity, TimeSpan
from services.ledger.comparing.differences import Difference, Reading, around, closeness
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import likeness_of
from services.ledger.comparing.slots import one_happening
from services.ledger.comparing.wording import YARDSTICK, excerpt, quoted, words, words_before

__all__ = ["differences", "meet", "meeting", "one_period", "own_times", "told_apart"]

_BEGINNING = frozenset({"from", "against"})
"""What only makes a yardstick of what stands beside a figure: "from 12 in 2020", not "freed from prison on Monday"."""
_ONE_THING = 0.6
_LIKE_LENGTH = 2
_MONTH = timedelta(days=31)
_DAY = timedelta(days=1)
# Told loosely: what happened nine days ago is still said to be of last week.
_LOOSE = frozenset({Granularity.WEEK, Granularity.DECADE, Granularity.CENTURY})
_SUBDAY = frozenset({Granularity.MINUTE, Granularity.HOUR})


def differences(both: Overlay) -> Iterator[Difference]:
    """Times of the two claims that do not meet, where no two of them do."""
    if not (both.a.affirmed and both.b.affirmed):
        return  # what did not happen then may have happened at another time
    a, b = both.a.claim, both.b.claim
    times_a, times_b = own_times(a), own_times(b)
    if any(meet(x, y) for x in times_a for y in times_b):
        return
    for x in times_a:
        for y in times_b:
            readings = _reading(a, x), _reading(b, y)
            if (origin := _one_origin(a, b)) > 0.0:
                wholly = replace(readings[0], said=quoted(a)), replace(readings[1], said=quoted(b))
                yield Difference("timing.one_origin", Kind.TEMPORAL, *wholly, origin)
            else:
                near = closeness(around(a, x), around(b, y))
                yield Difference("timing.disjoint", Kind.TEMPORAL, *readings, 0.2 + 0.8 * near)


def _one_origin(a: Claim, b: Claim) -> float:
    """How surely both tell of one thing what happens to a thing once, such as its foundation."""
    if not one_happening(a.predicate or "", b.predicate or ""):
        return 0.0
    x, y = (a.objects, b.objects) if a.objects and b.objects else (a.subjects, b.subjects)
    same = max((likeness_of([one], [other]) for one in x for other in y if _might_be_one(one, other)), default=0.0)
    return same if same >= _ONE_THING else 0.0


def _might_be_one(x: Argument, y: Argument) -> bool:
    """Whether both single out one thing, by its id or as one that is known: drones are launched every day."""
    if x.entity_id and y.entity_id:
        return x.entity_id == y.entity_id
    return all(one.entity_id is not None or words(one.text)[:1] == ("the",) for one in (x, y))


def meeting(both: Overlay) -> bool | None:
    """Whether the times that the claims are about overlap; None where one gives none."""
    times_a, times_b = own_times(both.a.claim), own_times(both.b.claim)
    if not (times_a and times_b):
        return None
    return any(meet(x, y) for x in times_a for y in times_b)


def told_apart(both: Overlay) -> bool:
    """Whether each claim gives a time that none of the other's meets, or another beginning or end of an open one."""
    a, b = both.a.claim.times, both.b.claim.times
    return any(not any(_one(x, y) for y in b) for x in a) and any(not any(_one(x, y) for x in a) for y in b)


def _one(x: TimeSpan, y: TimeSpan) -> bool:
    if x.since and y.since and x.until is y.until is None:
        return abs(x.since - y.since) < _DAY
    if x.until and y.until and x.since is y.since is None:
        return abs(x.until - y.until) < _DAY
    return meet(x, y)


def one_period(a: Claim, b: Claim) -> bool:
    """Whether the claims speak of periods of like length, as far as they tell: a year's profit is not a quarter's."""
    lengths = [
        max((time.until - time.since for time in own_times(claim) if time.since and time.until), default=None)
        for claim in (a, b)
    ]
    if lengths[0] is None or lengths[1] is None:
        return True
    return max(lengths[0], _MONTH) <= _LIKE_LENGTH * max(lengths[1], _MONTH) and (
        max(lengths[1], _MONTH) <= _LIKE_LENGTH * max(lengths[0], _MONTH)
    )


def own_times(claim: Claim) -> list[TimeSpan]:
    """The times that a claim is about: not those that only are a yardstick, "than in 2020"."""
    yardstick = YARDSTICK if claim.quantities else YARDSTICK - _BEGINNING
    return [time for time in claim.times if not yardstick.intersection(words_before(claim, time)[-3:])]


def meet(x: TimeSpan, y: TimeSpan) -> bool:
    """Whether two times overlap, as loosely as they are told."""
    slack = _slack(x) + _slack(y)
    return _before(x.since, y.until, slack) and _before(y.since, x.until, slack)


def _before(since: datetime | None, until: datetime | None, slack: timedelta) -> bool:
    return since is None or until is None or since - slack < until


def _slack(time: TimeSpan) -> timedelta:
    if time.since is None or time.until is None or not (time.approximate or time.granularity in _LOOSE):
        return timedelta()
    return max((time.until - time.since) / 2, timedelta(minutes=30) if time.granularity in _SUBDAY else timedelta())


def _reading(claim: Claim, time: TimeSpan) -> Reading:
    since, until = (f"{edge:%Y-%m-%d %H:%M}" if edge else "…" for edge in (time.since, time.until))
    return Reading(excerpt(claim, time), f"{since} to {until}")
