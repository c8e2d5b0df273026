"""One thing turned round: told before for after, above for below, or with two of its parts exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from schemas.alerts import Kind
from schemas.claims import Claim
from services.ledger.comparing.differences import Difference, Reading, closeness
from services.ledger.comparing.frames import is_function_word
from services.ledger.comparing.opposites import is_negator
from services.ledger.comparing.overlay import Overlay
from services.ledger.comparing.participants import MUTUAL
from services.ledger.comparing.wording import quoted

__all__ = ["differences", "senses_differ"]

_WORD = re.compile(r"\d[\d.,]*|\w+(?:['’]\w+)*")
_UNSAID = frozenset("a an the had has have then only".split())
"""Words that may stand or be left out without a change of sense."""
_ORDER = frozenset({"before", "after"})
_PLACE = frozenset({"above", "below", "inside", "outside"})
_MORE = frozenset({"more", "less", "fewer"})
"""What bounds a figure, too: more than 20 may be fewer than 30."""
_OPPOSITES = (
    ("before", "after"),
    ("above", "below"),
    ("inside", "outside"),
    ("against", "for"),
    ("against", "with"),
    ("without", "with"),
    ("up", "down"),
    ("on", "off"),
    ("ahead", "behind"),
    ("more", "less"),
    ("more", "fewer"),
)
_OPPOSITE = {
    word: frozenset(other for pair in _OPPOSITES if word in pair for other in pair if other != word)
    for word in {word for pair in _OPPOSITES for word in pair}
}
_HOW_MANY = frozenset("all every each both most many some few several half".split())
_WHEN = frozenset("before after since until while during noon midnight morning evening night".split())
_NEAR = 4
"""Content words on either side of a small word."""
_ONE = 0.6


class _Told(NamedTuple):
    """The words of a claim as told, the same from a to z, and those small ones that turn the sense."""

    words: tuple[str, ...]
    alphabetical: tuple[str, ...]
    small: frozenset[str]


class _Around(NamedTuple):
    """What a claim tells before and after one of its small words."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class _Exchange(NamedTuple):
    """Two parts of a claim of which each stands in the other's place in another, and the words between them."""

    first: Sequence[str]
    between: Sequence[str]
    last: Sequence[str]

    @property
    def is_mutual(self) -> bool:
        """Whether there is only a verb between the two, as in "X met Y"."""
        return sum(not is_function_word(word) for word in self.between) == 1

    @property
    def kind(self) -> Kind:
        if all(_is_figure(word) for word in (*self.first, *self.last)):
            return Kind.NUMERIC
        return Kind.LOCATION if list(self.between) == ["to"] else Kind.ACTOR


def differences(both: Overlay) -> Iterator[Difference]:
    """Opposite small words in like surroundings, events in the other order, and parts that are exchanged."""
    if not (both.a.affirmed and both.b.affirmed):
        return
    a, b = both.a.claim, both.b.claim
    told_a, told_b = _told(a.text), _told(b.text)
    for word in sorted(told_a.small - told_b.small):
        for other in sorted(_OPPOSITE[word] & (told_b.small - told_a.small)):
            bounds = {word, other} <= _MORE and (a.quantities or b.quantities)
            if not bounds:
                yield from _small_word(both, word, _around(told_a.words, word), other, _around(told_b.words, other))
    for word in sorted(_ORDER & told_a.small & told_b.small):
        yield from _order(both, _around(told_a.words, word), _around(told_b.words, word))
    exchange = _exchanged(told_a, told_b)
    if exchange is None or _is_list(exchange, a.text) or (exchange.is_mutual and MUTUAL & {a.predicate, b.predicate}):
        return
    yield _difference("exchanged", exchange.kind, both, 1.0)


def senses_differ(a: Claim, b: Claim) -> bool:
    """Whether claims that share words may mean another thing by them: for a figure or a small word that each has."""
    told_a, told_b = _told(a.text).words, _told(b.text).words
    if sum(map(_negates, told_a)) != sum(map(_negates, told_b)):
        return True
    alone_a, alone_b = set(told_a) - set(told_b), set(told_b) - set(told_a)
    for some in (_HOW_MANY.__contains__, _WHEN.__contains__, _is_figure):
        if any(map(some, alone_a)) and any(map(some, alone_b)):
            return True
    return any(not _OPPOSITE.get(word, frozenset()).isdisjoint(alone_b) for word in alone_a)


def _small_word(both: Overlay, word: str, x: _Around, other: str, y: _Around) -> Iterator[Difference]:
    """The one tells before what the other tells after; not where the two events are exchanged, too."""
    straight, crossed = _beside(x, y), _beside(x, _Around(y.after, y.before))
    if min(straight) >= _ONE > min(crossed):
        words = {word, other}
        kind = Kind.TEMPORAL if words <= _ORDER else Kind.LOCATION if words <= _PLACE else Kind.ANTONYM
        yield _difference("order" if words <= _ORDER else "small_words", kind, both, min(straight))


def _order(both: Overlay, x: _Around, y: _Around) -> Iterator[Difference]:
    straight, crossed = _beside(x, y), _beside(x, _Around(y.after, y.before))
    if min(crossed) >= _ONE > max(straight):
        yield _difference("order", Kind.TEMPORAL, both, min(crossed))


def _beside(x: _Around, y: _Around) -> tuple[float, float]:
    return closeness(x.before, y.before), closeness(x.after, y.after)


def _around(told: Sequence[str], word: str) -> _Around:
    at = told.index(word)
    before, after = ([one for one in some if not is_function_word(one)] for some in (told[:at], told[at + 1 :]))
    return _Around(tuple(before[-_NEAR:]), tuple(after[:_NEAR]))


def _exchanged(told_a: _Told, told_b: _Told) -> _Exchange | None:
    """What stands exchanged in two wordings that are the same but for that.

    What stands between has to tell something: "France and Germany" are "Germany and France".
    """
    if told_a.alphabetical != told_b.alphabetical or told_a.words == told_b.words:
        return None
    words_a, words_b = told_a.words, told_b.words
    start, rest = _alike_from(words_a, words_b), _alike_from(words_a[::-1], words_b[::-1])
    one, other = words_a[start : len(words_a) - rest], words_b[start : len(words_b) - rest]
    for size in range(1, len(one)):
        for length in range(1, len(one) - size):
            found = _Exchange(one[:size], one[size:-length], one[-length:])
            if other == (*found.last, *found.between, *found.first) and _tells(found.between, words_a[:start]):
                return found
    return None


def _is_list(exchange: _Exchange, text: str) -> bool:
    """Whether the two are the ends of one list, whose order tells nothing: "Germany, France and Spain"."""
    return exchange.between[-1:] in (("and",), ("or",)) and f"{' '.join(exchange.first)}," in text.casefold()


def _alike_from(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two wordings begin with alike."""
    return next(place for place, (x, y) in enumerate(zip(one, other, strict=True)) if x != y)


def _tells(between: Sequence[str], before: Sequence[str]) -> bool:
    if not all(map(is_function_word, between)) or any(map(_negates, between)):
        return True
    return "from" in before[-1:] and list(between) == ["to"]


def _negates(word: str) -> bool:
    return word == "against" or is_negator(word)


def _is_figure(word: str) -> bool:
    return word[0].isdigit()


@lru_cache(maxsize=16_384)
def _told(text: str) -> _Told:
    found = (match.group().casefold().replace("’", "'") for match in _WORD.finditer(text))
    words = tuple(word for word in found if word not in _UNSAID)
    return _Told(words, tuple(sorted(words)), frozenset(words) & _OPPOSITE.keys())


def _difference(rule: str, kind: Kind, both: Overlay, strength: float) -> Difference:
    a, b = (Reading(quoted(claim), " ".join(_told(claim.text).words)) for claim in (both.a.claim, both.b.claim))
    return Difference(f"turned.{rule}", kind, a, b, strength)
