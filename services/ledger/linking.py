"""Which entities of different articles are one, where extraction, which reads one article at a time, could not tell.

"Ms Wekesa" in one article is Grace Auma Wekesa of another if both tell the same story and nobody else there has that
name. Nothing stored is rewritten: links are worked out from what the articles hold and say on what they rest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.articles import EntityLabel, LinkRule, Mention

__all__ = ["EntityLink", "LinkableArticle", "entities_of", "link_entities"]

WINDOW = timedelta(days=92)
"""Articles further apart than this tell different stories."""
RARE = 20
"""A name that more articles than this go by within the window says little about their story."""
SHARED = 2
"""Rare names that two articles share if they tell one story."""
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.NORP})
_COUNTRY = "country:"
_AMOUNTS = frozenset({EntityLabel.MONEY, EntityLabel.PERCENT, EntityLabel.QUANTITY})
_SAME = LinkRule.SPELLING
_PREFERENCE = (
    LinkRule.NAME_PART,
    LinkRule.ACRONYM,
    LinkRule.SHORT_FORM,
    LinkRule.SPELLING,
    LinkRule.APPOSITION,
    LinkRule.HEAD_NOUN,
)
_SAID = frozenset({LinkRule.APPOSITION, LinkRule.HEAD_NOUN})
_DESCRIBED = "described:"


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
    """What linking reads of an article version."""

    version_id: str
    published_at: datetime
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class EntityLink:
    """An entity of an article is the one of this id and name in other article versions, which are named."""

    entity_id: str
    name: str
    rule: LinkRule
    versions: tuple[str, ...]


def entities_of(mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """What an article mentions: named entities, and countries and measured amounts, which go by their ids alone."""
    found: dict[str, Entity] = {}
    for one in mentions:
        if one.label in _AMOUNTS or one.entity_id.startswith(_COUNTRY):
            found.setdefault(one.entity_id, Entity(one.entity_id, one.name, one.label, {one.entity_id: _SAME}))
        elif one.aliases:
            found.setdefault(one.entity_id, Entity(one.entity_id, one.name, one.label, one.aliases))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Match:
    """An entity of another article that goes by the name of one of ours."""

    article: LinkableArticle
    entity: Entity
    rule: LinkRule


_Place = tuple[str, str]
"""An entity in an article: version id and entity id."""


def link_entities(articles: Sequence[LinkableArticle]) -> dict[_Place, EntityLink]:
    """Link entities across articles, in whatever order these come.

    Two articles tell one story if they are near in time and share rare names, in full or in part. In it a short name
    is the one fuller name that has it; where two have it, it stays by itself.

    Returns:
        For each version id and entity id that stands for a fuller name, or another spelling, what it is linked with.
    """
    uses = Counter(entity.id for article in articles for entity in article.entities)
    called = {article.version_id: _called(article) for article in articles}
    stories = _stories(articles)
    steps: dict[_Place, EntityLink] = {}
    for article in articles:
        story = [called[version] for version in sorted(stories[article.version_id])]
        for entity in article.entities if story else ():
            at_home = _matches(entity, [called[article.version_id]])
            if not any(_can_be(entity, one, uses) for one in at_home):
                link = _settled(entity, _matches(entity, story), uses)
                if link is not None:
                    steps[article.version_id, entity.id] = link
    return {place: _followed(place, steps) for place in steps}


def _called(article: LinkableArticle) -> dict[str, list[_Match]]:
    """Who goes by each name in an article."""
    called: dict[str, list[_Match]] = defaultdict(list)
    for entity in article.entities:
        for alias, rule in entity.aliases.items():
            called[alias].append(_Match(article, entity, rule))
    return called


def _matches(entity: Entity, called: Iterable[Mapping[str, Sequence[_Match]]]) -> list[_Match]:
    return [one for names in called for alias in entity.own for one in names.get(alias, ())]


def _stories(articles: Sequence[LinkableArticle]) -> dict[str, set[str]]:
    """For each article those that tell the same story: near in time, with rare names in common."""
    shared: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for users in _users(articles).values():
        moments = [one.article.published_at for one, _ in users]
        for one, own in users:
            first = bisect_left(moments, one.article.published_at - WINDOW)
            last = bisect_right(moments, one.article.published_at + WINDOW)
            if not own or last - first > RARE:
                continue
            for other, _ in users[first:last]:
                here, there = one.article.version_id, other.article.version_id
                if here != there:
                    shared[here, there].add((one.entity.id, other.entity.id))
                    shared[there, here].add((other.entity.id, one.entity.id))
    stories: dict[str, set[str]] = defaultdict(set)
    for (version, other_version), pairs in shared.items():
        if min(len({ours for ours, _ in pairs}), len({theirs for _, theirs in pairs})) >= SHARED:
            stories[version].add(other_version)
    return stories


def _users(articles: Iterable[LinkableArticle]) -> dict[str, list[tuple[_Match, bool]]]:
    """Who goes by each name that some article uses, in order of time, and whether it is used there."""
    named = [
        (article, entity)
        for article in sorted(articles, key=lambda one: (one.published_at, one.version_id))
        for entity in article.entities
        if not entity.id.startswith(_DESCRIBED)
    ]
    used = {alias for _, entity in named for alias in entity.own}
    users: dict[str, list[tuple[_Match, bool]]] = defaultdict(list)
    for article, entity in named:
        for alias, rule in entity.aliases.items():
            if alias in used:
                users[alias].append((_Match(article, entity, rule), alias in entity.own))
    return users


def _settled(entity: Entity, matches: Sequence[_Match], uses: Mapping[str, int]) -> EntityLink | None:
    """The one entity of the story that ours is, if there is just one."""
    for rule in _PREFERENCE:
        fitting = [one for one in matches if one.rule is rule and _can_be(entity, one, uses)]
        names = _fullest({one.entity.id: one.entity.name for one in fitting}, uses)
        if len(names) == 1:
            [(entity_id, name)] = names.items()
            sources = sorted(
                (one.article.published_at, one.article.version_id) for one in fitting if one.entity.id == entity_id
            )
            return EntityLink(entity_id, name, rule, tuple(version for _, version in sources))
        if names:
            return None
    return None


def _can_be(entity: Entity, match: _Match, uses: Mapping[str, int]) -> bool:
    """Whether our entity, by its kind, can be the one that goes by its name."""
    other = match.entity
    if other.id == entity.id or other.id.startswith(_DESCRIBED):
        return False
    if entity.id.startswith(_DESCRIBED):
        return match.rule in _SAID
    if match.rule is LinkRule.SPELLING:
        alike = _bare(entity.id) == _bare(other.id) or (" " in entity.name and entity.label is other.label)
        return alike and (uses[other.id], entity.id) > (uses[entity.id], other.id)
    if (entity.label in _PLACES) is not (other.label in _PLACES) and not _mistaken(entity, match):
        return False
    firm = entity.label is EntityLabel.PERSON and match.rule is LinkRule.SHORT_FORM
    return not firm or _bare(other.id).startswith(_bare(entity.id))


def _mistaken(entity: Entity, match: _Match) -> bool:
    """Whether our entity may be no place, for all that it was taken for one: a firm's or a person's short name.

    Not where the article that tells of the firm also tells of the place.
    """
    begins = _bare(match.entity.id).startswith(_bare(entity.id))
    named = match.rule is LinkRule.NAME_PART or (match.entity.label is EntityLabel.ORG and begins)
    return named and all(_bare(one.id) != _bare(entity.id) for one in match.article.entities)


def _bare(entity_id: str) -> str:
    return entity_id.partition(":")[2]


def _fullest(names: Mapping[str, str], uses: Mapping[str, int]) -> dict[str, str]:
    """Without names whose words another one has too, and of one name under two kinds the one in use more."""
    words = {entity_id: set(_bare(entity_id).split()) for entity_id in names}
    return {
        one: name
        for one, name in names.items()
        if not any(
            words[one] < words[other] or (words[one] == words[other] and (uses[one], other) < (uses[other], one))
            for other in names
            if other != one
        )
    }


def _followed(place: _Place, steps: Mapping[_Place, EntityLink]) -> EntityLink:
    """The link with the last of a chain of fuller names."""
    link, seen = steps[place], {place}
    while (further := (link.versions[0], link.entity_id)) in steps and further not in seen:
        seen.add(further)
        last = steps[further]
        link = EntityLink(last.entity_id, last.name, link.rule, last.versions)
    return link
