"""When to look at a source again."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["broker_pause", "next_failed_attempt", "next_look", "next_revisit", "retry_after"]

_JITTER = 0.1
_LONGEST = timedelta(days=1)

_BROKER_AWAY, _LONGEST_AWAY = 5.0, 300.0

_REVISITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(days=1), timedelta(days=3))
"""How long after it was first read a page is read again: edits come early."""


def next_look(now: datetime, interval: timedelta, chance: float) -> datetime:
    """After a look that went well: the interval, give or take a tenth, so that sources do not march in step.

    Args:
        now: The end of the look.
        interval: As configured.
        chance: Between 0 and 1.
    """
    return now + interval * (1 + _JITTER * (2 * chance - 1))


def next_failed_attempt(
    now: datetime, interval: timedelta, failures: int, chance: float, asked: timedelta | None
) -> datetime:
    """After a failure: twice as long for each failure in a row, a day at most, and never before the host allows.

    Args:
        now: The end of the look.
        interval: As configured.
        failures: In a row, this one included.
        chance: Between 0 and 1.
        asked: What Retry-After said; what is over a day counts as a day.
    """
    doubled = interval * 2 ** min(failures, 20)
    patience = max(min(doubled, _LONGEST), interval)
    at = next_look(now, patience, chance)
    return max(at, now + min(asked, _LONGEST)) if asked else at


def next_revisit(first: datetime, now: datetime) -> datetime | None:
    """When to see whether a page was edited, or None when it is left in peace."""
    return next((first + after for after in _REVISITS if first + after > now), None)


def broker_pause(looks: int) -> float:
    """Seconds to leave a broker alone that failed: twice as long for each look in a row that was for nothing.

    Args:
        looks: At the source, broken off because the broker did not take what was fetched.
    """
    return min(_BROKER_AWAY * 2.0 ** max(min(looks, 20) - 1, 0), _LONGEST_AWAY)


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for: seconds or a date (RFC 9110, 10.2.3). None if it asks for nothing legible."""
    if not header:
        return None
    try:
        wait = timedelta(seconds=int(header)) if header.strip().isdigit() else parsedate_to_datetime(header) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return max(wait, timedelta())
