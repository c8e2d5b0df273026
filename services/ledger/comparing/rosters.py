"""Who is in it, one by one: the lists of a group's members, or of all who signed, founded or were elected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.alerts import Kind
from schemas.claims import Argument, Claim, Modality
from services.ledger.comparing.differences import Difference, Reading, closeness
from services.ledger.comparing.frames import words_of
from services.ledger.comparing.lexicon.meaning import alike
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import APPOINTING, BE, JOIN
from services.ledger.comparing.slots import slot_of
from services.ledger.comparing.timing import meeting
from services.ledger.comparing.wording import quoted

__all__ = ["differences", "span_of"]

_OPEN_LIST = re.compile(r"\b(?:among|including|includes?|such as|like|others?|several|more)\b", re.IGNORECASE)
_PARTIAL = re.compile(r"\b(?:also|too|as well as|along with|alongside|together with|so far|joined by)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|solely|just)\s*$", re.IGNORECASE)
_ALONE = re.compile(r"\s+alone\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|its|their|his|her|all)\b", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:of|in|to|on|at|for|behind)\b")
_SIGN = "sign"
_RELATIONS = {
    **dict.fromkeys(("member", "participant", "party", "belong", "participate", "consist"), JOIN),
    "signatory": _SIGN,
}
"""Nouns and verbs for one relation that the dictionary does not bring together."""
_COMPRISING = {"consist": "complements", "comprise": "objects", "make up": "subjects", "compose": "subjects"}
"""Verbs that tell all that a whole consists of, and where they name it."""
_ONE = 0.8
_ONE_GROUP = 0.85
"""Above what two words of like meaning come to: a pact may be another than the treaty."""
_GROUP_UNTOLD = 0.6
_LISTED = 0.7
"""What lists count for of which neither says that it is complete."""
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Roster:
    """A list of names by id, what they are or do, to what, and whether it says that there are no others."""

    relation: str
    group: tuple[str, ...]
    names: Mapping[str, str]
    complete: bool


def differences(both: Overlay) -> Iterator[Difference]:
    """Lists of one relation of which a complete one lacks a name of the other, or that differ in one name of many."""
    a, b = both.a.claim, both.b.claim
    if not (both.a.affirmed and both.b.affirmed) or meeting(both) is False:
        return
    if [a.modality, b.modality].count(Modality.PLANNED) == 1:
        return  # who is to join is not in it yet
    for x in _rosters(a):
        for y in _rosters(b):
            group = closeness(x.group, y.group) if x.group and y.group else _GROUP_UNTOLD
            one = x.relation == y.relation or alike(x.relation, y.relation) >= _ONE
            if one and (group >= _ONE_GROUP or not (x.group and y.group)) and _exclude(x, y):
                readings = Reading(quoted(a), _told(x)), Reading(quoted(b), _told(y))
                strength = group * (1.0 if x.complete or y.complete else _LISTED)
                yield Difference("rosters.other_member", Kind.MEMBERSHIP, *readings, strength)


def span_of(claim: Claim, names: Sequence[Argument]) -> tuple[int, int] | None:
    """Where in a claim's quote a list stands that names all its items and is not open-ended."""
    known = {one.entity_id for one in names} - {None}
    places = [claim.quote.find(one.text) for one in names]
    if len(known) < 2 or len(known) < len(names) or min(places) < 0:
        return None
    start, end = min(places), max(place + len(one.text) for place, one in zip(places, names, strict=True))
    return None if _OPEN_LIST.search(claim.quote[start:end]) else (start, end)


def _rosters(claim: Claim) -> Iterator[Roster]:
    if _OPEN_LIST.search(claim.quote) or _PARTIAL.search(claim.quote):
        return
    predicate = claim.predicate or ""
    if predicate == BE:
        for whole, names in ((claim.subjects, claim.objects), (claim.objects, claim.subjects)):
            if len(whole) == 1 and whole[0].head and whole[0].entity_id is None:
                _, *group = _GROUP.split(whole[0].text, maxsplit=1)
                complete = _DEFINITE.match(whole[0].text) is not None and _counts(claim, whole[0], len(names))
                yield from _roster(claim, whole[0].head, names, " ".join(group), complete=complete)
    elif predicate in _COMPRISING:
        names = getattr(claim, _COMPRISING[predicate])
        whole = claim.objects if names is claim.subjects else claim.subjects
        yield from _roster(claim, JOIN, names, _words_of(whole), complete=True)
    elif predicate in APPOINTING:
        yield from _roster(claim, predicate, claim.objects, _words_of(claim.complements))
    elif _names_all(predicate) and all(one.entity_id or _DEFINITE.match(one.text) for one in claim.objects):
        yield from _roster(claim, predicate, claim.subjects, _words_of(claim.objects))


def _names_all(predicate: str) -> bool:
    """Whether who does it is told in full, as of a pact's signatories or a firm's founders."""
    slot = slot_of(predicate)
    return predicate == JOIN or (slot is not None and (slot.name == "agreement" or "who" in slot.single))


def _roster(
    claim: Claim, relation: str, names: Sequence[Argument], group: str, *, complete: bool = False
) -> Iterator[Roster]:
    span = span_of(claim, names)
    if span is None:
        return
    start, end = span
    only = _ONLY.search(claim.quote[:start]) or names[0].text.casefold().startswith("only ")
    told = complete or bool(only or _ALONE.match(claim.quote[end:]))
    ids = {one.entity_id: one.text for one in names if one.entity_id}
    yield Roster(_RELATIONS.get(relation, relation), words_of(Argument(text=group)), ids, told)


def _words_of(parts: Sequence[Argument]) -> str:
    return " ".join(one.text for one in parts)


def _counts(claim: Claim, whole: Argument, named: int) -> bool:
    """Whether as many are named as are counted: not if "the five members are" three."""
    counts = [one for one in claim.quantities if one.text in whole.text and not one.unit]
    return all(one.lower == one.upper == named for one in counts)


def _exclude(x: Roster, y: Roster) -> bool:
    """Whether a name of one list is told not to be in the other."""
    shared = x.names.keys() & y.names.keys()
    alone_x, alone_y = _alone(x, y), _alone(y, x)
    if not shared:
        return False
    if (x.complete and alone_y) or (y.complete and alone_x):
        return True
    same_length = len(x.names) == len(y.names) == len(shared) + 1 >= _FEWEST
    return same_length and bool(alone_x and alone_y) and JOIN not in {x.relation, y.relation}


def _alone(x: Roster, y: Roster) -> list[str]:
    """The names of one list that stand for none of the other's."""
    return [
        text
        for one, text in x.names.items()
        if not any(_might_be_one(one, text, other, called) for other, called in y.names.items())
    ]


def _might_be_one(one: str, text: str, other: str, called: str) -> bool:
    """Whether two names may stand for one: Berg and Jan Berg, BP and British Petroleum, Rome and Italy."""
    if one == other:
        return True
    if one.rpartition(":")[0] != other.rpartition(":")[0] or text.isupper() or called.isupper():
        return True
    return not set(words_of(Argument(text=text))).isdisjoint(words_of(Argument(text=called)))


def _told(roster: Roster) -> str:
    return f"{'only ' if roster.complete else ''}{', '.join(roster.names.values())}"
