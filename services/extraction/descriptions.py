"""Which name of the article a description stands for: "the minister", "the firm", "the institute"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from schemas.articles import EntityLabel, LinkRule, Mention
from services.extraction.lexicon.nouns import nouns_for
from services.extraction.phrases import Description
from services.extraction.spelling import folded

__all__ = ["described"]

_WORD = re.compile(r"[^\W_]+")
_NAMED_BY_A_NOUN = frozenset(
    {EntityLabel.ORG, EntityLabel.FAC, EntityLabel.LOC, EntityLabel.EVENT, EntityLabel.PRODUCT}
)
_PLACES = frozenset({EntityLabel.GPE, EntityLabel.LOC})
_KINDS_OF_PLACE = ("region", "landform", "water", "structure")


def described(descriptions: Sequence[Description], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The descriptions that the article settles, as mentions of what they stand for.

    "The firm" is the one named thing of the article that is called a firm there, in apposition, by a title or by "is",
    or whose own head noun is "firm". It must have been named before. Where two could be meant, none is.

    Args:
        descriptions: Those of one article, in order of the text.
        mentions: Its names, in order of the text.
    """
    at = {(mention.start, mention.end): mention for mention in mentions}
    called, headed = _called(descriptions, at), _headed(mentions)
    first: dict[str, int] = {}
    for mention in mentions:
        first.setdefault(mention.entity_id, mention.start)
    taken = [(mention.start, mention.end) for mention in mentions]
    for one in descriptions:
        if not one.definite or any(start < one.end and one.start < end for start, end in taken):
            continue
        found = _meant(one, called, LinkRule.APPOSITION) | _meant(one, headed, LinkRule.HEAD_NOUN)
        settled = {entity_id: found[entity_id] for entity_id in found if first[entity_id] < one.start}
        if len(settled) == 1 == len(found):
            [(mention, rule)] = settled.values()
            yield mention.model_copy(update={"text": one.text, "start": one.start, "end": one.end, "link": rule})


_Called = Mapping[str, Mapping[str, tuple[Mention, set[str]]]]
"""For each noun the entities it is said of, each with a mention and the words that came with the noun."""


def _called(descriptions: Sequence[Description], at: Mapping[tuple[int, int], Mention]) -> _Called:
    found: dict[str, dict[str, tuple[Mention, set[str]]]] = defaultdict(dict)
    for one in descriptions:
        mention = at.get(one.described) if one.described else None
        if mention is not None and _can_be(mention.label, one.noun):
            _, words = found[one.noun].setdefault(mention.entity_id, (mention, set()))
            words |= one.modifiers
    return found


def _can_be(label: EntityLabel, noun: str) -> bool:
    """Whether a place is called something that places are; anything else may be called what it likes."""
    return label not in _PLACES or any(noun in nouns_for(kind) for kind in _KINDS_OF_PLACE)


def _headed(mentions: Sequence[Mention]) -> _Called:
    """Names by their head noun: the last word, or the one before "of", "for" or "on"."""
    found: dict[str, dict[str, tuple[Mention, set[str]]]] = defaultdict(dict)
    for mention in mentions:
        if mention.label not in _NAMED_BY_A_NOUN:
            continue
        words = [folded(word) for word in _WORD.findall(mention.name)]
        if len(words) < 2:
            continue
        stops = [words.index(small) for small in ("of", "for", "on") if small in words[1:]]
        head = words[min(stops) - 1] if stops else words[-1]
        found[head].setdefault(mention.entity_id, (mention, set(words)))
    return found


def _meant(one: Description, called: _Called, rule: LinkRule) -> dict[str, tuple[Mention, LinkRule]]:
    return {
        entity_id: (mention, rule)
        for entity_id, (mention, words) in called.get(one.noun, {}).items()
        if one.modifiers <= words
    }
