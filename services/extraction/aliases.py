"""What else a thing may be called: parts of its name, short forms, initials."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.articles import EntityLabel, LinkRule
from services.extraction import gazetteer
from services.extraction.acronyms import initials
from services.extraction.lexicon.nouns import is_institution, nouns_for
from services.extraction.spelling import folded, skeleton

__all__ = ["aliases", "designates", "parts", "reordered", "tells_apart"]

_INITIAL = re.compile(r"[^\W\d_]\.?")
_OF = re.compile(r"(?P<head>[^\W\d_]+(?: [^\W\d_]+)?) (?:of|for|on) (?:the )?(?P<what>.+)")
_POSSESSIVE = re.compile(r"['’]s?$")
_SMALL = frozenset("of the and for in on at to de la del der den van von & 's".split())
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.NORP})
_TELLING_APART = re.compile(r"\d|^(?:wo)?mens$")
_LONGEST = 8
_LONGEST_COUNTRY = 3


def parts(person: str) -> set[str]:
    """What a person of this name may be called: any one word, the last two, the first with the last, an initial."""
    words = person.split(" ")
    if len(words) < 2:
        return set()
    found = {word for word in words if len(word) > 1 and not _INITIAL.fullmatch(word)}
    found |= {" ".join(words[-2:]), f"{words[0]} {words[-1]}", " ".join(words[:2])}
    found |= {f"{words[0][0]}. {words[-1]}", f"{words[0][0]} {words[-1]}"}
    return found - {person}


def designates(longer: str, key: str) -> bool:
    """Whether a longer name only adds the sort of place or storm: "surma river", "lake yanaqocha", "cyclone ruvi"."""
    added = (longer.removeprefix(f"{key} ") if longer.startswith(f"{key} ") else longer.removesuffix(f" {key}")).strip()
    built = added in nouns_for("structure")
    return not built and any(added in nouns_for(kind) for kind in ("water", "landform", "region", "storm"))


def aliases(name: str, label: EntityLabel) -> dict[str, LinkRule]:
    """What a named entity may be called elsewhere, each by its skeleton: its own name first.

    A place is only known by the part beside the noun that says what it is ("Surma" for Surma river), or by the first
    word where no list has the place: it may be something else.
    """
    key = folded(name)
    words = key.split(" ")
    found = {skeleton(name): LinkRule.SPELLING}
    if label is EntityLabel.PERSON:
        shorter, rule = parts(key), LinkRule.NAME_PART
    else:
        shorter, rule = _ends(words), LinkRule.SHORT_FORM
        if label in _PLACES or label is EntityLabel.EVENT:
            shorter = {part for part in shorter if designates(key, part)}
            if label is EntityLabel.GPE and not any(map(gazetteer.is_place, (name, words[0].title()))):
                shorter |= set(words[:1])
        if label not in _PLACES:
            if letters := initials(name):
                found[letters.upper()] = LinkRule.ACRONYM
            found.setdefault(skeleton(reordered(name)), LinkRule.SPELLING)
    for part in sorted(shorter):
        found.setdefault(skeleton(part), rule)
    return found


def _ends(words: list[str]) -> set[str]:
    """What a name begins or ends with, less loose small words and names of places."""
    if not 1 < len(words) <= _LONGEST:
        return set()
    ends = [(words[:count], words[count:]) for count in range(1, len(words))]
    ends += [(words[count:], words[:count]) for count in range(1, len(words))]
    return {
        " ".join(end)
        for end, rest in ends
        if end[0] not in _SMALL
        and end[-1] not in _SMALL
        and not tells_apart(rest)
        and not gazetteer.is_place(" ".join(end).title())
    }


def tells_apart(words: Iterable[str]) -> bool:
    """Whether what a longer name adds makes another thing of it: a number, or "women's" ("Women's World Cup")."""
    return any(map(_TELLING_APART.search, words))


def reordered(name: str) -> str:
    """A name in the order of words that its other forms are brought into, too.

    "U.S. Navy" and "American Navy" become "Navy of United States", "Ministry of Health" becomes "Health Ministry". The
    University of Miami is not Miami University.
    """
    if (told := _of_country(name)) != name or (parted := _OF.fullmatch(name)) is None:
        return told
    head, what = parted["head"], parted["what"]
    return f"{what} {head}" if is_institution(head.split()[-1]) and not gazetteer.is_place(what) else name


def _of_country(name: str) -> str:
    """A name that begins with a country or its people, with the country after it: "U.S. Navy", "American Navy"."""
    words = name.split(" ")
    for count in range(min(_LONGEST_COUNTRY, len(words) - 1), 0, -1):
        code = gazetteer.country_code(_POSSESSIVE.sub("", " ".join(words[:count])))
        if code is not None:
            return " ".join([*words[count:], "of", gazetteer.country_name(code)])
    return name
