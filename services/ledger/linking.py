"""Which entities of different articles are one, where extraction, which reads one article at a time, could not tell.

"Ms Wekesa" in one article is Grace Auma Wekesa of another if both tell the same story and nobody else there has that
name. Nothing stored is rewritten: links are worked out from what the articles hold and say on what they rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.articles import EntityLabel, LinkRule
from services.ledger.comparing.lexicon.meaning import alike, parts_of_speech
from services.ledger.comparing.lexicon.rarity import base_of, rarity
from services.ledger.stories import DESCRIBED, Entity, LinkableArticle, stories

__all__ = ["EntityLink", "link_entities"]

_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.NORP})
_BUILT = frozenset({EntityLabel.FAC, EntityLabel.ORG})
_PERSON_OR_FIRM = {EntityLabel.PERSON, EntityLabel.ORG}
_PREFERENCE = (
    LinkRule.NAME_PART,
    LinkRule.ACRONYM,
    LinkRule.SHORT_FORM,
    LinkRule.SPELLING,
    LinkRule.NICKNAME,
    LinkRule.CAPITAL,
    LinkRule.APPOSITION,
    LinkRule.HEAD_NOUN,
    LinkRule.KIND,
)
_CLEARLY = 1.5
"""How many times as like an article must be as the next, that its name is meant and not the other's."""
_SURELY = 0.25
"""How alike articles must be for what says little by itself: a description ("the institute"), an English word ("the
Alliance"), a name that many have."""
_OF_OTHER_KIND = 0.3
"""The same where the shorter name was taken for something else than the longer one: it may well be that."""
_SHORT_FORM = 0.18
"""The same for any other beginning or end of a name."""
_COMMON = 4.0
"""A name less rare than this (``comparing.lexicon.rarity``) is that of many people: some one text in fifty has it."""
_ESTABLISHED = 4
"""A name that more articles than this go by may be one of its own, for all that a longer one begins or ends with it."""
_SHORTEST_NICKNAME = 3
_KIN = 0.5
"""Head nouns that are this much alike (``comparing.lexicon.meaning.alike``) can be said of one thing."""
_SYNONYMS = 0.8
_SAID = frozenset({LinkRule.APPOSITION, LinkRule.HEAD_NOUN, LinkRule.KIND})
_THE = "the "


@dataclass(frozen=True, slots=True)
class EntityLink:
    """An entity of an article is the one of this id and name in other article versions, which are named."""

    entity_id: str
    name: str
    rule: LinkRule
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """An entity of another article that goes by the name of one of ours, and how like the articles are."""

    article: LinkableArticle
    entity: Entity
    rule: LinkRule
    likeness: float = 0.0
    mentioned: bool = False
    """Our article mentions it by a name, too."""


_Place = tuple[str, str]
"""An entity in an article: version id and entity id."""


def link_entities(articles: Sequence[LinkableArticle]) -> dict[_Place, EntityLink]:
    """Link entities across articles, in whatever order these come.

    In one story a short name is the one fuller name that has it; where two have it, it stays by itself.

    Returns:
        For each version id and entity id that stands for a fuller name, or another spelling, what it is linked with.
    """
    story = _Stories(articles)
    steps: dict[_Place, EntityLink] = {}
    for described in (False, True):
        named = {place: _followed(place, steps).entity_id for place in steps}
        for article in articles:
            for entity in article.entities:
                if entity.id.startswith(DESCRIBED) is described and (link := story.link(article, entity, named)):
                    steps[article.version_id, entity.id] = link
    followed = {place: _followed(place, steps) for place in steps}
    return {place: link for place, link in followed.items() if link.entity_id != place[1]}


_GoesBy = Mapping[str, Sequence[tuple[Entity, LinkRule]]]


def _called(article: LinkableArticle) -> _GoesBy:
    """Who goes by each name in an article, and what kind of name that is."""
    called: dict[str, list[tuple[Entity, LinkRule]]] = defaultdict(list)
    for entity in article.entities:
        for alias, rule in entity.aliases.items():
            if rule is not LinkRule.CAPITAL:
                called[alias].append((entity, rule))
    return called


class _Stories:
    """Which articles tell one story, and who goes by which name in each."""

    def __init__(self, articles: Sequence[LinkableArticle]) -> None:
        self._uses = Counter(entity.id for article in articles for entity in article.entities)
        self._goes_by = {article.version_id: _called(article) for article in articles}
        self._by_version = {article.version_id: article for article in articles}
        self._told_with = stories(articles)

    def link(self, article: LinkableArticle, entity: Entity, named: Mapping[_Place, str]) -> EntityLink | None:
        """What an entity of an article is linked with, unless the article itself has another that it could be.

        Args:
            article: The article.
            entity: One that it mentions.
            named: The ids of entities of all articles that are linked already.
        """
        told = sorted(self._told_with[article.version_id].items())
        elsewhere = [(self._by_version[version], self._goes_by[version], likeness) for version, likeness in told]
        matches: Iterable[_Match] = _matches(entity, elsewhere)
        if entity.id.startswith(DESCRIBED):
            own = {_id_of(article, one, named) for one in article.entities}
            matches = (replace(one, mentioned=_id_of(one.article, one.entity, named) in own) for one in matches)
        link = _settled(entity, matches, self._uses, self._told_with)
        at_home = [(article, self._goes_by[article.version_id], 1.0)]
        if link is None or any(
            _can_be(entity, one, self._uses) and _PREFERENCE.index(one.rule) <= _PREFERENCE.index(link.rule)
            for one in _matches(entity, at_home)
        ):
            return None
        return link


def _id_of(article: LinkableArticle, entity: Entity, named: Mapping[_Place, str]) -> str:
    return named.get((article.version_id, entity.id), entity.id)


def _matches(entity: Entity, story: Iterable[tuple[LinkableArticle, _GoesBy, float]]) -> Iterator[_Match]:
    for article, called, likeness in story:
        for alias in entity.own:
            for other, rule in called.get(alias, ()):
                yield _Match(article, other, rule, likeness)
        for other in article.entities:
            if (akin := _akin(entity, other)) is not None:
                yield _Match(article, other, akin, likeness)


def _akin(entity: Entity, other: Entity) -> LinkRule | None:
    """The rule by which one name is another's, though it is no part of it."""
    if entity.id.startswith(DESCRIBED):
        return _kindred(entity, other)
    if entity.aliases.get(other.id) is LinkRule.CAPITAL:
        return LinkRule.CAPITAL
    short, full = _bare(entity.id).split(" "), _bare(other.id).split(" ")
    if len(full) < 2:
        return None
    return _akin_names(entity, other, short, full) if len(short) > 1 else _mislabelled(entity, other)


def _kindred(entity: Entity, other: Entity) -> LinkRule | None:
    """Whether what the other is said to be means nearly the same as our description: "the lab", "the laboratory"."""
    noun = entity.name.lower().removeprefix(_THE)
    if " " in noun:
        return None
    said = (alias.removeprefix(_THE) for alias, rule in other.aliases.items() if rule in _SAID)
    return LinkRule.KIND if any(" " not in one and _are_synonyms(noun, one) for one in said) else None


def _are_synonyms(one: str, other: str) -> bool:
    """Whether two nouns can mean one thing, and are not derived from one another; "the nations" are no country."""
    return alike(one, other) == _SYNONYMS and base_of(other) == other


def _akin_names(entity: Entity, other: Entity, short: Sequence[str], full: Sequence[str]) -> LinkRule | None:
    if entity.label is other.label is EntityLabel.PERSON:
        if short[-1] == full[0] and len(short) == 2 and "n" in parts_of_speech(short[0]):
            return LinkRule.NAME_PART  # "Organist Ludmila" for Ludmila Kotrbová
        nick = short[0] != full[0] and full[0].startswith(short[0]) and len(short[0]) >= _SHORTEST_NICKNAME
        return LinkRule.NICKNAME if nick and short[1:] == full[1:] else None
    if {entity.label, other.label} <= _BUILT and len(short) == 2 and len(full) > 2 and short[0] == full[0]:
        kin = full[-1].endswith(short[1]) or alike(short[1], full[-1]) >= _KIN
        return LinkRule.HEAD_NOUN if kin else None  # "Orlitsa plant" for Orlitsa nuclear works
    return None


def _mislabelled(entity: Entity, other: Entity) -> LinkRule | None:
    """The rule by which one foreign word is the surname or the firm that the other article took for something else."""
    word, full = _bare(entity.id), _bare(other.id).split(" ")
    if not _is_foreign(entity) or other.label is EntityLabel.PERSON:
        return None
    if entity.label is EntityLabel.PERSON and word == full[-1] and _is_foreign(other):
        return LinkRule.NAME_PART  # "Dizon" for Arnel Dizon, whom it took for a firm
    if entity.label is EntityLabel.ORG and other.label is EntityLabel.EVENT and word == full[0]:
        return LinkRule.SHORT_FORM  # "Byeolbit" for Byeolbit Games, which it took for an event
    return None


def _settled(
    entity: Entity, matches: Iterable[_Match], uses: Mapping[str, int], told_with: Mapping[str, Mapping[str, float]]
) -> EntityLink | None:
    """The one entity of the story that ours is, if there is just one."""
    by_rule: dict[LinkRule, list[_Match]] = defaultdict(list)
    for one in matches:
        if _can_be(entity, one, uses):
            by_rule[one.rule].append(one)
    for rule in (rule for rule in _PREFERENCE if rule in by_rule):
        fitting = [one for one in by_rule[rule] if one.mentioned] or _nearest_story(by_rule[rule], told_with)
        names = _fullest({one.entity.id: one.entity.name for one in fitting}, uses)
        if len(names) > 1:
            return None
        [(entity_id, name)] = names.items()
        sources = sorted(
            (one.article.published_at, one.article.version_id) for one in fitting if one.entity.id == entity_id
        )
        return EntityLink(entity_id, name, rule, tuple(version for _, version in sources))
    return None


def _nearest_story(matches: Sequence[_Match], told_with: Mapping[str, Mapping[str, float]]) -> list[_Match]:
    """Without those of articles that are clearly less like ours, and tell another story, than the likest."""
    nearest = max(matches, key=lambda one: (one.likeness, one.article.version_id))
    story = {nearest.article.version_id, *told_with.get(nearest.article.version_id, ())}
    return [one for one in matches if one.likeness * _CLEARLY > nearest.likeness or one.article.version_id in story]


def _can_be(entity: Entity, match: _Match, uses: Mapping[str, int]) -> bool:
    """Whether our entity, by its kind, can be the one that goes by its name."""
    other = match.entity
    if other.id == entity.id or other.id.startswith(DESCRIBED) or match.likeness < _needed(entity, match):
        return False
    if entity.id.startswith(DESCRIBED):
        somebody = other.label is not EntityLabel.PERSON or entity.label is EntityLabel.PERSON
        return somebody and match.rule in _SAID
    if match.rule is LinkRule.SPELLING:
        alike = _bare(entity.id) == _bare(other.id) or (" " in entity.name and entity.label is other.label)
        return alike and (uses[other.id], entity.id) > (uses[entity.id], other.id)
    if match.rule is LinkRule.SHORT_FORM and _is_name_of_its_own(entity, other, uses):
        return False
    return _is_of_kind(entity, match)


def _needed(entity: Entity, match: _Match) -> float:
    """How alike the articles must be that the one's entity can be the other's."""
    if entity.id.startswith(DESCRIBED):
        return _SURELY
    word = _bare(entity.id)
    if match.rule is LinkRule.NAME_PART and rarity(base_of(word)) < _COMMON:
        return _SURELY
    if match.rule is not LinkRule.SHORT_FORM:
        return 0.0
    if match.entity.label is not entity.label and {match.entity.label, entity.label} != _PERSON_OR_FIRM:
        return _OF_OTHER_KIND
    return _SURELY if " " not in word and parts_of_speech(word) else _SHORT_FORM


def _is_of_kind(entity: Entity, match: _Match) -> bool:
    """Whether their labels agree, or one of them may be mistaken."""
    other = match.entity
    short = match.rule is LinkRule.SHORT_FORM
    if (entity.label in _PLACES) is not (other.label in _PLACES):
        if not _mistaken(entity, match):
            return False
    elif other.label in _PLACES and short and _is_foreign(other):
        return False
    firm = entity.label is EntityLabel.PERSON and short and other.label is not EntityLabel.EVENT
    return not firm or (" " not in entity.name and _bare(other.id).startswith(_bare(entity.id)))


def _is_name_of_its_own(entity: Entity, other: Entity, uses: Mapping[str, int]) -> bool:
    """Whether a name is no short form: initials, an adjective ("Democratic"), or used more than the longer one."""
    adjective = entity.label is EntityLabel.NORP and not entity.name.endswith("s")
    established = uses[entity.id] > max(_ESTABLISHED, uses[other.id])
    return established or adjective or entity.name.isupper()


def _mistaken(entity: Entity, match: _Match) -> bool:
    """Whether one of the two may be no place, for all that it was taken for one: a firm, a person, a storm.

    Not where the article that tells of the fuller name also tells of the place.
    """
    begins = _bare(match.entity.id).startswith(_bare(entity.id))
    taken_for_place = match.entity.label in _PLACES and _is_foreign(match.entity)
    named = match.rule is LinkRule.NAME_PART or match.entity.label is EntityLabel.EVENT
    named = named or (begins and (match.entity.label is EntityLabel.ORG or taken_for_place))
    return named and all(_bare(one.id) != _bare(entity.id) for one in match.article.entities)


def _is_foreign(entity: Entity) -> bool:
    """Whether no word of the name is an English one: nothing in it tells what it is."""
    return not any(map(parts_of_speech, _bare(entity.id).split()))


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
