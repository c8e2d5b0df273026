"""Parts of a whole as percent, parts of a unit, and how many times as much: "a third of", "half a mile", "doubled"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extraction.quantities.bounds import before, bounded
from services.extraction.quantities.counted import noun_after, noun_before, subject_before
from services.extraction.quantities.found import Found
from services.extraction.quantities.numerals import NUMBER, value_of
from services.extraction.quantities.units import DURATIONS, unit_after

__all__ = ["changes", "parts", "shares"]

_FRACTIONS = {
    name: 1 / divisor
    for divisor, name in enumerate("half third quarter fifth sixth seventh eighth ninth tenth".split(), 2)
}
_NUMERATORS = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_FRACTION = rf"(?:(?P<count>an?|one|two|three|four)[ -])?(?P<fraction>{'|'.join(_FRACTIONS)})s?"
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
# In so many of which something happened: "three in ten days", "six in ten games".
_OCCASIONS = "|".join((*DURATIONS, *"game match race test start outing appearance innings attempt attack raid".split()))
_SHARE = re.compile(
    rf"(?<![\w-])(?<!first )(?<!second )(?<!latter )(?<!other )(?:{_FRACTION}"
    rf"(?=(?: of)? (?:the|its|their|his|her|our|my|all|those|these)\b| of (?!an? )|"
    r" (?:majority|share|stake|interest|quorum|ownership)\b)"
    rf"|(?P<part>{NUMBER}) (?P<link>in|out of)(?P<every> every)? (?P<whole>{NUMBER})(?= \w)"
    rf"(?! (?:{_OCCASIONS})(?:e?s)?\b))(?!\w)",
    re.IGNORECASE,
)
_LARGEST_WHOLE = 100  # "nine in ten", but not "12 in 2026"
_WHOLES = frozenset({*range(2, 11), 20, 100})  # of which so many are "in": "one in six", but not "nine in 14 towns"
_PART = re.compile(rf"(?<![\w-])(?:{_FRACTION})(?: of)? (?:an?|one)(?= )(?! (?:{_SCALE}))", re.IGNORECASE)
_AND_PART = re.compile(
    r"(?<![\w-])an?(?= )(?P<unit> [\w-]+?) and an? (?P<fraction>half|quarter|third)\b", re.IGNORECASE
)
_LASTING = re.compile(
    r"\b(?:for|took|takes|take|lasted|lasts|last|within|over|about|nearly|almost|than|under|waited|spent) "
    r"(?P<one>an?)(?= )",
    re.IGNORECASE,
)
_TIMES = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "halv": 0.5}
# "A double murder", "the women's doubles": nothing has doubled, as it has in "a doubling".
_NO_NOUN = r"(?:(?=\w+(?:ed|ing)\b)|(?<!\ba )(?<!\bthe )(?<!\bin )(?<!\bmixed )(?<!['’]s ))"
_CHANGED = re.compile(
    rf"\b(?:{_NO_NOUN}(?P<verb>{'|'.join(_TIMES)})(?:ed|es|ing|e)\b(?!-)|(?P<fold>\d+|[a-z]+?)[ -]?fold\b"
    rf"|(?P<twice>twice|thrice|(?P<count>{NUMBER})[ -]times)(?= (?:as|the|its|their|higher|more|larger|bigger|what)\b)"
    r"|(?P<often>twice|thrice)\b)",
    re.IGNORECASE,
)
_AS_MANY = re.compile(r" as (?:many|much)\b")
_OWN = re.compile(
    r" (?:the|its|their|his|her|our)\b(?: (?:size|number|amount|price|rate|level) of)?(?: the\b)?", re.IGNORECASE
)


def shares(text: str) -> Iterator[Found]:
    """``two-thirds of …``, ``half the …``, ``nine in ten …``, as percent."""
    for match in _SHARE.finditer(text):
        if match["fraction"]:
            name = match["fraction"].lower()
            if name != "half" and not match["count"]:
                continue
            share = _NUMERATORS[(match["count"] or "").lower()] * _FRACTIONS[name]
        else:
            part, whole = value_of(match["part"]), value_of(match["whole"])
            if not part or not whole or part >= whole or whole > _LARGEST_WHOLE:
                continue
            if match["link"].lower() == "in" and not match["every"] and whole not in _WHOLES:
                continue
            share = part / whole
        kinds, start = before(text, match.start())
        percent = round(100 * share, 2)
        counted = noun_after(text, match.end()) or noun_after(text, _after_article(text, match.end()))
        yield Found(start, match.end(), bounded(percent, percent, kinds, approximate=True), "percent", counted)


def _after_article(text: str, end: int) -> int:
    own = _OWN.match(text, end)
    return own.end() if own else end


def parts(text: str) -> Iterator[Found]:
    """Parts of a unit: ``half an hour``, ``a year and a half``; and a lone unit of time that something lasts."""
    for match in _PART.finditer(text):
        value = _NUMERATORS[(match["count"] or "").lower()] * _FRACTIONS[match["fraction"].lower()]
        yield from _of_unit(text, match.start(), match.end(), value)
    for match in _AND_PART.finditer(text):
        unit = unit_after(text, match.start("unit"))
        if unit is not None and unit[1] == match.end("unit"):
            value = 1 + _FRACTIONS[match["fraction"].lower()]
            kinds, start = before(text, match.start())
            yield Found(
                start, match.end(), bounded(value, value, kinds), unit[0], noun_after(text, match.end(), measured=True)
            )
    for match in _LASTING.finditer(text):
        unit = unit_after(text, match.end("one"))
        if unit is not None and unit[0] in DURATIONS - {"second"}:  # "for a second term"
            yield from _of_unit(text, match.start("one"), match.end("one"), 1.0)


def _of_unit(text: str, start: int, end: int, value: float) -> Iterator[Found]:
    unit = unit_after(text, end) or _point(text, end)
    if unit is not None:
        kinds, start = before(text, start)
        limit = text[start : start + 6].lower() == "within"  # "within an hour of the port"
        counted = None if limit else noun_after(text, unit[1], measured=True) or noun_before(text, start)
        yield Found(start, unit[1], bounded(value, value, kinds), unit[0], counted)


def _point(text: str, end: int) -> tuple[str, int] | None:
    name = " percentage point"
    return ("percentage point", end + len(name)) if text.startswith(name, end) else None


def changes(text: str) -> Iterator[Found]:
    """How many times as much (unit ``times``): ``doubled``, ``fivefold``, ``twice as many``; ``twice`` alone counts."""
    for match in _CHANGED.finditer(text):
        kinds, start = before(text, match.start())
        if match["often"]:
            often = 2.0 if match["often"].lower() == "twice" else 3.0
            yield Found(start, match.end(), bounded(often, often, kinds), "", "times")
            continue
        value = _times(match)
        if value is None:
            continue
        many = _AS_MANY.match(text, match.end())
        own = _OWN.match(text, match.end())
        right = noun_after(text, (many or own or match).end()) if many or own else None
        counted = right or noun_before(text, start) or subject_before(text, start)
        yield Found(start, match.end(), bounded(value, value, kinds, approximate=True), "times", counted)


def _times(match: re.Match[str]) -> float | None:
    if match["verb"]:
        return _TIMES[match["verb"].lower()]
    if match["fold"]:
        return value_of(match["fold"])
    if match["count"]:
        return value_of(match["count"])
    return 2.0 if match["twice"].lower() == "twice" else 3.0
