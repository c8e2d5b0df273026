"""British and American spellings of one word."""

from __future__ import annotations

import re

__all__ = ["american"]

_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[ds]?|er|ers|ing|ations?)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2}[bcdglmnpv])our(?=(?:s|ed|ing|able|ites?)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[tb])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{2}en)ce(?=s?$)"), "se"),
    (re.compile(r"(?<=program)me(?=s?$)"), ""),
)


def american(word: str) -> str:
    """A word in lower case as Americans spell it: "stabilize" for "stabilise", "harbor" for "harbour".

    Only for telling whether two spellings are of one word: "advised" becomes "advized", which is no word.
    """
    for british, instead in _ENDINGS:
        word = british.sub(instead, word)
    return word
