"""Which names in an article are one thing, and the stable id of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.articles import EntityLabel, Mention
from services.extraction import gazetteer
from services.extraction.titles import HONORIFICS, ROLE

__all__ = ["Name", "link_names", "normalised_name"]

_POSSESSIVE = re.compile(r"['’]s?$")
_SPACES = re.compile(r"\s+")
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_SUFFIX = re.compile(r",? (?:Inc|Ltd|LLC|PLC|Plc|Corp|Co|GmbH|AG|SA|Limited|Jr|Sr)\.?$")
_LOWER_TAIL = re.compile(r"(?<=\w)(?: [a-z]+)+$")
_LABEL_RANK = {
    label: rank
    for rank, label in enumerate(
        (EntityLabel.PERSON, EntityLabel.GPE, EntityLabel.NORP, EntityLabel.LOC, EntityLabel.FAC, EntityLabel.EVENT)
    )
}
_WORD = re.compile(r"(?<![\w-])[^\W\d_a-z]\w*")
# More longer names than this that begin or end alike leave a short one unsettled.
_LONGER_NAMES = 8
_SMALL_WORDS = frozenset("of the and for in on de la del di da du des der den van von al el & to at".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the pipeline found it, at ``text[start:end]`` of the article."""

    start: int
    end: int
    label: EntityLabel


def normalised_name(text: str) -> str:
    """A name without article, possessive and honorifics, with plain spaces."""
    name = _ARTICLE.sub("", _POSSESSIVE.sub("", _SPACES.sub(" ", text).strip()))
    words = name.split(" ")
    while len(words) > 1 and words[0].rstrip(".") in HONORIFICS:
        words.pop(0)
    name = " ".join(words)
    if (role := ROLE.match(name)) and role.end() < len(name):
        name = name[role.end() :].strip()
    return _SUFFIX.sub("", _LOWER_TAIL.sub("", name))


def link_names(text: str, names: Iterable[Name]) -> list[Mention]:
    """Give each name of one article its entity id and the fullest name known for it.

    A lone surname, or a first name, is the one person of the article who has it; if two have it, it stays by itself.
    Initials are the one longer name that they abbreviate. A country and its people share an id. A name that the
    pipeline found once counts wherever it recurs.
    """
    found = sorted(names, key=lambda name: (name.start, -name.end))
    found = sorted([*found, *_recurrences(text, found)], key=lambda name: name.start)
    labels: dict[str, Counter[EntityLabel]] = defaultdict(Counter)
    for name in found:
        labels[_key(text, name)][name.label] += 1
    people = {key for key, counts in labels.items() if EntityLabel.PERSON in counts and " " in key}
    full = _fuller_names(
        _linkable(labels), people, {_key(text, n): normalised_name(text[n.start : n.end]) for n in found}
    )
    fullest: dict[str, str] = {}
    for name in found:
        fullest.setdefault(_key(text, name), normalised_name(text[name.start : name.end]))
    return [_mention(text, name, labels, full, fullest) for name in found]


def _linkable(labels: dict[str, Counter[EntityLabel]]) -> list[str]:
    """Names that may stand for longer ones: not places and peoples ("London" is not "London Bridge")."""
    places = {EntityLabel.GPE, EntityLabel.NORP, EntityLabel.LOC}
    return [key for key, counts in labels.items() if counts.most_common(1)[0][0] not in places]


def _key(text: str, name: Name) -> str:
    return normalised_name(text[name.start : name.end]).casefold()


def _recurrences(text: str, found: Sequence[Name]) -> list[Name]:
    """Further places where a found name, or the surname of a found person, stands."""
    labels: dict[str, EntityLabel] = {}
    for name in found:
        surface = normalised_name(text[name.start : name.end])
        labels.setdefault(surface, name.label)
        if name.label is EntityLabel.PERSON and " " in surface:
            labels.setdefault(surface.rsplit(" ", 1)[1], EntityLabel.PERSON)
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
                recurring.append(Name(start, end, labels[surface]))
                position = end
                break
    return recurring


def _goes_on(text: str, end: int) -> bool:
    return text[end : end + 1].isalnum() or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum())


def _fuller_names(keys: Iterable[str], people: set[str], surfaces: dict[str, str]) -> dict[str, str]:
    """For each short name the one longer name of the article that it stands for."""
    by_part: dict[str, set[str]] = defaultdict(set)
    initials: dict[str, set[str]] = defaultdict(set)
    for person in people:
        parts = person.split(" ")
        for part in {parts[0], parts[-1], " ".join(parts[-2:])} - {person}:
            by_part[part].add(person)
        if len(parts) > 2:
            by_part[f"{parts[0]} {parts[-1]}"].add(person)
    for key, surface in surfaces.items():
        words = [word for word in re.split(r"[ -]", surface) if word]
        if len(words) > 1:
            initials["".join(word[0] for word in words if word.lower() not in _SMALL_WORDS).casefold()].add(key)
            initials["".join(word[0] for word in words).casefold()].add(key)
    extended = _extended({key for key in keys if key not in people and " of " not in key})
    full = {}
    for key in keys:
        longer = by_part.get(key, set()) - {key}
        candidates = _maximal(longer) if len(longer) <= _LONGER_NAMES else longer
        if not candidates and surfaces[key].isupper() and 2 <= len(key) <= 6:
            candidates = initials.get(key, set()) - {key}
        if not candidates and key in extended:
            candidates = _maximal(extended[key]) if len(extended[key]) <= _LONGER_NAMES else extended[key]
        if len(candidates) == 1:
            full[key] = next(iter(candidates))
    return full


def _extended(keys: set[str]) -> dict[str, set[str]]:
    """For each name the longer ones that it begins or ends ("suswa power" in "suswa power plc")."""
    longer: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        words = key.split(" ")
        for count in range(1, len(words)):
            for part in (" ".join(words[:count]), " ".join(words[-count:])):
                if part in keys:
                    longer[part].add(key)
    return longer


def _maximal(names: set[str]) -> set[str]:
    """Without those names whose words another one has too ("ruth chanda" beside "ruth mwansa chanda")."""
    return {
        name for name in names if not any(other != name and set(name.split()) < set(other.split()) for other in names)
    }


def _mention(
    text: str, name: Name, labels: dict[str, Counter[EntityLabel]], full: dict[str, str], fullest: dict[str, str]
) -> Mention:
    surface = text[name.start : name.end]
    key = _key(text, name)
    while key in full:
        key = full[key]
    label = max(labels[key], key=lambda candidate: (labels[key][candidate], -_LABEL_RANK.get(candidate, 9)))
    spelled = fullest[key]
    looked_up = gazetteer.country_key(spelled)
    for names, kind in ((gazetteer.countries(), EntityLabel.GPE), (gazetteer.nationalities(), EntityLabel.NORP)):
        if (code := names.get(looked_up)) and label is not EntityLabel.PERSON:
            entity_id = f"country:{code}"
            return Mention(text=surface, label=kind, start=name.start, end=name.end, entity_id=entity_id, name=spelled)
    prefix = "person" if label is EntityLabel.PERSON else "name"
    return Mention(text=surface, label=label, start=name.start, end=name.end, entity_id=f"{prefix}:{key}", name=spelled)
