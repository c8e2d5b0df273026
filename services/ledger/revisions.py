"""What a new version of a text changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Changes", "changes", "counterpart"]

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|\n+")
_LIMIT = 2_000
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Changes:
    """Sentences, one a line, cut to a limit."""

    removed: str
    added: str


def changes(before: str, after: str) -> Changes:
    """Which sentences went and which came."""
    old, new = _sentences(before), _sentences(after)
    removed, added = [], []
    for kind, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            removed += old[old_start:old_end]
            added += new[new_start:new_end]
    return Changes("\n".join(removed)[:_LIMIT], "\n".join(added)[:_LIMIT])


def counterpart(claim: str, others: Iterable[str]) -> str | None:
    """The wording that a revision put in a claim's place: the most alike of those that it has new, if any is."""
    words = claim.casefold().split()
    alike = [(difflib.SequenceMatcher(None, words, other.casefold().split(), False).ratio(), other) for other in others]
    ratio, best = max(alike, default=(0.0, ""))
    return best if ratio >= _ALIKE else None


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]
