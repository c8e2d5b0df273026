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
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7, "dozen": 12.0}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12, "K": 1e3, "M": 1e6, "B": 1e9}
_PLURAL_SCALES = {
    "dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6, "billions": 2e9, "trillions": 2e12,
    "tens of thousands": 2e4, "hundreds of thousands": 2e5, "tens of millions": 2e7, "hundreds of millions": 2e8,
}  # fmt: skip
_FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d\d)+,\d{3}|\d+(?:\.\d+)?"
_ONE_WORD = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_WORDS = rf"(?:(?:{_ONE_WORD})(?:[ -](?:{_ONE_WORD}|{_SCALE})| and (?:{_ONE_WORD}))*|(?:an?|half an?|a half) (?:{_SCALE})(?: (?:{_SCALE}))?|half an? )"
_SHORT = r"(?:mln|mn|bn|bln|trn|tn|[kKmMbB])(?![\w])"
_NUMBER = rf"(?:(?:{_DIGITS})(?:[ -](?:{_SCALE})(?: (?:{_SCALE}))?s?\b|\s?{_SHORT})?|\b{_WORDS}\b)"
_FRACTION = r"(?:(?:an?|one|two|three|four) )?(?:-)?(?:" + "|".join(_FRACTIONS) + r")s?"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SYMBOL = rf"(?:{_alternatives(units.currency_symbols())}|(?:{'|'.join(sorted(units.currency_codes()))})[ \u00a0]?)"
_LOWER_OPEN = r"more than|over|above|exceeding|in excess of|upwards of|north of|greater than|at more than|well over"
_LOWER = r"at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum"
_UPPER_OPEN = r"less than|fewer than|under|below|well under"
_UPPER = r"up to|as many as|as much as|at most|no more than|not more than|a maximum of|maximum"
_ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|an estimated|estimated|nearly|almost|close to|just under|just over|nigh on|circa|~|"
    r"approaching|virtually|in the region of|perhaps|the best part of"
)
_EXACT = r"exactly|precisely|a total of|just|only|all|the"
_BOUND = rf"(?P<bound>{_LOWER_OPEN}|{_LOWER}|{_UPPER_OPEN}|{_UPPER}|{_ABOUT})"
_QUANTITY = re.compile(
    rf"(?<![\w@#/.,:-])(?:(?i:{_BOUND}) )?(?:(?i:an? (?:further |additional |extra |total |record )?|(?:{_ABOUT}|{_EXACT}) ))?"
    rf"(?P<range>[Bb]etween |[Ff]rom )?(?P<symbol>{_SYMBOL}\s?)?(?P<sign>(?:[-−](?=\d)|minus ))?(?P<number>(?i:{_NUMBER}))"
    rf"(?P<unit1>\s?%| per ?cent| pct)?"
    rf"(?:(?P<to>\s?[-–—]\s?| to | and | or )(?P<symbol2>{_SYMBOL}\s?)?(?P<number2>(?i:{_NUMBER})))?"
    rf"(?P<plus>\+| or (?:more|less|fewer|so)|-odd| or thereabouts)?"
)
_PLURAL = re.compile(rf"(?<![\w-])(?:(?i:{_BOUND}) )?(?P<plural>(?i:{_alternatives(_PLURAL_SCALES)}))(?= of\b| more\b|\b)")
_SHARE = re.compile(
    rf"(?<![\w-])(?:(?i:{_BOUND}) )?(?P<share>(?i:(?P<count>an? |one[ -]|two[ -]|three[ -]|four[ -])?(?P<fraction>{'|'.join(_FRACTIONS)})s?))"
    r"(?= of\b| (?:the|its|their|his|her|all)\b)"
)
_PERCENT = re.compile(r"\s?%(?: points?)?|[ -](?:per[ -]?cent|pct|percent)(?:age)?(?:[ -]points?)?\b|[ -]percentage[ -]points?\b", re.IGNORECASE)
_WORD_AFTER = re.compile(r"[ \u00a0-]?(?P<word>°?[A-Za-zÀ-ÿ°][\w/²³]*)")
_AGE = re.compile(r"-(?:year|month|day|week)-old\b")
_PREFIXED = re.compile(r"(?:^|[\s(\"“'‘])(?P<word>(?:No|Nos|[A-Z][\w-]*))\.? $")
_NOUN_WORD = re.compile(r" ?(?P<word>[^\W\d_][\w'’.-]*\w|[^\W\d_])")
_OF = re.compile(r" (?:or (?:more|so) )?of (?:(?:the|its|their|his|her|our|those|these|all|them|our|whom|which)\b ?)*(?:(?:" + _DIGITS + rf"|{_ONE_WORD})\b ?)?", re.IGNORECASE)
_MORE = re.compile(r" (?:more|additional|further|extra|other|new|different|separate)\b(?! than)")

_STOPS = frozenset(
    """a about above across after against ago all along also although am among an and are around as at away back be because been before being
    below between both but by can could did do does down due during each either even ever every for from further had has have having he
    her here hers him his how if in inside into is it its itself just least less like may me might more most much must my near neither
    no nor not now of off on once one only onto or other our out outside over own per rather said same says she should since so some still such
    than that the their them then there these they this those though through to today together too toward towards under until up upon us
    very via was we were what when where whether which while who whom whose why will with within without would yesterday yet you your
    apart apiece behind earlier later altogether overall aboard alone annually daily weekly monthly yearly old high long wide deep tall
    began came went took rose fell got made left became remained including according compared""".split()
)
_IRREGULAR_PLURALS = frozenset("people men women children police troops cattle sheep fish aircraft staff personnel livestock dead wounded injured feet teeth".split())
_SUBJECT = re.compile(
    r"(?:^|[,;:(“\"]\s?|\b(?:and|but|that|as|while|when|where|said|says)\s)(?:(?:the|The|a|A|an|An|its|Its|their|Their|his|His|her|Her|this|This|that|That)\s)?"
    r"(?P<subject>(?:[^\W\d_][\w'’-]*\s){1,4}?)(?:of [^,;:.]{2,40}?\s)?"
    r"(?:(?:has|have|had|now|currently|already|officially|will|would|could|may|was|were|is|are|also|still|then)\s){0,3}"
    r"(?P<verb>is|was|are|were|stood|stands|stand|rose|rises|rise|risen|climbed|grew|grown|jumped|fell|fallen|falls|dropped|slipped|declined|reached|"
    r"reaches|hit|totalled|totaled|numbered|came|comes|cost|costs|amounted|amounts|put|estimated|set|fixed|capped|increased|decreased|"
    r"raised|cut|kept|held|measured|exceeded|topped|passed|remained|remains|expected|forecast|valued|edged|gained|lost|swelled|shrank|averaged)"
    r"(?:\s(?:to|at|by|for|from|of|out|up|down|in|almost|now))*\s?$"
)
_TRAILING_PARTICIPLE = re.compile(r" (?:(?:were|was|are|is|have been|had been|has been|been) )?(?P<word>\w+(?:ed|en)|dead|hurt|missing|aboard)\b")
_TIME_UNITS = frozenset("second minute hour day week fortnight month year decade century".split())


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


def _bounds(bound: str, low: float, high: float, suffix: str, approximate: bool) -> _Bounds:
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

    ``offset`` is where the sentence starts in the article; ``times`` are stretches of it that speak of times and hold no quantity. Years,
    ordinals, scores and numbers that are part of a name are no quantities. The thing counted is the noun phrase right of the number; else
    the participle there ("12 were killed"); else, for a measured value, the subject of the verb left of it ("inflation rose to 3.5%").
    """
    found: list[Quantity] = []
    busy = list(times)
    for pattern, read in ((_SHARE, _read_share), (_QUANTITY, _read_number), (_PLURAL, _read_plural)):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in busy):
                continue
            quantity = read(text, match, offset)
            if quantity is not None:
                found.append(quantity)
                busy.append((quantity.start - offset, quantity.end - offset))
    return sorted(found, key=lambda quantity: quantity.start)


def _read_share(text: str, match: re.Match[str], offset: int) -> Quantity | None:
    count = (match["count"] or "a").strip(" -").lower()
    numerator = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}[count]
    percent = round(100 * numerator * _FRACTIONS[match["fraction"].lower()], 2)
    bounds = _bounds(match["bound"] or "", percent, percent, "", approximate=True)
    return _quantity(text, match.start(), match.end(), offset, bounds, "percent", _right_noun(text, match.end())[0])


def _read_plural(text: str, match: re.Match[str], offset: int) -> Quantity | None:
    counted, _ = _right_noun(text, match.end())
    return _quantity(text, match.start(), match.end(), offset, _Bounds(_PLURAL_SCALES[match["plural"].lower()], None, approximate=True), "", counted)


def _read_number(text: str, match: re.Match[str], offset: int) -> Quantity | None:
    start, end = match.start(), match.end()
    number, number2 = match["number"], match["number2"]
    low = _value(number)
    if low is None:
        return None
    low = -low if match["sign"] else low
    high = low
    suffix = match["plus"] or ""
    unit, after = _unit(text, match, end if number2 is None else match.end())
    joined_by_and = number2 is not None and match["to"] in {" and ", " or "} and not match["range"]
    if number2 is not None:
        second = _value(number2)
        if second is None or joined_by_and or _is_score(match, low, second):
            if second is not None and not joined_by_and:
                return None
            end = match.start("to")
            suffix = ""
            unit, after = _unit(text, match, end)
            if joined_by_and and not unit:
                unit = _unit(text, match, match.end())[0]
        else:
            scale = _scale_of(number2)
            if scale and not _scale_of(number) and low < second:
                low *= scale
            if second <= low:
                return None
            high = second
    if after == end and text[end : end + 1] and (text[end].isalpha() or text[end] in "/@_"):
        return None
    bound = match["bound"] or ""
    lead = text[start : match.start("number")]
    counted, noun_end = (None, after)
    if _AGE.match(text, end):
        unit, counted, after = "year" if text.startswith("-year", end) else unit, "age", _AGE.match(text, end).end()  # type: ignore[union-attr]
    elif unit in _TIME_UNITS and number2 is None and re.match(r"['’]?s? (?:ago|earlier|later)\b", text[after : after + 12]):
        return None
    else:
        counted, noun_end = _right_noun(text, after, measured=bool(unit))
    if counted is None and (unit or bound):
        counted = _left_subject(text, start)
    if counted is None and not unit:
        counted = _age_beside_name(text, match) or _participle(text, after) or _left_subject(text, start)
        if counted == "age":
            unit = "year"
    if not unit and _is_label(text, match, counted, bound):
        return None
    approximate = bool(re.search(rf"(?i:\b(?:{_ABOUT}) )", lead.removeprefix(bound)))
    if bound.lower() in {"some", "about", "around"}:
        approximate = True
    core = start if bound or match["range"] else _core_start(text, match)
    return _quantity(text, core, max(after, end), offset, _bounds(bound, low, high, suffix, approximate), unit, counted)


def _core_start(text: str, match: re.Match[str]) -> int:
    """Leave "the", "all", "just" before a number out of the quantity's text."""
    for group in ("symbol", "sign", "number"):
        if match[group]:
            return match.start(group)
    return match.start()


def _scale_of(number: str) -> float | None:
    words = re.findall(r"[a-zA-Z]+", number)
    if not words or not number[0].isdigit():
        return None
    last = words[-1].lower()
    return _SCALES.get(last.removesuffix("s")) or _SHORT_SCALES.get(last)


def _is_score(match: re.Match[str], low: float, high: float) -> bool:
    return "-" in match["to"].replace("–", "-").replace("—", "-") and low >= high


def _unit(text: str, match: re.Match[str], end: int) -> tuple[str, int]:
    """The unit around a number that ends at ``end``, and where the whole expression ends."""
    if percent := _PERCENT.match(text, end):
        return ("percentage point" if "point" in percent.group().lower() else "percent"), percent.end()
    if match["unit1"] and match["number2"] is None:
        return "percent", end
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
        if word in units.MEASURES and second["word"] == "per" and third is not None and third["word"] in {"hour", "second"}:
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


def _right_noun(text: str, end: int, *, measured: bool = False) -> tuple[str | None, int]:
    """The noun phrase right of a number, and where it ends.

    It runs to its first plural noun or to the first word that can be no part of it. Beside a unit ("$150 million loan", "20% of voters")
    it has at most two words, because a singular noun has no sign of its own.
    """
    position = end
    linked = False
    if of := _OF.match(text, position):
        position, linked = of.end() - (text[of.end() - 1] == " "), True
    elif more := _MORE.match(text, position):
        position = more.end()
        if of := _OF.match(text, position):
            position, linked = of.end() - (text[of.end() - 1] == " "), True
    if measured and not linked and text[position : position + 1] == "-":
        position += 1
    words: list[str] = []
    first = last = position
    while len(words) < 4 and (match := _NOUN_WORD.match(text, position)):
        word = match["word"]
        lowered = word.lower()
        if lowered in _STOPS or (words and _looks_verbal(lowered)) or (word[0].isupper() and words):
            break
        if not words:
            first = match.start("word")
        words.append(word)
        position = last = match.end()
        if _looks_plural(lowered):
            break
    if not words or (measured and not linked and (len(words) > 2 or text[last : last + 1] == "'")):
        return None, end
    if measured and not linked and (_looks_verbal(words[0].lower()) or words[0].endswith("ly")):
        return None, end
    if len(words) == 1 and not linked and (_looks_verbal(words[0].lower()) or words[0].lower().endswith("ly")):
        return None, end
    return re.sub(r"\s+", " ", text[first:last]).rstrip("'’."), last


def _looks_plural(word: str) -> bool:
    return word in _IRREGULAR_PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s", "ous")))


def _looks_verbal(word: str) -> bool:
    return word not in _IRREGULAR_PLURALS and (word.endswith("ed") or (word.endswith("ing") and len(word) > 5))


def _participle(text: str, end: int) -> str | None:
    match = _TRAILING_PARTICIPLE.match(text, end)
    return match["word"] if match else None


def _left_subject(text: str, start: int) -> str | None:
    match = _SUBJECT.search(text, max(0, start - 120), start)
    if match is None:
        return None
    subject = match["subject"].strip()
    return subject if subject.split()[0].lower() not in _STOPS and subject.split()[-1].lower() not in _STOPS else None


def _age_beside_name(text: str, match: re.Match[str]) -> str | None:
    before, after = text[max(0, match.start("number") - 30) : match.start("number")], text[match.end("number") : match.end("number") + 1]
    bare = match["number"].isdigit() and len(match["number"]) <= 3
    if bare and (re.search(r"\baged? $", before) or (re.search(r"[^\W\d_][\w.'’-]*[^\W\d_], $", before) and re.search(r"[A-Z][\w'’-]*, $", before) and after in {",", ".", ""})):
        return "age"
    return None


def _is_label(text: str, match: re.Match[str], counted: str | None, bound: str) -> bool:
    """Numbers that name rather than count: years, "Unit 4", "No 10", a lone "one"."""
    number = match["number"].strip()
    if number.lower() in {"one", "a half", "half a", "half an"}:
        return counted is None or _looks_plural(counted.split()[-1].lower()) or text[match.end() :].startswith((" of", " another", " day", " thing", " or"))
    if number.isdigit() and len(number) == 4 and 1500 <= int(number) < 2100 and not bound:
        return True
    if not number[0].isdigit() or bound or match["number2"]:
        return False
    if number.isdigit() and len(number) > 1 and number[0] == "0":
        return True
    before = _PREFIXED.search(text, max(0, match.start("number") - 30), match.start("number"))
    return before is not None and before["word"].lower() not in _STOPS and counted != "age" and (counted is None or not _looks_plural(counted.split()[-1].lower()))


def _quantity(text: str, start: int, end: int, offset: int, bounds: _Bounds, unit: str, counted: str | None) -> Quantity:
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
