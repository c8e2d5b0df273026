"""A quantity as it is found in a sentence, with offsets into the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from services.extraction.quantities.bounds import Bounds

__all__ = ["Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity at ``text[start:end]`` of a sentence; fields as those of ``schemas.claims.Quantity``."""

    start: int
    end: int
    bounds: Bounds
    unit: str = ""
    counted: str | None = None
