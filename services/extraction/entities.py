"""Which names in an article are one thing, and the stable id of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.articles import EntityLabel, LinkRule, Mention
from services.extraction import gazetteer
from services.extraction.acronyms import defined, initials, is_acronym, stands_for
from services.extraction.aliases import aliases, designates, parts, reordered, tells_apart
from services.extraction.descriptions import callings, organs, settled
from services.extraction.phrases import Description, Name
from services.extraction.quoted import bounded, in_small_letters
from services.extraction.spelling import folded, skeleton
from services.extraction.titles import the_before, titled_start, untitled_start

__all__ = ["link_names", "normalised_name"]

_POSSESSIVE = re.compile(r"['’]s?$")
_SPACES = re.compile(r"\s+")
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]]")
_SUFFIX = re.compile(r",? (?:Inc|Ltd|LLC|PLC|Plc|plc|Corp|Co|GmbH|AG|SA|Limited|Jr|Sr)\.?$")
# Letters after a name that is not in capitals itself and no number: "Kamotho JA", "Sunak MP".
_POST_NOMINAL = re.compile(r"(?<=[a-z]),? (?![IVX]+$)[A-Z]{2,4}$")
# "Prem-ji", "Sato-san".
_HONORIFIC_ENDING = re.compile(r"(?<=[a-z])-(?:ji|san|sama|sensei|ssi|saheb|sahib)$")
# What stands before the name of a ship.
_SHIP = re.compile(r"(?:MV|MT|RMS|HMS|HMAS|HMCS|HMNZS|USS|USNS|USCGC)[ \u00a0](?=[^\W\d_a-z])")
_QUOTED = re.compile(r" [\"“‘'](?P<name>[^\W\d_][\w ]+)[\"”’'](?= )")
_SURNAMED = re.compile(r"(?:Mr|Mrs|Ms|Miss)\.?\s")
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.NORP, EntityLabel.LOC})
# What has an article is no settlement and no person: "the Seti", "the Halcones".
_WITH_ARTICLE = {EntityLabel.GPE: EntityLabel.LOC, EntityLabel.PERSON: EntityLabel.ORG}
_LABEL_RANK = {
    label: rank
    for rank, label in enumerate(
        (EntityLabel.PERSON, EntityLabel.GPE, EntityLabel.NORP, EntityLabel.LOC, EntityLabel.FAC, EntityLabel.EVENT)
    )
}
_WORD = re.compile(r"(?<![\w-])[^\W\d_a-z]\w*")
# More longer names than this that begin or end alike leave a short one unsettled.
_LONGER_NAMES = 8


@dataclass(frozen=True, slots=True)
class _Found:
    """A name with its place: the name proper at ``text[start:end]``, the mention with titles from ``begin``."""

    begin: int
    start: int
    end: int
    label: EntityLabel
    key: str
    name: str
    acts: bool = False
    nickname: str = ""


@dataclass(frozen=True, slots=True)
class _Link:
    """The key of the fuller name, and why."""

    key: str
    rule: LinkRule


def normalised_name(text: str) -> str:
    """A name without article, possessive, brackets, titles and legal form, with plain spaces."""
    name = _BRACKETS.sub("", _SPACES.sub(" ", text))
    name = _ARTICLE.sub("", _POSSESSIVE.sub("", name.strip()))
    return _SUFFIX.sub("", name[untitled_start(name, 0, len(name)) :])


def link_names(text: str, names: Iterable[Name], descriptions: Sequence[Description] = ()) -> list[Mention]:
    """Give each name of one article its entity id and the fullest name known for it.

    A lone surname, or a first name, is the one person of the article who has it; if two have it, it stays by itself.
    Initials are the one longer name that they abbreviate. A country and its people share an id. A name that the
    pipeline found once counts wherever it recurs. A description ("the minister") is a mention where the article
    settles which name it stands for.
    """
    names = sorted(bounded(text, names), key=lambda name: (name.start, -name.end))
    taken = {position for name in names for position in range(name.start, name.end)}
    quoted = [one for one in in_small_letters(text, names) if taken.isdisjoint(range(one[0].start, one[0].end))]
    found = [_placed(text, name) for name in names]
    found += [replace(_placed(text, name), name=normalised_name(spelled)) for name, spelled in quoted]
    found = sorted([*found, *_recurrences(text, found)], key=lambda one: one.start)
    book = _Book(text, found)
    mentions = [book.mention(one) for one in found]
    mentions = sorted([*mentions, *organs(descriptions, mentions)], key=lambda one: (one.start, one.end))
    called = callings(descriptions, mentions)
    for entity_id, also in (*book.governments().items(), *book.shorter_names().items()):
        called.setdefault(entity_id, {}).update(also)
    named = _with_aliases(mentions, called)
    return sorted([*named, *settled(descriptions, named)], key=lambda one: (one.start, one.end))


def _with_aliases(mentions: Sequence[Mention], called: Mapping[str, Mapping[str, LinkRule]]) -> list[Mention]:
    """The first mention of each entity says what else the entity may be called."""
    seen: set[str] = set()
    told = []
    for mention in mentions:
        also = {}
        if mention.entity_id not in seen:
            also = {**called.get(mention.entity_id, {}), **aliases(mention.name, mention.label)}
        seen.add(mention.entity_id)
        told.append(mention.model_copy(update={"aliases": also}))
    return told


def _placed(text: str, name: Name) -> _Found:
    start, label = name.start, name.label
    if (article := _ARTICLE.match(text, start, name.end)) and article.end() < name.end:
        start = article.end()
    begin = _with_article(text, start, name)
    if ship := _SHIP.match(text, start, name.end):
        begin, start, label = start, ship.end(), EntityLabel.PRODUCT
    elif begin < start:
        label = _WITH_ARTICLE.get(label, label)
    elif label is EntityLabel.PERSON:
        start = untitled_start(text, start, name.end)
        begin = start if _SPACES.search(text, start, name.end) else titled_start(text, start)
    surface = normalised_name(text[start : name.end])
    nickname = None
    if label is EntityLabel.PERSON:
        nickname = _QUOTED.search(surface)
        surface = _QUOTED.sub("", _HONORIFIC_ENDING.sub("", _POST_NOMINAL.sub("", surface)))
    told = nickname["name"] if nickname else ""
    return _Found(begin, start, name.end, label, folded(surface), surface, name.acts, told)


def _with_article(text: str, start: int, name: Name) -> int:
    """A name of one word that is no initials has its article: "the Seti", "the Alliance", "the Poles"."""
    surface = text[start : name.end]
    before = the_before(text, start)
    if before is None or name.modifies or not surface.isalpha() or is_acronym(surface):
        return start
    if name.label is EntityLabel.NORP:
        return before if surface.endswith("s") else start
    known = name.label is EntityLabel.GPE and surface in gazetteer.cities()
    return start if known or gazetteer.country_code(surface) else before


def _recurrences(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Further places where a found name, or the surname or nickname of a found person, stands."""
    labels: dict[str, EntityLabel] = {}
    for one in found:
        labels.setdefault(one.name, one.label)
        for called in _called_in_short(one):
            labels.setdefault(called, EntityLabel.PERSON)
    by_first_word: dict[str, list[str]] = defaultdict(list)
    for surface in sorted(labels, key=len, reverse=True):
        if len(surface) > 2 and surface[0].isupper() and (first := _WORD.match(surface)):
            by_first_word[first.group()].append(surface)
    recurring = []
    position = index = 0
    for word in _WORD.finditer(text):
        start = word.start()
        while index < len(found) and found[index].start <= start:
            position = max(position, found[index].end)
            index += 1
        if start < position:
            continue
        following = found[index].start if index < len(found) else len(text)
        for surface in by_first_word.get(word.group(), ())[:_LONGER_NAMES]:
            end = start + len(surface)
            if end <= following and text.startswith(surface, start) and not _goes_on(text, end):
                recurring.append(_placed(text, Name(start, end, labels[surface])))
                position = end
                break
    return recurring


def _called_in_short(one: _Found) -> Iterator[str]:
    if one.label is EntityLabel.PERSON and " " in one.name:
        yield one.name.rsplit(" ", 1)[1]
    if one.nickname:
        yield one.nickname


def _goes_on(text: str, end: int) -> bool:
    return text[end : end + 1].isalnum() or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum())


class _Book:
    """The names of one article by key, and what each stands for."""

    def __init__(self, text: str, found: Sequence[_Found]) -> None:
        self._text = text
        self._labels: dict[str, Counter[EntityLabel]] = defaultdict(Counter)
        self._names: dict[str, str] = {}
        for one in found:
            self._labels[one.key][one.label] += 3 if one.label is EntityLabel.PERSON and one.begin < one.start else 1
            self._names.setdefault(one.key, one.name)
        self._surnames = {one.key for one in found if _SURNAMED.match(text, one.begin, one.start)}
        self._acting = {one.key for one in found if one.acts} - {one.key for one in found if not one.acts}
        self._nicknamed: dict[str, set[str]] = defaultdict(set)
        for one in found:
            if one.nickname:
                self._nicknamed[folded(one.nickname)].add(one.key)
        self._countries = {code for name in self._names.values() if (code := gazetteer.country_code(name))}
        self._links = self._linked([(one.key, one.end) for one in found])

    def mention(self, one: _Found) -> Mention:
        """A name as a mention of its entity."""
        surface = self._text[one.begin : one.end]
        key, rule = self._settled(one.key)
        label = self._label(key)
        name = self._names[key]
        entity_id = self._id(key)
        if label is not EntityLabel.PERSON and (country := self._country(name, one)) is not None:
            code, label, rule = country
            entity_id = f"country:{code}"
        return Mention(
            text=surface, label=label, start=one.begin, end=one.end, entity_id=entity_id, name=name, link=rule
        )

    def governments(self) -> dict[str, dict[str, LinkRule]]:
        """Capitals that only ever act: each may stand for its country, if another article names that."""
        capitals = {f"name:{key}": gazetteer.capitals().get(self._names[key]) for key in self._acting}
        return {city: {f"country:{code}": LinkRule.CAPITAL} for city, code in capitals.items() if code is not None}

    def shorter_names(self) -> dict[str, dict[str, LinkRule]]:
        """What else the article calls each entity: its initials, a nickname, one word of its name."""
        told: dict[str, dict[str, LinkRule]] = defaultdict(dict)
        for key, name in self._names.items():
            fullest, rule = self._settled(key)
            if rule is not None:
                letters = initials(name) if rule is LinkRule.ACRONYM else ""
                told[self._id(fullest)][letters.upper() or skeleton(name)] = rule
        return told

    def _id(self, key: str) -> str:
        return f"{'person' if self._label(key) is EntityLabel.PERSON else 'name'}:{key}"

    def _country(self, name: str, one: _Found) -> tuple[str, EntityLabel, LinkRule | None] | None:
        """The code of a country, with the label and the rule, if that is what a name stands for.

        A capital stands for its country where it acts in an article that names the country.
        """
        key = gazetteer.country_key(name)
        if code := gazetteer.countries().get(key):
            return code, EntityLabel.GPE, LinkRule.COUNTRY if name != gazetteer.country_name(code) else None
        if code := gazetteer.nationalities().get(key):
            return code, EntityLabel.NORP, LinkRule.DEMONYM
        code = gazetteer.capitals().get(name)
        if code in self._countries and one.acts:
            return str(code), EntityLabel.GPE, LinkRule.CAPITAL
        return None

    def _settled(self, key: str) -> tuple[str, LinkRule | None]:
        """The key of the fullest name, and the rule of the last step towards it."""
        rule = None
        seen = {key}
        while (link := self._links.get(key)) is not None and link.key not in seen:
            key, rule = link.key, link.rule
            seen.add(key)
        return key, rule

    def _label(self, key: str) -> EntityLabel:
        counts = self._labels[key]
        return max(counts, key=lambda label: (counts[label], -_LABEL_RANK.get(label, 9)))

    def _linked(self, ends: Sequence[tuple[str, int]]) -> dict[str, _Link]:
        people = {key for key, counts in self._labels.items() if EntityLabel.PERSON in counts and " " in key}
        by_part, extended = _by_part(people), _extended({key for key in self._names if key not in people})
        spellings = _spellings(self._names)
        definitions = defined(self._text, ends)
        links = {}
        for key, name in self._names.items():
            for rule, candidates in (
                (LinkRule.NAME_PART, _maximal(self._called(key, by_part.get(key, set()) - {key}))),
                (LinkRule.NICKNAME, self._nicknamed.get(key, set()) - {key}),
                (LinkRule.SPELLING, spellings.get(key, set())),
                (LinkRule.ACRONYM, self._abbreviated(name, definitions)),
                (LinkRule.SHORT_FORM, self._longer(key, extended)),
            ):
                if len(candidates) == 1:
                    links[key] = _Link(next(iter(candidates)), rule)
                if candidates:
                    break
        return links

    def _called(self, key: str, people: set[str]) -> set[str]:
        """Those of the people who may be called so: "Mr Kwong" is Simon Kwong, and not Kwong Tai."""
        surnamed = {person for person in people if person.endswith(f" {key}")} if key in self._surnames else None
        return surnamed or people

    def _abbreviated(self, name: str, definitions: Mapping[str, str]) -> set[str]:
        if not is_acronym(name):
            return set()
        if name in definitions and definitions[name] != folded(name):
            return {definitions[name]}
        return {key for key, other in self._names.items() if other != name and stands_for(name, other)}

    def _longer(self, key: str, extended: Mapping[str, set[str]]) -> set[str]:
        """Names that a short one stands for; a place only for one that adds what sort of place it is."""
        longer = extended.get(key, set())
        if self._label(key) in _PLACES:
            name = self._names[key]
            if gazetteer.country_code(name) or name in gazetteer.cities():
                return set()
            longer = {one for one in longer if designates(one, key)}
        return _maximal(longer) if len(longer) <= _LONGER_NAMES else longer


def _by_part(people: Iterable[str]) -> dict[str, set[str]]:
    """The people of whose name something is a part."""
    found: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for part in parts(person):
            found[part].add(person)
    return found


def _spellings(names: Mapping[str, str]) -> dict[str, set[str]]:
    """For each name of several words the first name of the article that is spelled alike, or has the same words."""
    first: dict[str, str] = {}
    alike: dict[str, set[str]] = {}
    for key, name in names.items():
        if " " in key and (earlier := first.setdefault(skeleton(reordered(name)), key)) != key:
            alike[key] = {earlier}
    return alike


def _extended(keys: set[str]) -> dict[str, set[str]]:
    """For each name the longer ones that it begins or ends ("suswa power" in "suswa power plc")."""
    longer: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        words = key.split(" ")
        for count in range(1, len(words)):
            for part, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
                if " ".join(part) in keys and not tells_apart(rest):
                    longer[" ".join(part)].add(key)
    return longer


def _maximal(names: set[str]) -> set[str]:
    """Without those names whose words another one has too ("ruth chanda" beside "ruth mwansa chanda")."""
    if len(names) > _LONGER_NAMES:
        return names
    return {
        name for name in names if not any(other != name and set(name.split()) < set(other.split()) for other in names)
    }
