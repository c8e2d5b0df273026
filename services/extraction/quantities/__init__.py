"""Quantities in English text, read as intervals with a unit and the thing counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from schemas.claims import Quantity
from services.extraction.quantities.ages import ages
from services.extraction.quantities.amounts import amounts
from services.extraction.quantities.determiners import determiners
from services.extraction.quantities.found import Found
from services.extraction.quantities.ordinals import ordinals
from services.extraction.quantities.shares import changes, parts, shares
from services.extraction.quantities.tallies import tallies
from services.extraction.quantities.trees import count_by_tree

__all__ = ["count_by_tree", "find_quantities"]

# The more special first: what one reader has found is hidden from those after it.
_READERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    ages,
    tallies,
    shares,
    parts,
    changes,
    ordinals,
    determiners,
    amounts,
)
_HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"


def find_quantities(text: str, offset: int = 0, times: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Read the quantities in one sentence, in order.

    ``offset`` is where the sentence starts in the article; ``times`` are stretches of it that speak of times and hold
    no quantity. Units are percent, percentage point, an ISO 4217 code or bare currency name, a unit of measurement,
    ``ordinal`` for a rank, ``score`` for each side of a score, ``times`` for a multiple, and none for a count. Years
    and numbers that are part of a name are no quantities. The thing counted is the noun phrase right of the number;
    else the participle there ("12 were killed"); else the measure left of it ("inflation rose to 3.5%").
    """
    visible = text
    for start, end in times:
        visible = _hide(visible, start, end)
    found: list[Found] = []
    for reader in _READERS:
        for each in list(reader(visible)):
            if _HIDDEN not in visible[each.start : each.end]:
                found.append(each)
                visible = _hide(visible, each.start, each.end)
    return [_quantity(text, each, offset) for each in sorted(found, key=lambda each: each.start)]


def _hide(text: str, start: int, end: int) -> str:
    return text[:start] + _HIDDEN * (end - start) + text[end:]


def _quantity(text: str, found: Found, offset: int) -> Quantity:
    bounds = found.bounds
    return Quantity(
        text=text[found.start : found.end],
        start=offset + found.start,
        end=offset + found.end,
        lower=bounds.lower,
        upper=bounds.upper,
        lower_open=bounds.lower_open,
        upper_open=bounds.upper_open,
        approximate=bounds.approximate,
        unit=found.unit,
        counted=found.counted,
    )
