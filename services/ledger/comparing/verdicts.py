"""From two sides that do not fit to a verdict: who speaks, and how far each commits itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Modality, Speaker, SpeakerKind
from services.ledger.comparing.statement import Statement
from services.ledger.comparing.wording import lexicon, words

__all__ = ["Conflict", "Reading", "finding", "settle"]

# Plans told within so short a time are told of one plan, unless the later report speaks of a change.
_ONE_PLAN = timedelta(days=2)
_CHANGE = lexicon("now instead changed change revised postponed delayed brought-forward moved cancelled rescheduled")
_UNCOMMITTED = frozenset({Modality.HEDGED, Modality.CONDITIONAL, Modality.ASKED})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule read in a claim: in words that follow "says", and normalised."""

    said: str
    normalized: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two readings of one thing that cannot both be true, and how sure that is when both sides say so themselves.

    ``moved`` is the reason why the later one may simply be news, if there is one. What is ``lasting`` is no matter of
    plans and outcomes either.
    """

    comparer: str
    reason: str
    kind: Kind
    confidence: float
    moved: str | None = None
    lasting: bool = False


def settle(a: Statement, b: Statement, conflict: Conflict, reading_a: Reading, reading_b: Reading) -> Verdict:
    """Weigh a conflict by modality, time and speakers: contradiction, dispute, update, or none of these."""
    relation, reason = _weigh(a, b, conflict)
    return Verdict(
        relation=relation,
        rule=f"{conflict.comparer}.{reason}",
        kind=conflict.kind if relation is Relation.CONTRADICTS else None,
        confidence=round(conflict.confidence * _weight(a, b), 3),
        normalized_a=reading_a.normalized,
        normalized_b=reading_b.normalized,
        explanation=_sentence(a, b, reading_a, reading_b),
    )


def finding(a: Statement, b: Statement, relation: Relation, rule: str, *readings: Reading) -> Verdict:
    """Return a verdict that needs no weighing: the two sides fit together, or the world moved on."""
    reading_a, reading_b = readings
    return Verdict(
        relation=relation,
        rule=rule,
        confidence=0.7,
        normalized_a=reading_a.normalized,
        normalized_b=reading_b.normalized,
        explanation=_sentence(a, b, reading_a, reading_b),
    )


def _weigh(a: Statement, b: Statement, conflict: Conflict) -> tuple[Relation, str]:
    modalities = {a.claim.modality, b.claim.modality}
    if modalities & _UNCOMMITTED:
        return Relation.UNRELATED, "hedged"
    if (plan := _plan(a, b)) is not None and not conflict.lasting:
        return plan
    if conflict.moved is not None:
        return Relation.UPDATES, conflict.moved
    if Modality.DENIED in modalities:
        return Relation.DISPUTES, "denied"
    if _opposed(a.claim.speaker, b.claim.speaker):
        return Relation.DISPUTES, "attributed"
    return Relation.CONTRADICTS, conflict.reason


def _plan(a: Statement, b: Statement) -> tuple[Relation, str] | None:
    """What plans come to: they change, and an outcome need not be as planned."""
    modalities = {a.claim.modality, b.claim.modality}
    if Modality.PLANNED not in modalities:
        return None
    if modalities != {Modality.PLANNED}:
        return (Relation.UPDATES if a.claim.modality is Modality.PLANNED else Relation.UNRELATED), "plan_and_outcome"
    changed = b.published_at - a.published_at > _ONE_PLAN or _CHANGE.intersection(words(b.claim.quote))
    return (Relation.UPDATES, "changed_plan") if changed else None


def _weight(a: Statement, b: Statement) -> float:
    """An outlet's own voice counts in full; words that it only passes on, and its own earlier words, for less."""
    attributed = sum(statement.claim.speaker.kind is not SpeakerKind.OUTLET for statement in (a, b))
    return 0.9**attributed * (0.85 if a.source == b.source else 1.0)


def _opposed(x: Speaker, y: Speaker) -> bool:
    """Whether two parties disagree and the articles only report who said what."""
    if SpeakerKind.OUTLET in {x.kind, y.kind}:
        return x.distanced or y.distanced
    return not _same_speaker(x, y)


def _same_speaker(x: Speaker, y: Speaker) -> bool:
    if x.entity_id and y.entity_id:
        return x.entity_id == y.entity_id
    if not (x.name and y.name):
        return False
    return x.name.casefold().split()[-1] == y.name.casefold().split()[-1]


def _sentence(a: Statement, b: Statement, reading_a: Reading, reading_b: Reading) -> str:
    return f"{_who(a)} says {reading_a.said}; {_who(b)} says {reading_b.said}."


def _who(statement: Statement) -> str:
    speaker = statement.claim.speaker
    if speaker.kind is SpeakerKind.OUTLET or not speaker.name:
        return statement.source
    return f"{statement.source}, citing {speaker.name},"
