"""Whether a sentence looks ahead or back where it names a time without saying which one."""

from __future__ import annotations

import re
from enum import Enum

__all__ = ["Direction", "direction"]


class Direction(Enum):
    """Which way the words around a time point."""

    BACK = "back"
    AHEAD = "ahead"
    OPEN = "open"


_AHEAD = re.compile(
    r"\b(?:will|won't|shall|must|upcoming|scheduled|slated|payable|would (?!have)|(?:is|are|be) (?:\w+ly )?(?:to|due|"
    r"set|going|expected|planned|likely)|expect(?:s|ing|ed)?|(?:plan|hope|intend|aim|propose)(?:s|ing)? to|"
    r"due (?:on|to|in|by)|(?:planned|set|scheduled|slated) for)\b|['’]ll\b|\b[Nn]ext \w+ (?:on|in) $"
)
# What is told in the present tense with a date is still to come: "schools reopen on Monday", "it is tabled in May".
_TIMETABLED = re.compile(
    r"\b(?:(?:re)?(?:opens?|starts?|begins?|meets?|arrives?|returns?|resumes?|closes?|ends?|expires?|votes?|leaves?|"
    r"takes? (?:effect|place)|comes? into (?:force|effect)|goe?s? on sale|kicks? off|sails?|lapses?)"
    r"|(?:is|are) (?:\w+ly )?[a-z]+ed)"
    r"(?: (?:here|there|again|work|in [A-Z]\w+))?(?: (?:on|from|at|in|by|early|late|next|only))*"
    r"(?: the)?(?: (?:first|second|third|fourth|last) \w+day of)? ?$"
)
_DONE = re.compile(
    r"(?<!\bbe )(?<!\bis )(?<!\bare )(?<!ly )\b(?!need|speed|seed|expected|planned|scheduled|slated)[a-z]{3,}ed "
    r"(?:(?:on|in|at|late|early|last) )*$"
)
_PAST = re.compile(r"\b(?:was|were|had|did|didn't|has been|have been)\b")
_REPORTED = re.compile(
    r"\b(?:said|told \w+|announced|reported|added|warned|wrote|confirmed|says)(?: on| late| early| in| last)* ?$"
)
# A clause ends here; what another one tells says nothing of this one's time.
_CLAUSE = re.compile(
    r"[;:]|, (?:and|but|which|who|while|as|when|where|after|because|although)\b|\b(?:that|because|after|although|while|"
    r"when|which|who|before|but)\b|\b(?:said|says|told \w+|added|warned|announced|reported)\b"
)


def direction(text: str, start: int, end: int) -> Direction:
    """Which way the clause around ``text[start:end]`` looks.

    What dates a report ("said on Tuesday") or a deed done ("signed on Friday") lies back.
    """
    left = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    following = _CLAUSE.search(text, end)
    right = following.start() if following else len(text)
    if _REPORTED.search(text, 0, start) or _DONE.search(text, left, start):
        return Direction.BACK
    if _AHEAD.search(text, left, start) or _TIMETABLED.search(text, left, start) or _AHEAD.search(text, end, right):
        return Direction.AHEAD
    if _PAST.search(text, left, start) or _PAST.search(text, end, right):
        return Direction.BACK
    return Direction.OPEN
