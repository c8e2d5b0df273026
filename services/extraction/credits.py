"""Whom a picture is by: credits at the end of a line, or alone on it."""

from __future__ import annotations

import re

__all__ = ["ARCHIVED", "PICTURE", "is_credit", "is_sign_off", "names_alone", "without_credits"]

PICTURE = r"(?:photo(?:graph)?|image|picture|pic)s?"
ARCHIVED = re.compile(r"\b(?:file|archive)\b", re.IGNORECASE)

_LONGEST = 160
# Those whose pictures other outlets print.
_AGENCY = re.compile(
    r"(?:AP|AFP|Reuters|REUTERS|EPA|EFE|PA|DPA|dpa|ANSA|TASS|Xinhua|Kyodo|Yonhap|Anadolu|Getty|Shutterstock|Alamy|"
    r"iStock|Corbis|Bloomberg|NurPhoto|ZUMA|Sipa|Imago|Magnum|Unsplash|(?:The )?Associated Press|Agence France-Presse)"
    r"(?: (?:Photos?|Images|Pictures|News|Stock|file|photo))*"
)
# What stands in a credit in small letters, among names.
_SMALL = frozenset(
    """
    by via for of the and from courtesy credit handout file archive stock pool photo photos photograph image images
    picture illustration screengrab screenshot supplied provided contributor public domain de la le el van den der von
    bin ibn
    """.split()
)
_LABELLED = re.compile(
    rf"(?:(?:file |stock |main )?{PICTURE}(?: (?:illustration|credit|source|courtesy|by|from|via|of)){{0,3}}|credits?|"
    r"(?:file|handout|stock|archive|supplied))(?:\s?[:/|©…]|\.\.\.|\s[–—-]\s)[^.!?]+|©.+",
    re.IGNORECASE,
)
_PHRASED = re.compile(
    rf"{PICTURE} (?:illustration )?(?:credit|by|courtesy|via) .+|"
    rf"(?:file|handout|stock|archive|supplied|submitted|contributed)(?: {PICTURE})?",
    re.IGNORECASE,
)
_COURTESY = re.compile(rf"(?:{PICTURE} )?courtesy(?: of)?(?: [^\s,.]+){{1,6}}", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[](?P<credit>[^()\[\]]{2,160})[)\]]\.?$")
_PICTURED = re.compile(r"\b(?:photo|file|handout)s?\b", re.IGNORECASE)
# "Jane Doe/The Oslo Times", "Jane Doe via Oslo Times"
_BY_SOMEBODY = re.compile(r"[^\s/]+ [^/]+/[^/]+|.{3,} via .{2,}")
# The end of a sentence, but not of initials: "J. Scott".
_STOP = re.compile(r"(?:(?<!\s[A-Z])[.!?…][\"'”’)\]]*|[\"”)\]])\s+")
_INLINE = re.compile(
    r"\s(?:(?:File )?(?:Photo(?:graph)?|Image|Picture|Pic|PHOTO|IMAGE|PICTURE)s?(?: [Cc]redit| [Cc]ourtesy| by)?|"
    r"Credits?|CREDITS?)\s?(?::|\.\.\.|…)\s?[^:]{2,120}$"
)


def is_credit(line: str) -> bool:
    """Whether a line says only whom a picture is by: "Getty Images", "Jane Doe/AFP", "Photo by Jane Doe"."""
    line = line.strip().rstrip(".")
    inside = _IN_BRACKETS.fullmatch(line)
    line = inside["credit"].strip() if inside else line
    if len(line) > _LONGEST:
        return False
    if _LABELLED.fullmatch(line) or _PHRASED.fullmatch(line):
        return names_alone(line)
    parts = [part.strip() for part in re.split(r"/| via ", line)]
    return names_alone(line) and any(_AGENCY.fullmatch(part) for part in parts)


def is_sign_off(words: str) -> bool:
    """Whether words are an agency's bare name, with which it closes its texts, too."""
    return _AGENCY.fullmatch(words.strip(" ()[].–—-")) is not None


def names_alone(words: str) -> bool:
    """Whether all words are names, handles, or what joins them in a credit."""
    parts = [part.rstrip(".:…") for part in re.split(r"[\s/|,&+©–-]+", words)]
    return all(part[0].isupper() or part[0] == "@" or part in _SMALL for part in parts if part)


def without_credits(text: str, start: int, end: int, *, captioned: bool = False) -> int:
    """Where a line ends before the credits at its end; ``end`` where it has none.

    In a line that is ``captioned`` any name in brackets behind the sentence is one.
    """
    while start < end:
        begun = _last_credit(text[start:end], captioned=captioned)
        if begun is None:
            break
        end = start + len(text[start : start + begun].rstrip())
    return end


def _last_credit(line: str, *, captioned: bool) -> int | None:
    """Where the last credit of a line begins."""
    if bracketed := _IN_BRACKETS.search(line):
        credit = bracketed["credit"].strip()
        apart = not bracketed.start() or line[bracketed.start() - 1] in '.!?…"”’'
        return bracketed.start() if _closes(credit, apart=apart) or (captioned and names_alone(credit)) else None
    for stop in _STOP.finditer(line, max(0, len(line) - _LONGEST)):
        if _closes(line[stop.end() :].rstrip(". "), apart=True):
            return stop.end()
    inline = _INLINE.search(line)
    return inline.start() if inline else None


def _closes(credit: str, *, apart: bool) -> bool:
    """Whether what closes a line is a credit; one that names no picture or agency has to stand ``apart``."""
    if _LABELLED.fullmatch(credit) or _COURTESY.fullmatch(credit):
        return True
    if not names_alone(credit) or _AGENCY.fullmatch(credit):
        return apart and is_credit(credit)
    return is_credit(credit) or bool(_PICTURED.search(credit)) or (apart and bool(_BY_SOMEBODY.fullmatch(credit)))
