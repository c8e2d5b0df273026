"""Quantities that a claim tells without writing them: a share of a whole, what is left of it, how many a list names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.claims import Argument, Claim, Quantity
from services.ledger.comparing.lexicon.meaning import alike
from services.ledger.comparing.places import country_of
from services.ledger.comparing.rosters import span_of

__all__ = ["Share", "listed", "shares"]

_OF = re.compile(r"\s*(?:out )?of (?:the |its |their |his |her |all )?(?:more |other )?\s*")
_LEAST = 0.5
_PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, "212 of the 300 stalls"."""

    percent: Quantity
    """What the part comes to."""
    rest: Quantity
    """What is left of the whole."""


def shares(claim: Claim) -> Iterator[Share]:
    """The parts of wholes that a claim tells in exact figures."""
    for part, whole in pairwise(sorted(claim.quantities, key=lambda one: one.start)):
        between = claim.quote[part.end - claim.start : whole.start - claim.start]
        exact = whole.lower == whole.upper and not whole.approximate
        if part.unit != whole.unit or not exact or not whole.lower or not _OF.fullmatch(between):
            continue
        if part.lower is None or part.upper is None or part.upper > whole.lower:
            continue
        text = claim.quote[part.start - claim.start : whole.end - claim.start]
        told = part.model_copy(
            update={"text": text, "end": whole.end, "counted": whole.counted, "counted_head": whole.counted_head}
        )
        lower, upper = (round(100.0 * value / whole.lower, 1) for value in (part.lower, part.upper))
        percent = {"lower": lower, "upper": upper, "unit": _PERCENT}
        rest = {"lower": whole.lower - part.upper, "upper": whole.lower - part.lower}
        yield Share(told.model_copy(update=percent), told.model_copy(update=rest))


def listed(claim: Claim, other: Claim) -> Iterator[tuple[Quantity, Quantity]]:
    """How many a claim names one by one, at least, with the number of such that the other gives in the same part.

    "Argentina, Bolivia and Paraguay signed" names three countries, "two countries signed" counts two.
    """
    for names, counts in ((claim.subjects, other.subjects), (claim.objects, other.objects)):
        if (roster := _roster(claim, names)) is None:
            continue
        for quantity in other.quantities:
            counted = any(quantity.text in argument.text and argument.entity_id is None for argument in counts)
            if counted and not quantity.unit and _are(names, quantity):
                yield roster, quantity


def _roster(claim: Claim, names: Sequence[Argument]) -> Quantity | None:
    if (span := span_of(claim, names)) is None:
        return None
    start, end = span
    text = claim.quote[start:end]
    return Quantity(
        text=text, start=claim.start + start, end=claim.start + end, lower=len(names), upper=None, counted=text
    )


def _are(names: Sequence[Argument], quantity: Quantity) -> bool:
    """Whether things of the sort that a number counts are what the names name: countries, or people."""
    ids = [one.entity_id or "" for one in names]
    heads = [word.lower() for word in (quantity.counted_head, *(quantity.counted or "").split()[-1:]) if word]
    if all(country_of(one) for one in ids):
        return any(alike(head, "country") >= _LEAST for head in heads)
    return all(one.startswith("person:") for one in ids) and any(
        max(alike(head, "person"), alike(head, "people")) >= _LEAST for head in heads
    )
