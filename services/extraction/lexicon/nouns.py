"""Nouns by the kind of thing that they stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["is_institution", "nouns_for"]

_INSTITUTIONS = ("group", "organ", "person", "region", "structure")


@cache
def _table() -> Mapping[str, frozenset[str]]:
    content = json.loads(Path(__file__).with_name("nouns.json").read_text(encoding="utf-8"))
    return {kind: frozenset(words.split(",")) for kind, words in content.items() if kind != "source"}


def nouns_for(kind: str) -> frozenset[str]:
    """English nouns, singular and in small letters, for one kind of thing.

    Args:
        kind: person, group, company, structure, landform, water, region, vehicle, storm or organ (of a
            state; these may be two words).
    """
    return _table()[kind]


def is_institution(noun: str) -> bool:
    """Whether a noun, singular or plural, may say what sort of institution has it as the head of its name.

    An authority, says WordNet, is a person; a firm's name mostly ends otherwise ("Nile Breeze Holdings").
    """
    lower = noun.lower()
    return any(form in nouns_for(kind) for form in (lower, lower.removesuffix("s")) for kind in _INSTITUTIONS)
