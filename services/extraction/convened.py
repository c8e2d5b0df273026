"""Which gatherings of a group have taken place and which have not, as a consequence of what clauses say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.claims import Argument, Modality, Polarity
from services.extraction.clauses import Clause
from services.extraction.memberships import GATHERINGS, Gatherings
from services.extraction.modality import modality, polarity
from services.extraction.reference import Referents
from services.extraction.syntax import Word

__all__ = ["Convened", "find_convened"]

_AT = frozenset({"at", "in", "during", "after", "following"})
# What a gathering does that takes place, or is done to it; and what else it does, or those who meet there do.
_OCCURRING = frozenset("adjourn attend begin close conclude convene end finish hold host open start".split())
_DOING = frozenset(
    "agree approve bring decide draw endorse feature gather happen hear meet produce see take unite".split()
)
_AHEAD = frozenset("begin convene happen hold host open plan schedule start take".split())
_NOT_YET = frozenset({Modality.PLANNED, Modality.HEDGED})
_PLAIN = frozenset({"det", "case", "punct", "compound", "nmod:poss"})


@dataclass(frozen=True, slots=True)
class Convened:
    """``group`` has held a ``gathering`` of this kind, or, where that is negated, none so far."""

    group: Argument
    gathering: str
    polarity: Polarity

    @property
    def text(self) -> str:
        """That as a sentence."""
        held = "held" if self.polarity is Polarity.AFFIRMED else "has not held"
        return f"{self.group.text} {held} a {self.gathering}."


def find_convened(clause: Clause, referents: Referents, gatherings: Gatherings) -> Iterator[Convened]:
    """What a clause takes for granted: whoever speaks at the summit has one, and the first one ahead follows none."""
    if polarity(clause) is Polarity.NEGATED:
        return
    mode = modality(clause)
    told_of = (*clause.subjects, *clause.objects)
    for word in (*told_of, *clause.complements):
        if word.lemma not in GATHERINGS or "Plur" in word.morph:
            continue
        first = any(child.lower == "first" for child in word.children)
        if mode is Modality.ASSERTED and _is_past(clause):
            side = Polarity.AFFIRMED if _took_place(word, clause) else None
        else:
            ahead = mode in _NOT_YET and not _is_perfect(clause) and clause.predicate in _AHEAD
            side = Polarity.NEGATED if first and ahead and word in told_of and _is_unrestricted(word) else None
        if side is not None and (group := gatherings.group(word, referents)) is not None:
            yield Convened(group, word.lemma, side)


def _took_place(gathering: Word, clause: Clause) -> bool:
    if gathering in clause.complements:
        return gathering.preposition in _AT
    doing = clause.predicate.partition(" ")[0]
    return doing in _OCCURRING or (gathering in clause.subjects and doing in _DOING)


def _is_past(clause: Clause) -> bool:
    auxiliaries = clause.dependents("aux", "aux:pass", "cop")
    return clause.head.tag == "VBD" or any(word.tag == "VBD" for word in auxiliaries) or _is_perfect(clause)


def _is_perfect(clause: Clause) -> bool:
    return any(word.lemma == "have" for word in clause.dependents("aux"))


def _is_unrestricted(gathering: Word) -> bool:
    """Whether the first is the first of all: not the first this year, the first in Warsaw or the first online."""
    return all(child.dep in _PLAIN or child.lower == "first" for child in gathering.children)
