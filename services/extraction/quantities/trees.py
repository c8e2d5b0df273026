"""What a quantity counts, read off the parse of its sentence.

Labels are those of Universal Dependencies 2 (https://universaldependencies.org/u/dep/).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile

from schemas.claims import Quantity
from services.extraction.quantities.numerals import numerals
from services.extraction.quantities.units import DURATIONS
from services.extraction.syntax import Word

__all__ = ["count_by_tree"]

# Verbs that say of a measure how much it is: "the toll rose to 12".
_MEASURING = frozenset(
    "be rise climb grow jump fall drop slip decline reach hit total number come cost amount stand increase decrease "
    "exceed top surpass remain average swell shrink edge go run range vary trade measure last weigh widen narrow "
    "slide soar surge plunge tumble dip".split()
)
# Verbs by which someone says it of a measure: "she put the toll at 12".
_PUTTING = frozenset("put set estimate fix place raise lower cut revise keep hold cap leave push bring take".split())
_MERE = frozenset({"number", "total", "count", "tally", "amount", "sum", "share", "proportion", "percentage"})
_SETTLED = frozenset({"score", "times", "age", "votes"})  # units and things counted that the text tells best
_TO_A_LEVEL = frozenset({"to", "at", "by", "from", "above", "below", "over"})
_NOUNS = frozenset({"NOUN", "PROPN", "ADJ"})
_NO_THINGS = frozenset({"one", "short", "more", "less", "few"})
_STOPS = frozenset({",", ";", ":", "."})
_NO_PART_OF_THE_NAME = frozenset("more further other additional extra another new".split())
_MODIFIERS = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat"})
_SUBJECTS = ("nsubj", "nsubj:pass")


def count_by_tree(quantities: Sequence[Quantity], words: Sequence[Word]) -> list[Quantity]:
    """Tell from the words of their sentence what quantities count, and by which noun.

    What the tree leaves open stays as the text alone told it. A "one" that stands for a thing ("the last one") goes.
    """
    found = []
    for quantity in (_without_over(quantity, words) for quantity in quantities):
        top = _top(quantity, words)
        if top is None or quantity.unit in _SETTLED or quantity.counted in _SETTLED:
            found.append(quantity)
            continue
        if quantity.text.lower() == "one" and (top.pos == "PRON" or (top.pos == "NOUN" and not top.every("nmod"))):
            continue
        noun = _counted(quantity, top)
        if noun is None or any(word.text in _STOPS for word in words if quantity.end <= word.start < noun.start):
            counted, head = quantity.counted, _head_of(quantity, words)
        else:
            counted, head = _phrase(noun, quantity, words), noun.lemma
        found.append(quantity.model_copy(update={"counted": counted, "counted_head": head}))
    return found


def _without_over(quantity: Quantity, words: Sequence[Word]) -> Quantity:
    """The mere number where "over" is no "more than": "charged over two deaths", "built over three years"."""
    if not quantity.text.lower().startswith("over "):
        return quantity
    over = next((word for word in words if word.start == quantity.start), None)
    if over is None or over.dep != "case" or over.head.pos not in _NOUNS:
        return quantity
    rest = quantity.text[len("over") :].lstrip()
    numbers = list(numerals(rest))
    lasts = quantity.unit in DURATIONS and over.head.dep == "obl"
    if len(numbers) != 1 or not (lasts or not quantity.unit):
        return quantity
    start = quantity.end - len(rest)
    return quantity.model_copy(
        update={"text": rest, "start": start, "upper": numbers[0].high, "lower_open": False},
    )


def _top(quantity: Quantity, words: Sequence[Word]) -> Word | None:
    """The word of the quantity that hangs on one outside it; a figure or unit before "more" and "least"."""
    inside = [word for word in words if quantity.start < word.end and word.start < quantity.end]
    tops = [word for word in inside if word.head is word or word.head not in inside]
    telling = [word for word in tops if word.pos in {"NUM", "NOUN", "SYM", "PROPN", "DET", "ADJ", "PRON"}]
    return next(reversed(telling or tops), None)


def _counted(quantity: Quantity, top: Word) -> Word | None:
    part = next((child for child in top.every("nmod") if child.preposition == "of"), None)
    if part is not None and quantity.text.lower().startswith("within"):
        return None  # "within a mile of the coast"
    if part is not None:
        return part if part.pos in _NOUNS else None  # "three of them"
    if top.dep in {"nummod", "det", "amod", "compound", "nmod", "nmod:unmarked", "nmod:desc"} and not top.preposition:
        head = top.head
        in_order = head.i > top.i or head.preposition == "of"  # "of 300 boats 212 sank"
        apart = any(child.dep == "case" and child.i > top.i for child in head.children)  # "80 km down the road"
        return head if head.pos in _NOUNS and head.lemma not in _NO_THINGS and in_order and not apart else None
    measure = None if quantity.unit == "ordinal" else _measure(top)
    if measure is None or measure.i > top.i:
        return None
    return measure if measure.pos in _NOUNS or measure.tag == "VBN" else None  # "the number of injured"


def _measure(top: Word) -> Word | None:
    """The measure whose verb gives the number: subject of "rose to", object of "put at", subject of a copula."""
    while top.dep == "nmod" and top.head.pos == "NUM":  # "rose from 12 to 15"
        top = top.head
    verb = top if top.find("cop") else top.head
    if verb is top:
        return _specific(top.find(*_SUBJECTS))
    if verb.pos in {"VERB", "AUX"} and (
        top.dep in {"obj", "xcomp"} or (top.dep == "obl" and top.preposition.split(" ")[-1] in _TO_A_LEVEL)
    ):
        if verb.lemma in _PUTTING and top.preposition in {"at", "to"}:
            return _specific(verb.find("obj", "nsubj:pass"))
        return _specific(verb.find(*_SUBJECTS)) if verb.lemma in _MEASURING else None
    if verb.pos in {"VERB", "AUX"} and top.dep in _SUBJECTS:
        return next((obl for obl in verb.every("obl") if obl.preposition == "of" and obl.i < top.i), None)
    return None


def _specific(noun: Word | None) -> Word | None:
    """``the dead`` of "the number of the dead"."""
    if noun is None or noun.lemma not in _MERE:
        return noun
    return next((child for child in noun.every("nmod") if child.preposition == "of"), noun)


def _phrase(noun: Word, quantity: Quantity, words: Sequence[Word]) -> str:
    """The noun with what stands before it, from the number on, without determiners and numbers."""
    named = [noun]
    for word in reversed([word for word in words if word.i < noun.i]):
        inside = quantity.start < word.end and word.start < quantity.end
        glued = word.end == named[0].start and word.dep != "case"  # "second-stage engine"
        modifies = word.dep in _MODIFIERS and word.pos != "PRON" and (word.head in named or word.head.head in named)
        if inside or word.lower in _NO_PART_OF_THE_NAME or not (modifies or glued or _grades(word, named)):
            break
        named.insert(0, word)
    return _joined(dropwhile(lambda word: word.pos == "PUNCT", named))


def _grades(word: Word, named: Sequence[Word]) -> bool:
    """``badly`` of "badly hurt survivors"."""
    return word.dep == "advmod" and word.head in named and word.head.dep == "amod"


def _joined(words: Iterable[Word]) -> str:
    text, end = "", None
    for word in words:
        text += word.text if end in (None, word.start) else f" {word.text}"
        end = word.end
    return text


def _head_of(quantity: Quantity, words: Sequence[Word]) -> str | None:
    """The lemma of the noun that the text alone found: its last word, at its nearest to the quantity."""
    if not quantity.counted:
        return None
    last = quantity.counted.split()[-1]
    named = [word for word in words if word.text == last]
    return min(named, key=lambda word: abs(word.start - quantity.end)).lemma if named else None
