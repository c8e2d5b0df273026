"""Two event frames laid beside each other: what they share, and what each says alone."""

from __future__ import annotations

from dataclasses import dataclass

from services.ledger.comparing.frames import Frame, Word
from services.ledger.comparing.lexicon.meaning import alike, bases

__all__ = ["Match", "Overlay", "might_meet", "overlay"]

_LEAST = 0.5


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

    @property
    def shared(self) -> float:
        """How much what they share tells."""
        return sum(match.weight for match in self.matches)

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
        return _share(self, self.a)

    @property
    def content_b(self) -> float:
        """The share of the later frame's words, names aside, that the earlier has too."""
        return _share(self, self.b)


def _share(both: Overlay, frame: Frame) -> float:
    told = sum(word.weight for word in frame.words if not word.name)
    shared = sum(match.weight for match in both.matches if not (match.a.name or match.b.name))
    return shared / told if told else 0.0


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
    pairs = sorted(
        (
            (likeness * min(x.weight, y.weight), i, j, likeness)
            for i, x in enumerate(a.words)
            for j, y in enumerate(b.words)
            if (likeness := _likeness(x, y)) >= _LEAST
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
        a, b, tuple(matches), tuple(a.words[i] for i in sorted(left)), tuple(b.words[j] for j in sorted(right))
    )


def _likeness(x: Word, y: Word) -> float:
    if x.name or y.name:
        return 1.0 if x.text == y.text or set(bases(x.text)) & set(bases(y.text)) else 0.0
    return alike(x.text, y.text)
