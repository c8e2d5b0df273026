"""Numbers in English text, read as intervals with a unit and the thing counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.claims import Quantity
from services.extraction import units

__all__ = ["find_quantities"]

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
    "K": 1e3,
    "M": 1e6,
    "B": 1e9,
}
_PLURAL_SCALES = {
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
    "tens of thousands": 2e4,
    "hundreds of thousands": 2e5,
    "tens of millions": 2e7,
    "hundreds of millions": 2e8,
}
_FRACTIONS = {
    "half": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fifth": 1 / 5,
    "sixth": 1 / 6,
    "seventh": 1 / 7,
    "eighth": 1 / 8,
    "ninth": 1 / 9,
    "tenth": 1 / 10,
}

_NUMERATORS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d\d)+,\d{3}|\d+(?:\.\d+)?"
_ONE_WORD = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_MORE_WORDS = (
    rf"(?:[ -](?:{_ONE_WORD}|{_SCALE})\b|(?<=hundred) and (?:{_ONE_WORD})\b|(?<=thousand) and (?:{_ONE_WORD})\b)*"
)
_WORDS = rf"(?:(?:{_ONE_WORD})\b{_MORE_WORDS}|(?:half an?|a half|an?) (?:{_SCALE})\b{_MORE_WORDS})"
_SHORT = r"(?:mln|mn|bn|bln|trn|tn|[kKmMbB])(?![\w])"
_NUMBER = rf"(?:(?:{_DIGITS})(?:[ -](?:{_SCALE})(?: (?:{_SCALE}))?s?\b|\s?{_SHORT})?|\b{_WORDS}\b)"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SYMBOL = rf"(?:{_alternatives(units.currency_symbols())}|(?:{'|'.join(sorted(units.currency_codes()))})[ \u00a0]?)"
_LOWER_OPEN = r"more than|over|above|exceeding|in excess of|upwards of|north of|greater than|at more than|well over"
_LOWER = r"at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum"
_UPPER_OPEN = r"less than|fewer than|under|below|well under"
_UPPER = r"up to|as many as|as much as|at most|no more than|not more than|a maximum of|maximum"
_ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|an estimated|estimated|nearly|almost|close to|just under|"
    r"just over|nigh on|circa|~|"
    r"approaching|virtually|in the region of|perhaps|the best part of"
)
_BOUND = rf"(?P<bound>{_LOWER_OPEN}|{_LOWER}|{_UPPER_OPEN}|{_UPPER}|{_ABOUT})"
_QUANTITY = re.compile(
    rf"(?<![\w@#/.,:-])(?:(?i:{_BOUND}) )?(?:(?i:an? (?:further|additional|extra|record)|{_ABOUT}) )?"
    rf"(?P<range>[Bb]etween |[Ff]rom )?(?P<symbol>{_SYMBOL}\s?)?(?P<sign>(?:[-−](?=\d)|minus "
    rf"))?(?P<number>(?i:{_NUMBER}))"
    rf"(?P<percent>\s?%| per ?cent\b| pct\b)?"
    rf"(?:(?P<to>\s?[-–—]\s?| to | and | or )(?P<symbol2>{_SYMBOL}\s?)?(?P<number2>(?i:{_NUMBER})))?"
    rf"(?P<plus>\+| or (?:more|less|fewer|so)|-odd| or thereabouts)?"
)
_PLURAL = re.compile(
    rf"(?<![\w-])(?:(?i:{_BOUND}) )?(?P<plural>(?i:{_alternatives(_PLURAL_SCALES)}))(?= of\b| more\b|\b)"
)
_SHARE = re.compile(
    rf"(?<![\w-])(?:(?i:{_BOUND}) )?(?i:(?P<count>an? |one[ -]|two[ -]|three[ -]|four[ "
    rf"-])?(?P<fraction>{'|'.join(_FRACTIONS)})s?"
    rf"(?= of\b| (?:the|its|their|his|her|all)\b)|(?P<part>{_ONE_WORD}|\d+) (?:in|out of)(?: every)? "
    rf"(?P<whole>{_ONE_WORD}|\d+))(?!\w)"
)
_PERCENT = re.compile(
    r"\s?%(?: points?)?|[ -](?:per[ -]?cent|pct|percent)(?:age)?(?:[ -]points?)?\b|[ -]percentage[ -]points?\b",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(r"[ \u00a0-]?(?P<word>°?[A-Za-zÀ-ÿ°][\w/²³]*)")
_AGE = re.compile(r"[- ](?P<unit>year|month|day|week)s?[- ]old\b")
_LOOSE = re.compile(rf"\b(?i:{_ABOUT}) ")
_PREFIXED = re.compile(r"(?:^|[\s(\"“'‘])(?P<word>(?:No|Nos|[A-Z][\w-]*))\.? $")
_NAME_BEFORE = re.compile(r"[^\W\d_a-z][\w'’-]*, $")
_NOUN_WORDS = 4
_NOUN_WORD = re.compile(r"[ \u00a0-]?(?P<word>[^\W\d_][\w'’.-]*\w|[^\W\d_])")
_OF = re.compile(
    r" (?:or (?:more|so) )?of (?:(?:the|its|their|his|her|our|those|these|all|them|our|whom|which)\b ?)*(?:(?:"
    + _DIGITS
    + rf"|{_ONE_WORD})\b ?)?",
    re.IGNORECASE,
)
_MORE = re.compile(r" (?:more|additional|further|extra|other|new|different|separate)\b(?! than)")

_STOPS = frozenset(
    """a about above across after against ago all along also although am among an and are around as at away back be
    because been before being below between both but by can could did do does down due during each either even ever
    every for from further had has have having he her here hers him his how if in inside into is it its itself just
    least less like may me might more most much must my near neither no nor not now of off on once one only onto or
    other our out outside over own per rather said same says she should since so some still such than that the their
    them then there these they this those though through to today together too toward towards under until up upon us
    very via was we were what when where whether which while who whom whose why will with within without would
    yesterday yet you your north south east west apart apiece behind earlier later altogether overall aboard alone
    annually daily weekly monthly yearly old high long wide deep tall vs versus worth began came went took rose fell
    got made left became remained including according compared""".split()
)
_IRREGULAR_PLURALS = frozenset(
    "people men women children police troops cattle sheep fish aircraft staff personnel livestock dead wounded "
    "injured feet teeth".split()
)
_SUBJECT = re.compile(
    r"(?:^|[,;:(“\"]\s?|\b(?:and|but|that|as|while|when|where|said|says)\s)(?:(?:the|The|a|A|an|An|its|Its|their|"
    r"Their|his|His|her|Her|this|This|that|"
    r"That)\s)?(?P<subject>(?:[^\W\d_][\w'’-]*\s){1,4}?)(?:of [^,;:.]{2,40}?\s)?(?:(?:has|have|had|now|currently|"
    r"already|officially|will|would|could|may|was|were|is|are|also|still|then)\s){0,3}(?P<verb>is|was|are|were|stood|"
    r"stands|stand|rose|rises|rise|risen|climbed|grew|grown|jumped|fell|fallen|falls|dropped|slipped|declined|"
    r"reached|reaches|hit|totalled|totaled|numbered|came|comes|cost|costs|amounted|amounts|put|estimated|set|fixed|"
    r"capped|increased|decreased|raised|cut|kept|held|measured|exceeded|topped|passed|remained|remains|expected|"
    r"forecast|valued|edged|gained|lost|swelled|shrank|averaged)(?:\s(?:to|at|by|for|from|of|out|up|down|in|almost|"
    r"now))*\s?$"
)
_MEASURE_OF = re.compile(
    r"\b(?!(?:total|some|out|because|instead|one|all|most|many|ahead|short|each|any|north|south|east|"
    r"west)\b)(?P<measure>[a-z]{3,}) of $"
)
_LABELS = frozenset(
    "page room chapter section article paragraph line grade level phase round stage size route number bus flight "
    "seed match "
    "game gate platform volume item step day week year month channel highway exit row block lot".split()
)
_TRAILING_PARTICIPLE = re.compile(
    r" (?:(?:were|was|are|is|have been|had been|has been|been) )?(?P<word>\w+(?:ed|en)|dead|hurt|missing|aboard)\b"
)


@dataclass(frozen=True, slots=True)
class _Bounds:
    lower: float | None
    upper: float | None
    lower_open: bool = False
    upper_open: bool = False
    approximate: bool = False


def _value(text: str) -> float | None:
    """The value of one number in digits, words or both; None for words that form no number."""
    text = text.strip().lower().replace("-", " ")
    digits = re.match(_DIGITS, text)
    if digits:
        value = float(digits.group().replace(",", ""))
        for scale in re.findall(r"[a-z]+", text[digits.end() :]):
            value *= _SCALES.get(scale) or _SCALES.get(scale.removesuffix("s")) or _SHORT_SCALES[scale]
        return value
    total = current = 0.0
    last = None
    for word in text.split():
        if word in _SCALES:
            scale = _SCALES[word]
            current = (current or 1.0) * scale
            if scale >= 1000 or word == "dozen":
                total, current = total + current, 0.0
        elif word == "half":
            current = 0.5
        elif word in _ONES or word in _TENS:
            value = float(_ONES.get(word, _TENS.get(word, 0)))
            if last in _ONES or (last in _TENS and value >= 10):
                return None
            current += value
        elif word not in {"a", "an", "and"}:
            return None
        last = word
    return total + current


def _bounds(bound: str, low: float, high: float, suffix: str, approximate: bool) -> _Bounds:  # noqa: PLR0911 -- by kind
    bound = bound.lower()
    if suffix.strip() in {"+", "or more"}:
        return _Bounds(low, None)
    if suffix.strip() in {"or less", "or fewer"}:
        return _Bounds(None, high)
    if re.fullmatch(_LOWER_OPEN, bound):
        return _Bounds(low, None, lower_open=True)
    if re.fullmatch(_LOWER, bound):
        return _Bounds(low, None)
    if re.fullmatch(_UPPER_OPEN, bound):
        return _Bounds(None, high, upper_open=True)
    if re.fullmatch(_UPPER, bound):
        return _Bounds(None, high)
    return _Bounds(low, high, approximate=approximate or bool(bound) or bool(suffix.strip()))


def find_quantities(text: str, offset: int = 0, times: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Read the quantities in one sentence, in order.

    ``offset`` is where the sentence starts in the article; ``times`` are stretches of it that speak of times and hold
    no quantity. Years, ordinals, scores and numbers that are part of a name are no quantities. The thing counted is
    the noun phrase right of the number; else the participle there ("12 were killed"); else the subject of the verb
    left of it ("inflation rose to 3.5%").
    """
    found: list[Quantity] = []
    busy = list(times)
    for pattern, read in ((_SHARE, _read_share), (_QUANTITY, _read_number), (_PLURAL, _read_plural)):
        position = 0
        while match := pattern.search(text, position):
            position = max(match.end("number") if pattern is _QUANTITY else match.end(), match.start() + 1)
            if any(match.start() < end and start < match.end() for start, end in busy):
                continue
            if (quantity := read(text, match, offset)) is not None:
                found.append(quantity)
                busy.append((quantity.start - offset, quantity.end - offset))
                position = max(position, busy[-1][1])
    return sorted(found, key=lambda quantity: quantity.start)


def _read_share(text: str, match: re.Match[str], offset: int) -> Quantity | None:
    """``two-thirds of …`` and ``nine in ten …``, as percent."""
    if match["fraction"]:
        numerator = _NUMERATORS[(match["count"] or "a").strip(" -").lower()]
        share = numerator * _FRACTIONS[match["fraction"].lower()]
    else:
        part, whole = _value(match["part"]), _value(match["whole"])
        if not part or not whole or part >= whole:
            return None
        share = part / whole
    percent = round(100 * share, 2)
    bounds = _bounds(match["bound"] or "", percent, percent, "", approximate=True)
    return _quantity(text, match.start(), match.end(), offset, bounds, "percent", _right_noun(text, match.end()))


def _read_plural(text: str, match: re.Match[str], offset: int) -> Quantity | None:
    bounds = _Bounds(_PLURAL_SCALES[match["plural"].lower()], None, approximate=True)
    return _quantity(text, match.start(), match.end(), offset, bounds, "", _right_noun(text, match.end()))


def _read_number(text: str, match: re.Match[str], offset: int) -> Quantity | None:
    bound, end = match["bound"] or "", match.end("number")
    low = _value(match["number"])
    if low is None:
        return None
    low = -low if match["sign"] else low
    high, suffix = low, ""
    second = _value(match["number2"]) if match["number2"] else None
    if second is not None and _is_range(match):
        scale = _scale_of(match["number2"])
        low *= scale if scale and not _scale_of(match["number"]) and low < second else 1.0
        if second <= low:
            return None
        high, end = second, match.end("number2")
    if match["plus"] and match.start("plus") == end:
        suffix, end = match["plus"], match.end("plus")
    unit, after = _unit(text, match, end)
    if not unit and second is not None and high == low:
        unit = _unit(text, match, match.end("number2"))[0]  # "two or three million euros", "3 and 4 percent"
    if after == end and text[end : end + 1] and (text[end].isalpha() or text[end] in "/@_"):
        return None
    counted, unit, after = _counted(text, match, unit, after)
    if not unit and _is_label(text, match, counted, bound):
        return None
    loose = _LOOSE.search(text, match.start(), match.start("number")) is not None
    start = match.start() if bound or match["range"] else _core_start(match)
    return _quantity(text, start, after, offset, _bounds(bound, low, high, suffix, loose), unit, counted)


def _is_range(match: re.Match[str]) -> bool:
    return match["to"].strip() not in {"and", "or"} or bool(match["range"])


def _counted(text: str, match: re.Match[str], unit: str, end: int) -> tuple[str | None, str, int]:
    """What a number counts, its unit, and where the expression ends; an age in years is counted as "age"."""
    if age := _AGE.match(text, match.end("number")):
        return "age", age["unit"], age.end()
    if not unit and _is_age(text, match):
        return "age", "year", end
    counted = _right_noun(text, end, measured=bool(unit)) or (None if unit else _participle(text, end))
    return counted or _left_noun(text, match.start()), unit, end


def _core_start(match: re.Match[str]) -> int:
    """Leave "the", "all", "just" before a number out of the quantity's text."""
    for group in ("symbol", "sign", "number"):
        if match[group]:
            return match.start(group)
    return match.start()


def _scale_of(number: str) -> float | None:
    """The scale that ends a number ("three million", "5m") and that a range's first number shares."""
    words = re.findall(r"[a-zA-Z]+", number)
    if not words or (len(words) == 1 and not number[0].isdigit()):
        return None
    return _SCALES.get(words[-1].lower().removesuffix("s")) or _SHORT_SCALES.get(words[-1].lower())


def _unit(text: str, match: re.Match[str], end: int) -> tuple[str, int]:  # noqa: C901, PLR0911, PLR0912 -- one return for each way to write a unit
    """The unit around a number that ends at ``end``, and where the whole expression ends."""
    if percent := _PERCENT.match(text, end):
        return ("percentage point" if "point" in percent.group().lower() else "percent"), percent.end()
    if symbol := (match["symbol"] or match["symbol2"]):
        bare = symbol.strip()
        return units.currency_symbols().get(bare, bare), end
    first = _WORD_AFTER.match(text, end)
    if first is None:
        return "", end
    word = first["word"]
    names = units.currency_names()
    second = _WORD_AFTER.match(text, first.end())
    if second is not None:
        third = _WORD_AFTER.match(text, second.end())
        if third is not None and (name := f"{word} {second['word']} {third['word']}".lower()) in names:
            return names[name], third.end()
        if (name := f"{word} {second['word']}".lower()) in names:
            return names[name], second.end()
        if word in {"square", "cubic"} and second["word"] in units.MEASURES:
            return f"{units.MEASURES[second['word']]}{'²' if word == 'square' else '³'}", second.end()
        if f"{word}-{second['word']}".lower() in units.MEASURES:
            return units.MEASURES[f"{word}-{second['word']}".lower()], second.end()
        if (
            word in units.MEASURES
            and second["word"] == "per"
            and third is not None
            and third["word"] in {"hour", "second"}
        ):
            return f"{units.MEASURES[word]}/{third['word'][0]}", third.end()
        if word in {"degrees", "degree"} and second["word"] in {"Celsius", "Fahrenheit", "C", "F"}:
            return f"°{second['word'][0]}", second.end()
        if word in {"miles", "mile"} and second["word"] == "an" and third is not None and third["word"] == "hour":
            return "mph", third.end()
    if word in units.currency_codes() or word.lower() in names:
        return (word if word in units.currency_codes() else names[word.lower()]), first.end()
    if word in units.MEASURES and not (word in {"m", "second"} and text[end] == "-"):
        return units.MEASURES[word], first.end()
    return "", end


def _right_noun(text: str, end: int, *, measured: bool = False) -> str | None:
    """The noun phrase right of a number.

    It runs to its first plural noun, or to the first word that can be no part of it. Beside a unit ("$150 million
    loan", "20% of voters") it has at most two words without "of", because a singular noun shows no end.
    """
    position, linked = end, False
    if more := _MORE.match(text, position):
        position = more.end()
    if of := _OF.match(text, position):
        position, linked = of.end(), True
    bare = measured and not linked
    hyphenated = text[position : position + 1] == "-"  # "a 47-seat chamber" counts seats
    words: list[str] = []
    while len(words) < (1 if hyphenated and not measured else _NOUN_WORDS) and (
        match := _NOUN_WORD.match(text, position)
    ):
        word = match["word"]
        lowered = word.lower()
        if lowered in _STOPS or (words and (_looks_verbal(lowered) or word[0].isupper())):
            break
        words.append(word)
        position = match.end()
        if _looks_plural(lowered):
            break
    if not words or (bare and len(words) > 2):
        return None
    doubtful = _looks_verbal(words[0].lower()) or words[0].endswith("ly")
    if doubtful and (bare or len(words) == 1):
        return None
    return " ".join(words).rstrip("'’.") or None


def _looks_plural(word: str) -> bool:
    return word in _IRREGULAR_PLURALS or (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s", "ous"))
    )


def _looks_verbal(word: str) -> bool:
    return word not in _IRREGULAR_PLURALS and (word.endswith("ed") or (word.endswith("ing") and len(word) > 5))


def _participle(text: str, end: int) -> str | None:
    match = _TRAILING_PARTICIPLE.match(text, end)
    return match["word"] if match else None


def _left_noun(text: str, start: int) -> str | None:
    """The measure left of a number: "a depth of 18 km", "the death toll rose to 12"."""
    if measure := _MEASURE_OF.search(text, max(0, start - 40), start):
        return measure["measure"]
    if (clause := _SUBJECT.search(text, max(0, start - 120), start)) is None:
        return None
    subject = clause["subject"].strip()
    words = subject.lower().split()
    return subject if words[0] not in _STOPS and words[-1] not in _STOPS else None


def _is_age(text: str, match: re.Match[str]) -> bool:
    """``aged 26`` and ``Mayu Torii, 26, …``."""
    number, end = match["number"], match.end("number")
    if not number.isdigit() or len(number) > 3:
        return False
    before = text[max(0, match.start("number") - 30) : match.start("number")]
    return before.endswith("aged ") or (
        _NAME_BEFORE.search(before) is not None and text[end : end + 1] in {",", ".", ""}
    )


def _is_label(text: str, match: re.Match[str], counted: str | None, bound: str) -> bool:  # noqa: PLR0911 -- each return names one kind of label
    """Numbers that name rather than count: years, "Unit 4", "No 10", a lone "one"."""
    number = match["number"].strip()
    if number.lower() == "one" and text[: match.start("number")].lower().endswith(
        ("no ", "any ", "this ", "that ", "every ", "each ")
    ):
        return True
    if number.lower() in {"one", "a half", "half a", "half an"}:
        return (
            counted is None
            or _looks_plural(counted.split()[-1].lower())
            or text[match.end() :].startswith((" of", " another", " day", " thing", " or"))
        )
    if number.isdigit() and len(number) == 4 and 1500 <= int(number) < 2100 and not bound:
        return True
    if not number[0].isdigit() or bound or match["number2"]:
        return False
    if number.isdigit() and len(number) > 1 and number[0] == "0":
        return True
    if text[: match.start("number")].rstrip().rpartition(" ")[2].lower() in _LABELS:
        return True
    before = _PREFIXED.search(text, max(0, match.start("number") - 30), match.start("number"))
    return (
        before is not None
        and before["word"].lower() not in _STOPS
        and counted != "age"
        and (counted is None or not _looks_plural(counted.split()[-1].lower()))
    )


def _quantity(
    text: str, start: int, end: int, offset: int, bounds: _Bounds, unit: str, counted: str | None
) -> Quantity:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Quantity(
        text=text[start:end],
        start=offset + start,
        end=offset + end,
        lower=bounds.lower,
        upper=bounds.upper,
        lower_open=bounds.lower_open,
        upper_open=bounds.upper_open,
        approximate=bounds.approximate,
        unit=unit,
        counted=counted or None,
    )
