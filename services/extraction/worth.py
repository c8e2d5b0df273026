"""How factual and checkable a claim is, told from its parts."""

from __future__ import annotations

import math

from schemas.claims import Claim, Modality
from services.extraction.clauses import Clause, ClauseKind
from services.extraction.passages import CAPTIONS
from services.extraction.syntax import Word

__all__ = ["worth"]

# Round weights of a logistic score, set by hand; a regression over sentences that people judged worth checking
# (CheckThat! 2024, task 1) agrees with their signs and order.
_BASE = -1.4
_PAST = 1.0
_QUANTITY = 0.8
_NAME = 0.4
_CONTENT = 0.25
_COMPARED = 0.5
_QUESTION = -2.5
_SHOULD = -0.5
_OPEN_FUTURE = -0.5
_UNCERTAIN = -0.8
_I = -0.9
_YOU = -0.5
_FEELING = -0.8
_OPINION = -0.6

_FIRST = frozenset("i me my mine myself".split())
_SECOND = frozenset("you your yours yourself".split())
_DUTIES = frozenset({"should", "must", "ought"})
_FEELINGS = frozenset(
    "believe think hope wish feel guess like love hate want thank congratulate welcome mean let".split()
)
_COMPARISONS = frozenset({"JJR", "JJS", "RBR", "RBS"})
_MOST_CONTENT = 8


def worth(claim: Claim, clause: Clause) -> float:
    """A score from 0 to 1: what has happened, with numbers and names, is worth more than wishes and opinions."""
    words = clause.told
    lowers = {word.lower for word in words}
    score = _BASE
    score += _PAST * _tells_past(clause)
    score += _QUANTITY * min(len(claim.quantities), 2)
    score += _NAME * min(len(claim.entity_ids), 2)
    score += _CONTENT * min(sum(word.pos in {"NOUN", "PROPN"} for word in words), _MOST_CONTENT)
    score += _COMPARED * any(word.tag in _COMPARISONS for word in words)
    score += _SHOULD * bool(_DUTIES.intersection(word.lower for word in clause.dependents("aux")))
    score += _I * bool(_FIRST & lowers) + _YOU * bool(_SECOND & lowers)
    score += _FEELING * (clause.head.lemma in _FEELINGS or clause.kind is ClauseKind.FRAGMENT)
    score += _OPINION * (clause.predicate == "be" and clause.head.pos == "ADJ" and not claim.quantities)
    score += _COMMITMENT.get(claim.modality, 0.0)
    return round(1 / (1 + math.exp(-score)), 2)


_COMMITMENT = {
    Modality.ASKED: _QUESTION,
    Modality.CONDITIONAL: _UNCERTAIN,
    Modality.HEDGED: _UNCERTAIN,
    Modality.PLANNED: _OPEN_FUTURE,
}


def _tells_past(clause: Clause) -> bool:
    """Whether the predicate is in a past tense or the perfect, or in a caption's present tense."""
    depicts = clause.sentence.kind in CAPTIONS and any(word.tag in {"VBZ", "VBP"} for word in clause.told)
    return (
        depicts
        or any(map(_is_past, (clause.head, *clause.dependents("aux", "aux:pass", "cop"))))
        or any(word.lemma == "have" for word in clause.head.every("aux"))
    )


def _is_past(word: Word) -> bool:
    return "Tense=Past" in word.morph and "VerbForm=Fin" in word.morph
