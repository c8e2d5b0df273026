"""One thing said in opposite words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, takewhile

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim
from services.ledger.comparing.alignment import Alignment, align, anchors, times_meet
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import NEGATORS, bounds, content_of, lexicon, words

__all__ = ["compare", "keys"]

_SAME_NEWS = timedelta(days=2)
_NEAR = 5
_ENOUGH = 4
_LIKE_ENOUGH = 0.5

# Each line holds the forms of a word and those of its opposite. What is done for good is an outcome; the rest may turn.
_LASTING = {
    "guilt": ("guilty convicted", "acquitted cleared"),
    "approval": ("approve approves approved approving adopted ratified", "reject rejects rejected rejecting vetoed"),
    "result": ("win wins won winning", "lose loses lost losing"),
    "success": ("succeed succeeds succeeded", "fail fails failed"),
    "survival": ("survive survives survived", "killed died dead"),
    "grant": ("grant grants granted granting", "refuse refuses refused refusing deny denied"),
}
_TURNING = {
    "direction": (
        """rise rises rose risen rising climb climbs climbed climbing grow grows grew grown growing increase increases
        increased increasing widen widened widens up gain gained gains""",
        """fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease
        decreases decreased decreasing narrow narrowed narrows shrank shrunk down""",
    ),
    "access": ("open opens opened opening reopened", "close closes closed closing shut"),
    "change": ("raise raises raised raising lift lifted", "cut cuts cutting lower lowers lowered lowering"),
    "side": ("left", "right"),
    "part": ("included include includes", "excluded exclude excludes"),
}


@dataclass(frozen=True, slots=True)
class _Pole:
    name: str
    end: int


_POLES = {
    form: _Pole(name, end)
    for name, ends in (_LASTING | _TURNING).items()
    for end, forms in enumerate(ends)
    for form in forms.split()
}
# Where one clause ends and what is said of another thing begins.
_CLAUSE_ENDS = lexicon("while and but as after before when although though whereas because if")


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each word near an end of a pair of opposites, beside each entity; a lasting end needs no such word."""
    found = []
    for use in _uses(statement.claim):
        if use.name in _LASTING and len(statement.claim.entity_ids) == 1:
            found.append(f"antonyms|{statement.claim.entity_ids[0]}|{use.name}")
        found += [
            f"antonyms|{anchor}|{use.name}|{stem}" for anchor in anchors(statement) for stem in sorted(use.context)
        ]
    return tuple(dict.fromkeys(found))


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare two claims that use opposite words of the same thing."""
    alignment = align(a, b)
    if alignment is None:
        return None
    opposed = _opposed(a.claim, b.claim, alignment)
    if opposed is None:
        return None
    x, y = opposed
    readings = Reading(f"“{a.claim.text}”", x.word), Reading(f"“{b.claim.text}”", y.word)
    if x.bounds != y.bounds:
        return finding(a, b, Relation.UNRELATED, "antonyms.different_scope", *readings)
    if times_meet(a, b) is False:
        return finding(a, b, Relation.UNRELATED, "antonyms.different_time", *readings)
    gap = elapsed(a, b)
    moved = "later_turn" if gap is not None and gap > _SAME_NEWS and x.name in _TURNING else None
    confidence = 0.5 + 0.05 * min(alignment.evidence(), 8)
    conflict = Conflict("antonyms", f"opposite_{x.name}", Kind.ANTONYM, confidence, moved)
    return settle(a, b, conflict, *readings)


@dataclass(frozen=True, slots=True)
class _Use:
    """One use of a word that has an opposite: which end of which pair, and the stems and bounds around it."""

    name: str
    end: int
    word: str
    context: frozenset[str]
    bounds: frozenset[str]

    def opposes(self, other: _Use) -> bool:
        return self.name == other.name and self.end != other.end


def _opposed(a: Claim, b: Claim, alignment: Alignment) -> tuple[_Use, _Use] | None:
    """The one pair of opposites that the claims say of the same thing, unless they also agree by that pair.

    It is the same thing where the words around share something telling, or where both claims name one thing alone.
    """
    one_name = len(a.entity_ids) == len(b.entity_ids) == len(alignment.entities) == 1
    pairs = [(x, y) for x in _uses(a) for y in _uses(b) if x.name == y.name]
    few = 1 if alignment.entities or alignment.likeness >= _LIKE_ENOUGH else 2
    shared = [(x, y) for x, y in pairs if len(x.context & y.context) >= few or (one_name and x.name in _LASTING)]
    if len(shared) != 1 or not shared[0][0].opposes(shared[0][1]):
        return None
    return shared[0] if alignment.evidence() >= _ENOUGH else None


def _uses(claim: Claim) -> list[_Use]:
    """All uses that no negation stands before: what did not rise need not have fallen."""
    tokens = words(claim.quote)
    found = []
    for position, word in enumerate(tokens):
        before = _clause(reversed(tokens[:position]))
        if (pole := _POLES.get(word)) is None or any(near in NEGATORS or near.endswith("n't") for near in before[:4]):
            continue
        around = before + _clause(tokens[position + 1 :])
        context = content_of(claim, " ".join(around))
        found.append(_Use(pole.name, pole.end, word, context, bounds(around)))
    return found


def _clause(outwards: Iterable[str]) -> list[str]:
    return list(islice(takewhile(lambda word: word not in _CLAUSE_ENDS, outwards), _NEAR))
