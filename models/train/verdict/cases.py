"""Cases: one event, its facts, and each fact told in two accounts that exclude each other."""

import json
import math
import random
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

from models.train.verdict.claimsets import masked
from models.train.verdict.examples import KINDS, NO_KIND, VERDICTS, Pair
from models.train.verdict.stories import VERDICT_OF_REASON, shared_words
from services.ledger.verdictmodel.rendering import Side, render

CONTRADICTING, AGREEING, STRANGE = 5, 3, 3
"""How many pairs are drawn in a round: of a fact, what contradicts and what agrees; of two facts, what has nothing to
do with each other."""
SHARPNESS = 4.0
"""How much sooner those of two facts come that share more words."""


class Trap(NamedTuple):
    """What looks like a contradiction and is none; its verdict beside those accounts (0, 1) that it is true with."""

    side: Side
    beside: tuple[int, ...]
    verdict: str


class Fact(NamedTuple):
    """The kind in which its two accounts contradict each other, the wordings of each, and the traps."""

    kind: str
    accounts: tuple[tuple[Side, ...], tuple[Side, ...]]
    traps: tuple[Trap, ...]


class Case(NamedTuple):
    """An event and facts of it; what is said of one says nothing of another."""

    id: str
    facts: tuple[Fact, ...]


def read_cases(folder: Path) -> list[Case]:
    """Reads ``cases/*.json``."""
    rows = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return [Case(row["id"], tuple(map(_fact, row["facts"]))) for row in rows]


def training_pairs(cases: Sequence[Case], rng: random.Random) -> list[Pair]:
    """Pairs to learn from, drawn anew for each round; some lose their speakers, as in the claim sets."""
    pairs = []
    for case in cases:
        for fact in case.facts:
            pairs += _of_a_fact(fact, rng)
        for one, other in combinations(case.facts, 2):
            drawn = sorted(
                product(sum(one.accounts, ()), sum(other.accounts, ())),
                key=lambda sides: (
                    -(rng.random() ** math.exp(-SHARPNESS * shared_words(*(side.text for side in sides))))
                ),
            )
            pairs += [_pair(*sides, "unrelated", rng) for sides in drawn[:STRANGE]]
    return pairs


def _of_a_fact(fact: Fact, rng: random.Random) -> Iterator[Pair]:
    for sides in rng.sample([*product(*fact.accounts)], CONTRADICTING):
        yield _pair(*sides, "contradicts", rng, KINDS.index(fact.kind))
    for one, other in rng.sample([sides for account in fact.accounts for sides in combinations(account, 2)], AGREEING):
        yield _pair(one, other, "same", rng)
    for trap in fact.traps:
        for account in trap.beside:
            yield _pair(trap.side, rng.choice(fact.accounts[account]), trap.verdict, rng)


def _pair(one: Side, other: Side, verdict: str, rng: random.Random, kind: int = NO_KIND) -> Pair:
    return Pair(render(*masked(one, other, rng)), VERDICTS.index(verdict), kind=kind)


def _fact(row: dict[str, Any]) -> Fact:
    one, other = (tuple(map(_side, account)) for account in row["accounts"])
    traps = (Trap(_side(trap), tuple(trap["beside"]), VERDICT_OF_REASON[trap["reason"]]) for trap in row["traps"])
    return Fact(row["type"], (one, other), tuple(traps))


def _side(row: dict[str, Any]) -> Side:
    return Side(row["text"], date.fromisoformat(row["published"]), row["speaker"])
