"""From a difference and a confidence to a verdict: who speaks, how far each commits itself, and what it is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim, Modality, Speaker, SpeakerKind
from services.ledger.comparing.differences import Difference
from services.ledger.comparing.features import LASTING
from services.ledger.comparing.frames import Frame
from services.ledger.comparing.opinions import Ruling
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import tells_of_gathering
from services.ledger.comparing.sameness import Reading, sameness
from services.ledger.comparing.scopes import other_scope
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.tolls import has_risen

__all__ = ["agreement", "ruled", "verdict_of"]

_TOLD = 0.1
"""Confidence from which a pair is kept with its reason."""
_ONE_THING = 0.6
_LIKELY = 0.5
_RULED = 0.9
_SUREST = 0.99
"""No reading of two texts is certain, whatever the weights add up to."""
_SAME_NEWS = timedelta(days=1)
_APART = {"settlement": Relation.SUPPORTS, "speaker": Relation.SUPPORTS}
"""What keeps claims from being one without setting them against each other."""
_UNCOMMITTED = {Modality.CONDITIONAL: "conditional", Modality.ASKED: "asked"}


def verdict_of(
    both: Overlay,
    found: Sequence[Difference],
    confidence: float,
    judged_by: tuple[str, ...],
    reading: Reading | None = None,
    *,
    one_matter: bool = True,
) -> Verdict | None:
    """What the two claims are to one another, or None where they are not about one thing.

    Args:
        both: The claims, the earlier first.
        found: In what they exclude each other, the surest first.
        confidence: How surely they contradict.
        judged_by: Versions of what decided.
        reading: What models say that were asked whether the two are the same.
        one_matter: Whether their articles tell of one, as far as can be seen: the same is said of many.
    """
    agreed = agreement(both, judged_by, reading, one_matter=one_matter)
    if (confidence < _LIKELY or not found) and agreed is not None and agreed.relation is Relation.SAME:
        return agreed
    if confidence < _TOLD or not found:
        return (_support(both, found, judged_by) if one_matter else None) or agreed
    difference = found[0]
    relation, reason = _weigh(both, found, confidence)
    return Verdict(
        relation=relation,
        rule=reason,
        kind=difference.kind if relation is Relation.CONTRADICTS else None,
        confidence=round(min(confidence, _SUREST), 3),
        normalized_a=difference.a.normalized,
        normalized_b=difference.b.normalized,
        explanation=_sentence(both, difference),
        judged_by=judged_by,
    )


def ruled(verdict: Verdict, difference: Difference, ruling: Ruling) -> Verdict:
    """A verdict as the judge that is asked last wants it, with its reason; where it agrees, the verdict is surer."""
    contradicts = ruling.relation is Relation.CONTRADICTS
    said = f" The judge: {ruling.reason}" if ruling.reason else ""
    return verdict.model_copy(
        update={
            "relation": ruling.relation,
            "rule": verdict.rule if verdict.relation is ruling.relation else f"judge.{ruling.relation}",
            "kind": difference.kind if contradicts else None,
            "confidence": max(verdict.confidence, _RULED) if contradicts else verdict.confidence,
            "explanation": verdict.explanation + said,
            "judged_by": (*verdict.judged_by, ruling.by),
        }
    )


def agreement(
    both: Overlay, judged_by: tuple[str, ...], reading: Reading | None = None, *, one_matter: bool = True
) -> Verdict | None:
    """That two claims tell one thing, or what keeps them apart although they tell as much in common."""
    found = sameness(both, reading)
    if found is None:
        return None
    a, b = both.a.statement, both.b.statement
    apart = found.apart or (None if one_matter else "matter")
    told = "say the same" if apart is None else f"say much the same, but differ in {apart}"
    relation = Relation.SAME if apart is None else _APART.get(apart, Relation.UNRELATED)
    return Verdict(
        relation=relation,
        rule=found.rule if apart is None else f"same.other_{apart}",
        confidence=round(found.likelihood, 3),
        normalized_a=_content(both.a),
        normalized_b=_content(both.b),
        explanation=f"{_who(a)} and {_who(b)} {told}.",
        judged_by=judged_by,
    )


def _support(both: Overlay, found: Sequence[Difference], judged_by: tuple[str, ...]) -> Verdict | None:
    """Claims of one thing that do not exclude each other: the one holds all that the other says, or much of it."""
    if found or min(both.covered_a, both.covered_b) < _ONE_THING or both.a.affirmed is not both.b.affirmed:
        return None
    return Verdict(
        relation=Relation.SUPPORTS,
        rule="overlay.one_thing",
        confidence=round(min(both.covered_a, both.covered_b, 1.0), 3),
        normalized_a=_content(both.a),
        normalized_b=_content(both.b),
        explanation=f"{_who(both.a.statement)} and {_who(both.b.statement)} say the same, as far as they both tell it.",
        judged_by=judged_by,
    )


def _content(frame: Frame) -> str:
    return " ".join(word.text for word in frame.words)


def _weigh(both: Overlay, found: Sequence[Difference], confidence: float) -> tuple[Relation, str]:
    relation, reason = next(_excuses(both, found, confidence), (Relation.CONTRADICTS, ""))
    if not reason:
        return relation, found[0].rule
    return relation, reason if "." in reason else f"{found[0].rule.partition('.')[0]}.{reason}"


def _excuses(both: Overlay, found: Sequence[Difference], confidence: float) -> Iterator[tuple[Relation, str]]:
    """Why the two may both be right, whatever their parts say."""
    a, b, difference = both.a.claim, both.b.claim, found[0]
    if not (difference.a.normalized and difference.b.normalized):
        yield Relation.UNRELATED, "overlay.nothing_differs"
    yield from _voiced(a, b)
    if LASTING.isdisjoint(one.rule for one in found) and (scope := other_scope(both)) is not None:
        yield Relation.UNRELATED, scope
    yield from _came_later(both, difference)
    if confidence < _LIKELY and difference.rule not in LASTING and (moved := _moved_on(both)) is not None:
        yield Relation.UPDATES, moved


def _came_later(both: Overlay, difference: Difference) -> Iterator[tuple[Relation, str]]:
    """What the later claim tells of may have come about since the earlier one."""
    a, b = both.a.claim, both.b.claim
    since_denied = both.b.affirmed and not both.a.affirmed
    if difference.kind is Kind.MEMBERSHIP and since_denied and _passed(both):
        yield Relation.UPDATES, "joined_later"
    if tells_of_gathering(a) and since_denied and _is_later(both):
        yield Relation.UPDATES, "held_later"
    if difference.rule == "existence.none_and_some" and since_denied and _passed(both):
        yield Relation.UPDATES, "some_since"
    if difference.rule == "quantities.disjoint" and has_risen(a, b) and _passed(both):
        yield Relation.UPDATES, "toll_rose"


def _voiced(a: Claim, b: Claim) -> Iterator[tuple[Relation, str]]:
    """Why neither article need say in its own voice that the other is wrong."""
    for modality, reason in _UNCOMMITTED.items():
        if modality in {a.modality, b.modality}:
            yield Relation.UNRELATED, reason
    if Modality.DENIED in {a.modality, b.modality}:
        yield Relation.DISPUTES, "denied"
    if _opposed(a.speaker, b.speaker):
        yield Relation.DISPUTES, "attributed"


def _moved_on(both: Overlay) -> str | None:
    """Why the later claim may simply be news, if it may."""
    if both.a.claim.modality is Modality.PLANNED:
        return "plan_and_outcome" if both.b.claim.modality is not Modality.PLANNED else "changed_plan"
    return "later_news" if _passed(both) else None


def _passed(both: Overlay) -> bool:
    """Whether enough time lies between the two for something to have happened."""
    gap = elapsed(both.a.statement, both.b.statement)
    return gap is not None and gap >= _SAME_NEWS


def _is_later(both: Overlay) -> bool:
    """Whether the later claim is known to be: what has not been held may be held the next hour."""
    gap = elapsed(both.a.statement, both.b.statement)
    return gap is not None and gap > timedelta()


def _opposed(x: Speaker, y: Speaker) -> bool:
    """Whether two parties disagree and the articles only report who said what."""
    if SpeakerKind.OUTLET in {x.kind, y.kind}:
        return x.distanced or y.distanced
    return x.kind is y.kind is SpeakerKind.NAMED and not _same_speaker(x, y)


def _same_speaker(x: Speaker, y: Speaker) -> bool:
    if x.entity_id and y.entity_id:
        return x.entity_id == y.entity_id
    names = [(one.name or "").casefold().split() for one in (x, y)]
    return all(names) and names[0][-1] == names[1][-1]


def _sentence(both: Overlay, difference: Difference) -> str:
    a, b = both.a.statement, both.b.statement
    return f"{_who(a)} says {difference.a.said}; {_who(b)} says {difference.b.said}."


def _who(statement: Statement) -> str:
    speaker = statement.claim.speaker
    if speaker.kind is SpeakerKind.OUTLET or not speaker.name:
        return statement.source
    return f"{statement.source}, citing {speaker.name},"
