"""How far the phrase around a name reaches: the bare name, the name with its titles, with "the", with what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from schemas.articles import EntityLabel, Mention
from services.extraction import gazetteer
from services.extraction.lexicon.nouns import nouns_for
from services.extraction.phrases import Description, Name
from services.extraction.titles import titled_start, untitled_start

__all__ = ["extents"]

_THE = re.compile(r"[Tt]he[ \u00a0]")
_THE_BEFORE = re.compile(r"\b[Tt]he[ \u00a0]$")
_DRIVEN = ("vehicle", "storm")
"""What has a name of its own, before the noun or after it: "the Tsukuyo lander", "the ferry Awatea"."""


def extents(
    text: str, names: Iterable[Name], descriptions: Sequence[Description], mentions: Sequence[Mention]
) -> Iterator[Mention]:
    """The other extents of the names that an article mentions, as mentions of the same entities.

    Args:
        text: The article.
        names: As the pipeline found them.
        descriptions: As the pipeline found them.
        mentions: What the article mentions by them, or by a description that it settles.
    """
    found = {name.end: name for name in names}
    taken = {(one.start, one.end) for one in mentions}
    by_end = {one.end: one for one in mentions if one.end in found}
    for end, one in by_end.items():
        for start in sorted({_bare_start(text, one, found[end]), _whole_start(text, one, found[end])}):
            if (start, end) not in taken:
                yield _stretched(text, one, start, end)
    for described in descriptions:
        if (named := _named(described, by_end)) is not None:
            start, end = described.start, max(described.end, named.end)
            if (start, end) not in taken and _THE.match(text, start):
                yield _stretched(text, named, start, end)


def _bare_start(text: str, mention: Mention, name: Name) -> int:
    start = max(mention.start, name.start)
    start = the.end() if (the := _THE.match(text, start, mention.end)) else start
    return untitled_start(text, start, mention.end) if mention.label is EntityLabel.PERSON else start


def _whole_start(text: str, mention: Mention, name: Name) -> int:
    if mention.label is EntityLabel.PERSON:
        return titled_start(text, mention.start)
    the = _THE_BEFORE.search(text, max(0, mention.start - 4), mention.start)
    return the.start() if the and not name.modifies else mention.start


def _named(one: Description, by_end: dict[int, Mention]) -> Mention | None:
    """The name that is one phrase with the noun that says what it is."""
    if one.described is not None and one.described[0] == one.end + 1:
        return by_end.get(one.described[1])
    named = by_end.get(one.whose[1]) if one.whose is not None else None
    craft = any(one.noun in nouns_for(kind) for kind in _DRIVEN)
    return named if named is not None and craft and _may_be_craft(named) else None


def _may_be_craft(mention: Mention) -> bool:
    firm = mention.label in {EntityLabel.ORG, EntityLabel.NORP}
    return not firm and mention.entity_id.startswith("name:") and not gazetteer.is_place(mention.name)


def _stretched(text: str, mention: Mention, start: int, end: int) -> Mention:
    return mention.model_copy(update={"text": text[start:end], "start": start, "end": end, "aliases": {}})
