"""Who says what a sentence says, told from verbs of speech and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.articles import EntityLabel, Mention
from schemas.claims import Speaker, SpeakerKind

__all__ = ["Attribution", "Sentence", "attribute", "mentions_by_sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at ``text[start:end]`` of an article, and the number of the passage that holds it."""

    start: int
    end: int
    passage: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a sentence. ``content`` is the part of the sentence that is said, as offsets into the article."""

    speaker: Speaker
    content: tuple[int, int]


_PLAIN = "said|says|say|told|tells"
# These also take plain objects ("confirmed the deal"): before what is said they need "that", a colon or a quotation.
_LOADED = (
    "acknowledged|acknowledges|added|adds|admitted|admits|agreed|announced|announces|argued|argues|asserted|asserts|"
    "believed|believes|cautioned|caution|commented|complained|conceded|concluded|confirmed|confirms|contended|"
    "continued|declared|declares|disclosed|emphasi[sz]ed|emphasi[sz]es|estimated|estimates|explained|explains|found|"
    "indicated|insisted|insists|joked|maintained|maintains|noted|notes|observed|pledged|posted|predicted|promised|"
    "quipped|recalled|reiterated|reiterates|remarked|repeated|replied|reported|reports|revealed|reveals|ruled|stated|"
    "states|stressed|stresses|suggested|suggests|testified|thinks|thought|tweeted|underlined|vowed|warned|warns|"
    "wrote|writes"
)
_DISTANCING = "claim|claims|claimed|allege|alleges|alleged|purported|professed"
_VERB = re.compile(
    rf"(?<![\w-])(?:(?P<plain>{_PLAIN})|(?P<loaded>{_LOADED})|(?P<distancing>{_DISTANCING}))\b(?! to (?:be|have)\b)"
)
_ACCORDING = re.compile(
    r"(?<!\w)(?:according to|in the (?:words|view) of) (?P<subject>[^,;:]{2,90}?)(?=[,;.!]|$)", re.IGNORECASE
)
_BORDER = re.compile(r"[,;:—–“”\"](?=\s|[“\"]|$)|[“\"](?=\S)|\s[-–—]\s")
_ADVERBS = re.compile(
    r"(?:\s+(?:also|later|earlier|then|further|previously|again|only|had|has|have|since|repeatedly|publicly|"
    r"[a-z]+ly))+$"
)
_LINK = re.compile(
    r"(?:\s+(?:reporters|journalists|lawmakers|parliament|investors|viewers|supporters|delegates|him|her|them|us|me|"
    r"(?:the|a|an|his|her|its|their|state|local)\s[\w’'. -]{2,40}?|[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,3}))?"
    r"(?:\s+(?:on|in|at|by|during|to|after|late|early)\s[^,:“”\"]{2,60}?|\s+(?:yesterday|today))?"
    r"(?:(?P<that>\s+that\b)|(?P<colon>\s*:)|(?P<quote>,?\s*(?=[“\"‘])))"
)
# What may follow a trailing "…, he said": nothing, an occasion, a further verb; after "told", the person addressed.
_OCCASION = (
    r"(?:(?:,\s|\s+)(?:on|in|at|by|during|to|after|before|from|through|as|when|while|late|early|yesterday|today|last|"
    r"this|of|with|adding|citing|referring|speaking|using|via|for)\b.{0,160})?\s*[.!]?$"
)
_TAIL = re.compile(_OCCASION, re.DOTALL)
_TAIL_TOLD = re.compile(r"\s+[^,;:“”\"]{2,60}?" + _OCCASION, re.DOTALL)
_NO_SUBJECT = re.compile(
    r"(?:that|which|who|whom|there|this|what|if|when|while|as|after|before|because|not|in|on|at|for|with|of|to|by|"
    r"from|than)\b",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"(?:and|but|so|yet|also)\s+", re.IGNORECASE)
_NO_SUBJECT_END = re.compile(
    r"(?:\b(?:of|to|with|the|a|an|by|for|and|or|is|was|be|been|are|were|not|had|its|his|her|their)|[a-z](?:ed|ing))$"
)
_INVERTED_SUBJECT = re.compile(
    r"\s+(?P<subject>[^,;:“”\"]{2,120}?(?:,\s[^\W\d_a-z][^,;:“”\"]{2,60}(?=[.,]?\s*(?:$|[“\"])))?)"
    r"(?=[,;:]|\s*[.!?]?\s*[“\"]|[.!?]?$|\s(?:in|on|at|during|as|who)\s)"
)
# A turn in a transcript: "HOST: Good evening."
_TURN = re.compile(r"(?P<name>(?:[^\W\d_a-z][^\W\d_a-z.'’-]+)(?: [^\W\d_a-z][^\W\d_a-z.'’-]*){0,3}):\s+")
_QUOTATION = re.compile(r"“[^”]*|\"[^\"]*\"?")
_SUBJECT_WORDS = 18
_HEAD_WORDS = 4
_PARENTHESIS_END = re.compile(r"(?:\s[^,]{1,40})?,\s")
_OPENING = '“"'
# Longer than any sentence that people write; what is longer has no speaker to be told.
_LONGEST = 1_200


def mentions_by_sentence(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions inside each sentence; both come in order of the text."""
    groups = []
    position = 0
    for sentence in sentences:
        while position < len(mentions) and mentions[position].start < sentence.start:
            position += 1
        inside = []
        while position < len(mentions) and mentions[position].start < sentence.end:
            inside.append(mentions[position])
            position += 1
        groups.append(inside)
    return groups


def attribute(text: str, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]) -> list[Attribution]:
    """Find the speaker of each sentence of an article, in order; ``mentions`` are those of each sentence.

    A quotation over several sentences has one speaker, wherever among them he is named, and so has a passage that is
    all quotation after "… said:". "He said" is the named person who spoke last, in the same passage or the one before.
    """
    result: list[Attribution] = []
    last: tuple[Speaker, int] | None = None
    introduced: Speaker | None = None
    turn: tuple[Speaker, int] | None = None
    for sentence, inside in zip(sentences, mentions, strict=True):
        body = text[sentence.start : sentence.end]
        found = _in_sentence(body, sentence.start, inside) if len(body) <= _LONGEST else None
        if (speaking := _TURN.match(body)) is not None:
            found = _attribution(speaking.span("name"), (speaking.end(), len(body)), sentence.start, body, inside)
            turn = (found.speaker, sentence.passage) if found else None
        elif found is None and turn is not None and turn[1] == sentence.passage:
            found = Attribution(turn[0], (sentence.start, sentence.end))
        if found is not None and last is not None and sentence.passage - last[1] <= 1:
            found = _resolved(found, last[0])
        if found is not None and (found.speaker.entity_id or "").startswith("person:"):
            last = found.speaker, sentence.passage
        if found is None and introduced is not None and body[:1] in _OPENING:
            found = Attribution(introduced, (sentence.start, sentence.end))
        else:
            introduced = found.speaker if found is not None and body.endswith(":") else None
        result.append(found or Attribution(Speaker(), (sentence.start, sentence.end)))
    _share_quotes(text, sentences, result)
    return result


def _resolved(found: Attribution, last: Speaker) -> Attribution:
    """Put the person who spoke last in the place of "he" and "she"."""
    if (found.speaker.name or "").lower() not in {"he", "she"}:
        return found
    return Attribution(last.model_copy(update={"distanced": found.speaker.distanced}), found.content)


def _share_quotes(text: str, sentences: Sequence[Sentence], result: list[Attribution]) -> None:
    """Give sentences wholly in quotation marks the speaker whom their passage names: the last before, else the next."""
    quoted = list(_quoted(text, sentences))
    for indices in (range(len(sentences)), reversed(range(len(sentences)))):
        nearest: Speaker | None = None
        passage = -1
        for index in indices:
            if sentences[index].passage != passage:
                passage, nearest = sentences[index].passage, None
            if result[index].speaker.kind is not SpeakerKind.OUTLET:
                nearest = result[index].speaker
            elif quoted[index] and nearest is not None:
                result[index] = Attribution(nearest, result[index].content)
    for index, is_quoted in enumerate(quoted):
        if is_quoted and result[index].speaker.kind is SpeakerKind.OUTLET:
            result[index] = Attribution(Speaker(kind=SpeakerKind.DESCRIBED), result[index].content)


def _quoted(text: str, sentences: Sequence[Sentence]) -> Iterator[bool]:
    """Whether each sentence stands in quotation marks from its first word to its last."""
    is_open, passage = False, -1
    for sentence in sentences:
        if sentence.passage != passage:
            is_open, passage = False, sentence.passage
        body = text[sentence.start : sentence.end]
        parts = re.split(r"([“”\"])", body)
        outside = False
        began = is_open or body[:1] in _OPENING
        for part in parts:
            if part in {"“", "”", '"'}:
                is_open = part == "“" or (part == '"' and not is_open)
            elif not is_open and re.search(r"[^\W\d_]", part):
                outside = True
        yield began and not outside


def _in_sentence(body: str, offset: int, mentions: Sequence[Mention]) -> Attribution | None:
    if source := _ACCORDING.search(body):
        fronted = source.start() < 3
        content = (_after_border(body, source.end()), len(body)) if fronted else (0, source.start())
        return _attribution(source.span("subject"), content, offset, body, mentions)
    quotations = [quotation.span() for quotation in _QUOTATION.finditer(body)]
    for verb in _VERB.finditer(body):
        if any(start < verb.start() < end for start, end in quotations):
            continue
        placed = _inverted(body, verb) or _subject_first(body, verb)
        if placed is None:
            continue
        subject, content = placed
        found = _attribution(subject, content, offset, body, mentions, distanced=verb["distancing"] is not None)
        if found is not None:
            return found
    return None


_Placed = tuple[tuple[int, int], tuple[int, int]]


def _inverted(body: str, verb: re.Match[str]) -> _Placed | None:
    """``“…,” said X``: the verb follows what is said, and the subject the verb."""
    before = body[: verb.start()].rstrip()
    if not before or before[-1] not in '”"’,' or (before[-1] == "," and verb["plain"] is None):
        return None
    subject = _INVERTED_SUBJECT.match(body, verb.end())
    if subject is None or _NO_SUBJECT.match(subject["subject"]) or (before[-1] == "," and _is_apposition(body, verb)):
        return None
    return subject.span("subject"), (0, verb.start())


def _is_apposition(body: str, verb: re.Match[str]) -> bool:
    """Whether the comma before the verb closes ``X, the chief executive, said``."""
    first = body.find(",")
    return first < verb.start() - 2 and body.count(" ", 0, first) < _HEAD_WORDS


def _subject_first(body: str, verb: re.Match[str]) -> _Placed | None:
    """``X said that …``, ``…, X said`` and ``…, X said, …``."""
    borders = [border.end() for border in _BORDER.finditer(body, 0, verb.start())]
    start = borders[-1] if borders else 0
    if not body[start : verb.start()].strip() and borders:
        # "X, the chief executive, said": the subject stands before the apposition
        earlier = [border for border in borders if border < start][-2:]
        start = earlier[-2] if len(earlier) == 2 else 0
        if start and body[start - 1] not in ",;:—–":
            start = 0
    enclosed = body[start - 1 : start] == ","
    start, end = _subject_span(body, start, verb.start())
    subject = body[start:end]
    if (
        not subject
        or subject.count(" ") > _SUBJECT_WORDS
        or _NO_SUBJECT.match(subject)
        or _NO_SUBJECT_END.search(subject)
    ):
        return None
    link = _LINK.match(body, verb.end())
    tail = (_TAIL_TOLD if verb.group() in {"told", "tells"} else _TAIL).match(body, verb.end())
    if tail and start > 3 and (not link or link["quote"] is not None or link["that"] is None):
        return (start, end), (0, start)
    if link:
        content_end = len(body)
        return (start, end), (0 if link.end() >= content_end - 1 else link.end(), content_end)
    if enclosed and _PARENTHESIS_END.match(body, verb.end()):
        return (start, end), (0, len(body))
    if verb["plain"] is not None:
        return (start, end), (verb.end(), len(body))
    return None


def _subject_span(body: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (body[start].isalnum() or body[start] in "‘'"):
        start += 1
    if conjunction := _CONJUNCTION.match(body, start, end):
        start = conjunction.end()
    while end > start and not (body[end - 1].isalnum() or body[end - 1] in ".’')"):
        end -= 1
    adverbs = _ADVERBS.search(body, start, end)
    return start, adverbs.start() if adverbs else end


def _after_border(body: str, position: int) -> int:
    while position < len(body) and body[position] in ", ;:":
        position += 1
    return position


def _attribution(
    subject: tuple[int, int],
    content: tuple[int, int],
    offset: int,
    body: str,
    mentions: Sequence[Mention],
    *,
    distanced: bool = False,
) -> Attribution | None:
    if content[1] - content[0] < 3:
        return None
    start, end = offset + subject[0], offset + subject[1]
    named = [m for m in mentions if start <= m.start and m.end <= end and m.label is not EntityLabel.NORP]
    people = [m for m in named if m.label is EntityLabel.PERSON]
    said = (offset + content[0], offset + content[1])
    if people or (named and end - named[-1].end <= 2):
        name = people[0] if people else named[-1]
        return Attribution(
            Speaker(kind=SpeakerKind.NAMED, name=name.name, entity_id=name.entity_id, distanced=distanced), said
        )
    described = re.sub(r"\s+", " ", body[slice(*subject)]).strip(" ,")
    return Attribution(Speaker(kind=SpeakerKind.DESCRIBED, name=described, distanced=distanced), said)
