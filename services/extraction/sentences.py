"""Where English sentences begin, told from punctuation and capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["sentence_starts"]

_BORDER = re.compile(r"(?<![.!?…])(?P<stop>[.!?…]+)(?P<closing>[\"'”’)\]»]{0,4})\s+(?=[\"'“‘«(\[]{0,4}[^\W_])")
_NEXT = re.compile(r"[\"'“‘«(\[]{0,4}(?P<word>[\w’'-]+)")
_OPENING = "\"'“‘«(["

_TITLES = frozenset(
    "mr mrs ms mx messrs dr prof sen rep gov gen lt maj col sgt cpl capt cmdr adm brig insp supt det hon rev fr sr "
    "jr st ste "
    "pres amb atty pte pvt mme mlle ven".split()
)
_BEFORE_NUMBERS = frozenset("no nos art vol pp p fig ch sec approx ca c".split())
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_MIDDLE = frozenset("vs v e.g i.e eg ie cf al etc inc ltd co corp bros plc dept est ave blvd rd mt ft".split())
# Words that open a new sentence rather than carry on after "U.S." or "Co."
_OPENERS = frozenset(
    "the a an this that these those it he she they we i you there his her its their our in on at for from with by "
    "but and or "
    "if when while after before since although though as to no not all some many most several what who how why".split()
)
_SPEECH_AFTER_QUOTE = re.compile(
    r"(?:[A-Z][\w.’'-]*|[Tt]he|[a-z]+)(?:\s+[\w.’'-]+){0,4}?\s+(?:said|says|told|asked|added|wrote|replied|shouted|"
    r"cried|tweeted)\b"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def sentence_starts(text: str) -> Iterator[int]:
    """The offset of each sentence after the first one, in one paragraph."""
    for border in _BORDER.finditer(text):
        if _ends_sentence(text, border):
            yield border.end()


def _ends_sentence(text: str, border: re.Match[str]) -> bool:
    following = _NEXT.match(text, border.end())
    if following is None:
        return False
    word = following["word"]
    opened = text[border.end()] in _OPENING
    if word[0].islower():
        return False
    if border["closing"] and border["stop"][-1] in "!?" and not opened:
        return not _SPEECH_AFTER_QUOTE.match(text, border.end())
    if border["stop"] != "." or border["closing"] not in {"", ")", "]"}:
        return True
    return _full_stop(_last_token(text, border), word, opened)


def _last_token(text: str, border: re.Match[str]) -> str:
    """The word before the stop with the dots inside it: ``U.S`` or ``a.m``."""
    start = border.start("stop")
    floor = max(0, start - 24)
    while start > floor and not text[start - 1].isspace():
        start -= 1
    return text[start : border.start("stop")].lstrip(_OPENING)


def _full_stop(last: str, following: str, opened: bool) -> bool:
    """Whether ``last.`` ends its sentence, given the next word."""
    lowered = last.lower()
    opener = following.lower() in _OPENERS or opened
    if lowered in _TITLES:
        return False
    if lowered in _BEFORE_NUMBERS:
        return not following[0].isdigit() and lowered in {"no", "art", "p", "c"}
    if lowered in _MONTHS:
        return not following[0].isdigit()
    if lowered in _MIDDLE or (len(last) > 1 and _INITIALS.fullmatch(last) and "." in last):
        return opener
    if len(last) == 1 and last.isupper() and last != "I":
        return opener
    return True
