"""One thing said in opposite words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, takewhile

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim
from services.ledger.comparing.alignment import Alignment, align, anchors, names, times_meet
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import (
    PARTS,
    bounds,
    content,
    content_of,
    lexicon,
    most_telling,
    negates,
    quoted,
    untimed,
    words,
)

__all__ = ["compare", "keys"]

_SAME_NEWS = timedelta(days=2)
_LASTS_FOR = timedelta(days=60)
_NEAR = 5
_ENOUGH = 3
_LIKE_ENOUGH = 0.5

# Each line holds forms of words and forms of their opposites. What is decided lasts a while; the rest may turn.
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
_CLAUSE_ENDS = lexicon("while and but as when although though whereas because if")


def keys(statement: Statement) -> tuple[str, ...]:
    """One key for each word near an end of a pair of opposites, beside each entity; a lasting end needs none."""
    found = []
    for use in _uses(statement.claim):
        if use.name in _LASTING:
            found += [f"antonyms|{name}|{use.name}" for name in statement.claim.entity_ids[:4]]
        stems = most_telling(use.context, 4)
        found += [f"antonyms|{anchor}|{use.name}|{stem}" for anchor in anchors(statement) for stem in stems]
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
    readings = Reading(quoted(a.claim), x.word), Reading(quoted(b.claim), y.word)
    if alignment.reworded and _swapped(a.claim, b.claim, x, y):
        return finding(a, b, Relation.UNRELATED, "antonyms.different_thing", *readings)
    if x.bounds != y.bounds:
        return finding(a, b, Relation.UNRELATED, "antonyms.different_scope", *readings)
    if times_meet(a, b) is False:
        return finding(a, b, Relation.UNRELATED, "antonyms.different_time", *readings)
    gap = elapsed(a, b)
    lasts = _LASTS_FOR if x.name in _LASTING else _SAME_NEWS
    moved = "later_turn" if gap is not None and gap > lasts else None
    confidence = 0.5 + 0.05 * min(alignment.evidence(), 8)
    kind = Kind.OUTCOME if x.name in _LASTING else Kind.ANTONYM
    conflict = Conflict("antonyms", f"opposite_{x.name}", kind, confidence, moved)
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

    It is the same thing where the words around share something telling, or where one name is all that is named.
    """
    one_name = min(len(names(a)), len(names(b))) == len(alignment.entities) == 1
    pairs = [(x, y) for x in _uses(a) for y in _uses(b) if x.name == y.name]
    few = 1 if alignment.entities or alignment.likeness >= _LIKE_ENOUGH else 2
    shared = [(x, y) for x, y in pairs if len(x.context & y.context) >= few or (one_name and x.name in _LASTING)]
    if len(shared) != 1 or not shared[0][0].opposes(shared[0][1]):
        return None
    return shared[0] if alignment.evidence() >= _ENOUGH else None


def _swapped(a: Claim, b: Claim, x: _Use, y: _Use) -> bool:
    """Whether more is put in another's place than the opposite words."""
    own_a = [stem for stem in content(a) - content(b) if stem[:3] != x.word[:3]]
    own_b = [stem for stem in content(b) - content(a) if stem[:3] != y.word[:3]]
    return bool(own_a and own_b)


def _uses(claim: Claim) -> list[_Use]:
    """All uses in clauses without a negation: what did not rise need not have fallen."""
    return [use for part in PARTS.split(untimed(claim)) if not negates(part) for use in _uses_in(claim, words(part))]


def _uses_in(claim: Claim, tokens: Sequence[str]) -> Iterator[_Use]:
    for position, word in enumerate(tokens):
        if (pole := _POLES.get(word)) is not None:
            around = _clause(reversed(tokens[:position])) + _clause(tokens[position + 1 :])
            context = content_of(claim, " ".join(around))
            yield _Use(pole.name, pole.end, word, context, bounds(around))


def _clause(outwards: Iterable[str]) -> list[str]:
    return list(islice(takewhile(lambda word: word not in _CLAUSE_ENDS, outwards), _NEAR))
