"""Past forms of verbs that are more than the base and an ending."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["bases_of_past_forms"]


@cache
def bases_of_past_forms() -> Mapping[str, str]:
    """The base by the past tense or participle, in small letters: ``win`` by ``won``, ``plan`` by ``planned``."""
    content = json.loads(Path(__file__).with_name("verbs.json").read_text(encoding="utf-8"))
    return dict(pair.split() for pair in content["past"].split(","))
