"""Whether a sentence looks ahead or back where it names a time without saying which one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from services.extraction.syntax import Word

__all__ = ["Direction", "direction", "direction_by_tree"]


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


def direction(text: str, start: int, end: int, *, depicts: bool = False) -> Direction:
    """Which way the clause around ``text[start:end]`` looks.

    What dates a report ("said on Tuesday") or a deed done ("signed on Friday") lies back. So does what the
    present tense tells in a sentence that ``depicts``.
    """
    left = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    following = _CLAUSE.search(text, end)
    right = following.start() if following else len(text)
    if _REPORTED.search(text, 0, start) or _DONE.search(text, left, start):
        return Direction.BACK
    timetabled = not depicts and _TIMETABLED.search(text, left, start)
    if timetabled or _AHEAD.search(text, left, start) or _AHEAD.search(text, end, right):
        return Direction.AHEAD
    if depicts or _PAST.search(text, left, start) or _PAST.search(text, end, right):
        return Direction.BACK
    return Direction.OPEN


_TO_COME = frozenset("will shall 'll wo may might could must should would".split())
_SAYING = frozenset("say tell announce report add warn write confirm show".split())
_STANDING = frozenset("be come have remain last run stay date".split())


def direction_by_tree(words: Sequence[Word], start: int, end: int, *, depicts: bool = False) -> Direction:
    """Which way the verb looks that the words at ``start`` to ``end`` of the article hang on, by its tense.

    The present tense puts what it tells of on a day to come ("they play on Monday"), not a thing that has its own
    ("they mourn the victims of Monday's crash"). In a sentence that ``depicts`` it tells nothing of it.
    """
    top = next((word for word in words if start <= word.start < end and not start <= word.head.start < end), None)
    if top is None:
        return Direction.OPEN
    verb, dates_thing = top.head, top.dep in {"nmod:poss", "compound"}
    while verb.pos not in {"VERB", "AUX"} and verb.head is not verb and verb.find("cop") is None:
        dates_thing = dates_thing or verb.dep != "obj"
        verb = verb.head
    auxiliaries = [child for child in verb.children if child.dep in {"aux", "aux:pass", "cop"}]
    modal = [word.lower for word in auxiliaries if word.tag == "MD"]
    if modal:
        perfect = any(word.lemma == "have" for word in auxiliaries)
        return Direction.OPEN if perfect or not _TO_COME.intersection(modal) else Direction.AHEAD
    finite = [word for word in (*auxiliaries, verb) if word.tag in {"VBD", "VBZ", "VBP"}]
    if any(word.tag == "VBD" for word in finite) or any(word.lemma == "have" and word is not verb for word in finite):
        return Direction.BACK
    if finite:
        timetabled = not depicts and verb.pos == "VERB" and verb.lemma not in _STANDING | _SAYING and not dates_thing
        return Direction.AHEAD if timetabled and verb.tag in {"VBZ", "VBP", "VBG"} else Direction.OPEN
    if verb.tag == "VBN" and not auxiliaries and verb.dep in {"acl", "acl:relcl"} and top.preposition != "for":
        return Direction.BACK  # "the deal signed on Friday", but not "the vote scheduled for Sunday"
    return Direction.OPEN
