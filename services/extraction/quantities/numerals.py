"""Numbers in digits, words or both, and what they amount to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["NUMBER", "ORDINAL", "Numeral", "numerals", "ordinal_value", "scale_shared", "value_of"]

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
    "dozen": 12.0,
    "score": 20.0,
}
_SHORT_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "bln": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "thirds": 1 / 3, "quarters": 1 / 4}
_SIGNS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4}
_FEW = {"a couple of": (2, 2), "a couple": (2, 2), "a few": (2, 10), "several": (2, 10)}
_ORDINAL_STEMS = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}

_DIGITS = r"(?:(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}|\d+(?:\.\d+)?)[½⅓⅔¼¾]?|[½⅓⅔¼¾])"
_ONE = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion|trillion|lakh|crore|dozen"
_SHORT = r"(?:[ \u00a0]?(?:mln|mn|bn|bln|trn|tn)|[kmb])(?!\w)"
_AND_PART = r" and (?:a (?:half|third|quarter)|(?:two|three)[ -](?:thirds|quarters))\b"
_MORE = rf"(?:[ -](?:{_ONE}|{_SCALE})\b|(?<=ndred|usand|llion) and (?:{_ONE})\b){{0,20}}"
_FORMS = "|".join(
    (
        rf"{_DIGITS}(?:{_AND_PART})?(?:[ \u00a0-](?:{_SCALE})s?\b(?: (?:{_SCALE})\b)?|{_SHORT})?",
        r"\b(?:(?:a |one[ -])?quarter|three[ -]quarters)(?: of)? an? (?:hundred|thousand|million|billion|trillion)\b",
        rf"\b(?:half an?|a half|an?)[ -](?:{_SCALE})\b{_MORE}(?:{_AND_PART})?",
        rf"\b(?:{_ONE})\b{_MORE}(?:{_AND_PART}(?: (?:{_SCALE})\b)?)?",
    )
)
# Atomic, and of so many words at most: a long run of number words is read in time proportional to its length.
NUMBER = rf"(?>{_FORMS})"
"""Pattern, for any case, of a number in digits, words or both, without sign, unit or bound."""

_ORDINAL_ENDS = [*_ORDINAL_STEMS, *(f"{word}th" for word in _ONES if word not in _ORDINAL_STEMS.values())]
_ORDINAL_ENDS += [f"{word[:-1]}ieth" for word in _TENS] + [
    f"{word}th" for word in _SCALES if word not in {"dozen", "score"}
]
ORDINAL = rf"(?:(?:{_ONE}|{_SCALE}|and)[ -]){{0,12}}(?:{'|'.join(sorted(_ORDINAL_ENDS, key=len, reverse=True))})"
"""Pattern, for any case, of an ordinal in words."""

_PLURALS = "dozens|scores|hundreds|thousands|millions|billions|trillions|lakhs|crores"
_VAGUE = (
    rf"(?:(?P<tens>tens|dozens|hundreds|thousands) of )?(?P<plural>{_PLURALS})\b"
    rf"|(?P<few>{'|'.join(_FEW)}) (?P<scale>{_SCALE})\b|(?P<two>a couple of)\b|a score\b(?= of)"
)
# No number begins inside a word, a longer number, an address or a name with digits ("F-16").
_NEXT = re.compile(rf"(?<![\w@#&/.,:])(?<!\w[-–—])(?:(?P<vague>{_VAGUE})|(?:{NUMBER}))", re.IGNORECASE)
_LEAST = {"dozen": 24.0, "score": 40.0}
_WORD = re.compile(r"[a-z]+|\d[\d,.]*|[½⅓⅔¼¾]")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at ``text[start:end]``: what it is at least and at most, None where that is open."""

    start: int
    end: int
    low: float
    high: float | None
    approximate: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """Find the numbers in a text, in order, without signs, units or bounds."""
    for match in _NEXT.finditer(text):
        numeral = _vague(match) if match["vague"] else _definite(match)
        if numeral is not None:
            yield numeral


def _definite(match: re.Match[str]) -> Numeral | None:
    value = value_of(match.group())
    # "Two dozen" may be 25; other round numbers show in their zeros.
    return None if value is None else Numeral(*match.span(), value, value, "dozen" in match.group().lower())


def _vague(match: re.Match[str]) -> Numeral:
    """``dozens``, ``tens of thousands``, ``several hundred``, ``a couple of dozen``, ``a score``."""
    if match["few"]:
        low, high = _FEW[match["few"].lower()]
        scale = _SCALES[match["scale"].lower()]
        return Numeral(*match.span(), low * scale, high * scale, approximate=True)
    if not match["plural"]:
        value = 2.0 if match["two"] else 20.0
        return Numeral(*match.span(), value, value, approximate=True)
    word = match["plural"].lower().removesuffix("s")
    least = _LEAST.get(word, 2 * _SCALES[word])
    if match["tens"]:
        tens = match["tens"].lower().removesuffix("s")
        least = _LEAST.get(tens, 2 * _SCALES.get(tens, 10.0)) * _SCALES[word]
    return Numeral(*match.span(), least, None, approximate=True)


def value_of(text: str) -> float | None:
    """The value of one number as ``NUMBER`` finds it; None for words that form no number ("two three")."""
    words = _WORD.findall(text.lower())
    if words and words[-1] in _PARTS and "and" in words:
        return _with_part(words)
    if set(words) & set(_PARTS):
        return _fraction(words)
    return _whole(words)


def scale_shared(first: str, second: str) -> float:
    """The scale at the end of a range that its first number shares: a million in "3 to 5 million"."""
    scale = _last_scale(second)
    return scale if scale is not None and _last_scale(first) is None else 1.0


def _last_scale(number: str) -> float | None:
    words = _WORD.findall(number.lower())
    return _scale(words[-1]) if len(words) > 1 else None


def _with_part(words: list[str]) -> float | None:
    """``fifteen and a half``, ``a million and a half``: the part is one of the last scale."""
    cut = len(words) - 1 - words[::-1].index("and")
    whole = _whole(words[:cut])
    scale = next((_scale(word) for word in words[cut - 1 : cut] if _scale(word)), 1.0)
    return None if whole is None else whole + _count(words[cut + 1]) * _PARTS[words[-1]] * (scale or 1.0)


def _fraction(words: list[str]) -> float | None:
    """``half a million``, ``three quarters of a million``, ``two and a half million``."""
    place = next(index for index, word in enumerate(words) if word in _PARTS)
    before, after = words[:place], [word for word in words[place + 1 :] if word not in {"of", "a", "an"}]
    part = _count(before[-1] if before else "a") * _PARTS[words[place]]
    whole = _whole(before[: before.index("and")]) if "and" in before else 0.0
    scales = [_scale(word) for word in after]
    if whole is None or None in scales:
        return None
    value = whole + part
    for scale in scales:
        value *= scale or 1.0
    return value


def _count(word: str) -> float:
    return float(_ONES.get(word, 1))


def _scale(word: str) -> float | None:
    return _SCALES.get(word) or _SCALES.get(word.removesuffix("s")) or _SHORT_SCALES.get(word)


def _whole(words: list[str]) -> float | None:
    total = current = 0.0
    last = ""
    for word in words:
        if (scale := _scale(word)) is not None:
            if scale < 1000:
                current = (current or 1.0) * scale
            elif total and not current:
                total *= scale  # "two hundred thousand million"
            else:
                total, current = total + (current or 1.0) * scale, 0.0
        elif word in _ONES or word in _TENS:
            value = float(_ONES.get(word, _TENS.get(word, 0)))
            if last in _ONES or (last in _TENS and value >= 10):
                return None
            current += value
        elif word in _SIGNS:
            current += _SIGNS[word]
        elif word[0].isdigit():
            current += float(word.replace(",", "").rstrip("."))
        elif word not in {"a", "an", "and"}:
            return None
        last = word
    return round(total + current, 9)


def ordinal_value(word: str) -> float | None:
    """The rank that an ordinal in words tells: 21 for "twenty-first"."""
    *rest, last = re.split(r"[ -]", word.lower())
    stem = _ORDINAL_STEMS.get(last)
    if stem is None and last.endswith("th"):
        stem = last[:-4] + "y" if last.endswith("ieth") else last[:-2]
    return None if stem is None else value_of(" ".join([*rest, stem]))
