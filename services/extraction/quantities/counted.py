"""What a number counts or measures, read from the words around it."""

from __future__ import annotations

import re

from services.extraction.quantities.numerals import NUMBER

__all__ = ["looks_plural", "measure_before", "noun_after", "noun_before", "participle_after", "subject_before"]

_NOUN_WORDS = 4
_NOUN_WORD = re.compile(r"[ \u00a0-]?(?P<word>[^\W\d_][\w'’.-]*\w|[^\W\d_])")
_OF = re.compile(
    r" (?:or (?:more|so) )?of (?:(?:the|its|their|his|her|our|my|those|these|all|them|whom|which)\b ?)*"
    rf"(?:(?:{NUMBER}) ?)?",
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
    got made left became remained including according compared offshore inland upstream downstream underground
    fewer higher lower clear short""".split()
)
_IRREGULAR_PLURALS = frozenset(
    "people men women children police troops cattle sheep fish aircraft staff personnel livestock dead wounded "
    "injured feet teeth".split()
)
_NOUNS_IN_ING = frozenset(
    "beginning bombing booking briefing building ceiling clearing crossing drawing dwelling evening filing finding "
    "hearing killing king landing listing meeting morning opening outing painting posting rating reading ring ruling "
    "screening sailing shilling shooting sibling sitting spring stabbing string swing warning wedding wing".split()
)
_VERBS = (
    "is|was|are|were|stood|stands|stand|rose|rises|rise|risen|climbed|grew|grown|jumped|fell|fallen|falls|dropped|"
    "slipped|declined|reached|reaches|hit|totalled|totaled|numbered|numbers|came|comes|cost|costs|amounted|amounts|put|"
    "estimated|set|fixed|capped|increased|decreased|raised|cut|kept|held|measured|measures|exceeded|exceeds|topped|"
    "surpassed|surpasses|passed|remained|remains|expected|forecast|valued|edged|gained|lost|swelled|shrank|averaged|"
    "went|ran|ranged|varied|traded|took|takes|lasted|lasts|weighs|weighed|covers|covered|bought|sold"
)
_CLAUSE = (
    r"(?:^|[,;:(“\"]\s?|\b(?:and|but|that|as|while|when|where|said|says)\s)"
    r"(?:(?:the|a|an|its|their|his|her|this|that)\s)?"
    r"(?P<subject>(?:[^\W\d_][\w'’-]*\s){1,4}?)(?:of [^,;:.]{2,40}?\s)?"
    r"(?:(?:has|have|had|now|currently|already|officially|will|would|could|may|was|were|is|are|also|still|then|been|be)\s)"
    r"{0,3}"
)
_SUBJECT = re.compile(_CLAUSE + "$", re.IGNORECASE)
_SUBJECT_OF_VERB = re.compile(
    rf"{_CLAUSE}(?:{_VERBS})(?:\s(?:to|at|by|for|from|of|out|up|down|in|almost|now))*\s?$", re.IGNORECASE
)
_PUT_AT = re.compile(
    r"\b(?:put|puts|putting|set|sets|setting|fixed|estimated|placed|raised|lowered|cut|revised) "
    r"(?:(?:the|its|their|his|her) )?(?P<object>(?:[^\W\d_][\w'’-]* ){1,3})(?:at|to) $",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:^|[.;\n] ?|[*•] ?)(?P<title>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,2}): $")
_MEASURE_OF = re.compile(
    r"\b(?!(?:total|some|out|because|instead|one|all|most|many|ahead|short|each|any|north|south|east|west|half|none|both)"
    r"\b)(?P<measure>[A-Za-z][a-z]{2,}) of (?:an? |the )?$|\b(?P<scale>magnitude) $"
)
_PARTICIPLE = re.compile(
    r" (?:(?:were|was|are|is|have been|had been|has been|been) )?(?P<word>\w+(?:ed|en)|dead|hurt|missing|aboard)\b"
)
_REACH = 120  # characters: how far left of a number its subject may begin


def noun_after(text: str, end: int, *, measured: bool = False) -> str | None:
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
        if looks_plural(lowered):
            break
    if not words or (bare and len(words) > 2):
        return None
    doubtful = _looks_verbal(words[0].lower()) or words[0].endswith("ly")
    if doubtful and (bare or len(words) == 1):
        return None
    return " ".join(words).rstrip("'’.") or None


def looks_plural(word: str) -> bool:
    return word in _IRREGULAR_PLURALS or (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s", "ous"))
    )


def _looks_verbal(word: str) -> bool:
    if word in _IRREGULAR_PLURALS or word in _NOUNS_IN_ING:
        return False
    return word.endswith("ed") or (word.endswith("ing") and len(word) > 5)


def participle_after(text: str, end: int) -> str | None:
    """What became of those counted: "12 were killed"."""
    match = _PARTICIPLE.match(text, end)
    return match["word"] if match else None


def measure_before(text: str, start: int) -> str | None:
    """The measure that a number is "of": "a depth of 18 km"."""
    match = _MEASURE_OF.search(text, max(0, start - 40), start)
    return match["measure"] or match["scale"] if match else None


def noun_before(text: str, start: int) -> str | None:
    """What a number left of a verb tells of: "the death toll rose to 12", "put the toll at 12", "deaths: 12"."""
    if title := _TITLE.search(text, max(0, start - 40), start):
        return title["title"]
    if (put := _PUT_AT.search(text, max(0, start - 60), start)) is not None:
        return _unless_stopped(put["object"])
    clause = _SUBJECT_OF_VERB.search(text, max(0, start - _REACH), start)
    return _unless_stopped(clause["subject"]) if clause else None


def subject_before(text: str, start: int) -> str | None:
    """The subject of a verb that begins at ``start``: "exports doubled"."""
    clause = _SUBJECT.search(text, max(0, start - _REACH), start)
    return _unless_stopped(clause["subject"]) if clause else None


def _unless_stopped(phrase: str) -> str | None:
    words = phrase.lower().split()
    return None if words[0] in _STOPS or words[-1] in _STOPS else phrase.strip()
