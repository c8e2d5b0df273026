"""None and some: what one claim says there is nothing of, where the other counts, names or finds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.alerts import Kind
from schemas.claims import Argument, Claim, Modality
from services.ledger.comparing.differences import Difference, Reading, closeness
from services.ledger.comparing.frames import Frame, words_of
from services.ledger.comparing.lexicon.meaning import alike
from services.ledger.comparing.lexicon.rarity import base_of
from services.ledger.comparing.opposites import denies_in_part, focus_of, negator_in
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import BE, likeness_of
from services.ledger.comparing.places import apart
from services.ledger.comparing.slots import slot_of
from services.ledger.comparing.timing import meeting
from services.ledger.comparing.tolls import harm_of, harmed
from services.ledger.comparing.wording import quoted, words

__all__ = ["differences"]

_WITHOUT = "without"
_EXIST = "exist"
_TRACES = frozenset({"trace", "sign"})
"""Of which there are none where a thing itself was not found."""
_NO_MORE = frozenset({"no", "longer"})
_FIND = ("find", "discover", "locate", "recover")
_COMING_TO_BE = frozenset({"origin", "making", "discovery", "opening", "agreement"})
"""Slots of what happens to a thing only if there is one."""
_HAVING = frozenset({"have", "get", "receive"})
_REPORTING = frozenset({BE, "have", "cause", "report", "record", "suffer", "leave"})
_VAGUE = frozenset({"do", "be", "say", "get", "come", "go"})
_NOTHING = [["nobody"], ["no one"], ["no-one"], ["nothing"]]
"""Not "none": that is none of what was named before."""
_ONE = 0.8
_ALONE = 0.4
"""How surely a bare "nobody was hurt" tells of what the other tells of."""


def differences(both: Overlay) -> Iterator[Difference]:
    """What the one denies that there is, or that befell anyone, and the other affirms."""
    if meeting(both) is False or apart(both):
        return
    for none, some in ((both.a, both.b), (both.b, both.a)):
        if _affirms(some) and Modality.PLANNED not in {none.claim.modality, some.claim.modality}:
            aside = _denied(none, some.claim)
            strength = _setting(both, none, aside) if aside else 0.0
            if strength > 0.0:
                told = {none: f"no {' '.join(aside)}", some: " ".join(word.text for word in some.words)}
                a, b = (Reading(quoted(frame.claim), told[frame]) for frame in (both.a, both.b))
                yield Difference("existence.none_and_some", Kind.EXISTENCE, a, b, strength)


def _affirms(some: Frame) -> bool:
    return some.affirmed and negator_in(some.claim.quote) is None


def _denied(none: Frame, some: Claim) -> Sequence[str]:
    """The words in which a claim denies what the other affirms; none where it does not."""
    claim = none.claim
    lacking = [words_of(one) for one in claim.complements if one.preposition == _WITHOUT]
    focus = () if none.affirmed else focus_of(claim)
    if not (lacking or focus) or denies_in_part(claim, some) or {*words(claim.quote)} >= _NO_MORE:
        return ()
    for thing in (*lacking, focus if _tells_only_that(claim) else ()):
        if thing and _happened(thing, some):
            return thing
    if lacking and none.affirmed and some.predicate in _HAVING and _holds(claim, lacking[0], some):
        return lacking[0]
    if focus and (_came_to_be(claim, some) or _was_found(claim, focus, some) or _befell(claim, focus, some)):
        return focus
    return ()


def _tells_only_that(claim: Claim) -> bool:
    """Whether a claim says that something happened, or not: not that it was feared or ruled out."""
    return claim.predicate in _REPORTING or bool(harm_of([claim.predicate or ""]))


def _happened(thing: Sequence[str], some: Claim) -> bool:
    """Whether the other tells of such harm; "no German casualties" denies it only of those."""
    denied, told = harm_of(thing), harmed(some)
    others = [word for word in thing if not harm_of([word])]
    return bool(told) and told <= denied and (not others or closeness(others, _all_words(some)) >= _ONE)


def _holds(claim: Claim, thing: Sequence[str], some: Claim) -> bool:
    holder = claim.subjects if claim.predicate == BE else claim.objects
    return likeness_of(holder, some.subjects) >= _ONE and any(
        closeness(thing, words_of(one)) >= _ONE for one in some.objects
    )


def _befell(claim: Claim, focus: Sequence[str], some: Claim) -> bool:
    """Whether the other tells of something or somebody what the claim says of nothing, or of nobody."""
    if claim.predicate != some.predicate or claim.predicate in {None, *_REPORTING, *_VAGUE}:
        return False
    sides = (claim.subjects, some.subjects), (claim.objects, some.objects)
    nothing = [other for part, other in sides if _is_nothing(part)]
    rest = [(part, other) for part, other in sides if part and other and not _is_nothing(part)]
    told = bool(nothing) and all(any(words_of(one) for one in other) for other in nothing)
    alike_told = closeness(focus, words(some.quote)) >= _ONE  # who was slightly hurt was not seriously hurt
    return told and alike_told and all(likeness_of(part, other) >= _ONE for part, other in rest)


def _is_nothing(part: Sequence[Argument]) -> bool:
    return [one.text.casefold() for one in part] in _NOTHING


def _came_to_be(claim: Claim, some: Claim) -> bool:
    slot = slot_of(some.predicate or "")
    came = slot is not None and slot.name in _COMING_TO_BE
    return came and claim.predicate == _EXIST and likeness_of(claim.subjects, some.objects) >= _ONE


def _was_found(claim: Claim, focus: Sequence[str], some: Claim) -> bool:
    """Whether the other found what no trace is left of."""
    things = [words_of(one)[1:] for one in (*claim.subjects, *claim.objects) if words_of(one)[:1] == focus[:1]]
    found = any(alike(some.predicate or "", verb) >= _ONE for verb in _FIND)
    return (
        found
        and base_of(focus[0]) in _TRACES
        and any(thing and closeness(thing, words_of(one)) >= _ONE for thing in things for one in some.objects)
    )


def _setting(both: Overlay, none: Frame, aside: Sequence[str]) -> float:
    """The share of what a denial tells beside what it denies that the other claim tells, too."""
    shared = {word.text for match in both.matches for word in (match.a, match.b)}
    others = [word for word in none.words if word.text not in aside and not harm_of([word.text])]
    told = sum(word.weight for word in others)
    if not told:
        return _ALONE
    return sum(word.weight for word in others if word.text in shared) / told


def _all_words(claim: Claim) -> list[str]:
    return [word for one in (*claim.subjects, *claim.objects, *claim.complements) for word in words_of(one)]
