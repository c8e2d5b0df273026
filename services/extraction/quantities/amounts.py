"""Numbers with what stands around them: sign, currency, unit, the other end of a range, bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.extraction.quantities.bounds import after, before, bounded
from services.extraction.quantities.counted import measure_before, noun_after, noun_before, participle_after
from services.extraction.quantities.currencies import currency_after, currency_before
from services.extraction.quantities.found import Found
from services.extraction.quantities.labels import is_label
from services.extraction.quantities.numerals import NUMBER, Numeral, numerals, scale_shared, value_of
from services.extraction.quantities.units import unit_after

__all__ = ["amounts"]

_PERCENT = re.compile(
    r"\s?%(?: points?)?|[ -](?:per[ -]?cent|pct|percent)(?:age)?(?:[ -]points?)?\b|[ -]percentage[ -]points?\b",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:(?<![\w)])[-−]|\bminus )$")
_OTHER_END = re.compile(
    rf"(?P<to>\s?[-–—]\s?| to | and | or )(?P<sign>[^\s\w]{{0,3}})(?P<number>{NUMBER})", re.IGNORECASE
)
_OPENING = re.compile(r"\b(?P<word>between|from) $", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:rose|risen|rising|rise|fell|fallen|falling|fall|cut|raised|raise|increased|increase|decreased|dropped|drop|"
    r"climbed|jumped|grew|grown|down|up|lowered|widened|narrowed|slipped|declined|went|revised|upgraded|changed?)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
# "From 3 to 5" is a change unless these words before it say that all between is meant.
_RANGING = re.compile(
    r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|anywhere|somewhere)\b[^.;]{0,40}$"
    r"|(?P<beside>(?:^[“\"]?|\b(?:is|are|was|were|be|of|takes?|took|taken|needs?|lasts?|lasted|costs?|seats?|runs?|ran|"
    r"running|trad\w+|prices?|priced|quoted|aged|ages|sentences?|terms?) )$)",
    re.IGNORECASE,
)
_HUNDREDFOLD = 100
# "150m" is a length beside these words, else a short "150 million".
_METRES_AFTER = re.compile(
    r"[ -](?:tall|high|long|wide|deep|away|above|below|from|off|race|dash|final|sprint|hurdles|freestyle|butterfly|"
    r"medley|relay|backstroke|breaststroke|record|north|south|east|west)\b"
)
# At the end of a clause only a race is told in metres: "the 400m", "the women's 400m".
_RACE_BEFORE = re.compile(r"(?:\b[Tt]he|['’]s?) $")
_RACE_AFTER = re.compile(r"[.,;:!?)]|$")
_METRES_BEFORE = re.compile(
    r"\b(?:depth|height|altitude|distance|length|width|swim|swam|ran|run|walked|dived) (?:of )?(?:about )?$"
)
_MONEY_OR_COUNT = re.compile(
    r"\b(?:population|users?|sales|revenues?|profits?|loss|turnover|worth|cost|costs) (?:of )?$"
)
# More digits follow: a telephone number, a version, a date in figures, a coordinate.
_DIGITS_GO_ON = re.compile(r"[-–/:. ]\d|/\w|[\w@]")
_DIGITS_BEFORE = re.compile(r"(?:\d |\+)$")
_BOUND_VERB = re.compile(r"(?:exceed|surpass|topp)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit, before bounds and what is counted are known."""

    start: int
    end: int
    low: float
    high: float | None
    unit: str
    approximate: bool = False
    is_range: bool = False


def amounts(text: str) -> Iterator[Found]:
    """Read the amounts in a sentence, in order. Numbers that only name a thing are left out."""
    done = 0
    for numeral in numerals(text):
        if numeral.start < done:
            continue
        amount = _measured(text, numeral)
        if (other := _OTHER_END.match(text, amount.end)) is not None:
            ranged = _ranged(text, numeral, amount, other)
            if ranged is None and other["to"].strip() in {"-", "–", "—"} and not other["to"][0].isspace():
                done = other.end()  # "50-50", "555-0172"
                continue
            amount = ranged or _before_change(text, numeral, amount, other)
        found = _read(text, numeral, amount)
        done = amount.end if found is None else found.end
        if found is not None:
            yield found


def _read(text: str, numeral: Numeral, amount: _Amount) -> Found | None:
    if _DIGITS_GO_ON.match(text, amount.end) and text[amount.end - 1].isalnum():
        return None
    if text[numeral.start].isdigit() and _DIGITS_BEFORE.search(text, max(0, numeral.start - 2), numeral.start):
        return None
    kind, end = after(text, amount.end)
    if kind and not amount.unit and (found := _unit_after(text, end)):  # "ten or more kilometres"
        amount, end = replace(amount, unit=found[0]), found[1]
    kinds, start = before(text, amount.start)
    bounds = bounded(amount.low, amount.high, kinds | {kind}, approximate=amount.approximate)
    named = numeral.start if _BOUND_VERB.match(text, start) else start
    counted = _counted(text, named, end, amount.unit)
    is_bare = not amount.unit and not amount.is_range
    if is_bare and is_label(text, numeral.start, numeral.end, counted, bounded=bool(kinds)):
        return None
    return Found(start, end, bounds, amount.unit, counted)


def _counted(text: str, start: int, end: int, unit: str) -> str | None:
    if text.startswith("within ", start):
        return None  # "within 20 km of the coast"
    return (
        noun_after(text, end, measured=bool(unit))
        or measure_before(text, start)
        or (None if unit else participle_after(text, end))
        or noun_before(text, start)
    )


def _measured(text: str, numeral: Numeral) -> _Amount:
    """The number with its sign and its currency or unit."""
    start, end, low, high = numeral.start, numeral.end, numeral.low, numeral.high
    unit = ""
    if currency := currency_before(text, start):
        unit, start = currency
    elif found := _unit_after(text, end):
        unit, end = found
    elif text[end - 2 : end - 1].isdigit() and text[end - 1] in "mM" and _is_length(text, start, end):
        low, high, unit = low / 1e6, None if high is None else high / 1e6, "m"
    if high is not None and (sign := _SIGN.search(text, max(0, start - 6), start)):
        start, low, high = sign.start(), -high, -low
    return _Amount(start, end, low, high, unit, numeral.approximate)


def _is_length(text: str, start: int, end: int) -> bool:
    left = max(0, start - 40)
    if _METRES_BEFORE.search(text, left, start):
        return True
    if _RACE_AFTER.match(text, end):
        return "." not in text[start:end] and _RACE_BEFORE.search(text, left, start) is not None
    return bool(_METRES_AFTER.match(text, end)) and not _MONEY_OR_COUNT.search(text, left, start)


def _unit_after(text: str, end: int) -> tuple[str, int] | None:
    if percent := _PERCENT.match(text, end):
        return ("percentage point" if "point" in percent.group().lower() else "percent"), percent.end()
    if text.startswith(" of ", end):  # "hundreds of millions of dollars"
        return currency_after(text, end + 3)
    return currency_after(text, end) or unit_after(text, end)


def _ranged(text: str, numeral: Numeral, amount: _Amount, other: re.Match[str]) -> _Amount | None:
    """The range that the amount opens: "3-5 km", "from $3m to $5m", "two or three"; None where it opens none."""
    opening = _OPENING.search(text, max(0, amount.start - 8), amount.start)
    value = value_of(other["number"])
    if value is None or not _opens_range(text, amount, other["to"].strip(), opening):
        return None
    end = _measured(text, Numeral(*other.span("number"), value, value))
    begins_there = end.start == other.end("to")
    if end.high is None or not begins_there or (amount.unit and end.unit not in {"", amount.unit}):
        return None
    low = _scaled(text, numeral, amount, other, end.high)
    if low >= end.high:
        return None
    start = opening.start() if opening else amount.start
    loose = other["to"] == " or "
    return _Amount(start, end.end, low, end.high, end.unit or amount.unit, loose, is_range=True)


def _before_change(text: str, numeral: Numeral, amount: _Amount, other: re.Match[str]) -> _Amount:
    """The first level of "from 2 to 3 million tonnes", with the scale and unit that the second one has for both."""
    opening = _OPENING.search(text, max(0, amount.start - 8), amount.start)
    value = value_of(other["number"])
    if opening is None or other["to"].strip() != "to" or value is None or amount.high is None or amount.unit:
        return amount
    end = _measured(text, Numeral(*other.span("number"), value, value))
    if end.start != other.end("to"):
        return amount
    level = _scaled(text, numeral, amount, other, end.low)
    return replace(amount, low=level, high=level, unit=end.unit)


def _scaled(text: str, numeral: Numeral, amount: _Amount, other: re.Match[str], end: float) -> float:
    """The amount on the scale of the other end, where that leaves the two less than a hundredfold apart."""
    scaled = amount.low * scale_shared(text[numeral.start : numeral.end], other["number"])
    return scaled if end / _HUNDREDFOLD < scaled < end * _HUNDREDFOLD else amount.low


def _opens_range(text: str, amount: _Amount, link: str, opening: re.Match[str] | None) -> bool:
    if amount.high is None or (link == "and") is not (opening is not None and opening["word"].lower() == "between"):
        return False
    if link != "to":
        return True
    left = max(0, amount.start - 60)
    changes = _CHANGE.search(text, left, amount.start) is not None
    if opening is None:
        return not changes
    ranging = _RANGING.search(text, left, opening.start())
    return ranging is not None and not (changes and ranging["beside"] is not None)
