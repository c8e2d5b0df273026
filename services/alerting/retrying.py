"""When a delivery is tried again: the schedule that the Standard Webhooks specification recommends."""

from __future__ import annotations

from datetime import datetime, timedelta

__all__ = ["SCHEDULE", "next_attempt", "slowed_until"]

SCHEDULE = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Time from one attempt to the next; the first is made at once."""

_JITTER = 0.1

_SLOWEST = timedelta(hours=1)


def next_attempt(attempts: int, now: datetime, chance: float, retry_after: timedelta | None = None) -> datetime | None:
    """When to try again after a failure, or None when a human must look.

    Args:
        attempts: How many were made, at least 1.
        now: The present.
        chance: Between 0 and 1, spreads the attempts of many deliveries over a tenth of the wait.
        retry_after: What the receiver asked for; never shortens the wait.
    """
    if attempts >= len(SCHEDULE):
        return None
    wait = SCHEDULE[attempts] * (1 + _JITTER * chance)
    return now + max(wait, min(retry_after or timedelta(0), SCHEDULE[-1]))


def slowed_until(times: int, now: datetime, retry_after: timedelta | None = None) -> datetime:
    """Until when an endpoint that is overloaded is left alone: 5 s, then twice as long each time, an hour at most.

    Args:
        times: How often in a row it was overloaded, at least 1.
        now: The present.
        retry_after: What the receiver asked for; never shortens the wait.
    """
    wait = min(SCHEDULE[1] * (1 << min(times - 1, 20)), _SLOWEST)
    return now + max(wait, min(retry_after or timedelta(0), SCHEDULE[-1]))
