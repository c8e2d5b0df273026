"""Words that make a number a bound or loosen it: "more than", "at least", "nearly", "or so"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from services.extraction.quantities.numerals import NUMBER

__all__ = ["Bounds", "after", "before", "bounded"]

_KINDS = {
    "more": "more than|over|above|exceed|exceeds|exceeded|exceeding|in excess of|upwards of|north of|greater than|"
    "surpass|surpasses|surpassed|surpassing|topped|topping|well over|well above",
    "least": "at least|at the very least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum",
    "less": "less than|fewer than|under|below|well under|well below",
    "most": "up to|as many as|as much as|at most|at the most|no more than|not more than|a maximum of|maximum|within",
    "about": "about|around|some|roughly|approximately|approx|approx.|an estimated|estimated|nearly|almost|close to|"
    "just under|just over|just above|just below|just short of|slightly more than|slightly less than|slightly over|"
    "slightly under|little more than|barely more than|nigh on|circa|c.|~|approaching|virtually|in the region of|"
    "perhaps|the best part of|something like|or so|or thereabouts",
    "about more": "a little over|a little more than|a bit more than|a bit over",
    "about less": "a little under|a little less than|a bit less than|a bit under",
}
_KIND_OF = {wording: kind for kind, wordings in _KINDS.items() for wording in wordings.split("|")}
_WORDING = "|".join(re.escape(wording) for wording in sorted(_KIND_OF, key=len, reverse=True))
_LONGEST = 60  # characters: "up to an estimated additional "
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<words>(?:(?:{_WORDING})\s)*(?:{_WORDING}))[ \u00a0]"
    r"(?:(?:an?|another) (?:(?:further|additional|extra|record|total of|combined) )?|the )?$"
    r"|(?P<tilde>~)\s?$",
    re.IGNORECASE,
)
_ONE_WORDING = re.compile(rf"(?<!\S)(?:{_WORDING})(?!\S)", re.IGNORECASE)
# "12 and more than 30": the words are those of another number.
_NO_OTHER_NUMBER = rf"(?! (?:than|to)\b| [^\w\s]{{0,3}}{NUMBER})"
_AFTER = re.compile(
    r"(?P<least>\+(?!\w)| or more\b| (?:and|or) older\b| upwards\b"
    rf"|(?:[ -]plus| and (?:over|above|more|up)| or (?:over|above)| at (?:the )?least)\b{_NO_OTHER_NUMBER})"
    r"|(?P<most> or (?:less|fewer|under)\b| (?:and|or) younger\b"
    rf"|(?: at (?:the )?most| and (?:under|below))\b{_NO_OTHER_NUMBER})"
    r"|(?P<about>-odd\b| or (?:so|thereabouts)\b|-ish\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values that a quantity allows, None where it is open."""

    lower: float | None
    upper: float | None
    lower_open: bool = False
    upper_open: bool = False
    approximate: bool = False


def before(text: str, start: int) -> tuple[frozenset[str], int]:
    """The kinds of bound in the words left of ``start``, and where these begin: ``({"more"}, 0)`` of "over 9"."""
    match = _BEFORE.search(text, max(0, start - _LONGEST), start)
    if match is None:
        return frozenset(), start
    if match["tilde"]:
        return frozenset({"about"}), match.start()
    words = match["words"].lower()
    return frozenset(_KIND_OF[wording] for wording in _ONE_WORDING.findall(words)), match.start()


def after(text: str, end: int) -> tuple[str, int]:
    """The kind of bound in the words at ``end``, right of a number or its unit, and where these end."""
    match = _AFTER.match(text, end)
    return (match.lastgroup or "", match.end()) if match else ("", end)


def bounded(low: float, high: float | None, kinds: frozenset[str], *, approximate: bool = False) -> Bounds:
    """The interval that wordings of those kinds make of a number from ``low`` to ``high``."""
    kinds = frozenset(part for kind in kinds for part in kind.split())
    exact = Bounds(low, high, approximate=approximate or "about" in kinds)
    if "more" in kinds:
        return replace(exact, upper=None, lower_open=True)
    if "least" in kinds:
        return replace(exact, upper=None)
    if "less" in kinds:
        return replace(exact, lower=None, upper=high, upper_open=high is not None)
    if "most" in kinds:
        return replace(exact, lower=None, upper=high)
    return exact
