"""Which names only one of two claims has, however each writes those that both have."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence

from schemas.claims import Claim
from services.ledger.comparing.frames import Frame, Word
from services.ledger.comparing.lexicon.meaning import parts_of_speech
from services.ledger.comparing.overlay import Overlay

__all__ = ["names_alone"]

_CALENDAR = frozenset(name.lower() for names in (calendar.month_name, calendar.day_name) for name in names if name)
_SMALL = frozenset("of the and for in on at to de la del der".split())
_COUNTRY = "country:"
_STEM = 4
"""Letters that a country's name and its people's have in common: "Senegal", "Senegalese"."""
_LONGEST_PART = 3
"""Letters that initials take of one word: "AfDB"."""


def names_alone(both: Overlay, is_name: Callable[[str], bool]) -> tuple[set[str], set[str]]:
    """The names that each of two claims has for itself, of those that ``is_name`` lets pass.

    None of them is a fuller name of one that both have, its initials, or a country of which the other names the people.
    """
    shared = {
        word.text
        for match in both.matches
        for frame, word in ((both.a, match.a), (both.b, match.b))
        if is_name(word.text) and _is_written_as_name(frame.claim, word)
    }
    alone_a, alone_b = (
        {word.text for word in only if is_name(word.text) and _is_written_as_name(frame.claim, word)}
        - _known(frame, shared)
        for frame, only in ((both.a, both.only_a), (both.b, both.only_b))
    )
    one = [
        *_abbreviated(both.a, alone_a, both.b),
        *_abbreviated(both.b, alone_b, both.a),
        *_peoples(both, alone_a, alone_b),
    ]
    return alone_a.difference(*one), alone_b.difference(*one)


def _known(frame: Frame, shared: set[str]) -> set[str]:
    """The words of those names of a claim of which both have a part."""
    return {word for name in _full_names(frame.claim) if not shared.isdisjoint(name) for word in name}


def _full_names(claim: Claim) -> list[Sequence[str]]:
    return [entity.rpartition(":")[2].split() for entity in claim.entity_ids if not entity.startswith(_COUNTRY)]


def _is_written_as_name(claim: Claim, word: Word) -> bool:
    """Whether a word that may be a name is no month, nothing described, and no plain one that opens the claim."""
    if not word.name:
        return False
    if any(word.text in name for name in _full_names(claim)):
        return True
    capital = re.compile(rf"\b{re.escape(word.text[0].upper())}(?i:{re.escape(word.text[1:])})")
    places = [found.start() for found in capital.finditer(claim.text)]
    opens = 0 in places and not parts_of_speech(word.text)
    return word.text not in _CALENDAR and (opens or any(place > 0 for place in places))


def _abbreviated(frame: Frame, alone: set[str], other: Frame) -> list[set[str]]:
    """Initials of a name that the other claim has in full, with that name's words."""
    return [
        {short, *name}
        for short in alone
        for name in _full_names(other.claim)
        if len(name) > 1 and _is_initials(frame.claim, short) and _spells(short, [w for w in name if w not in _SMALL])
    ]


def _is_initials(claim: Claim, word: str) -> bool:
    written = re.search(rf"\b{re.escape(word)}\b", claim.text, re.IGNORECASE)
    return written is not None and sum(letter.isupper() for letter in written.group()) > 1


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Whether beginnings of all the words make up the letters."""
    if not words or not letters:
        return not words and not letters
    return any(
        words[0].startswith(letters[:taken]) and _spells(letters[taken:], words[1:])
        for taken in range(1, min(_LONGEST_PART, len(letters)) + 1)
    )


def _peoples(both: Overlay, alone_a: set[str], alone_b: set[str]) -> list[set[str]]:
    """A country's name in one claim with its people's in the other."""
    countries = {one for one in {*both.a.claim.entity_ids} & {*both.b.claim.entity_ids} if one.startswith(_COUNTRY)}
    return [{x, y} for x in alone_a for y in alone_b if countries and len(x) >= _STEM and x[:_STEM] == y[:_STEM]]
