from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.alerting.retrying import next_attempt, slowed_until

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, timedelta(seconds=5)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=30)),
        (4, 2 * HOUR),
        (5, 5 * HOUR),
        (6, 10 * HOUR),
        (7, 14 * HOUR),
        (8, 20 * HOUR),
        (9, 24 * HOUR),
    ],
)
def test_schedule(attempts: int, wait: timedelta) -> None:
    assert next_attempt(attempts, NOW, 0.0) == NOW + wait
    assert next_attempt(attempts, NOW, 1.0) == NOW + 1.1 * wait
    assert NOW + wait < next_attempt(attempts, NOW, 0.5) < NOW + 1.1 * wait


@pytest.mark.parametrize("attempts", [10, 11, 99])
@pytest.mark.parametrize("retry_after", [None, HOUR])
def test_after_the_tenth_attempt_a_human_must_look(attempts: int, retry_after: timedelta | None) -> None:
    assert next_attempt(attempts, NOW, 0.0, retry_after) is None


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        (timedelta(minutes=10), timedelta(minutes=10)),
        (timedelta(minutes=1), timedelta(minutes=5)),
        (timedelta(0), timedelta(minutes=5)),
        (-HOUR, timedelta(minutes=5)),
        (24 * HOUR, 24 * HOUR),
        (1000 * HOUR, 24 * HOUR),
    ],
)
def test_receiver_may_lengthen_the_wait_up_to_a_day(retry_after: timedelta, wait: timedelta) -> None:
    assert next_attempt(2, NOW, 0.0, retry_after) == NOW + wait


@pytest.mark.parametrize(
    ("times", "retry_after", "wait"),
    [
        (1, None, timedelta(seconds=5)),
        (2, None, timedelta(seconds=10)),
        (5, None, timedelta(seconds=80)),
        (11, None, HOUR),
        (999, None, HOUR),
        (1, timedelta(seconds=1), timedelta(seconds=5)),
        (1, timedelta(minutes=3), timedelta(minutes=3)),
        (1, 1000 * HOUR, 24 * HOUR),
        (1, -HOUR, timedelta(seconds=5)),
    ],
)
def test_overloaded_endpoint_is_left_alone(times: int, retry_after: timedelta | None, wait: timedelta) -> None:
    assert slowed_until(times, NOW, retry_after) == NOW + wait
