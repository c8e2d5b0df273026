"""What the line below a picture tells: its sentence, apart from label, credit and who stands where."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.extraction.credits import ARCHIVED, PICTURE, is_credit, is_sign_off, names_alone, without_credits

__all__ = ["Caption", "find_caption"]

_LONGEST = 700
_OPENING = 250

_FILE = re.compile(
    rf"(?:\(FILES?\)|\[FILES?\]|FILES?(?=\s?[:–—-])|(?i:(?:file|archive) {PICTURE})(?=\s?[:–—-]|\sof\b))"
    r"\s?(?:[:–—-]+\s*|of\s+)?"
)
_LABEL = re.compile(
    rf"(?:(?:(?:main |cover |top |lead )?{PICTURE}(?:/videos?)?|videos?|pictured|(?:image |media |photo )?caption)"
    r"(?: above| below)?\s?(?:[:|]|\s[–—-]\s)|(?:image|media|photo) caption(?=\s)|\[\d+/\d+\])\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d+ of \d+\s+(?=[A-Z])")
_ORDER = r"(?:L-R|L to R|(?:clockwise )?from (?:the )?(?:top )?left(?: to right)?|left to right)"
_ORDERED = re.compile(rf"(?:\({_ORDER}\)|{_ORDER}(?=\s?[:,]))\s*[:,]?\s*", re.IGNORECASE)
_IN_THIS = re.compile(
    rf"In (?:this|these)\b[^()\n]{{0,60}}?\b(?:{PICTURE}|frame ?grab|screen ?(?:grab|shot)|handout)\b(?! of\b)"
)
_MONTH = "(?:" + "|".join([*filter(None, calendar.month_name), *filter(None, calendar.month_abbr), "Sept"]) + r")\.?"
_DATE = re.compile(
    rf"(?:(?:on )?(?:{'|'.join(calendar.day_name)})(?:,? |\b))?"
    rf"(?:(?:on )?{_MONTH} \d{{1,2}}\b(?:,? \d{{4}}\b)?|(?:on )?\d{{1,2}} {_MONTH}(?:,? \d{{4}}\b)?|"
    rf"(?:in )?(?:{_MONTH} )?\d{{4}}\b)|(?:on )?(?:{'|'.join(calendar.day_name)})\b"
)
_SIDE = (
    r"(?:(?:at|on|in) )?(?:the )?(?:(?:second|third|fourth|fifth|2nd|3rd|4th) (?:from )?(?:the )?)?"
    r"(?:(?:far|top|bottom|front|back|extreme|seated|standing|pictured) )*"
    r"(?:left|right|cent(?:re|er)|middle|foreground|background)"
)
_LETTER = r"(?:2nd |3rd |\d)?"
_IN_BRACKETS = re.compile(rf"\s?[(\[](?:{_SIDE}|{_LETTER}[LRC]|{_ORDER}|pictured)[)\]]", re.IGNORECASE)
_BETWEEN_COMMAS = re.compile(
    rf",\s(?:{_SIDE}|pictured|seen here|{_ORDER})(?:(?P<comma>,)|(?=[\s.;:]|$)(?!\s(?:of|to|by|in|on)\b))"
)
_NAME_FOLLOWS = re.compile(r"\s(?:(?:the|a|an|his|her|their|former) )?[^\W\d_a-z]|\s(?:the|an?) ")
_SHOWS_SIDES = re.compile(
    rf"(?:[^\W\d_a-z]\w+|\d)\s?\((?:far )?(?:left|right|cent(?:re|er))\)|\({_ORDER}\)|, {_ORDER}:|"
    rf"\({_LETTER}L\).*\({_LETTER}[RC]\)|\({_LETTER}[RC]\).*\({_LETTER}L\)|"
    r", (?:far |second from )?(?:left(?:,| and\b).*, (?:far )?(?:right|cent(?:re|er))|"
    r"right(?:,| and\b).*, (?:far )?(?:left|cent(?:re|er)))(?:[,.;]| and\b|$)"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a caption tells at ``text[start:end]``, nothing where it is all credit.

    ``skipped`` are stretches inside that are no part of its sentence; ``archived`` says that the picture is an old one.
    """

    start: int
    end: int
    archived: bool
    skipped: tuple[tuple[int, int], ...] = ()


def find_caption(text: str, start: int, end: int) -> Caption | None:
    """What is told by the line ``text[start:end]``, where it is a caption or a picture's credit."""
    if end - start > _LONGEST:
        return None
    if is_credit(text[start:end]):
        return Caption(start, start, archived=False)
    begun, archived = _after_labels(text, start, end)
    labelled = begun > start
    ended = without_credits(text, begun, end, captioned=labelled)
    opening = list(_opening(text, begun, ended))
    credited = ended < end and not (is_sign_off(text[ended:end]) and _closes_article(text, start, end))
    if not (labelled or credited or opening or _SHOWS_SIDES.search(text, start, end)):
        return None
    archived = archived or any(ARCHIVED.search(text, *stretch) for stretch in [*opening, (ended, end)])
    if labelled and names_alone(text[begun:ended]):
        return Caption(start, start, archived)
    if numbered := _NUMBERED.match(text, begun, ended):
        begun = numbered.end()
    skipped = sorted([*opening, *_sides(text, begun, ended)])
    while skipped and skipped[0][0] <= begun:
        begun = skipped.pop(0)[1]
    return Caption(begun, ended, archived, tuple(skipped))


def _closes_article(text: str, start: int, end: int) -> bool:
    """Whether something stands before a line and nothing after it."""
    return not text[end:].strip() and bool(text[:start].strip())


def _after_labels(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where a line goes on after "FILE -", "PHOTO:", "From left:", and whether it says that the picture is old."""
    archived = False
    while label := _FILE.match(text, start, end) or _LABEL.match(text, start, end) or _ORDERED.match(text, start, end):
        archived = archived or label.re is _FILE
        start = label.end()
    return start, archived


def _opening(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands around the date in "In this Jan. 6, 2021 file photo provided by the police, …"."""
    found = _IN_THIS.match(text, start, end)
    if found is None:
        return
    end = min(end, start + _OPENING)
    dates = [date.span() for date in _DATE.finditer(text, start, end)]
    commas = (comma.start() for comma in re.compile(",").finditer(text, start, end))
    last = next((at for at in commas if at >= found.end() and not any(s <= at < e for s, e in dates)), None)
    if last is None:
        return
    position = start
    for since, until in dates:
        if until <= last:
            yield position, since
            position = until
    yield position, last if position > start else last + 1


def _sides(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where it says who stands where: "(left)", ", second from right,"."""
    for found in _IN_BRACKETS.finditer(text, start, end):
        yield found.span()
    for found in _BETWEEN_COMMAS.finditer(text, start, end):
        # One comma may part what a list names.
        listed = found["comma"] and _NAME_FOLLOWS.match(text, found.end(), end)
        yield found.start() + (1 if listed else 0), found.end()
