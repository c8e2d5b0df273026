from datetime import UTC, datetime, timedelta

import pytest

from services.watcher.schedule import broker_pause, next_failed_attempt, next_look, next_revisit, retry_after

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 4.5), (0.5, 5), (1.0, 5.5)])
def test_looks_are_an_interval_apart_give_or_take_a_tenth(chance, expected):
    assert next_look(NOW, 5 * MINUTE, chance) == NOW + expected * MINUTE


@pytest.mark.parametrize(
    ("interval", "failures", "asked", "expected"),
    [
        (5 * MINUTE, 1, None, 10 * MINUTE),
        (5 * MINUTE, 2, None, 20 * MINUTE),
        (5 * MINUTE, 5, None, 160 * MINUTE),
        (5 * MINUTE, 9, None, DAY),
        (5 * MINUTE, 10_000, None, DAY),
        (7 * DAY, 3, None, 7 * DAY),
        (5 * MINUTE, 1, MINUTE, 10 * MINUTE),
        (5 * MINUTE, 1, 2 * HOUR, 2 * HOUR),
        (5 * MINUTE, 1, 900 * DAY, DAY),
    ],
)
def test_failures_are_backed_off_from(interval, failures, asked, expected):
    assert next_failed_attempt(NOW, interval, failures, 0.5, asked) == NOW + expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [(0 * MINUTE, 15 * MINUTE), (15 * MINUTE, HOUR), (2 * HOUR, 4 * HOUR), (DAY, 3 * DAY), (3 * DAY, None)],
)
def test_pages_are_read_again_ever_less_often(after, expected):
    assert next_revisit(NOW, NOW + after) == (expected and NOW + expected)


@pytest.mark.parametrize(("looks", "expected"), [(0, 5), (1, 5), (2, 10), (3, 20), (7, 300), (10_000, 300)])
def test_looks_that_a_broker_made_useless_are_ever_further_apart(looks, expected):
    assert broker_pause(looks) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("120", 2 * MINUTE),
        ("Tue, 10 Mar 2026 13:00:00 GMT", HOUR),
        ("Tue, 10 Mar 2026 11:00:00 GMT", 0 * HOUR),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("9" * 400, None),
        ("Tue, 10 Mar 99999 13:00:00 GMT", None),
    ],
)
def test_retry_after(header, expected):
    assert retry_after(header, NOW) == expected
