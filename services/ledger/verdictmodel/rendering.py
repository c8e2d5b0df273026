"""How two claims are written for the verdict model, in training and at run time alike."""

from datetime import date, datetime
from typing import NamedTuple

from schemas.claims import Claim

__all__ = ["Side", "render", "side_of"]

DAYS_COUNTED = 45
MONTHS_COUNTED = 24
_DAYS_A_MONTH, _DAYS_A_YEAR = 30.44, 365.25


class Side(NamedTuple):
    """What the model is told of a claim: its self-contained wording, the day it was published, who says it."""

    text: str
    published: date | None = None
    speaker: str | None = None


def side_of(claim: Claim, published_at: datetime | None) -> Side:
    """A claim as a side; an outlet that speaks in its own voice is nobody in particular."""
    return Side(claim.text, published_at.date() if published_at else None, claim.speaker.name)


def render(one: Side, other: Side) -> tuple[str, str]:
    """The texts of a pair, the earlier side first; sides of one day go by their wording, so a pair has one rendering.

    "2 March 2026: Ruxandra Peiu: …" and "3 days later: …". Every word costs time, so the later day is told once.
    """
    earlier, later = sorted((one, other), key=lambda side: (side.published or date.min, side.text, side.speaker or ""))
    day = earlier.published
    return _joined(f"{day.day} {day:%B} {day.year}" if day else None, earlier), _joined(
        _gap(day, later.published), later
    )


def _joined(time: str | None, side: Side) -> str:
    return ": ".join(part for part in (time, side.speaker, side.text) if part)


def _gap(earlier: date | None, later: date | None) -> str | None:
    if earlier is None or later is None:
        return None
    days = (later - earlier).days
    if days == 0:
        return "same day"
    if days <= DAYS_COUNTED:
        return f"{_count(days, 'day')} later"
    months = round(days / _DAYS_A_MONTH)
    if months <= MONTHS_COUNTED:
        return f"{_count(months, 'month')} later"
    return f"{_count(round(days / _DAYS_A_YEAR), 'year')} later"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
