"""How far the phrase around a name reaches: the bare name, the name with its titles, with "the", with what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from schemas.articles import EntityLabel, Mention
from services.extraction.descriptions import craft
from services.extraction.phrases import Description, Name
from services.extraction.titles import the_before, titled_start, untitled_start

__all__ = ["extents"]

_THE = re.compile(r"[Tt]he[ \u00a0]")


def extents(
    text: str, names: Iterable[Name], descriptions: Sequence[Description], mentions: Sequence[Mention]
) -> Iterator[Mention]:
    """The other extents of the names that an article mentions, as mentions of the same entities.

    Args:
        text: The article.
        names: As the pipeline found them.
        descriptions: As the pipeline found them.
        mentions: What the article mentions by them, or by a description.
    """
    found = {name.end: name for name in names}
    taken = {(one.start, one.end) for one in mentions}
    for one in mentions:
        name = found.get(one.end)
        starts = {_bare_start(text, one, name), _whole_start(text, one, name)} if name else {_capital_start(text, one)}
        for start in sorted(starts):
            if (start, one.end) not in taken:
                yield _stretched(text, one, start, one.end)
    at = {(one.start, one.end): one for one in mentions}
    for described in descriptions:
        beside = at.get(described.described) if described.described else None
        named = beside if beside is not None and beside.start == described.end + 1 else craft(described, at)
        singular = described.text.lower().endswith(described.noun)
        if named is not None and singular and _THE.match(text, described.start):
            end = max(described.end, named.end)
            yield _stretched(text, named, described.start, end)
            if named.end < end:
                yield _stretched(text, named, named.start, end)


def _bare_start(text: str, mention: Mention, name: Name) -> int:
    start = max(mention.start, name.start)
    start = the.end() if (the := _THE.match(text, start, mention.end)) else start
    return untitled_start(text, start, mention.end) if mention.label is EntityLabel.PERSON else start


def _capital_start(text: str, mention: Mention) -> int:
    """Without "the" where a description is written as a name: "the Safety Board"."""
    the = _THE.match(text, mention.start, mention.end)
    return the.end() if the and text[the.end() : mention.end].istitle() else mention.start


def _whole_start(text: str, mention: Mention, name: Name) -> int:
    if mention.label is EntityLabel.PERSON:
        return titled_start(text, mention.start)
    the = the_before(text, mention.start)
    return mention.start if the is None or name.modifies else the


def _stretched(text: str, mention: Mention, start: int, end: int) -> Mention:
    return mention.model_copy(update={"text": text[start:end], "start": start, "end": end, "aliases": {}})
