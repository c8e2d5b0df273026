"""Who says what a sentence says, told from verbs of speech and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.articles import EntityLabel, Mention
from schemas.claims import Speaker, SpeakerKind

__all__ = ["Attribution", "Sentence", "attribute"]


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


_PLAIN = (
    r"said|says|say|told|tells|tell|added|adds|declared|declares|stated|states|explained|explains|wrote|writes|tweeted|posted|recalled|replied|remarked|"
    r"testified|quipped|joked|commented|continued|concluded"
)
# These also take plain objects ("confirmed the deal"), so they speak only before "that" or a quotation, or inverted after one.
_WITH_THAT = (
    r"announced|announces|noted|notes|warned|warns|insisted|insists|argued|argues|maintained|maintains|reported|reports|confirmed|confirms|acknowledged|"
    r"acknowledges|admitted|admits|asserted|asserts|stressed|stresses|emphasi[sz]ed|emphasi[sz]es|underlined|reiterated|reiterates|estimated|estimates|"
    r"suggested|suggests|believes?|believed|thinks?|thought|revealed|reveals|promised|pledged|vowed|predicted|complained|contended|conceded|disclosed|"
    r"observed|repeated|agreed|caution(?:s|ed)?|asked|ruled|found|indicated|denied|denies"
)
_DISTANCING = r"claim|claims|claimed|allege|alleges|alleged|purported|professes|professed"
_ADVERB = r"(?:(?:also|later|earlier|then|further|previously|again|only|had|has|have|reportedly|repeatedly|publicly|\w+ly)\s+)*"
_SPEECH = rf"(?:{_ADVERB}(?P<verb>{_PLAIN}|{_WITH_THAT}|{_DISTANCING}))"
_NP = (
    r"(?:(?:(?:the|a|an|one|two|three|four|several|some|many|his|her|its|their|our|another|other)\s+)?(?:[\w’'.&-]+\s+){0,7}?[\w’'.&-]+"
    r"(?:,\s+(?!who\b|and\b|but\b)[^,;:.“”\"]{2,80},)?|he|she|they|it|I|we)"
)
_LEADING = re.compile(
    rf"^[“\"‘]?(?P<subject>{_NP}(?:,\s+who[^,]{{2,80}},)?)\s+{_SPEECH}\b(?:\s+(?:reporters|journalists|lawmakers|parliament|[A-Z][\w’'-]*(?:\s+[A-Z]\w+){{0,3}}|"
    r"(?:a|the|his|her|its|state|local)\s+[\w\s-]{2,40}?|investors|viewers|supporters|him|her|them|us))?(?:\s+(?:on|in|at|by|during|to)\s+[^,“\"]{2,60}?)?"
    r"(?P<link>\s+that\b|:|,?\s*(?=[“\"])|,\s+|\s+)",
)
_ACCORDING = re.compile(r"(?:(?<=^)|(?<=[,;–—]\s)|(?<=\s))(?:[Aa]ccording to|in the words of|in the view of)\s+(?P<subject>[^,;:]{2,90}?)(?=[,;.]|$)")
_TRAILING = re.compile(
    rf",?[”\"’]?,?\s+(?P<subject>{_NP})\s+(?P<verb>{_PLAIN}|insists?|insisted|maintains?|maintained|claims|claimed|alleged|alleges|warned|noted|argued|confirmed|believes|"
    r"acknowledged|admitted|announced|reported|reports|estimates|estimated)"
    r"(?P<rest>(?:\s+(?!that\b)[^“\"]{0,160})?)[.!,]?$"
)
_INVERTED = re.compile(
    rf"[,?!][”\"’]\s+(?P<verb>{_PLAIN}|{_WITH_THAT}|{_DISTANCING})\s+(?P<subject>[^“”\"]{{2,160}}?)[.]?(?=\s[“\"]|$)|,\s+(?P<verb2>said|says|added|according to)\s+(?P<subject2>[^“”\",]{{2,120}})(?:,[^“\"]*)?[.]?$"
)
_MIDDLE = re.compile(rf",[”\"]?\s+(?:(?P<verb>said|says|added|told \w+)\s+(?P<subject>{_NP})|(?P<subject2>{_NP})\s+(?P<verb2>said|says|added|told \w+))(?:[^,“\"]{{0,60}}),\s+")
_DISTANCED = re.compile(rf"(?:{_DISTANCING})$")
_PRONOUN = re.compile(r"(?:he|she|they|it|I|we)$", re.IGNORECASE)
_QUOTE_OPEN, _QUOTE_CLOSE = "“\"", "”\""
_NOT_SUBJECT = re.compile(r"^(?:that|which|who|there|this|what|if|when|while|as|after|before|because|and|but|not|in|on|at|for|with)\b", re.IGNORECASE)
_COLON_END = re.compile(rf"(?P<subject>{_NP})\s+(?P<verb>{_PLAIN}|{_WITH_THAT})\b[^:“\"]{{0,60}}:$")
_LONGEST = 600


def attribute(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Attribution]:
    """Find the speaker of each sentence of an article, in order.

    A quotation that runs over several sentences has one speaker, wherever among them he is named, and so has a passage that is all
    quotation after "… said:". "He said" is the named person who spoke last, if the same or the previous passage has one.
    """
    result: list[Attribution] = []
    by_passage: dict[int, list[int]] = {}
    last: Speaker | None = None
    last_passage = -2
    colon: Speaker | None = None
    cursor = 0
    for index, sentence in enumerate(sentences):
        while cursor < len(mentions) and mentions[cursor].end <= sentence.start:
            cursor += 1
        inside = []
        for mention in mentions[cursor:]:
            if mention.start >= sentence.end:
                break
            inside.append(mention)
        by_passage.setdefault(sentence.passage, []).append(index)
        body = text[sentence.start : sentence.end]
        found = _in_sentence(body, sentence.start, inside) if len(body) <= _LONGEST else None
        if found is not None and found.speaker.kind is SpeakerKind.DESCRIBED and _PRONOUN.match(found.speaker.name or ""):
            recent = last is not None and sentence.passage - last_passage <= 1 and (found.speaker.name or "").lower() in {"he", "she"}
            found = Attribution(
                last.model_copy(update={"distanced": found.speaker.distanced}) if recent and last is not None else found.speaker, found.content
            )
        if found is None:
            if colon is not None and body[:1] in _QUOTE_OPEN:
                found = Attribution(colon, (sentence.start, sentence.end))
            else:
                found = Attribution(Speaker(), (sentence.start, sentence.end))
        elif found.speaker.kind is SpeakerKind.NAMED:
            last, last_passage = found.speaker, sentence.passage
        if body[-1:] == ":":
            colon = found.speaker if found.speaker.kind is not SpeakerKind.OUTLET else None
        elif not (colon is not None and body[:1] in _QUOTE_OPEN):
            colon = None
        result.append(found)
    for indices in by_passage.values():
        _share_quotes(text, sentences, indices, result)
    return result


def _share_quotes(text: str, sentences: Sequence[Sentence], indices: Sequence[int], result: list[Attribution]) -> None:
    """Give sentences wholly inside quotation marks the speaker that their passage names."""
    quoted = _quoted_sentences(text, sentences, indices)
    for position, index in enumerate(indices):
        if not quoted[position] or result[index].speaker.kind is not SpeakerKind.OUTLET:
            continue
        speakers = [result[other].speaker for other in reversed(indices[:position]) if result[other].speaker.kind is not SpeakerKind.OUTLET][:1]
        speakers += [result[other].speaker for other in indices[position + 1 :] if result[other].speaker.kind is not SpeakerKind.OUTLET][:1]
        speaker = speakers[0] if speakers else Speaker(kind=SpeakerKind.DESCRIBED)
        result[index] = Attribution(speaker, result[index].content)


def _quoted_sentences(text: str, sentences: Sequence[Sentence], indices: Sequence[int]) -> list[bool]:
    """Which sentences of a passage stand in quotation marks from their first word to their last."""
    quoted = []
    is_open = False
    for index in indices:
        body = text[sentences[index].start : sentences[index].end]
        began = is_open or body[:1] in _QUOTE_OPEN
        outside = False
        for character in body:
            if character == '"':
                is_open = not is_open
            elif character == "“":
                is_open = True
            elif character == "”":
                is_open = False
            elif not is_open and character.isalpha():
                outside = True
        quoted.append(began and not outside)
    return quoted


def _in_sentence(body: str, offset: int, mentions: Sequence[Mention]) -> Attribution | None:
    if match := _INVERTED.search(body):
        subject, verb = match["subject"] or match["subject2"], match["verb"] or match["verb2"]
        group = "subject" if match["subject"] else "subject2"
        content = (0, match.start() + (2 if match["subject"] else 0))
        return _attribution(subject, match.start(group), verb, content, offset, mentions)
    if match := _ACCORDING.search(body):
        content = (_skip(body, match.end()), len(body)) if match.start() < 3 else (0, match.start())
        return _attribution(match["subject"], match.start("subject"), "said", content, offset, mentions)
    if match := _LEADING.match(body):
        verb, link = match["verb"], match["link"]
        reported = link.strip() in {"that", ":"} or body[match.end() : match.end() + 1] in {"“", '"'}
        if (reported or re.fullmatch(_PLAIN, verb)) and not _NOT_SUBJECT.match(match["subject"]):
            return _attribution(match["subject"], match.start("subject"), verb, (match.end(), len(body)), offset, mentions)
    if match := _COLON_END.search(body):
        return _attribution(match["subject"], match.start("subject"), match["verb"], (0, len(body)), offset, mentions)
    if (match := _MIDDLE.search(body)) and match.start() > 3:
        subject, verb = match["subject"] or match["subject2"], match["verb"] or match["verb2"]
        return _attribution(subject, match.start("subject" if match["subject"] else "subject2"), verb, (0, len(body)), offset, mentions)
    if (comma := max(body.rfind(","), body.rfind(",”"), body.rfind(',"'))) > 3:
        for start in {comma, body.rfind(",", 0, comma)}:
            if start > 3 and (match := _TRAILING.match(body, start)) and not _NOT_SUBJECT.match(match["subject"]):
                return _attribution(match["subject"], match.start("subject"), match["verb"], (0, start), offset, mentions)
    return None


def _skip(body: str, position: int) -> int:
    while position < len(body) and body[position] in ", ":
        position += 1
    return position


def _attribution(
    subject: str, subject_start: int, verb: str, content: tuple[int, int], offset: int, mentions: Sequence[Mention]
) -> Attribution | None:
    if content[1] - content[0] < 3:
        return None
    start, end = offset + subject_start, offset + subject_start + len(subject)
    named = [m for m in mentions if start <= m.start and m.end <= end and m.label is not EntityLabel.NORP]
    people = [m for m in named if m.label is EntityLabel.PERSON]
    head_is_name = bool(named) and (named[-1].end == end or bool(people))
    distanced = _DISTANCED.search(verb) is not None
    if head_is_name:
        chosen = people[0] if people else named[-1]
        speaker = Speaker(kind=SpeakerKind.NAMED, name=chosen.name, entity_id=chosen.entity_id, distanced=distanced)
    else:
        speaker = Speaker(kind=SpeakerKind.DESCRIBED, name=re.sub(r"\s+", " ", subject.strip(" ,")), distanced=distanced)
    return Attribution(speaker, (offset + content[0], offset + content[1]))
