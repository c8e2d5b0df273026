"""Titles before people's names."""

from __future__ import annotations

import re

from services.extraction.gazetteer import country_code
from services.extraction.lexicon.nouns import nouns_for

__all__ = ["HONORIFICS", "ROLE", "the_before", "titled_start", "untitled_start"]

HONORIFICS = frozenset(
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Baron Baroness Sheikh Sheikha Haji Hajiya Imam Ayatollah "
    "Rabbi Father Sister Brother Reverend Rev Bishop Archbishop Cardinal Pope King Queen Prince Princess Emperor "
    "Judge "
    "Justice".split()
)
_RANKS = frozenset(
    "General Gen Colonel Col Lieutenant Lt Major Maj Captain Capt Sergeant Sgt Brigadier Brig Admiral Adm Commander "
    "Corporal Ambassador Headmistress Headmaster Inspector Superintendent Constable Detective Commodore "
    "Marshal".split()
)
ROLE = re.compile(
    r"(?:(?:Deputy|Vice|Acting|Former|Interim|First|Second|Assistant|Under|Chief|Senior|Permanent|Lead|Head|Co|"
    r"Ex)[ -])*(?:(?:Prime|Foreign|Defen[cs]e|Interior|Finance|Health|Home|Justice|Trade|Energy|Transport|Education|"
    r"Economy|Environment|Treasury|State|Executive|Press|Opposition|Party|Majority|Minority|Police|District|Attorney|"
    r"Solicitor|Secretary|Governor|Special|National|Security)[ -])*(?:President|Minister|Premier|Chancellor|"
    r"Secretary(?: of State| General|-General)?|Governor|Mayor|Senator|Congressman|Congresswoman|Representative|"
    r"Chairman|Chairwoman|Chair|Chief|Director|Officer|Spokesman|Spokeswoman|Spokesperson|Envoy|Commissioner|Speaker|"
    r"General|Adviser|Advisor|Leader|Councillor|Coach|Captain|Analyst|Economist|Editor|Attorney|"
    r"Prosecutor)(?=[ \u00a0]|$)"
)
_PERSONAL = HONORIFICS | _RANKS
_BEFORE = re.compile(r"(?<![\w'’-])((?:[^\W\d_a-z][\w’'-]*\.?[ \u00a0]){1,5})$")
_WORD = re.compile(r"\S+")
_INITIALS = re.compile(r"[A-Z]{2,4}")
_LOOK_BACK = 60
_THE_BEFORE = re.compile(r"\b[Tt]he[ \u00a0]$")


def untitled_start(text: str, start: int, end: int) -> int:
    """Where the name proper begins in a mention that opens with titles ("Prime Minister Keir Starmer")."""
    words = [match.start() + start for match in _WORD.finditer(text[start:end])]
    while len(words) > 1 and text[words[0] : words[1]].strip().rstrip(".") in _PERSONAL:
        words.pop(0)
    if (role := ROLE.match(text, words[0], end)) and role.end() < end:
        return next((word for word in words if word >= role.end()), words[0])
    return words[0]


def the_before(text: str, start: int) -> int | None:
    """Where the "the" right before a name begins, if there is one."""
    before = _THE_BEFORE.search(text, max(0, start - len("the ")), start)
    return before.start() if before else None


def titled_start(text: str, start: int) -> int:
    """Where a person's name begins with the titles before it: "Dr Bawazir", "Prime Minister Keir Starmer"."""
    before = _BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    if before is None:
        return start
    begin = start
    for word in reversed(list(_WORD.finditer(before.group(1)))):
        position = before.start() + word.start()
        if word.group().rstrip(".") not in _PERSONAL and not _is_office(text[position:start]):
            break
        begin = position
    return begin


def _is_office(words: str) -> bool:
    """Whether the capitalised words before a name are an office ("Deputy Prime Minister", "Driver", "CEO")."""
    office = words.strip()
    if _INITIALS.fullmatch(office):
        return country_code(office) is None
    return office.lower() in nouns_for("person") or ROLE.fullmatch(office) is not None
