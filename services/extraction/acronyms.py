"""Which names an acronym can stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from services.extraction.spelling import folded

__all__ = ["defined", "initials", "is_acronym", "stands_for"]

_SHAPE = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w&-]{1,9}")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DEFINITION = re.compile(
    r"[^\S\n]?[(\[][^\S\n]?(?P<bracketed>[^\W\d_][\w.&-]{1,9})[^\S\n]?[)\]]"
    r"|,?[^\S\n](?:\w+[^\S\n])?known[^\S\n]as[^\S\n](?:the[^\S\n])?(?P<called>[^\W\d_][\w&-]{1,9})\b"
)
_FEWEST_CAPITALS = 2
_WRITTEN_OUT = re.compile(r"[a-z]{3}|^[a-z]|\d")
_SMALL = frozenset("of the and for in on de la del di da du des der den et to a an".split())


def is_acronym(name: str) -> bool:
    """Whether a name looks like initials: "WFP", "AfDB", "U.N.", "HKBEU"."""
    return _SHAPE.fullmatch(name) is not None and sum(letter.isupper() for letter in name) >= _FEWEST_CAPITALS


def initials(name: str) -> str:
    """An acronym's capitals, or the first letters of a name's capitalised words; in small letters.

    Empty for a single capital, for two that are not all the words ("University of Nairobi" is no "UN"), and for a name
    that is written out ("WeChat", "SubCom"). Initials in a name stay what they are, but are not its own: the "US Navy"
    is no "UN", and "OPEC headquarters" no "OPEC".
    """
    words = _WORDS.findall(name)
    written_out = is_acronym(name) and _WRITTEN_OUT.search(name) is not None
    letters = name if is_acronym(name) else "".join(word if word.isupper() else word[0] for word in words)
    capitals = folded("".join(letter for letter in letters if letter.isupper()))
    short = len(words) <= _FEWEST_CAPITALS and not any(letter.islower() for letter in letters)
    fewest = _FEWEST_CAPITALS if short else _FEWEST_CAPITALS + 1
    another = len(words) > 1 and capitals in {folded(word) for word in words}
    return capitals if len(capitals) >= fewest and not written_out and not another else ""


def stands_for(acronym: str, name: str) -> bool:
    """Whether an acronym is the initials of a name's words.

    Small words may count or not; a word may give further letters of its beginning ("AfDB", African Development Bank).
    """
    letters = folded(re.sub(r"[^\w]", "", acronym))
    words = [folded(word) for word in _WORDS.findall(name)]
    return len(words) > 1 and len(letters) > 1 and _spelled(letters, words, first=True)


def _spelled(letters: str, words: list[str], *, first: bool = False) -> bool:
    if not words:
        return not letters
    if words[0] in _SMALL and not first and _spelled(letters, words[1:]):
        return True
    return any(
        words[0].startswith(letters[:count]) and _spelled(letters[count:], words[1:])
        for count in range(1, min(2, len(letters)) + 1)
    )


def defined(text: str, ends: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Acronyms that the text gives in brackets after a name, or as what it is known as, each with that name's key.

    Args:
        text: The article.
        ends: Each name's key and where it ends.
    """
    found: dict[str, str] = {}
    for key, end in ends:
        if (definition := _DEFINITION.match(text, end)) and is_acronym(definition[definition.lastgroup or 0]):
            found.setdefault(definition[definition.lastgroup or 0], key)
    return found
