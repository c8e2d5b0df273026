"""One event with another actor, in another part, or with the parts exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from schemas.alerts import Kind
from schemas.claims import Argument, Claim
from services.ledger.comparing.differences import Difference, Reading, closeness
from services.ledger.comparing.frames import words_of
from services.ledger.comparing.lexicon.meaning import alike, opposed, siblings
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.slots import one_happening, slot_of
from services.ledger.comparing.wording import quoted, words

__all__ = [
    "APPOINTING",
    "BE",
    "JOIN",
    "MUTUAL",
    "differences",
    "likeness_of",
    "named_apart",
    "predicate_likeness",
    "tells_of_gathering",
]

_ONE = 0.6
_OTHER = 0.35
_ONE_HAPPENING = 0.8
_PREPOSITIONS = frozenset("to of in on at by for from with up down".split())
_MANY_VALUED = 0.5
"""What a difference counts for in a place that may hold several values."""
BE = "be"
APPOINTING = ("appoint", "name", "elect", "choose", "crown", "nominate")
MUTUAL = frozenset(
    """
    meet marry wed divorce fight battle face play border neighbour resemble equal match talk speak confer negotiate
    consult cooperate collaborate debate clash collide embrace greet kiss date contact
    """.split()
)
"""What one does to another when that one does it to him."""
JOIN = "join"
"""What every claim of a membership has as its predicate."""


def differences(both: Overlay) -> Iterator[Difference]:
    """One predicate with one participant in common and another that differs; a negation makes it something else."""
    a, b = both.a.claim, both.b.claim
    predicate = predicate_likeness(a, b)
    if not (both.a.affirmed and both.b.affirmed) or predicate < 0.5 or JOIN in {a.predicate, b.predicate}:
        return  # a group has many members, and a member many groups
    yield from _appointed(a, b, predicate)
    subjects, objects = likeness_of(a.subjects, b.subjects), likeness_of(a.objects, b.objects)
    if a.subjects and b.subjects and a.objects and b.objects:
        yield from _reversed(a, b, predicate)
        if objects >= _ONE and subjects <= _OTHER:
            holder = BE in {a.predicate, b.predicate}
            rule, kind = ("other_holder", Kind.ROLE) if holder else ("other_actor", Kind.ACTOR)
            strength = predicate * objects * _valued(a, "who")
            yield _difference(rule, kind, a, b, a.subjects, b.subjects, strength)
        other = objects <= _OTHER and not (_told_within(a.objects, b) or _told_within(b.objects, a))
        if subjects >= _ONE and other and (a.predicate != BE or _exclusive(a, b)):
            rule, kind = ("other_identity", Kind.IDENTITY) if a.predicate == BE else ("other_object", Kind.ACTOR)
            strength = predicate * subjects * _valued(a, "whom")
            yield _difference(rule, kind, a, b, a.objects, b.objects, strength)


def _appointed(a: Claim, b: Claim, predicate: float) -> Iterator[Difference]:
    """Another person named to one office: "Ana Ruiz was elected mayor"."""
    (named_a, office_a), (named_b, office_b) = _person_and_office(a), _person_and_office(b)
    held = likeness_of(office_a, office_b)
    if held >= _ONE and named_apart(named_a, named_b):
        yield _difference("other_holder", Kind.ROLE, a, b, named_a, named_b, predicate * held)


def _person_and_office(claim: Claim) -> tuple[Sequence[Argument], Sequence[Argument]]:
    if not any(alike(claim.predicate or "", one) >= _ONE for one in APPOINTING):
        return (), ()
    named = [one for one in claim.objects if one.entity_id is not None]
    return named, [one for one in claim.objects if one.entity_id is None]


def _reversed(a: Claim, b: Claim, predicate: float) -> Iterator[Difference]:
    """Who did it to whom the other way round: "the carrier rammed the freighter"."""
    crossed = min(likeness_of(a.subjects, b.objects), likeness_of(a.objects, b.subjects))
    straight = max(likeness_of(a.subjects, b.subjects), likeness_of(a.objects, b.objects))
    if {a.predicate, b.predicate}.isdisjoint({BE, *MUTUAL}) and crossed >= _ONE and straight <= _OTHER:
        yield _difference("reversed", Kind.ACTOR, a, b, a.subjects, b.subjects, predicate * crossed)


def _exclusive(a: Claim, b: Claim) -> bool:
    """Whether what one thing is said to be excludes the other: opposites, and kinds of one thing."""
    named_a, named_b = ([one.head for one in claim.objects if one.head and _says_what(one)] for claim in (a, b))
    return any(opposed(x, y) or siblings(x, y) for x, y in product(named_a, named_b))


def _says_what(one: Argument) -> bool:
    """Whether it says what something is, not why or by how much: "due to lower costs", "up on last year"."""
    before = words(one.text.partition(one.head or "")[0])
    return _PREPOSITIONS.isdisjoint(before)


def _valued(claim: Claim, place: str) -> float:
    slot = slot_of(claim.predicate or "")
    return 1.0 if slot is not None and place in slot.single else _MANY_VALUED


def predicate_likeness(a: Claim, b: Claim) -> float:
    """How surely both say that the same happens."""
    if not (a.predicate and b.predicate):
        return 0.0
    if a.predicate == b.predicate:
        return 1.0
    if one_happening(a.predicate, b.predicate):
        return _ONE_HAPPENING
    return alike(a.predicate.replace(" ", "_"), b.predicate.replace(" ", "_"))


def tells_of_gathering(claim: Claim) -> bool:
    """Whether a claim says just that a group has held a gathering, or has held none so far."""
    return (
        claim.predicate == "hold"
        and bool(claim.objects)
        and not claim.complements
        and all(one.text == f"a {one.head}" for one in claim.objects)
    )


def likeness_of(x: Sequence[Argument], y: Sequence[Argument]) -> float:
    """How surely some argument of either means the same."""
    return max((_argument_likeness(one, other) for one in x for other in y), default=0.0)


def _told_within(some: Sequence[Argument], claim: Claim) -> bool:
    """Whether a claim tells of some things elsewhere than in its objects: it sold "its units" that do this or that."""
    told = words(claim.quote)
    return any(len(words_of(one)) > 1 and closeness(words_of(one), told) >= _ONE for one in some)


def named_apart(x: Sequence[Argument], y: Sequence[Argument]) -> bool:
    """Whether both are known by name, and none of either is one of the other."""
    named_x, named_y = ({one.entity_id for one in some} - {None} for some in (x, y))
    return bool(named_x and named_y) and named_x.isdisjoint(named_y)


def _argument_likeness(x: Argument, y: Argument) -> float:
    if x.entity_id and x.entity_id == y.entity_id:
        return 1.0
    if x.entity_id and y.entity_id:
        return 0.6 if set(words_of(x)) & set(words_of(y)) else 0.0
    return closeness(words_of(x), words_of(y))


def _difference(
    rule: str, kind: Kind, a: Claim, b: Claim, x: Sequence[Argument], y: Sequence[Argument], strength: float
) -> Difference:
    return Difference(
        f"participants.{rule}", kind, Reading(quoted(a), _told(x)), Reading(quoted(b), _told(y)), strength
    )


def _told(arguments: Sequence[Argument]) -> str:
    return ", ".join(argument.text for argument in arguments)
