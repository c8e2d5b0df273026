"""Claims: the propositions of an article with the parts that decide what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import snowballstemmer
from spacy.lang.en.stop_words import STOP_WORDS

from schemas.articles import Article, Mention
from schemas.base import stable_id
from schemas.claims import Claim, Modality, Quantity, Speaker, SpeakerKind, TimeSpan
from services.extraction.attribution import Attribution, Sentence
from services.extraction.memberships import Groups, Membership, find_memberships
from services.extraction.modality import modality, polarity

__all__ = ["Reading", "claims_of", "clauses"]

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A coordinated clause of its own: it starts with a pronoun or a determined noun, and its verb follows soon.
_AUXILIARY = r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do|said|says)"
_CLAUSE_START = (
    rf"(?:(?:he|she|it|they|we|there|this|these|that)\s+(?:{_AUXILIARY}|[a-z]+ed)\b|(?:[Tt]he|[A-Z]|"
    rf"an?\s)[\w’'-]*(?:\s[\w’'-]+){{0,4}}?\s{_AUXILIARY}\b)"
)
_BORDER = re.compile(
    rf";\s+(?:and\s+|but\s+)?|,\s+(?:but|while|whereas|and|although)\s+(?={_CLAUSE_START})|\s+[–—-]\s+(?:and\s+|"
    rf"but\s+)?(?={_CLAUSE_START})"
)
_FINITE = re.compile(
    rf"\b{_AUXILIARY}\b|\b[a-z]{{2,}}(?:ed|es|s)\b|\w+n['’]t\b|['’](?:s|re|ve|ll)\b|\b(?:went|came|took|fell|rose|"
    rf"won|lost|held|left|made|met|saw|sent|set|cut|"
    r"hit|lent|put|shot|led|ran|sold|bought|broke|began|became|grew|drove|struck|flew|sank|knew|gave|got|kept|paid|"
    r"stood|"
    r"told|thought|wrote|fled|swept|burnt)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|you|You|your|Your)\b")
_OPINION = re.compile(
    r"\b(?:should|must|ought|deserves?|hope|hopeful|believe|think|feel|best|worst|finest|beautiful|terrible|great|"
    r"wonderful|proud|shame|welcome|thank|thanks|"
    r"crucial|important|vital|significant|remains to be seen|perhaps)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
_SHORTEST = 3
_MEMBERSHIP = "join"

_Placed = TypeVar("_Placed", Mention, Quantity, TimeSpan)
_stemmer = snowballstemmer.stemmer("english")


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a sentence at ``text[start:end]`` where a clause of its own clearly begins.

    A part is split off only when it and what stands before it have a finite verb each and three words or more.
    """
    begin = start
    for border in _BORDER.finditer(text, start, end):
        before, after = text[begin : border.start()], text[border.end() : end]
        if (
            min(before.count(" "), after.count(" ")) >= 2
            and _FINITE.search(before)
            and _FINITE.search(after)
            and _balanced(before)
        ):
            yield _trimmed(text, begin, border.start())
            begin = border.end()
    yield _trimmed(text, begin, end)


def _balanced(part: str) -> bool:
    """Whether no quotation or bracket is open at the end of a part."""
    return part.count('"') % 2 == 0 and part.count("“") <= part.count("”") and part.count("(") <= part.count(")")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;–—"):
        end -= 1
    return start, end


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def _terms(text: str, start: int, end: int, masks: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Stems of the content words of ``text[start:end]`` outside ``masks``, in order."""
    found = []
    position = 0
    for match in _WORD.finditer(text, start, end):
        while position < len(masks) and masks[position][1] <= match.start():
            position += 1
        if position < len(masks) and masks[position][0] < match.end():
            continue
        word = match.group().lower().replace("’", "'").removesuffix("'s")
        if len(word) > 1 and word not in STOP_WORDS and not word.endswith("n't"):
            found.append(_stem(word))
    return tuple(found)


def _worth(quote: str, speaker: Speaker, mode: Modality, concrete: int) -> float:
    """How factual and checkable a claim reads: names and numbers raise it; questions, opinion and address lower it."""
    score = 0.45 + 0.15 * min(concrete, 3)
    if not _FINITE.search(quote):
        score -= 0.3
    if _FIRST_PERSON.search(quote):
        score -= 0.2
    if _OPINION.search(quote):
        score -= 0.2
    if mode in {Modality.ASKED, Modality.CONDITIONAL}:
        score -= 0.4
    elif mode is not Modality.ASSERTED:
        score -= 0.1
    if speaker.kind is not SpeakerKind.OUTLET:
        score -= 0.05
    return round(min(1.0, max(0.0, score)), 2)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with what has been read in it."""

    sentence: Sentence
    attribution: Attribution
    names: Sequence[Mention]
    quantities: Sequence[Quantity]
    times: Sequence[TimeSpan]


def _inside(items: Sequence[_Placed], start: int, end: int) -> tuple[_Placed, ...]:
    return tuple(item for item in items if start <= item.start and item.end <= end)


def claims_of(article: Article, readings: Sequence[Reading]) -> list[Claim]:
    """The claims of an article, in order of their quotes, from its sentences in order."""
    groups = Groups(article.text, [(reading.sentence, reading.names) for reading in readings])
    claims: dict[str, Claim] = {}
    for reading in readings:
        for start, end in clauses(article.text, reading.sentence.start, reading.sentence.end):
            for claim in _claims_of_clause(article, start, end, reading, groups):
                claims.setdefault(claim.id, claim)
    return list(claims.values())


def _described(membership: Membership | None) -> list[str]:
    """The group that a membership names or describes."""
    return [membership.group.entity_id] if membership and membership.group.entity_id else []


def _claims_of_clause(article: Article, start: int, end: int, reading: Reading, groups: Groups) -> Iterator[Claim]:
    text = article.text
    quote = text[start:end]
    if len(_WORD.findall(quote)) < _FEWEST_WORDS:
        return
    said_start, said_end = max(start, reading.attribution.content[0]), min(end, reading.attribution.content[1])
    if said_end - said_start < _SHORTEST:
        said_start, said_end = start, end
    said = text[said_start:said_end].strip(" ,")
    names = _inside(reading.names, start, end)
    quantities = _inside(reading.quantities, start, end)
    times = _inside(reading.times, start, end)
    mode = modality(said)
    masks = sorted(
        [(n.start, n.end) for n in names] + [(q.start, q.end) for q in quantities] + [(t.start, t.end) for t in times]
    )
    speaker = reading.attribution.speaker
    shared: dict[str, Any] = {
        "modality": mode,
        "speaker": speaker,
        "quantities": quantities,
        "times": times,
        "terms": _terms(text, said_start, said_end, masks),
        "worth": _worth(quote, speaker, mode, len(names) + len(quantities) + len(times)),
    }
    memberships = find_memberships(text, start, end, names, groups)
    for membership in memberships or (None,):
        # A clause with two memberships is two claims; the later ones quote from their own first word.
        begin = start if membership is None or membership is memberships[0] else membership.start
        wording = _SPACES.sub(" ", text[begin:end])
        yield Claim(
            id=stable_id("claim", article.version_id, begin, end, wording),
            quote=text[begin:end],
            start=begin,
            end=end,
            text=wording,
            subjects=membership.subjects if membership else (),
            predicate=_MEMBERSHIP if membership else None,
            objects=(membership.group,) if membership else (),
            polarity=membership.polarity if membership else polarity(said),
            entity_ids=tuple(dict.fromkeys([*(name.entity_id for name in names), *_described(membership)])),
            **shared,
        )
