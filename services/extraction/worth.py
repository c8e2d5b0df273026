"""How factual and checkable a claim is, told from its parts."""

from __future__ import annotations

from schemas.claims import Claim, Modality, SpeakerKind
from services.extraction.clauses import Clause

__all__ = ["worth"]

_SHOULD = frozenset({"should", "must", "ought"})
_FIRST_AND_SECOND = frozenset("i we you my our your us me".split())


def worth(claim: Claim, clause: Clause) -> float:
    """A score from 0 to 1: names and numbers raise it; questions, opinion and address lower it."""
    concrete = len(claim.entity_ids) + len(claim.quantities) + len(claim.times)
    score = 0.45 + 0.15 * min(concrete, 3)
    lowers = {word.lower for word in clause.own}
    if lowers & _FIRST_AND_SECOND:
        score -= 0.2
    if lowers & _SHOULD:
        score -= 0.2
    if claim.modality in {Modality.ASKED, Modality.CONDITIONAL}:
        score -= 0.4
    elif claim.modality is not Modality.ASSERTED:
        score -= 0.1
    if claim.speaker.kind is not SpeakerKind.OUTLET:
        score -= 0.05
    return round(min(1.0, max(0.0, score)), 2)
