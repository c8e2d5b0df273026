"""One thing said in opposite words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, takewhile

from schemas.alerts import Kind, Relation, Verdict
from schemas.claims import Claim
from services.ledger.comparing.alignment import align, anchors, times_meet
from services.ledger.comparing.statement import Statement, elapsed
from services.ledger.comparing.verdicts import Conflict, Reading, finding, settle
from services.ledger.comparing.wording import bounds, content, lexicon, words

__all__ = ["compare", "keys"]

_SAME_NEWS = timedelta(days=2)
_NEAR = 5

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
    """One key for each pair of opposites that the claim has one end of, beside each entity."""
    return tuple(
        f"antonyms|{anchor}|{name}" for anchor in anchors(statement, 3) for name in sorted(_poles(statement.claim))
    )


def compare(a: Statement, b: Statement) -> Verdict | None:
    """Compare two claims that use opposite words of the same thing."""
    if a.claim.polarity is not b.claim.polarity:
        return None
    alignment = align(a, b)
    if alignment is None or len(alignment.terms) < 2:
        return None
    poles_a, poles_b = _poles(a.claim), _poles(b.claim)
    names = [
        name
        for name in poles_a.keys() & poles_b.keys()
        if poles_a[name].end != poles_b[name].end and poles_a[name].context & poles_b[name].context
    ]
    if len(names) != 1:
        return None
    name = names[0]
    readings = Reading(f"“{a.claim.text}”", poles_a[name].word), Reading(f"“{b.claim.text}”", poles_b[name].word)
    if bounds(words(a.claim.quote)) != bounds(words(b.claim.quote)):
        return finding(a, b, Relation.UNRELATED, "antonyms.different_scope", *readings)
    if times_meet(a, b) is False:
        return finding(a, b, Relation.UNRELATED, "antonyms.different_time", *readings)
    gap = elapsed(a, b)
    moved = "later_turn" if gap is not None and gap > _SAME_NEWS and name in _TURNING else None
    confidence = 0.5 + 0.1 * min(len(alignment.terms), 4)
    return settle(a, b, Conflict("antonyms", f"opposite_{name}", Kind.ANTONYM, confidence, moved), *readings)


@dataclass(frozen=True, slots=True)
class _Use:
    word: str
    end: int
    context: frozenset[str]


def _poles(claim: Claim) -> dict[str, _Use]:
    """The one use of each pair of opposites; a claim that has both ends, or one twice, is not judged by that pair."""
    tokens, stems = words(claim.quote), content(claim)
    uses: dict[str, list[_Use]] = {}
    for position, word in enumerate(tokens):
        if (pole := _POLES.get(word)) is not None:
            before = _clause(reversed(tokens[:position]))
            after = _clause(tokens[position + 1 :])
            context = frozenset(stem for stem in stems if any(_has_stem(near, stem) for near in before + after))
            uses.setdefault(pole.name, []).append(_Use(word, pole.end, context))
    return {name: found[0] for name, found in uses.items() if len(found) == 1}


def _clause(outwards: Iterable[str]) -> list[str]:
    return list(islice(takewhile(lambda word: word not in _CLAUSE_ENDS, outwards), _NEAR))


def _has_stem(word: str, stem: str) -> bool:
    return word[:4] == stem[:4]
