"""Which name of the article a description stands for: "the minister", "the firm", "the institute"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from schemas.articles import EntityLabel, LinkRule, Mention
from services.extraction import gazetteer
from services.extraction.acronyms import is_acronym
from services.extraction.lexicon.nouns import is_institution, nouns_for
from services.extraction.phrases import Description
from services.extraction.spelling import folded

__all__ = ["apposed", "callings", "craft", "organs", "settled", "unsettled"]

_WORD = re.compile(r"[^\W_]+")
_NAMED_BY_A_NOUN = frozenset(
    {EntityLabel.ORG, EntityLabel.FAC, EntityLabel.LOC, EntityLabel.EVENT, EntityLabel.PRODUCT}
)
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC})
_LABELS = {
    "group": EntityLabel.ORG,
    "person": EntityLabel.PERSON,
    "vehicle": EntityLabel.PRODUCT,
    "structure": EntityLabel.FAC,
    "storm": EntityLabel.EVENT,
    "region": EntityLabel.GPE,
    "water": EntityLabel.LOC,
    "landform": EntityLabel.LOC,
}
_KINDS_OF_PLACE = ("region", "landform", "water", "structure")
_NAMED_AFTER_A_NOUN = frozenset({EntityLabel.LOC, EntityLabel.EVENT})
_DRIVEN = ("vehicle", "storm")
_OWNERS = frozenset({EntityLabel.ORG, EntityLabel.NORP})
_NATURE = ("storm", "water", "landform")


def settled(descriptions: Sequence[Description], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The descriptions that the article settles, as mentions of what they stand for.

    "The firm" is the one named thing of the article that is called a firm there, in apposition, by a title or by "is",
    or whose own head noun is "firm". It must have been named before. Where two could be meant, none is. Where nothing
    is called so, "the firm" is the one organisation named so far that may be a firm, if the article is about it.

    Args:
        descriptions: Those of one article, in order of the text.
        mentions: Its names, in order of the text.
    """
    at = {(mention.start, mention.end): mention for mention in mentions}
    called, headed = _called(descriptions, at), _headed(mentions)
    first: dict[str, int] = {}
    for mention in mentions:
        first.setdefault(mention.entity_id, mention.start)
    uses = Counter(mention.entity_id for mention in mentions)
    organisations = {one.entity_id: one for one in mentions if one.label is EntityLabel.ORG}.values()
    taken = [(mention.start, mention.end) for mention in mentions]
    for one in descriptions:
        if not one.definite or any(start < one.end and one.start < end for start, end in taken):
            continue
        found = _meant(one, called, LinkRule.APPOSITION) | _meant(one, headed, LinkRule.HEAD_NOUN)
        if not found and one.noun in nouns_for("company") and not one.modifiers:
            named = [mention for mention in organisations if first[mention.entity_id] < one.start]
            found = _the_firm(named, uses)
        if len(found) == 1 and first[next(iter(found))] < one.start and not _adjoins(one, mentions, {*found}):
            [(mention, rule)] = found.values()
            yield _described_as(one, mention, rule)


def _adjoins(one: Description, mentions: Sequence[Mention], meant: set[str]) -> bool:
    """Whether a description has a name of its own, "the yacht Mistral", or what it would stand for right before it."""
    return any(
        mention.start - one.end == 1 or (one.start - mention.end == 1 and mention.entity_id in meant)
        for mention in mentions
    )


def apposed(descriptions: Sequence[Description], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Descriptions beside the name that they are said of: "Aquila, the European observatory", "the owner, Teo".

    Args:
        descriptions: Those of one article.
        mentions: What it mentions by name, or by a description that it settles.
    """
    at = {(mention.start, mention.end): mention for mention in mentions}
    taken = [one for one in mentions if one.label is not EntityLabel.NORP]
    for one, mention in _appositions(descriptions, at):
        itself = one.definite or (one.whose is not None and one.text.lower().startswith("the "))
        between = mention.start - one.end if one.end <= mention.start else one.start - mention.end
        if itself and between == len(", ") and not any(two.start < one.end and one.start < two.end for two in taken):
            yield _described_as(one, mention, LinkRule.APPOSITION)


def _described_as(one: Description, mention: Mention, rule: LinkRule) -> Mention:
    return mention.model_copy(
        update={"text": one.text, "start": one.start, "end": one.end, "link": rule, "aliases": {}}
    )


def organs(descriptions: Sequence[Description], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The organs of a state, which has one of each: "Chile's central bank", "the Dutch parliament"."""
    at = {(mention.start, mention.end): mention for mention in mentions}
    for one in descriptions:
        country = at.get(one.whose) if one.whose else None
        if country is None or not country.entity_id.startswith("country:") or not _is_organ(one):
            continue
        state = gazetteer.country_name(country.entity_id.removeprefix("country:"))
        name = " ".join([*one.modifiers, one.noun, "of", state])
        yield Mention(
            text=one.text,
            label=EntityLabel.ORG,
            start=one.start,
            end=one.end,
            entity_id=f"name:{folded(name)}",
            name=name,
            link=LinkRule.ORGAN,
        )


def _is_organ(one: Description) -> bool:
    return one.noun in nouns_for("organ") or " ".join([*one.modifiers[-1:], one.noun]) in nouns_for("organ")


def unsettled(descriptions: Sequence[Description], mentions: Sequence[Mention], article: str) -> Iterator[Mention]:
    """The other definite descriptions, as mentions of something that this article alone does not name.

    Args:
        descriptions: Those of one article, in order of the text.
        mentions: What it mentions by name, or by a description that it settles.
        article: What to call the article in their ids, for "the minister" of another may be someone else.
    """
    taken = {position for mention in mentions for position in (mention.start, mention.end - 1)}
    names = {mention.start for mention in mentions}
    seen: set[str] = set()
    for one in descriptions:
        label = next((label for kind, label in _LABELS.items() if one.noun in nouns_for(kind)), None)
        if not one.definite or label is None or not taken.isdisjoint(range(one.start, one.end)):
            continue
        if one.end + 1 in names:  # "the official Xinhua"
            continue
        phrase = folded(one.text)
        entity_id = f"described:{article}:{phrase}"
        yield Mention(
            text=one.text,
            label=label,
            start=one.start,
            end=one.end,
            entity_id=entity_id,
            name=one.text,
            aliases={} if entity_id in seen else {phrase: LinkRule.SPELLING},
        )
        seen.add(entity_id)


def callings(descriptions: Sequence[Description], mentions: Sequence[Mention]) -> dict[str, dict[str, LinkRule]]:
    """How else each entity may be called in another article, by its id: by its head noun, or what it is said to be."""
    at = {(mention.start, mention.end): mention for mention in mentions}
    found: dict[str, dict[str, LinkRule]] = defaultdict(dict)
    for one, mention in _appositions(descriptions, at):
        for noun in (one.noun, " ".join([*one.modifiers, one.noun])):
            found[mention.entity_id][f"the {noun}"] = LinkRule.APPOSITION
    for noun, named in _headed(mentions).items():
        for entity_id, (mention, _) in named.items():
            words = _words(mention.name)
            before = words[: words.index(noun)]
            for start in range(min(1, len(before)), len(before) + 1):
                found[entity_id].setdefault(f"the {' '.join([*before[start:], noun])}", LinkRule.HEAD_NOUN)
    return found


def _the_firm(named: Sequence[Mention], uses: Mapping[str, int]) -> dict[str, tuple[Mention, LinkRule]]:
    """The organisations that may be firms, if the article is about all of them: named again, or no other is."""
    firms = {one.entity_id: (one, LinkRule.KIND) for one in named if _may_be_firm(one)}
    return firms if len(named) == 1 or all(uses[firm] > 1 for firm in firms) else {}


def _may_be_firm(mention: Mention) -> bool:
    """Whether an organisation's name leaves open what it is: no initials, and no institution by its head noun."""
    words = _words(mention.name)
    named = mention.label is EntityLabel.ORG and mention.entity_id.startswith("name:") and not is_acronym(mention.name)
    return named and bool(words) and not is_institution(_head(words))


_Called = Mapping[str, Mapping[str, tuple[Mention, set[str]]]]
"""For each noun the entities it is said of, each with a mention and the words that came with the noun."""


def _called(descriptions: Sequence[Description], at: Mapping[tuple[int, int], Mention]) -> _Called:
    found: dict[str, dict[str, tuple[Mention, set[str]]]] = defaultdict(dict)
    for one, mention in _appositions(descriptions, at):
        _, words = found[one.noun].setdefault(mention.entity_id, (mention, set()))
        words |= set(one.modifiers)
    return found


def _appositions(
    descriptions: Sequence[Description], at: Mapping[tuple[int, int], Mention]
) -> Iterator[tuple[Description, Mention]]:
    for one in descriptions:
        mention = at.get(one.described) if one.described else craft(one, at)
        if mention is not None and _can_be(mention, one.noun):
            yield one, mention


def craft(one: Description, at: Mapping[tuple[int, int], Mention]) -> Mention | None:
    """The craft or storm whose name stands before the noun that says what it is: "the Tsukuyo lander".

    The Boeing airliner and the Hamburg ferry have other names than those.
    """
    mention = at.get(one.whose) if one.whose and any(one.noun in nouns_for(kind) for kind in _DRIVEN) else None
    other = mention is None or mention.label in _OWNERS or not mention.entity_id.startswith("name:")
    return None if other or mention is None or gazetteer.is_place(mention.name) else mention


def _can_be(mention: Mention, noun: str) -> bool:
    """Whether a place is called something that places are; anything else may be called what it likes.

    What no list has as a place may be a craft.
    """
    if mention.label not in _PLACES or any(noun in nouns_for(kind) for kind in _KINDS_OF_PLACE):
        return True
    return any(noun in nouns_for(kind) for kind in _DRIVEN) and not gazetteer.is_place(mention.name)


def _headed(mentions: Sequence[Mention]) -> _Called:
    """Names by their head noun: the last word, the one before "of", "for" or "on", or the first of "Lake Volta".

    A treaty is one, but what is labelled a work or rule is no state or house, as in "State of Exception".
    """
    found: dict[str, dict[str, tuple[Mention, set[str]]]] = defaultdict(dict)
    for mention in mentions:
        if mention.label not in _NAMED_BY_A_NOUN:
            continue
        words = _words(mention.name)
        if len(words) < 2:
            continue
        first = mention.label in _NAMED_AFTER_A_NOUN and any(words[0] in nouns_for(kind) for kind in _NATURE)
        head = words[0] if first else _head(words)
        if mention.label is EntityLabel.PRODUCT and head != words[-1] and is_institution(head):
            continue
        found[head].setdefault(mention.entity_id, (mention, set(words)))
    return found


def _head(words: Sequence[str]) -> str:
    stops = [words.index(small) for small in ("of", "for", "on") if small in words[1:]]
    return words[min(stops) - 1] if stops else words[-1]


def _words(name: str) -> list[str]:
    return [folded(word) for word in _WORD.findall(name)]


def _meant(one: Description, called: _Called, rule: LinkRule) -> dict[str, tuple[Mention, LinkRule]]:
    return {
        entity_id: (mention, rule)
        for noun, named in called.items()
        if noun == one.noun or _is_short_for(one.noun, noun)
        for entity_id, (mention, words) in named.items()
        if words.issuperset(one.modifiers)
    }


def _is_short_for(noun: str, compound: str) -> bool:
    """Whether a compound and its last part are one sort of craft ("warship", "ship"); no warehouse is a house."""
    return compound.endswith(noun) and {noun, compound} <= nouns_for("vehicle")
