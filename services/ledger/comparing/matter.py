"""Whether two articles tell of one matter, or of two that are alike: two firms' dividends, two towns' fires."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pycountry

from services.ledger.comparing.frames import Frame, is_function_word
from services.ledger.comparing.lexicon.rarity import base_of, rarity
from services.ledger.comparing.places import country_of

__all__ = ["ALONE", "BRIEF", "FEATURES", "Account", "account_of", "elsewhere", "in_common"]

FEATURES = "articles: "
"""What the names of the features begin with."""
BRIEF = FEATURES + "brief"
"""That one of them claims too little for much else to agree or differ."""
ALONE = FEATURES + "alone"
"""That one of them claims hardly more than what is compared, so that its articles tell next to nothing of the pair."""
_TELEGRAPHIC = frozenset(
    "qtly qtrly shr shrs net revs avg oper mths mth qtr yr div cts dlrs mln bln pct incl excl prev est fcst".split()
)
"""Short forms that begin the lines of notices, and so pass for names."""
_FEW, _HARDLY_MORE = 4, 2
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 2
_RAREST = 7.0
_SMALL = 3
"""Numbers up to this are met in any two articles."""


@dataclass(frozen=True, slots=True)
class Account:
    """What all claims of an article tell together: names and other words with how rare they are, figures and times."""

    names: Mapping[str, float]
    words: Mapping[str, float]
    figures: frozenset[Hashable]
    times: frozenset[Hashable]
    leading: frozenset[str]
    """The words of the name that it mentions most."""
    title: Mapping[str, float]
    """The words of its title with how rare they are; none where it has no title."""
    claims: int


def account_of(frames: Iterable[Frame]) -> Account:
    """Put together what the claims of one article tell."""
    frames = tuple(frames)
    first = min((frame.statement for frame in frames), key=lambda one: one.order, default=None)
    topic = first.topic if first else ()
    ids = {*topic, *(one for frame in frames for one in frame.claim.entity_ids)}
    names = {word: rarity(base_of(word)) for one in ids for word in _name_words(one)}
    written = {base_of(word.text) for frame in frames for word in frame.words if not word.name}
    quantities = [quantity for frame in frames for quantity in frame.claim.quantities]
    return Account(
        names=names,
        words={word: rarity(word) for word in written if word not in names},
        figures=frozenset((one.lower, one.upper, one.unit) for one in quantities if not _is_small(one.lower, one.unit)),
        times=frozenset((time.since, time.until) for frame in frames for time in frame.claim.times if time.since),
        leading=frozenset(_name_words(topic[0])) if topic else frozenset(),
        title=_title_words(first.title) if first else {},
        claims=len(frames),
    )


def in_common(one: Account, other: Account) -> Mapping[str, float]:
    """What two articles have in common, and what speaks for two matters, in numbers from 0 to 1."""
    shared = one.names.keys() & other.names.keys()
    likeness = _cosine(one.names, other.names)
    figures, times = one.figures & other.figures, one.times & other.times
    led, leads = _is_led(one, other), _is_led(other, one)
    titled = bool(one.title and other.title)
    told_one, told_other = _title_told(one, other), _title_told(other, one)
    told = {
        "names": likeness,
        "names of the shorter": _share(one.names, other.names),
        "no name": not shared,
        "rarest name": max((one.names[word] for word in shared), default=0.0) / _RAREST,
        "leading names": (led + leads) / 2,
        "leading names apart": bool(one.leading and other.leading) and not (led or leads),
        "no leading name": not (one.leading and other.leading),
        "a figure": bool(figures),
        "share of figures": len(figures) / max(1, min(len(one.figures), len(other.figures))),
        "no figure": bool(one.figures and other.figures) and not figures,
        "a time": bool(times),
        "no time": bool(one.times and other.times) and not times,
        "titles": _cosine(one.title, other.title),
        "titles told": titled and (told_one + told_other) / 2,
        "a title untold": titled and 1.0 - min(told_one, told_other),
        "no title": not titled,
        "brief": min(one.claims, other.claims) <= _FEW,
        "alone": min(one.claims, other.claims) <= _HARDLY_MORE,
        "words, but not names": _cosine(one.words, other.words) * (1.0 - likeness),
    }
    return {FEATURES + name: float(value) for name, value in told.items()}


def elsewhere(alike: int, differing: int) -> Mapping[str, float]:
    """What the other claims say that are alike in two articles: those that tell of one matter agree in most.

    Args:
        alike: How many other claims of one article have a like one in the other.
        differing: In how many of these a part differs.
    """
    agreeing = alike - differing
    told = {
        "agree elsewhere": math.log1p(agreeing),
        "differ elsewhere": math.log1p(differing),
        "agree rather than differ": math.log((agreeing + 0.5) / (differing + 0.5)),
        "share that agrees": (agreeing + 0.5) / (alike + 1),
    }
    return {FEATURES + name: value for name, value in told.items()}


@lru_cache(maxsize=16_384)
def _name_words(entity_id: str) -> tuple[str, ...]:
    code, name = country_of(entity_id), entity_id.rpartition(":")[2]
    if code is not None and (country := pycountry.countries.get(alpha_2=code)) is not None:
        name = getattr(country, "common_name", country.name)
    return tuple(word for word in _content(name) if word not in _TELEGRAPHIC)


@lru_cache(maxsize=4096)
def _title_words(title: str) -> Mapping[str, float]:
    return {base: rarity(base) for base in map(base_of, _content(title))}


def _content(text: str) -> tuple[str, ...]:
    words = _WORD.findall(text.lower())
    return tuple(word for word in words if len(word) >= _SHORTEST and not is_function_word(word))


def _title_told(one: Account, other: Account) -> float:
    """The share of the one's title, by how rare its words are, that the other has somewhere."""
    total = _square(one.title.values())
    named = {base_of(word) for word in other.names}
    told = (rare for word, rare in one.title.items() if word in other.title or word in other.words or word in named)
    return min(1.0, _square(told) / total) if total else 0.0


def _is_small(value: float | None, unit: str) -> bool:
    return not unit and value is not None and value <= _SMALL


def _is_led(one: Account, other: Account) -> bool:
    """Whether the one mentions most what the other names too."""
    return not one.leading.isdisjoint(other.names)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    length = math.sqrt(_square(one.values()) * _square(other.values()))
    return min(1.0, _square(one[word] for word in one.keys() & other.keys()) / length) if length else 0.0


def _share(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """What they share as a share of what the one has that has less."""
    less = min(_square(one.values()), _square(other.values()))
    return _square(one[word] for word in one.keys() & other.keys()) / less if less else 0.0


def _square(weights: Iterable[float]) -> float:
    return sum(weight * weight for weight in weights)
