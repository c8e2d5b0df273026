"""Whether two claims say the same, however worded.

Parts that differ keep claims apart whatever they share: "four people were killed" and "five people died" are more alike
than many paraphrases. What is left is the same where one claim tells all that the other does, or where both give a figure
that hardly two things of one story have.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.claims import Claim, Quantity, Speaker, SpeakerKind
from services.ledger.comparing.frames import Frame, Word
from services.ledger.comparing.lexicon.meaning import alike, opposed
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import likeness_of
from services.ledger.comparing.timing import meeting
from services.ledger.comparing.units import scale_of
from services.ledger.comparing.wording import YARDSTICK, bounds, words, words_after, words_before

__all__ = ["Sameness", "keeps_apart", "sameness"]

_WHOLE = 0.85
_ENOUGH = 1.5
_FIGURES = 0.5
_LIKE = 0.5
_FEW = 12
_NEAR = 4
_EXACT = 1e-3
_UNCOUNTED = 0.7
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
    """That two claims tell one thing: by which rule, how surely, and what keeps them apart all the same, if anything."""

    rule: str
    likelihood: float
    apart: str | None


def sameness(both: Overlay) -> Sameness | None:
    """Whether two claims tell one thing, or None where they tell too little in common."""
    rule, likelihood = max(_grounds(both), key=lambda ground: ground[1], default=("", 0.0))
    return Sameness(rule, likelihood, next(keeps_apart(both), None)) if rule else None


def _grounds(both: Overlay) -> Iterator[tuple[str, float]]:
    a, b = both.a.claim, both.b.claim
    if _is_told(both.a, both.b) and _is_told(both.b, both.a):
        covered = max(_covered(both, both.a, both.only_a), _covered(both, both.b, both.only_b))
        if covered >= _WHOLE:
            yield "same.wording", covered
    figures = sum(sorted((_telling(x) * _one_thing(x, y) for x, y in _shared_figures(a, b)), reverse=True)[:2])
    if figures >= _FIGURES:
        yield "same.figures", min(figures, 1.0)


def _covered(both: Overlay, frame: Frame, only: Sequence[Word]) -> float:
    """How much of what a claim says the other says too, if it says enough; none where a name or figure is its own."""
    claim, other = (both.a.claim, both.b.claim) if frame is both.a else (both.b.claim, both.a.claim)
    shared = sum(match.weight for match in both.matches)
    content = sum(match.weight for match in both.matches if not match.a.name)
    if _other_names(both, frame, only) or _unshared(claim, other) or (claim.times and not other.times):
        return 0.0
    if shared < _ENOUGH or not content:
        return 0.0
    return content / (content + sum(word.weight for word in only if not word.name))


def keeps_apart(both: Overlay) -> Iterator[str]:
    """The parts in which two claims differ, so that they are two whatever else they share."""
    a, b = both.a.claim, both.b.claim
    if not (a.settled and b.settled):
        yield "unsettled"
    if both.a.affirmed is not both.b.affirmed:
        yield "polarity"
    if a.modality is not b.modality:
        yield "modality"
    if not _one_speaker(a.speaker, b.speaker):
        yield "speaker"
    if _other_figure(a, b) or _other_figure(b, a):
        yield "number"
    if any(_scope(a, x) != _scope(b, y) for x, y in _shared_figures(a, b)):
        yield "scope"
    if meeting(both) is False:
        yield "date"
    if _other_names(both, both.a, both.only_a) and _other_names(both, both.b, both.only_b):
        yield "name"
    if any(opposed(x.text, y.text) for x in both.only_a for y in both.only_b if not (x.name or y.name)):
        yield "opposites"
    if _exchanged(a, b) or _other_way(a, b):
        yield "roles"


def _shared_figures(a: Claim, b: Claim) -> list[tuple[Quantity, Quantity]]:
    """Figures that both claims give of one sort of thing; yardsticks and ranks are not what a claim is about."""
    return [
        (x, y)
        for x in _own(a)
        for y in _own(b)
        if _equal(x, y)
    ]


def _scope(claim: Claim, quantity: Quantity) -> frozenset[str]:
    """What bounds a figure: per, total, first, another, suspected and their like."""
    return bounds((*words_before(claim, quantity)[-_NEAR:], *words_after(claim, quantity)[:_NEAR]))


def _own(claim: Claim) -> list[Quantity]:
    return [
        quantity
        for quantity in claim.quantities
        if quantity.unit != "ordinal" and not YARDSTICK.intersection(words_before(claim, quantity)[-2:])
    ]


def _unshared(a: Claim, b: Claim) -> int:
    return sum(not any(_equal(x, y) for y in b.quantities) for x in a.quantities)


def _other_figure(a: Claim, b: Claim) -> bool:
    """Whether a claim gives a figure for what the other counts, and the other does not."""
    return any(
        scale_of(x.unit).dimension == scale_of(y.unit).dimension and _one_thing(x, y) >= _LIKE
        for x in a.quantities
        if not any(_equal(x, y) for y in b.quantities)
        for y in b.quantities
    )


def _equal(x: Quantity, y: Quantity) -> bool:
    """Whether both allow the same values, in whatever unit."""
    if scale_of(x.unit).dimension != scale_of(y.unit).dimension:
        return False
    if (x.approximate, x.lower_open, x.upper_open) != (y.approximate, y.lower_open, y.upper_open):
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


def _other_names(both: Overlay, frame: Frame, only: Sequence[Word]) -> set[str]:
    """Names that one claim alone has; a fuller name of one that both have is none."""
    shared = {word.text for match in both.matches for word in (match.a, match.b) if word.name}
    known = {
        word
        for entity in frame.claim.entity_ids
        if not shared.isdisjoint(parts := entity.rpartition(":")[2].split())
        for word in parts
    }
    return {word.text for word in only if word.name} - known


def _one_speaker(x: Speaker, y: Speaker) -> bool:
    if x.distanced or y.distanced or x.kind is not y.kind:
        return False
    if x.kind is SpeakerKind.OUTLET or (x.entity_id and x.entity_id == y.entity_id):
        return True
    return words(x.name or "")[-1:] == words(y.name or "")[-1:]


def _exchanged(a: Claim, b: Claim) -> bool:
    """Whether each does to the other what the other did: "the carrier rammed the freighter"."""
    crossed = min(likeness_of(a.subjects, b.objects), likeness_of(a.objects, b.subjects))
    straight = max(likeness_of(a.subjects, b.subjects), likeness_of(a.objects, b.objects))
    return "be" not in {a.predicate, b.predicate} and crossed >= _LIKE > straight


def _other_way(a: Claim, b: Claim) -> bool:
    """Whether one says "for" of what the other says "against" of."""
    return any(
        {x.preposition, y.preposition} in _OPPOSITE_WAYS and likeness_of((x,), (y,)) >= _LIKE
        for x in a.complements
        for y in b.complements
    )
