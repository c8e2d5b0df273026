"""What speaks for and against a contradiction, in numbers that the confidence is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.alerts import Relation
from schemas.claims import Modality, Speaker, SpeakerKind
from services.ledger.comparing import (
    existence,
    membership,
    opposites,
    participants,
    places,
    quantities,
    rosters,
    timing,
    turned,
)
from services.ledger.comparing.differences import Difference
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.statement import elapsed

__all__ = [
    "AHEAD",
    "COMPARERS_SAY",
    "LASTING",
    "LIKENESS",
    "MATTER_SAYS",
    "OTHER_KIND",
    "RULES",
    "Standing",
    "differences",
    "features",
    "heard",
    "read_alike",
]

COMPARERS = (
    membership.differences,
    rosters.differences,
    quantities.differences,
    timing.differences,
    opposites.antonyms,
    opposites.polarity,
    existence.differences,
    opposites.kinds,
    participants.differences,
    places.differences,
    turned.differences,
)

RULES = (
    "membership.joined_and_not_joined",
    "rosters.other_member",
    "quantities.disjoint",
    "quantities.same_figure_other_unit",
    "timing.one_origin",
    "timing.disjoint",
    "opposites.antonyms",
    "opposites.affirmed_and_negated",
    "existence.none_and_some",
    "opposites.other_kind",
    "participants.reversed",
    "participants.other_identity",
    "participants.other_holder",
    "participants.other_actor",
    "participants.other_object",
    "places.apart",
    "turned.order",
    "turned.small_words",
    "turned.exchanged",
)
"""Every rule that finds a difference, in the order in which equally strong ones name a contradiction."""

OTHER_KIND = "opposites.other_kind"
LASTING = frozenset({"timing.one_origin", "quantities.same_figure_other_unit"})
"""Differences that no passing of time explains."""
_DAYS = 14
LIKENESS = "model: likeness"
AHEAD = "model: ahead"
COMPARERS_SAY = "comparers"
"""Their confidence, in log-odds."""
MATTER_SAYS = "matter"
"""How surely both articles tell of one matter, in log-odds."""
_CONTRADICTS = f"model: {Relation.CONTRADICTS}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a pair stands among all pairs of two articles: how far it is ahead of each claim's next likest, or behind."""

    of_a: float
    of_b: float

    @property
    def margin(self) -> float:
        """The less of the two."""
        return min(self.of_a, self.of_b)


def differences(both: Overlay) -> list[Difference]:
    """The parts in which the two exclude each other, for each rule the surest, the surest first.

    None in one wording: what was read differently there differs in the reading alone.
    """
    if both.one_wording:
        return []
    surest: dict[str, Difference] = {}
    for compare in COMPARERS:
        for found in compare(both):
            if found.rule not in surest or found.strength > surest[found.rule].strength:
                surest[found.rule] = found
    return sorted(surest.values(), key=lambda found: (-found.strength, RULES.index(found.rule)))


def features(both: Overlay, standing: Standing, found: Sequence[Difference]) -> Mapping[str, float]:
    """The pair in numbers, most of them from 0 to 1."""
    a, b = both.a.claim, both.b.claim
    strength = {difference.rule: difference.strength for difference in found}
    lasting = not LASTING.isdisjoint(strength)
    likeness = math.sqrt(both.covered_a * both.covered_b)
    content = max(both.content_a, both.content_b)
    meeting = timing.meeting(both)
    return {
        "likeness": likeness,
        "likeness of the shorter": max(both.covered_a, both.covered_b),
        "likeness of content": math.sqrt(both.content_a * both.content_b),
        "content of the shorter": content,
        "shared words": min(both.shared, 4.0) / 4,
        "words": min(len(both.a.words) + len(both.b.words), 30) / 30,
        "best of the earlier": float(standing.of_a >= 0),
        "best of the later": float(standing.of_b >= 0),
        "mutual best": float(standing.margin >= 0),
        "margin": standing.margin,
        **_about(both),
        "predicate": participants.predicate_likeness(a, b),
        "subjects": participants.likeness_of(a.subjects, b.subjects),
        "objects": participants.likeness_of(a.objects, b.objects),
        "quantities agree": min(2.0, quantities.agreeing(both)),
        "times meet": float(meeting is True),
        "times apart": float(meeting is False),
        **_telling(both, lasting=lasting),
        "no difference": float(not found),
        "only another kind": float(bool(strength) and strength.keys() <= {OTHER_KIND}),
        **{rule: strength.get(rule, 0.0) for rule in RULES},
        **{f"{rule} × content": strength.get(rule, 0.0) * content for rule in RULES},
    }


def read_alike(likeness: float, standing: Standing) -> Mapping[str, float]:
    """What a model adds that reads each claim alone: how like it finds two, and how they stand by that."""
    return {
        LIKENESS: likeness,
        "model: of the earlier": standing.of_a,
        "model: of the later": standing.of_b,
        AHEAD: standing.margin,
        f"{LIKENESS}²": likeness * likeness,
    }


def heard(told: Mapping[str, float], opinion: Mapping[str, float]) -> Mapping[str, float]:
    """What a model adds that reads both claims: an opinion counts for more where the rest speaks for one thing, too."""
    contradicts = opinion.get(_CONTRADICTS, 0.0)
    both = {f"{_CONTRADICTS} × {name}": contradicts * told[name] for name in (LIKENESS, AHEAD, COMPARERS_SAY)}
    return {**told, **opinion, **both}


def _about(both: Overlay) -> dict[str, float]:
    names_a, names_b = both.a.names, both.b.names
    topics = both.a.topic & both.b.topic
    return {
        "names": min(2.0, len(names_a & names_b)),
        "named apart": float(bool(names_a - names_b and names_b - names_a)),
        "topics": min(len(topics), 5) / 5,
        "share of topics": len(topics) / max(1, min(len(both.a.topic), len(both.b.topic))),
        "one source": float(both.a.statement.source == both.b.statement.source),
    }


def _telling(both: Overlay, *, lasting: bool) -> dict[str, float]:
    """When it was told, by whom, and how far each side commits itself."""
    a, b = both.a.claim, both.b.claim
    gap = elapsed(both.a.statement, both.b.statement)
    days = 0.0 if lasting else 1.0 if gap is None else gap.total_seconds() / 86_400
    speakers = a.speaker, b.speaker
    modalities = [a.modality, b.modality]
    return {
        "days between": min(days, _DAYS) / _DAYS,
        "one day": float(days < 1),
        "attributed": float(sum(speaker.kind is not SpeakerKind.OUTLET for speaker in speakers)),
        "both attributed": float(all(speaker.kind is not SpeakerKind.OUTLET for speaker in speakers)),
        "two named speakers": float(_two_named(*speakers)),
        **{
            modality.value: float(modalities.count(modality))
            for modality in Modality
            if modality is not Modality.ASSERTED
        },
        "plan and outcome": float(modalities.count(Modality.PLANNED) == 1),
        "worth": min(a.worth, b.worth),
        "unsettled": float((not a.settled) + (not b.settled)),
    }


def _two_named(x: Speaker, y: Speaker) -> bool:
    return x.kind is y.kind is SpeakerKind.NAMED and x.entity_id != y.entity_id
