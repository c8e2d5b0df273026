"""Words that stand for none, one or two of a thing: "no casualties", "a single shot", "both pilots"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extraction.quantities.bounds import bounded
from services.extraction.quantities.counted import looks_plural, noun_after
from services.extraction.quantities.found import Found
from services.extraction.quantities.numerals import NUMBER, value_of

__all__ = ["determiners"]

_DETERMINER = re.compile(
    r"(?<![\w-])(?:(?P<none>none)(?= of (?:the|its|their|his|her|those|these|them)\b)"
    r"|(?P<no>no)(?= )(?! (?:more|less|fewer) than)"
    r"|(?P<neither>neither)(?= (?!of\b|nor\b))|(?P<both>both)(?= )|(?P<never>not an?(?: single| one)|not one)(?= )"
    rf"|(?P<single>a single)(?= )|(?P<pairs>an?|{NUMBER}) pairs? of(?= ))",
    re.IGNORECASE,
)
_TWO_NAMED = re.compile(r" (?:and|or|nor)\b")


def determiners(text: str) -> Iterator[Found]:
    """Find what is none, one or two of a thing that is named: a plural after "no" and "both"."""
    for match in _DETERMINER.finditer(text):
        kind, end = match.lastgroup, match.end()
        counted = noun_after(text, end)
        if counted is None:
            continue
        plural = looks_plural(counted.split()[-1].lower())
        if kind in {"no", "both"} and not plural:
            continue
        if kind in {"both", "neither"} and _TWO_NAMED.match(text, text.find(counted, end) + len(counted)):
            continue
        if kind == "pairs":
            count = 1.0 if match["pairs"].lower() in {"a", "an"} else value_of(match["pairs"])
            if count is None:
                continue
            value = 2 * count
        else:
            value = {"both": 2.0, "single": 1.0}.get(kind or "", 0.0)
        stop = match.end() - len(" of") if kind == "pairs" else end
        yield Found(match.start(), stop, bounded(value, value, frozenset()), "", counted)
