"""Which stretches of an article are readable: paragraphs, headings, bullets, captions; without furniture or repeats."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.extraction.captions import find_caption

__all__ = ["CAPTIONS", "Passage", "PassageKind", "passages"]


class PassageKind(StrEnum):
    """What a stretch of text is on the page."""

    PROSE = "prose"
    HEADING = "heading"
    BULLET = "bullet"
    CAPTION = "caption"
    FILE_CAPTION = "file_caption"
    """Of a picture that is older than the article."""


CAPTIONS = frozenset({PassageKind.CAPTION, PassageKind.FILE_CAPTION})


@dataclass(frozen=True, slots=True)
class Passage:
    """A trimmed stretch ``text[start:end]`` of an article, in code points, less what in it is to be skipped."""

    start: int
    end: int
    kind: PassageKind
    skipped: tuple[tuple[int, int], ...] = ()


_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(r"(?:\r\n?|\n|\u2029)[^\S\n\r\u2029]*(?:\r\n?|\n|\u2029)|[\f\u2029]")
_BULLET = re.compile(r"(?:[•◦▪▫●○■□‣⁃∙·►▶➤➢✓✔*–—-]\s+|[•◦▪●■‣►▶➤✓✔]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_TERMINAL = re.compile(r"[.!?…;:][\"'”’)\]]*$")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_CREDIT = re.compile(
    r"\s*[(\[]\s*(?:(?:additional |further )?(?:reporting|writing|editing|compiled|translated|photograph\w*|image|"
    r"video)"
    r"(?: and (?:writing|editing))? by|photo(?:graph)?s?:|image:|credit:|source: )[^()\[\]]{0,300}[)\]]\s*$",
    re.IGNORECASE,
)
_HEADING_WORDS = 16
_NAME_WORDS = r"(?-i:[^\W\d_a-z][\w.'’-]*(?:(?:,| and| &)? [^\W\d_a-z][\w.'’-]*){0,7})"

# Lines that belong to the page and not to the article. Each pattern must match the whole line.
_FURNITURE = re.compile(
    "|".join(
        (
            r"(?:please )?(?:leave|post|add|write|share) (?:a|your) (?:comment|reply)s?\.?",
            r"(?:view |show |read |see |load )?(?:all |more )?\(?\d*\)? ?comments?(?: are closed| \(?\d+\)?)?\.?",
            r"(?:now )?trending(?: (?:now|stories|topics|news|today))?:?",
            r"(?:most|more) (?:read|popular|viewed|shared|watched)(?: (?:stories|articles|news))?:?",
            r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: (?:for you|stories|reading))?):?",
            (
                r"(?:related|further|suggested) (?:articles?|stories|story|topics|reading|news|links|content|"
                r"coverage)\b.{0,80}"
            ),
            (
                r"(?:read|see|watch|listen|also read)(?: (?:also|more|next|now|on|full story|the full (?:story|"
                r"article)))*\s*[:>→»…].{0,150}"
            ),
            r"(?:read|see|learn|find out|click for|view) more(?: here)?[.…]*|continue reading.{0,80}|click here.{0,80}",
            (
                r"(?:share|tweet|pin|email|print|save|copy link|whatsapp|facebook|twitter|linkedin|reddit|telegram|"
                r"pinterest|x)(?:[\s,|/•·]+(?:and|this|it|on|via|with|the|to|article|story|post|page|share|tweet|pin|"
                r"email|print|save|link|whatsapp|facebook|twitter|linkedin|reddit|telegram|pinterest|x|friends?|"
                r"\d+))*[.!]?"
            ),
            (
                r"follow (?:us|our|@?\w+)\b(?:.{0,30}\bon\b)?.{0,80}|like us on .{0,60}|join (?:us|our) "
                r".{0,60}(?:channel|group|community)\b.{0,40}"
            ),
            (
                r"(?:subscribe|sign up|sign in|log ?in|register|subscribe now)(?: (?:to|for|now|today|here|or|with|"
                r"free|up|in)\b.{0,120})?[.!]?"
            ),
            r"(?:get|receive) .{0,60}\b(?:newsletters?|inbox|alerts)\b.{0,80}",
            r".{0,60}\b(?:our|free|daily|weekly) (?:\w+ )?newsletters?\b.{0,80}|newsletters?|enter your e-?mail.{0,60}",
            (
                r".{0,80}\b(?:use|uses|using|accept|manage|about)\b.{0,20}\bcookies\b.{0,300}|cookie (?:policy|"
                r"settings|preferences|notice)"
            ),
            (
                r"(?:accept|reject)(?: all)?(?: cookies)?|(?:privacy|terms|cookie)(?: (?:policy|notice|of (?:use|"
                r"service)|and conditions))+"
            ),
            (
                r"(?:paid )?advert(?:isement|ising|orial)?s?(?: ?[-–—:] ?.{0,60}| continue.{0,40})?|sponsored(?: (?:by|"
                r"content|post)\b.{0,60})?|\bad\b"
            ),
            (
                r"(?:story|article) continues below.{0,60}|skip (?:to|past|advert).{0,60}|scroll (?:down|to).{0,60}|"
                r"back to top"
            ),
            r"(?:©|\(c\)|copyright\b).{0,200}|.{0,120}\ball rights reserved\b.{0,60}",
            r"our standards\b.{0,120}|the thomson reuters trust principles.{0,20}",
            (
                r"(?:photo(?:graph)?s?|image|picture|video|illustration|credit|caption|source)(?: (?:by|credit|"
                r"courtesy of|source))?\s*[:/©|].{0,120}"
            ),
            r"(?:photo(?:graph)?s?|image|picture) (?:by|credit|courtesy of)\b.{0,80}|file (?:photo|picture|image)\.?",
            r"(?:by|written by|author:|words by|story by)\s+" + _NAME_WORDS + r"(?:\|.{0,60})?",
            r"(?:reporting|additional reporting|writing|editing|edited|compiled|translated)\b[^.]{0,60}\bby\b.{0,200}",
            r"(?:(?:last )?updated|published|posted|first published|last modified)(?: on| at|:)\s?.{0,60}",
            (
                r"(?:media|press|for media|for more information|for further information|editorial)?\s?(?:contacts?|"
                r"enquiries|inquiries)?\s?[:,]?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\.?"
            ),
            r"(?:https?://|www\.)\S+",
            r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|in this (?:article|story))\s*:.{0,200}",
            r"\d+ (?:min(?:ute)?s? (?:read|ago)|shares?|views?|likes?|hours? ago|days? ago)",
            (
                r"(?:press release|breaking(?: news)?|live(?: updates?)?|exclusive|developing(?: story)?|watch live|"
                r"news|opinion|menu|search|home|"
                r"next|previous|close|loading|ends|reuters|ap|afp|-+\s?ends\s?-+|\*\s?\*\s?\*|#{2,})\.{0,3}"
            ),
        )
    ),
    re.IGNORECASE,
)
_FURNITURE_LENGTH = 400
# No English word is as long: such a line is data, and costs a tokenizer quadratic time.
_LONGEST_WORD = 1_000


def passages(text: str) -> list[Passage]:
    """Cut an article into its readable passages, in order.

    The second and later occurrence of one paragraph says nothing new and is left out, whatever its spacing and case.
    """
    found: list[Passage] = []
    seen: set[str] = set()
    for start, end in _paragraphs(text):
        passage = _passage(text, start, end)
        if passage is None:
            continue
        fingerprint = _NOT_ALPHANUMERIC.sub(" ", text[passage.start : passage.end].casefold()).strip()
        if not fingerprint or fingerprint in seen:
            continue
        seen.add(fingerprint)
        found.append(passage)
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, except that the lines of a hard-wrapped block are one paragraph."""
    position = 0
    for border in [*((m.start(), m.end()) for m in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        lines = [(m.start(), m.end()) for m in _LINE.finditer(text, position, border[0])]
        position = border[1]
        if not _hard_wrapped(text, lines):
            yield from lines
            continue
        start, end = lines[0]
        for line in lines[1:]:
            if _BULLET.match(text[slice(*line)].lstrip()):
                yield start, end
                start = line[0]
            end = line[1]
        yield start, end


def _hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether a sentence of the block runs over a line's end: no final stop, then lower case."""
    return any(
        text[after[0] : after[1]].lstrip()[:1].islower()
        and not _TERMINAL.search(text[max(before[0], before[1] - 8) : before[1]].rstrip())
        for before, after in itertools.pairwise(lines)
    )


def _passage(text: str, start: int, end: int) -> Passage | None:
    start, end = _trim(text, start, end)
    bulleted = False
    while marker := _BULLET.match(text, start, end):
        bulleted = True
        start, end = _trim(text, marker.end(), end)
    line = text[start:end]
    if len(line) > _LONGEST_WORD and max(map(len, line.split())) > _LONGEST_WORD:
        return None
    caption = None if bulleted else find_caption(text, start, end)
    if caption is not None:
        kind = PassageKind.FILE_CAPTION if caption.archived else PassageKind.CAPTION
        start, end = _trim(text, caption.start, caption.end)
        return Passage(start, end, kind, caption.skipped) if start < end else None
    if len(line) <= _FURNITURE_LENGTH and _FURNITURE.fullmatch(line):
        return None
    if credit := _CREDIT.search(text, max(start, end - 320), end):
        start, end = _trim(text, start, credit.start())
    if start >= end:
        return None
    if bulleted:
        return Passage(start, end, PassageKind.BULLET)
    return Passage(start, end, PassageKind.HEADING if _is_heading(text[start:end]) else PassageKind.PROSE)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out surrounding whitespace, and pictographs before the first word."""
    while start < end and (text[start].isspace() or _is_ornament(text[start])):
        start += 1
    while end > start and (text[end - 1].isspace() or unicodedata.category(text[end - 1]) in {"Cf", "Cc", "Zs"}):
        end -= 1
    return start, end


def _is_ornament(character: str) -> bool:
    """Emoji with their joiners and variation selectors, and invisible characters."""
    return unicodedata.category(character) in {"So", "Sk", "Cf", "Mn", "Me", "Cn", "Co", "Cc", "Zs"}


def _is_heading(line: str) -> bool:
    return not _TERMINAL.search(line[-8:]) and line.count(" ") < _HEADING_WORDS
