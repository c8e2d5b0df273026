"""Whether two claims say the same, however worded.

Parts that differ keep claims apart whatever they share: "four people were killed" and "five people died" are more alike
than many paraphrases. What is left is the same where one claim tells all that the other does, where both give a
figure that hardly two things of one story have, or where a model that reads both finds them the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from schemas.alerts import Relation
from schemas.claims import Claim, Quantity, SpeakerKind
from services.ledger.comparing import turned
from services.ledger.comparing.frames import Frame, Word
from services.ledger.comparing.lexicon.meaning import alike, opposed, parts_of_speech
from services.ledger.comparing.opinions import Opinion
from services.ledger.comparing.opposites import own_words
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.ownnames import names_alone
from services.ledger.comparing.participants import BE, likeness_of, named_apart, predicate_likeness
from services.ledger.comparing.statement import elapsed
from services.ledger.comparing.timing import meeting, told_apart
from services.ledger.comparing.turned import senses_differ
from services.ledger.comparing.units import scale_of
from services.ledger.comparing.wording import YARDSTICK, bounds, untimed, words, words_before

__all__ = ["Reading", "Sameness", "keeps_apart", "readable", "sameness"]

_WHOLE = 0.85
_ENOUGH = 1.5
_FIGURES = 0.5
_LIKE = 0.5
_ONE_TIME = timedelta(days=14)
_TOPICS = 2
_FEW = 12
_NEAR = 4
_LIGHT = frozenset({None, BE, "have", "make", "do", "get", "take", "give"})
"""Verbs that leave it to their nouns what happens."""
_EXACT = 1e-3
_READ = 0.55
"""Probability from which a model's opinion that two claims are the same counts."""
_OPEN = 0.25
"""How much surer it has to be where a claim leans on what its article leaves open."""
_AHEAD = 4.0
"""How much surer it has to be of two claims that are behind a likelier pair, and need not be of two that are ahead."""
_RATHER = 4
"""How much likelier than a contradiction it has to be."""
_SEEN = frozenset({"settlement", "verb"})
"""What keeps apart claims that only share words or a figure, but not two that a model has read."""
_UNCOUNTED = 0.7
_ONE_ACT = 0.8
_RANKS = frozenset({"ordinal", "score"})
_PER = {("a",), ("an",), ("per",)}
_EACH = frozenset({"each"})
_STRESS = frozenset({"only"})
_RIGHT_BEFORE = frozenset({"first", "second", "third", "last", "next"})
_OPPOSITE_WAYS = (
    frozenset({"for", "against"}),
    frozenset({"from", "to"}),
    frozenset({"into", "out of"}),
    frozenset({"before", "after"}),
    frozenset({"until", "since"}),
    frozenset({"with", "without"}),
    frozenset({"above", "below"}),
    frozenset({"over", "under"}),
    frozenset({"inside", "outside"}),
)


@dataclass(frozen=True, slots=True)
class Sameness:
    """That two claims tell one thing: by which rule, how surely, and which part keeps them apart all the same."""

    rule: str
    likelihood: float
    apart: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What models say of two claims: how probable each relation is, and how far the two are ahead of the next likest.

    Behind another pair of one of the two claims, it is less than zero.
    """

    opinion: Opinion
    ahead: float


def sameness(both: Overlay, reading: Reading | None = None) -> Sameness | None:
    """Whether two claims tell one thing, or None where they tell too little in common.

    Args:
        both: The claims.
        reading: What models say that were asked.
    """
    found = [Sameness(*ground, next(keeps_apart(both), None)) for ground in _grounds(both)]
    if reading is not None and readable(both) and _reads_as_one(both, reading):
        found.append(Sameness("same.reading", reading.opinion.of(Relation.SAME), None))
    return max(found, key=lambda one: (one.apart is None, one.likelihood), default=None)


def readable(both: Overlay) -> bool:
    """Whether no part keeps two claims apart, so that a model may say whether their wordings are one in meaning."""
    one_sort = _says_who(both.a.claim) is _says_who(both.b.claim)
    return one_sort and _in_time(both) and _SEEN.issuperset(keeps_apart(both)) and not _figure_each(both)


def _says_who(claim: Claim) -> bool:
    """Whether it says who somebody is ("the former director is Shirley Koh"), and not what happened to whom."""
    return claim.predicate == BE and any(one.entity_id for one in claim.objects)


def _reads_as_one(both: Overlay, reading: Reading) -> bool:
    same, contradicts = (reading.opinion.of(one) for one in (Relation.SAME, Relation.CONTRADICTS))
    least = _READ + _OPEN * _settlement(both)
    return same >= max(_READ, _RATHER * contradicts) and same + _AHEAD * reading.ahead >= least


def _one_story(both: Overlay) -> bool:
    """Whether both speak of one time and name something in common, themselves or in their articles."""
    shared = not both.a.names.isdisjoint(both.b.names) or len(both.a.topic & both.b.topic) >= _TOPICS
    return shared and _in_time(both)


def _in_time(both: Overlay) -> bool:
    gap = elapsed(both.a.statement, both.b.statement)
    return gap is None or gap <= _ONE_TIME or meeting(both) is True


def _grounds(both: Overlay) -> Iterator[tuple[str, float]]:
    if not _one_story(both):
        return
    a, b = both.a.claim, both.b.claim
    if _is_told(both.a, both.b) and _is_told(both.b, both.a):
        covered = max(_covered(both, both.a, both.only_a), _covered(both, both.b, both.only_b))
        if covered >= _WHOLE and not (_each_says_more(both) or senses_differ(a, b)):
            yield "same.wording", covered
    figures = sum(sorted((_telling(x) * _one_thing(x, y) for x, y in _shared_figures(a, b)), reverse=True)[:2])
    if figures >= _FIGURES:
        yield "same.figures", min(figures, 1.0)


def _each_says_more(both: Overlay) -> bool:
    """Whether both have words of their own, names aside: the "children's" room and the "newspaper" room."""
    return all(any(not word.name for word in only) for only in (both.only_a, both.only_b))


def _done_by_another(a: Claim, b: Claim) -> bool:
    """Whether one does what another is said to do, both known by name, or one does it to something else."""
    if BE in {a.predicate, b.predicate} or predicate_likeness(a, b) < _ONE_ACT:
        return False
    to_another = likeness_of(a.subjects, b.subjects) >= _LIKE and a.objects and b.objects
    return named_apart(a.subjects, b.subjects) or bool(to_another and not likeness_of(a.objects, b.objects))


def _covered(both: Overlay, frame: Frame, only: Sequence[Word]) -> float:
    """How much of what a claim says the other says too, if it says enough; none where a name or figure is its own."""
    claim, other = (both.a.claim, both.b.claim) if frame is both.a else (both.b.claim, both.a.claim)
    names_a, names_b = names_alone(both, _is_any)
    shared = sum(match.weight for match in both.matches)
    content = sum(match.weight for match in both.matches if not match.a.name)
    if (names_a if frame is both.a else names_b) or _unshared(claim, other) or (claim.times and not other.times):
        return 0.0
    if shared < _ENOUGH or not content:
        return 0.0
    return content / (content + sum(word.weight for word in only if not word.name))


def keeps_apart(both: Overlay) -> Iterator[str]:
    """The parts in which two claims differ, so that they are two whatever else they share."""
    return (part for part, differs in _DIFFERS.items() if differs(both))


def _settlement(both: Overlay) -> bool:
    return not (both.a.claim.settled and both.b.claim.settled)


def _polarity(both: Overlay) -> bool:
    """Whether one denies what the other says; "will not leave" denies nothing of "will stay"."""
    return both.a.affirmed is not both.b.affirmed and not _says_opposites(both)


def _modality(both: Overlay) -> bool:
    return both.a.claim.modality is not both.b.claim.modality


def _is_any(_: str) -> bool:
    return True


def _is_no_word(name: str) -> bool:
    """Whether no dictionary has it, so that it can only be a name."""
    return not parts_of_speech(name)


def _speaker(both: Overlay) -> bool:
    x, y = both.a.claim.speaker, both.b.claim.speaker
    if x.distanced or y.distanced or x.kind is not y.kind:
        return True
    if x.kind is SpeakerKind.OUTLET or (x.entity_id and x.entity_id == y.entity_id):
        return False
    if x.entity_id and y.entity_id:
        return True
    return words(x.name or "")[-1:] != words(y.name or "")[-1:]


def _number(both: Overlay) -> bool:
    """Whether a claim gives a figure for what the other counts, and the other does not.

    One that says not what it counts is none for what both count: "33 died out of 54", "33 died".
    """
    a, b = both.a.claim.quantities, both.b.claim.quantities
    return any(
        scale_of(x.unit).dimension == scale_of(y.unit).dimension and _one_thing(x, y) >= _LIKE
        for some, others in ((a, b), (b, a))
        for x in some
        if not any(_one_value(x, y) for y in others)
        for y in others
        if x.unit or x.counted or not any(_one_value(y, z) for z in some)
    )


def _scope(both: Overlay) -> bool:
    """Whether one figure is told per something, in total, as the first, and the other is not."""
    a, b = both.a.claim, both.b.claim
    return any(_bounds(a, x) != _bounds(b, y) for x, y in _shared_figures(a, b))


def _date(both: Overlay) -> bool:
    return told_apart(both)


def _name(both: Overlay) -> bool:
    """Whether each has a name of its own; "airport" does not make one name of two airports'."""
    return any(all(names_alone(both, is_name)) for is_name in (_is_any, _is_no_word))


def _opposite(both: Overlay) -> bool:
    return both.a.affirmed is both.b.affirmed and _says_opposites(both)


def _says_opposites(both: Overlay) -> bool:
    return any(opposed(x.text, y.text) for x, y in own_words(both))


def _role(both: Overlay) -> bool:
    """Whether each does to the other what the other did, or one says "for" of what the other says "against" of."""
    a, b = both.a.claim, both.b.claim
    crossed = min(likeness_of(a.subjects, b.objects), likeness_of(a.objects, b.subjects))
    straight = max(likeness_of(a.subjects, b.subjects), likeness_of(a.objects, b.objects))
    exchanged = BE not in {a.predicate, b.predicate} and crossed >= _LIKE > straight
    return (
        exchanged
        or _done_by_another(a, b)
        or any(
            {x.preposition, y.preposition} in _OPPOSITE_WAYS and likeness_of((x,), (y,)) >= _LIKE
            for x in a.complements
            for y in b.complements
        )
    )


def _verb(both: Overlay) -> bool:
    """Whether one does another thing with the same: "sent 3,200 troops" and "lost 3,200 troops"."""
    a, b = both.a.claim, both.b.claim
    if {a.predicate, b.predicate} & _LIGHT or _is_told(both.a, both.b) or _is_told(both.b, both.a):
        return False
    alone = all(len(claim.subjects) + len(claim.objects) == 1 for claim in (a, b))
    return alone or min(likeness_of(a.subjects, b.subjects), likeness_of(a.objects, b.objects)) >= _LIKE


def _figure_each(both: Overlay) -> bool:
    """Whether each claim gives a figure of one sort that the other does not, whatever the two are said to count."""
    a, b = both.a.claim, both.b.claim
    alone_a, alone_b = (
        {scale_of(x.unit).dimension for x in own.quantities if not any(_one_value(x, y) for y in other.quantities)}
        for own, other in ((a, b), (b, a))
    )
    return not alone_a.isdisjoint(alone_b)


def _turned(both: Overlay) -> bool:
    """Whether one tells before what the other tells after, or the two are one wording with its parts exchanged."""
    return any(turned.differences(both))


_DIFFERS: Mapping[str, Callable[[Overlay], bool]] = {
    "settlement": _settlement,
    "polarity": _polarity,
    "modality": _modality,
    "speaker": _speaker,
    "number": _number,
    "scope": _scope,
    "date": _date,
    "name": _name,
    "word": _opposite,
    "role": _role,
    "verb": _verb,
    "order": _turned,
}


def _shared_figures(a: Claim, b: Claim) -> list[tuple[Quantity, Quantity]]:
    """Figures that both claims give of one sort of thing; yardsticks and ranks are not what a claim is about."""
    return [(x, y) for x in _own(a) for y in _own(b) if _equal(x, y)]


def _bounds(claim: Claim, quantity: Quantity) -> frozenset[str]:
    """What bounds a figure: per something, in total, the rest of it. What another figure says bounds that one.

    An ordinal stands right before it, "only" stresses it, and those whom it counts may each do something.
    """
    text = untimed(claim)
    for other in claim.quantities:
        start, end = other.start - claim.start, other.end - claim.start
        if other != quantity and 0 <= start < end:
            text = text[:start] + "|" * (end - start) + text[end:]
    start, end = quantity.start - claim.start, quantity.end - claim.start
    before, after = (
        words(text[: max(0, start)].rpartition("|")[2])[-_NEAR:],
        words(text[max(0, end) :].partition("|")[0]),
    )
    shared_out = after[:1] in _PER and len(after) > 1
    behind = bounds(after[:_NEAR]) | (_EACH if shared_out and not bounds(after[:2]) else frozenset())
    return (
        (bounds(before) - _RIGHT_BEFORE - _STRESS)
        | (bounds(before[-3:]) & _RIGHT_BEFORE)
        | (behind - _RIGHT_BEFORE - _STRESS - (frozenset() if quantity.unit else _EACH))
    )


def _own(claim: Claim) -> list[Quantity]:
    return [
        quantity
        for quantity in claim.quantities
        if quantity.unit not in _RANKS and not YARDSTICK.intersection(words_before(claim, quantity)[-2:])
    ]


def _unshared(a: Claim, b: Claim) -> int:
    return sum(not any(_equal(x, y) for y in b.quantities) for x in a.quantities)


def _equal(x: Quantity, y: Quantity) -> bool:
    """Whether both allow the same values, in whatever unit."""
    return x.approximate is y.approximate and _one_value(x, y)


def _one_value(x: Quantity, y: Quantity) -> bool:
    """Whether both name the same values, be it that one says "about"."""
    if scale_of(x.unit).dimension != scale_of(y.unit).dimension:
        return False
    if (x.lower_open, x.upper_open) != (y.lower_open, y.upper_open):
        return False
    return all(math.isclose(one, other, rel_tol=_EXACT) for one, other in zip(_edges(x), _edges(y), strict=True))


def _edges(quantity: Quantity) -> tuple[float, float]:
    scale = scale_of(quantity.unit)
    lower = -math.inf if quantity.lower is None else scale.origin + quantity.lower * scale.factor
    upper = math.inf if quantity.upper is None else scale.origin + quantity.upper * scale.factor
    return lower, upper


def _telling(quantity: Quantity) -> float:
    """A few of something may be anything; 640 million dollars are hardly two things in one story."""
    value = next((edge for edge in (quantity.lower, quantity.upper) if edge is not None), 0.0)
    digits = len(f"{abs(value):.6e}".partition("e")[0].replace(".", "").rstrip("0"))
    return min(1.0, (digits - 1 + bool(quantity.unit) + (abs(value) > _FEW)) / 4)


def _one_thing(x: Quantity, y: Quantity) -> float:
    """How surely both count or measure one sort of thing."""
    counted_x, counted_y = words(x.counted or ""), words(y.counted or "")
    if not counted_x or not counted_y:
        return _UNCOUNTED
    return max(alike(one, other) for one in counted_x for other in counted_y)


def _is_told(frame: Frame, other: Frame) -> bool:
    """Whether the other claim tells in some word what happens in this one."""
    there = (*(word.text for word in other.words), *_core(other.claim))
    return any(alike(word, one) >= _LIKE for word in _core(frame.claim) for one in there)


def _core(claim: Claim) -> tuple[str, ...]:
    """The verb, or what is said to be."""
    if claim.predicate and claim.predicate != "be":
        return (claim.predicate.partition(" ")[0],)
    return tuple(one.head for one in claim.objects if one.head)
