"""One thing said in opposite words, or affirmed and negated, or put into two kinds that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import dropwhile, product, takewhile

from schemas.alerts import Kind
from schemas.claims import Argument, Claim
from services.ledger.comparing import timing
from services.ledger.comparing.differences import Difference, Reading
from services.ledger.comparing.frames import Frame, Word, is_function_word, words_of
from services.ledger.comparing.lexicon.meaning import alike, bases, opposed, parts_of_speech, siblings, telling
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import likeness_of, named_apart, predicate_likeness, tells_of_gathering
from services.ledger.comparing.places import apart
from services.ledger.comparing.wording import quoted, words

__all__ = [
    "antonyms",
    "denies_in_part",
    "focus_of",
    "is_negator",
    "kinds",
    "negator_in",
    "of_kind",
    "own_words",
    "polarity",
    "unlike",
]

_PLACING = frozenset(
    """
    north south east west northern southern eastern western inside outside above below upstream downstream
    """.split()
)
_BOTH_TRUE = tuple(
    frozenset(verbs.split())
    for verbs in (
        "begin start commence end finish conclude",  # the course of one thing
        "come arrive enter leave depart go exit",
        "buy purchase buyer sell seller borrow borrower lend lender give take receive",  # two sides of one deal
        "lie stand sit",  # said of a house and a town alike
    )
)
"""Opposites by the dictionary that are told of one thing together."""
_ELSEWHERE = 0.4
"""What opposite words count for that say something of different things, as far as one can see."""
_ONE_ACT = 0.8
_ALIKE = 0.8
_ONE_SUBJECT = 0.3
_NEGATORS = frozenset("no not never none nobody nothing neither nor without cannot".split())
_FURTHER = frozenset("further other another additional extra more new fresh else immediate".split())
"""What bounds a denial to those not told of, or not known, yet."""
_NEXT = 2
_FOCUS = 3
_UNTOLD = 0.2
"""What is left of a negation whose words the other claim lacks."""
_SOURCES = frozenset({"from", "off", "out of"})
_BELONGING = frozenset("join member belong part include exclude participate participant observer".split())


def antonyms(both: Overlay) -> Iterator[Difference]:
    """Words of which each claim has its own, and which are opposites; a negation on one side makes them agree."""
    if not (both.a.affirmed and both.b.affirmed):
        return
    for x, y in own_words(both):
        if opposed(x.text, y.text) and not (_go_together(x, y) or _two_ends(both, x, y)):
            strength = min(x.weight, y.weight, 1.0) * (1.0 if _same_place(both, x, y) else _ELSEWHERE)
            strength *= _ELSEWHERE if _of_others(both) else 1.0
            yield Difference("opposites.antonyms", _kind(x, y), *_readings(both, x.text, y.text), strength)


def own_words(both: Overlay) -> Iterator[tuple[Word, Word]]:
    """Each word that only the one claim has with each that only the other has, names aside."""
    return product((x for x in both.only_a if not x.name), (y for y in both.only_b if not y.name))


def _go_together(x: Word, y: Word) -> bool:
    one, other = bases(x.text), bases(y.text)
    return any(not verbs.isdisjoint(one) and not verbs.isdisjoint(other) for verbs in _BOTH_TRUE)


def _of_others(both: Overlay) -> bool:
    """Whether the claims are of others, each known by name: one was convicted, another acquitted."""
    a, b = both.a.claim, both.b.claim
    people = [{name for name in frame.names if name.startswith("person:")} for frame in (both.a, both.b)]
    if all(people) and set.isdisjoint(*people):
        return True
    return named_apart(a.subjects, b.subjects) or named_apart(a.objects, b.objects)


def _two_ends(both: Overlay, x: Word, y: Word) -> bool:
    """Whether one word is where a way starts and the other where it ends."""
    starts = [
        {part.preposition in _SOURCES for part in claim.complements if word.text in words_of(part)}
        for claim, word in ((both.a.claim, x), (both.b.claim, y))
    ]
    return all(starts) and starts[0].isdisjoint(starts[1])


def _same_place(both: Overlay, x: Word, y: Word) -> bool:
    """Whether both words are what happens to one thing, or stand beside a word that the claims share."""
    a, b = both.a.claim, both.b.claim
    if a.predicate in bases(x.text) and b.predicate in bases(y.text):
        return not (a.subjects and b.subjects) or likeness_of(a.subjects, b.subjects) >= _ONE_SUBJECT
    parts_a, parts_b = ((*claim.subjects, *claim.objects, *claim.complements) for claim in (a, b))
    return any(
        x.text in words_of(one) and y.text in words_of(other) and _one_part(one, other, x.text, y.text)
        for one in parts_a
        for other in parts_b
    )


def _one_part(one: Argument, other: Argument, x: str, y: str) -> bool:
    """Whether opposite words are said of one thing: of heads that are alike, or of the words that follow them."""
    words_one, words_other = words_of(one), words_of(other)
    if len(words_one) == len(words_other) == 1:
        return one.preposition == other.preposition
    after_one, after_other = words_one[words_one.index(x) + 1 :][:1], words_other[words_other.index(y) + 1 :][:1]
    if after_one and after_other and alike(after_one[0], after_other[0]) >= _ALIKE:
        return True
    return bool(one.head and other.head) and alike(one.head, other.head) >= _ALIKE


def _kind(x: Word, y: Word) -> Kind:
    if {x.text, y.text} & _PLACING:
        return Kind.LOCATION
    return Kind.OUTCOME if "v" in parts_of_speech(x.text) & parts_of_speech(y.text) else Kind.ANTONYM


def kinds(both: Overlay) -> Iterator[Difference]:
    """Words for different kinds of one thing: a wooden and a steel hull, the navy and the coast guard."""
    for x, y in own_words(both):
        if siblings(x.text, y.text) and not opposed(x.text, y.text):
            yield Difference(
                "opposites.other_kind", Kind.IDENTITY, *_readings(both, x.text, y.text), min(x.weight, y.weight, 1.0)
            )


def polarity(both: Overlay) -> Iterator[Difference]:
    """What one claim affirms and the other negates."""
    a, b = both.a, both.b
    if a.affirmed is b.affirmed:
        return
    if any(opposed(x.text, y.text) for x in both.only_a for y in both.only_b) or _others(a.claim, b.claim):
        return
    if timing.meeting(both) is False or apart(both):
        return  # what did not happen on Friday, or in Riga, may have happened on Sunday, or in Oslo
    affirmed, negated, covered = (a, b, both.content_b) if a.affirmed else (b, a, both.content_a)
    if denies_in_part(negated.claim, affirmed.claim):
        return
    if covered == 0.0 or (tells_of_gathering(negated.claim) and not tells_of_gathering(affirmed.claim)):
        return  # that none was held so far is denied by one that was, not by what was said there
    yield Difference(
        "opposites.affirmed_and_negated",
        _negation(both, negated),
        Reading(quoted(a.claim), _normalized(a)),
        Reading(quoted(b.claim), _normalized(b)),
        min(1.0, covered) * _told_of(both, focus_of(negated.claim)),
    )


def unlike(both: Overlay, kind: Kind | None) -> Difference:
    """What each of two claims of one thing says alone, where no comparer names a part that differs."""
    names_a, names_b = (tuple(word for word in only if word.name) for only in (both.only_a, both.only_b))
    kind = kind or (Kind.ACTOR if names_a and names_b else Kind.IDENTITY)
    a, b = (names_a, names_b) if names_a and names_b else (both.only_a, both.only_b)
    return Difference(
        "opposites.told_otherwise",
        kind,
        Reading(quoted(both.a.claim), " ".join(word.text for word in a)),
        Reading(quoted(both.b.claim), " ".join(word.text for word in b)),
        0.0,
    )


_OF_ANY_KIND = frozenset({"opposites.other_kind", "opposites.antonyms", "opposites.affirmed_and_negated"})


def of_kind(both: Overlay, found: Sequence[Difference], kind: Kind | None) -> Sequence[Difference]:
    """The differences, the first of the kind that a model names where opposite words alone do not tell of which."""
    known = tells_of_gathering(both.a.claim) and tells_of_gathering(both.b.claim)
    if kind is None or known or not found or found[0].rule not in _OF_ANY_KIND:
        return found
    return replace(found[0], kind=kind), *found[1:]


def _others(a: Claim, b: Claim) -> bool:
    """Whether the claims are of different subjects or objects: what one did not do another may have done."""
    subjects_a, subjects_b = ({one.entity_id for one in claim.subjects} for claim in (a, b))
    if subjects_a and subjects_b and None not in subjects_a | subjects_b and subjects_a.isdisjoint(subjects_b):
        return True
    one_act = predicate_likeness(a, b) >= _ONE_ACT and a.objects and b.objects
    return bool(one_act) and (likeness_of(a.objects, b.objects) == 0.0 or named_apart(a.objects, b.objects))


def denies_in_part(claim: Claim, other: Claim) -> bool:
    """Whether a claim only denies that there are others than those known: "no further", "nobody else"."""
    told, at = words(claim.quote), negator_in(claim.quote)
    if at is None:
        return False
    bounding = _FURTHER.intersection(told[at + 1 : at + 1 + _NEXT])
    return not bounding.issubset(words(other.quote))


def focus_of(claim: Claim) -> tuple[str, ...]:
    """The content words that a negation stands before, up to the next word that belongs to a closed class.

    "There was no German among the dead" denies a German, and of the dead nothing.
    """
    told, at = words(claim.quote), negator_in(claim.quote)
    if at is None:
        return ()
    after = dropwhile(is_function_word, told[at + 1 :])
    return tuple(takewhile(lambda word: not is_function_word(word), after))[:_FOCUS]


@lru_cache(maxsize=16_384)
def negator_in(text: str) -> int | None:
    """Which word of a text denies what follows it, the first of them; None where none does."""
    return next((place for place, word in enumerate(words(text)) if is_negator(word)), None)


def is_negator(word: str) -> bool:
    """Whether a word, in lower case, denies what follows it."""
    return word in _NEGATORS or word.endswith("n't")


def _told_of(both: Overlay, focus: Sequence[str]) -> float:
    """How much of some words of one claim the two share; all, of no words."""
    shared = {word.text: match.likeness for match in both.matches for word in (match.a, match.b)}
    total = sum(map(telling, focus))
    told = sum(telling(word) * shared.get(word, 0.0) for word in focus)
    return _UNTOLD + (1.0 - _UNTOLD) * told / total if total else 1.0


def _negation(both: Overlay, negated: Frame) -> Kind:
    """Denying that a thing was there ("there was no barrier") is another kind than denying what it did."""
    shared = {base for match in both.matches for word in (match.a, match.b) for base in bases(word.text)}
    if shared & _BELONGING:
        return Kind.MEMBERSHIP
    if tells_of_gathering(negated.claim):
        return Kind.EXISTENCE
    opening = words(negated.claim.quote)[:6]
    return Kind.EXISTENCE if {"no", "none"} & set(opening) else Kind.NEGATION


def _normalized(frame: Frame) -> str:
    return f"{'' if frame.affirmed else 'not: '}{' '.join(word.text for word in frame.words)}"


def _readings(both: Overlay, x: str, y: str) -> tuple[Reading, Reading]:
    return Reading(quoted(both.a.claim), x), Reading(quoted(both.b.claim), y)
