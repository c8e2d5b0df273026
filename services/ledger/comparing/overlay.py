"""Two event frames laid beside each other: what they share, and what each says alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from services.ledger.comparing.frames import Frame, Word
from services.ledger.comparing.lexicon.meaning import alike, bases
from services.ledger.comparing.lexicon.spelling import american
from services.ledger.comparing.slots import one_happening

__all__ = ["Match", "Overlay", "might_meet", "overlay"]

_LETTERS = re.compile(r"\w+|[-−](?=\d)|[$€£¥]")
_LEAST = 0.5
_ONE_HAPPENING = 0.8
_FORM = 0.9


@dataclass(frozen=True, slots=True)
class Match:
    """A word of one frame with the word of the other that may mean the same, and how surely it does."""

    a: Word
    b: Word
    likeness: float

    @property
    def weight(self) -> float:
        """How much the two tell together."""
        return self.likeness * min(self.a.weight, self.b.weight)


@dataclass(frozen=True, slots=True)
class Overlay:
    """What two frames have in common, and the words that only one has."""

    a: Frame
    b: Frame
    matches: tuple[Match, ...]
    only_a: tuple[Word, ...]
    only_b: tuple[Word, ...]
    shared: float
    """How much what they share tells."""
    content: float
    """The same, names aside."""

    @property
    def covered_a(self) -> float:
        """The share of the earlier frame that the later has too."""
        return self.shared / self.a.weight if self.a.weight else 0.0

    @property
    def covered_b(self) -> float:
        """The share of the later frame that the earlier has too."""
        return self.shared / self.b.weight if self.b.weight else 0.0

    @property
    def content_a(self) -> float:
        """The share of the earlier frame's words, names aside, that the later has too."""
        return self.content / self.a.content if self.a.content else 0.0

    @property
    def content_b(self) -> float:
        """The share of the later frame's words, names aside, that the earlier has too."""
        return self.content / self.b.content if self.b.content else 0.0

    @property
    def one_wording(self) -> bool:
        """Whether both articles use the same words, in either spelling, whatever was read in them."""
        return _written(self.a.claim.quote) == _written(self.b.claim.quote)


def might_meet(a: Frame, b: Frame) -> bool:
    """Whether a closer look may be worth while: a meaning, a name or a measure in common, or an opposite."""
    return not (
        a.concepts.isdisjoint(b.concepts)
        and a.names.isdisjoint(b.names)
        and a.measures.isdisjoint(b.measures)
        and a.opposites.isdisjoint(b.concepts)
    )


def overlay(a: Frame, b: Frame) -> Overlay:
    """Lay one frame beside another, the likeliest words first."""
    likely = {(i, j): _likeness(a.words[i], b.words[j]) for i, j in _might_be_alike(a, b)}
    for place in _happening(a, b):
        likely[place] = max(likely.get(place, 0.0), _ONE_HAPPENING)
    pairs = sorted(
        (
            (likeness * min(a.words[i].weight, b.words[j].weight), i, j, likeness)
            for (i, j), likeness in likely.items()
            if likeness >= _LEAST
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    left, right, matches = set(range(len(a.words))), set(range(len(b.words))), []
    for _, i, j, likeness in pairs:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            matches.append(Match(a.words[i], b.words[j], likeness))
    return Overlay(
        a=a,
        b=b,
        matches=tuple(matches),
        only_a=tuple(a.words[i] for i in sorted(left)),
        only_b=tuple(b.words[j] for j in sorted(right)),
        shared=sum(match.weight for match in matches),
        content=sum(match.weight for match in matches if not (match.a.name or match.b.name)),
    )


@lru_cache(maxsize=16_384)
def _written(quote: str) -> tuple[str, ...]:
    return tuple(map(american, _LETTERS.findall(quote.casefold())))


def _might_be_alike(a: Frame, b: Frame) -> set[tuple[int, int]]:
    """Places of words that have something in common: few of all pairs, and no others can be alike."""
    return {
        place
        for ours, theirs in ((a.meanings, b.neighbours), (a.neighbours, b.meanings))
        for key in ours.keys() & theirs.keys()
        for place in product(ours[key], theirs[key])
    }


def _happening(a: Frame, b: Frame) -> Iterable[tuple[int, int]]:
    """Places of words that are what happens in the two claims, where that is one: "founded", and "the formation"."""
    told_a, told_b = a.claim.predicate or "", b.claim.predicate or ""
    if told_a == told_b or not one_happening(told_a, told_b):
        return ()
    of_a, of_b = (
        [place for place, word in enumerate(frame.words) if alike(word.text, told) >= _FORM]
        for frame, told in ((a, told_a), (b, told_b))
    )
    return product(of_a, of_b)


def _likeness(x: Word, y: Word) -> float:
    if not (x.name or y.name):
        return alike(x.text, y.text)
    return 1.0 if x.text == y.text or not set(bases(x.text)).isdisjoint(bases(y.text)) else 0.0
