"""The present, handed to whoever needs it so that tests can hand over another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

__all__ = ["Clock", "utc_now"]

Clock: TypeAlias = Callable[[], datetime]
"""Gives the present time, with a time zone."""


def utc_now() -> datetime:
    """The present time by the machine's clock."""
    return datetime.now(UTC)
