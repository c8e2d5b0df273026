"""Names that an article puts between quotation marks: there it shows where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from services.extraction.phrases import Name

__all__ = ["bounded", "in_small_letters"]

_QUOTED = re.compile(r"(?<!\w)(?P<open>[\"“”'‘])(?P<phrase>[^\W\d_][^\"“”‘’'\n.,;:!?]{2,60})[\"”’'](?!\w)")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def bounded(text: str, names: Iterable[Name]) -> Iterator[Name]:
    """The names, in a headline each as far as the article quotes it elsewhere.

    In title case a name looks as if it went on: "Harbour Compact Meets Obstacles", and “harbour compact” in the text.
    """
    quoted = {phrase.casefold() for _, phrase in _phrases(text)}
    for name in names:
        written = text[name.start : name.end].casefold()
        ends = [len(one) for one in quoted if written.startswith(f"{one} ")]
        yield replace(name, end=name.start + max(ends)) if ends and _in_title_case(text, name) else name


def in_small_letters(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, str]]:
    """Where a name stands between quotation marks in small letters, with its usual spelling."""
    known = {text[name.start : name.end].casefold(): name for name in names}
    for start, phrase in _phrases(text):
        name = known.get(phrase.casefold())
        if name is not None and phrase.islower():
            spelled = text[name.start : name.end]
            yield replace(name, start=start, end=start + len(phrase), modifies=False, acts=False), spelled


def _phrases(text: str) -> Iterator[tuple[int, str]]:
    """Quoted phrases of several words."""
    for match in _QUOTED.finditer(text):
        if " " in match["phrase"].strip():
            yield match.start("phrase"), match["phrase"]


def _in_title_case(text: str, name: Name) -> bool:
    start, end = text.rfind("\n", 0, name.start) + 1, text.find("\n", name.end)
    return all(word[0].isupper() for word in _LONG_WORD.findall(text[start : end if end >= 0 else len(text)]))
