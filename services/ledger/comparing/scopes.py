"""What a figure holds of: its time, its place, its party. Figures of two scopes are two facts."""

from __future__ import annotations

from collections.abc import Callable

from schemas.claims import Argument, Claim, Quantity, TimeSpan
from services.ledger.comparing.frames import Frame, words_of
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import named_apart
from services.ledger.comparing.places import apart
from services.ledger.comparing.quantities import clashes
from services.ledger.comparing.slots import slot_of
from services.ledger.comparing.timing import meet, own_times
from services.ledger.comparing.wording import words_before

__all__ = ["other_scope"]

_KNOWN = frozenset("the these those all both its their his her our".split())
"""Before a number, these say of which things the claim tells, not how many there were then."""


def other_scope(both: Overlay) -> str | None:
    """In what all figures of two claims that do not agree are told apart, so that either may be right.

    "Inflation was 5.1 per cent in 2024" and "6.2 per cent in 2025" are two facts, "in 2024" and "in May 2024" are not.
    """
    figures = list(clashes(both))
    if not figures:
        return None
    tests: dict[str, Callable[[Quantity, Quantity], bool]] = {
        "scopes.other_time": lambda x, y: _of_other_times(both.a.claim, x, both.b.claim, y),
        "scopes.other_place": lambda *_: apart(both),
        "scopes.other_party": lambda *_: _of_other_parties(both),
    }
    return next((scope for scope, differs in tests.items() if all(differs(x, y) for x, y in figures)), None)


def _of_other_times(a: Claim, x: Quantity, b: Claim, y: Quantity) -> bool:
    times_x, times_y = _times_of(a, x), _times_of(b, y)
    return bool(times_x and times_y) and not any(meet(one, other) for one in times_x for other in times_y)


def _times_of(claim: Claim, figure: Quantity) -> list[TimeSpan]:
    """The times that stand beside a figure, none other between; else those that open the claim."""
    if not _KNOWN.isdisjoint(words_before(claim, figure)[-1:]):
        return []
    times = own_times(claim)
    others = [one for one in claim.quantities if one.start != figure.start]
    beside = [time for time in times if not any(_is_between(one, time, figure) for one in others)]
    return beside or [time for time in times if all(time.end <= one.start for one in claim.quantities)]


def _is_between(one: Quantity, time: TimeSpan, figure: Quantity) -> bool:
    return min(time.end, figure.end) <= one.start and one.end <= max(time.start, figure.start)


def _of_other_parties(both: Overlay) -> bool:
    """Whether the subjects are known by other names, which the other claim lacks, where there may be several such."""
    a, b = both.a.claim, both.b.claim
    slots = [slot_of(claim.predicate or "") for claim in (a, b)]
    if any(slot is not None and "who" in slot.single for slot in slots):
        return False
    return named_apart(a.subjects, b.subjects) and not (_names(both.b, a.subjects) or _names(both.a, b.subjects))


def _names(frame: Frame, some: tuple[Argument, ...]) -> bool:
    """Whether a claim names one of some, be it by a part of its name."""
    told = {word.text for word in frame.words if word.name}
    return any(not told.isdisjoint(words_of(one)) for one in some if one.entity_id)
