"""The project's own claim sets: a base claim and seven partners, each with its verdict."""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from models.train.corpora import read_rows
from models.train.verdict.examples import KINDS, NO_KIND, VERDICTS, Pair
from models.train.verdict.folds import fold_of
from services.ledger.verdictmodel.rendering import Side, render

MASKED = 0.4
"""The share of pairs that lose their speakers: a dispute must not be read off that field alone."""

_BESIDE_THE_SET = frozenset({"different_entity", "different_measure", "opinion", "other"})
"""Reasons for which a partner is unrelated to its whole set, not only to the base."""
_OF_THE_SET = frozenset({"contradicts", "supports", "updates", "disputes"})


class Partner(NamedTuple):
    """A claim, its verdict to the base of its set, and the kind of contradiction or the reason why it is none."""

    side: Side
    verdict: str
    reason: str


class ClaimSet(NamedTuple):
    """A base and its partners."""

    id: str
    base: Side
    partners: tuple[Partner, ...]

    @property
    def fold(self) -> int:
        """The set's fold for cross-validation."""
        return fold_of(self.id)


def read_claim_sets(path: Path) -> list[ClaimSet]:
    """Reads ``claimsets/*.jsonl.gz``."""
    return [
        ClaimSet(
            row["id"],
            _side(row["base"]),
            tuple(Partner(_side(partner), partner["verdict"], partner["kind"]) for partner in row["partners"]),
        )
        for row in read_rows(path)
    ]


def labelled(claim_set: ClaimSet) -> list[Pair]:
    """The base with each partner, speakers as given."""
    return [_pair(claim_set.base, partner.side, partner) for partner in claim_set.partners]


def implied(claim_set: ClaimSet) -> Iterator[tuple[Side, Partner]]:
    """Partners with each other, where the labels imply a verdict: the one, and the other with its verdict to it.

    What says the same as the base stands to the other partners as the base does, and what is beside the set's matter
    is unrelated to all of it.
    """
    for one in claim_set.partners:
        for other in claim_set.partners:
            if one is other:
                continue
            if one.verdict == "same" and other.verdict != "same":
                yield one.side, other
            elif one.reason in _BESIDE_THE_SET and other.verdict in _OF_THE_SET:
                yield one.side, other._replace(verdict="unrelated")


def training_pairs(
    claim_sets: Sequence[ClaimSet], rng: random.Random, share: float = 0.4, strangers: float = 0.5
) -> list[Pair]:
    """Pairs to learn from, drawn anew for each round.

    All labelled pairs, a share of the implied ones, and for some sets a stranger: a partner out of another set.
    """
    pairs = []
    for claim_set in claim_sets:
        base = claim_set.base
        pairs += [_pair(*masked(base, partner.side, rng), partner) for partner in claim_set.partners]
        for one, other in implied(claim_set):
            if rng.random() < share:
                pairs.append(_pair(*masked(one, other.side, rng), other))
        if rng.random() < strangers:
            stranger = rng.choice(claim_sets)
            if stranger.id != claim_set.id:
                drawn = rng.choice(stranger.partners)
                pairs.append(_pair(base, drawn.side, drawn._replace(verdict="unrelated")))
    return pairs


def _side(row: dict[str, Any]) -> Side:
    return Side(row["text"], date.fromisoformat(row["published"]), row["speaker"])


def masked(one: Side, other: Side, rng: random.Random) -> tuple[Side, Side]:
    """Two sides, for a share of the draws without their speakers."""
    if rng.random() < MASKED:
        return one._replace(speaker=None), other._replace(speaker=None)
    return one, other


def _pair(one: Side, other: Side, told: Partner) -> Pair:
    kind = KINDS.index(told.reason) if told.verdict == "contradicts" else NO_KIND
    return Pair(render(one, other), VERDICTS.index(told.verdict), kind=kind)
