"""Which articles tell one story: within a year, alike in their words, with rare names in common."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.articles import EntityLabel, LinkRule, Mention
from services.ledger.comparing.frames import is_function_word
from services.ledger.comparing.lexicon.rarity import base_of, rarity, written_words

__all__ = ["DESCRIBED", "Entity", "LinkableArticle", "entities_of", "stories", "telling_words"]

WINDOW = timedelta(days=366)
"""Articles further apart than this tell different stories."""
SEASON = timedelta(days=92)
RARE = 20
"""A name that more articles than this go by within a season of one says little about that one's story."""
LIKENESS = 0.15
"""Articles as alike as this, with a rare name in common, tell one story. As the next, chosen on labelled stories."""
NAME = 0.02
"""By how much less alike they may be for each rare name in common."""
LEAST_RARE = 2.0
"""A word that one text in seven has tells nothing of what a text is about."""
DESCRIBED = "described:"
_COUNTRY = "country:"
_SHORTEST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """An entity as one article tells of it."""

    id: str
    name: str
    label: EntityLabel
    aliases: Mapping[str, LinkRule]

    @property
    def own(self) -> tuple[str, ...]:
        """Those of the aliases that are what this article calls it."""
        told = {LinkRule.SPELLING} if " " in self.name else {LinkRule.SPELLING, LinkRule.ACRONYM}
        return tuple(alias for alias, rule in self.aliases.items() if rule in told)


@dataclass(frozen=True, slots=True)
class LinkableArticle:
    """What linking reads of an article version; ``words`` are its telling words, and how much each tells."""

    version_id: str
    published_at: datetime
    entities: tuple[Entity, ...]
    words: Mapping[str, float]


_User = tuple[LinkableArticle, Entity, bool]
"""An article with an entity that goes by a name, and whether the article uses the name."""


def entities_of(mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """What an article mentions: named entities, and countries, which go by their ids alone."""
    found: dict[str, Entity] = {}
    for one in mentions:
        if one.entity_id.startswith(_COUNTRY):
            own = {one.entity_id: LinkRule.SPELLING}
            found.setdefault(one.entity_id, Entity(one.entity_id, one.name, one.label, own))
        elif one.aliases:
            found.setdefault(one.entity_id, Entity(one.entity_id, one.name, one.label, one.aliases))
    return tuple(found.values())


def telling_words(text: str) -> dict[str, float]:
    """The base forms of a text's words, without common ones: the rarer and the oftener said, the more each tells."""
    counts = Counter(base_of(word.lower()) for word in written_words(text) if len(word) >= _SHORTEST)
    rare = {base: rarity(base) for base in counts if not is_function_word(base)}
    return {base: rare[base] * (1.0 + math.log(counts[base])) for base in rare if rare[base] >= LEAST_RARE}


def stories(articles: Sequence[LinkableArticle]) -> dict[str, dict[str, float]]:
    """For each article version the others that tell the same story, and how surely: their likeness."""
    by_version = {article.version_id: article for article in articles}
    lengths = {version: _length(article.words) for version, article in by_version.items()}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (here, there), names in _rare_names_shared(articles).items():
        one, other = by_version[here].words, by_version[there].words
        shared = sum(one[word] * other[word] for word in one.keys() & other.keys())
        likeness = NAME * names + shared / (lengths[here] * lengths[there])
        if likeness >= LIKENESS:
            found[here][there] = found[there][here] = likeness
    return found


def _length(words: Mapping[str, float]) -> float:
    return math.sqrt(sum(told * told for told in words.values())) or 1.0


def _rare_names_shared(articles: Sequence[LinkableArticle]) -> dict[tuple[str, str], int]:
    """How many rare names two article versions near in time share, in full or in part; countries do not count."""
    shared: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for users in _users(articles):
        rare = [users[place] for place, near in enumerate(_within(SEASON, users)) if len(near) <= RARE]
        for (one, entity, own), near in zip(rare, _within(WINDOW, rare), strict=True):
            if not own:
                continue
            for place in near:
                other, same, _ = rare[place]
                if one.version_id < other.version_id:
                    shared[one.version_id, other.version_id].add((entity.id, same.id))
                elif one.version_id > other.version_id:
                    shared[other.version_id, one.version_id].add((same.id, entity.id))
    return {pair: _count(ids) for pair, ids in shared.items()}


def _within(span: timedelta, users: Sequence[_User]) -> Iterator[range]:
    """For each user, in order of time, the places of those that are no further apart."""
    moments = [article.published_at for article, _, _ in users]
    for moment in moments:
        yield range(bisect_left(moments, moment - span), bisect_right(moments, moment + span))


def _count(ids: Iterable[tuple[str, str]]) -> int:
    named = [pair for pair in ids if not any(one.startswith(_COUNTRY) for one in pair)]
    return min(len({here for here, _ in named}), len({there for _, there in named}))


def _users(articles: Iterable[LinkableArticle]) -> Iterator[list[_User]]:
    """Who goes by each name that some article uses, in order of time, and whether it is used there."""
    named = [
        (article, entity)
        for article in sorted(articles, key=lambda one: (one.published_at, one.version_id))
        for entity in article.entities
        if not entity.id.startswith(DESCRIBED)
    ]
    used = {alias for _, entity in named for alias in entity.own}
    users: dict[str, list[_User]] = defaultdict(list)
    for article, entity in named:
        for alias in entity.aliases:
            if alias in used:
                users[alias].append((article, entity, alias in entity.own))
    yield from users.values()
