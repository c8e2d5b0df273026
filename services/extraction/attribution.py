"""Who says what a clause says, told from verbs of speech, quotation marks and turns of a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from schemas.articles import EntityLabel
from schemas.claims import Speaker, SpeakerKind
from services.extraction.clauses import SPEECH, Clause
from services.extraction.reference import Referent, Referents
from services.extraction.syntax import Sentence, Word, phrase

__all__ = ["attribute", "referent_of"]

_DISTANCING = frozenset({"claim", "allege", "purport", "profess", "insinuate"})
# A turn in a transcript: "HOST: Good evening."
_TURN = re.compile(r"(?P<name>(?:[^\W\d_a-z][^\W\d_a-z.'’-]+)(?: [^\W\d_a-z][^\W\d_a-z.'’-]*){0,3}):\s+")
_MARKS = re.compile(r"([“”\"])")
_LETTER = re.compile(r"[^\W\d_]")
_OPENING = '“"'
_CLOSING = '”"'
# "‘The dam’s wall held,’ she said": from where something begins to the first apostrophe that no letter follows.
_IN_SINGLE_MARKS = re.compile(
    r"(?:^|(?<=[.,:;!?’'—]\s))[‘'](?=[^\W\d_])((?:[^‘’']|(?<=\w)[’'](?=\w))*)(?<=[.,!?…])[’'](?!\w)"
)


@dataclass(slots=True)
class _Said:
    """Who says one sentence as a whole, and whether it stands in quotation marks from first word to last."""

    speaker: Speaker | None
    quoted: bool


def attribute(
    text: str, sentences: Sequence[Sentence], clauses: Sequence[Sequence[Clause]], referents: Referents
) -> list[list[Speaker]]:
    """The speaker of each clause of each sentence of an article, in order.

    A quotation over several sentences has one speaker, wherever among them he is named, and so has a passage that is
    all quotation after "… said:".
    """
    text = _in_double_marks(text, sentences)
    result = [[_speaker_of(clause, referents) for clause in inside] for inside in clauses]
    said = _said(text, sentences, result, referents)
    _share_quotes(sentences, said)
    for inside, speakers, one in zip(clauses, result, said, strict=True):
        for position, clause in enumerate(inside):
            if not clause.sources and one.speaker is not None and (one.quoted or _stands_in_quotes(clause, text)):
                speakers[position] = one.speaker
    return result


def referent_of(speaker: Speaker) -> Referent | None:
    """What "I" stands for in the words of a speaker."""
    if speaker.kind is not SpeakerKind.NAMED or speaker.name is None:
        return None
    return Referent(speaker.name, speaker.entity_id, "", person=(speaker.entity_id or "person").startswith("person"))


def _speaker_of(clause: Clause, referents: Referents) -> Speaker:
    for source in reversed(clause.sources):
        if source.subject is not None:
            return _speaker(source.verb, source.subject, referents)
    return Speaker()


def _speaker(verb: Word, subject: Word, referents: Referents) -> Speaker:
    distanced = verb.lemma in _DISTANCING
    if "PronType=Rel" in subject.morph and verb.dep == "acl:relcl":
        subject = verb.head
    names = [mention for word in _identities(subject) if (mention := referents.mention(word)) is not None]
    people = [mention for mention in names if mention.label is EntityLabel.PERSON]
    if names:
        name = people[0] if people else names[0]
        return Speaker(kind=SpeakerKind.NAMED, name=name.name, entity_id=name.entity_id, distanced=distanced)
    _, referent = referents.settle(subject)
    if referent is not None and referent.entity_id is not None:
        return Speaker(kind=SpeakerKind.NAMED, name=referent.text, entity_id=referent.entity_id, distanced=distanced)
    described = referent.text if referent is not None else phrase(_description(subject))
    return Speaker(kind=SpeakerKind.DESCRIBED, name=described, distanced=distanced)


def _identities(subject: Word) -> Iterator[Word]:
    """The words of a noun phrase that may name what it is: its head, a title's name, an apposition."""
    yield subject
    for child in subject.every("appos", "flat", "nmod:desc"):
        yield child
        yield from child.every("appos", "flat")


def _description(subject: Word) -> list[Word]:
    words = subject.subtree(
        lambda word: (
            word.dep in {"acl:relcl", "appos", "acl", "parataxis"}
            or (word.dep in {"case", "punct", "advmod", "cc"} and word.head is subject and word.i < subject.i)
        )
    )
    while words and words[-1].pos == "PUNCT":
        words.pop()
    return words


def _said(
    text: str,
    sentences: Sequence[Sentence],
    speakers: Sequence[Sequence[Speaker]],
    referents: Referents,
) -> list[_Said]:
    found: list[_Said] = []
    introduced: Speaker | None = None
    turn: tuple[Speaker, int] | None = None
    alone = sum(_TURN.match(text, sentence.start) is not None for sentence in sentences) == 1
    for sentence, own, quoted in zip(sentences, speakers, _quoted(text, sentences), strict=True):
        speaker = next((one for one in own if one.kind is not SpeakerKind.OUTLET), None)
        if speaker is None and (told := _mere_speech(sentence)) is not None:
            speaker = _speaker(*told, referents)
        body = text[sentence.start : sentence.end]
        passed_on = True
        if (speaking := _TURN.match(body)) is not None and not (alone and not _is_somebody(sentence, referents)):
            speaker = _turn(sentence, speaking, referents)
            turn = (speaker, sentence.passage)
        elif speaker is None and turn is not None and turn[1] == sentence.passage:
            speaker = turn[0]
        elif speaker is None and introduced is not None and body[:1] in _OPENING:
            speaker = introduced
        else:
            passed_on = False
            introduced = speaker if body.endswith(":") else None
        found.append(_Said(speaker, quoted or passed_on))
    return found


def _is_somebody(sentence: Sentence, referents: Referents) -> bool:
    """Whether a person or body stands before the colon: not where it was written, nor "BREAKING: …"."""
    mention = referents.mentioned.get(sentence.start)
    return mention is not None and mention.label in {EntityLabel.PERSON, EntityLabel.ORG}


def _turn(sentence: Sentence, speaking: re.Match[str], referents: Referents) -> Speaker:
    mention = referents.mentioned.get(sentence.start)
    name = speaking["name"]
    if mention is not None and mention.label in {EntityLabel.PERSON, EntityLabel.ORG}:
        return Speaker(kind=SpeakerKind.NAMED, name=mention.name, entity_id=mention.entity_id)
    return Speaker(kind=SpeakerKind.DESCRIBED, name=name)


def _mere_speech(sentence: Sentence) -> tuple[Word, Word] | None:
    """A sentence that only says who speaks: "Zora Petrova said:", "said X."."""
    root = sentence.root
    subject = root.find("nsubj")
    if root.lemma not in SPEECH or subject is None or root.find("ccomp", "xcomp") is not None:
        return None
    ends = sentence.words[-1].text == ":"
    if root.lemma not in {"say", "tell", "add", "write", "ask", "shout", "cry"} and not ends:
        return None
    return root, subject


def _share_quotes(sentences: Sequence[Sentence], said: Sequence[_Said]) -> None:
    """Give sentences wholly in quotation marks the speaker whom their passage names: the last before, else the next."""
    for indices in (range(len(sentences)), reversed(range(len(sentences)))):
        nearest: Speaker | None = None
        passage = -1
        for index in indices:
            if sentences[index].passage != passage:
                passage, nearest = sentences[index].passage, None
            if (speaker := said[index].speaker) is not None:
                nearest = speaker
            elif said[index].quoted and nearest is not None:
                said[index].speaker = nearest
    for one in said:
        if one.quoted and one.speaker is None:
            one.speaker = Speaker(kind=SpeakerKind.DESCRIBED)


def _stands_in_quotes(clause: Clause, text: str) -> bool:
    """Whether a clause beside what a speaker says is in quotation marks too: "“A,” X said. “B.”"."""
    own = clause.own
    return bool(own) and text[own[0].start] in _OPENING and text[own[-1].end - 1] in _CLOSING


def _in_double_marks(text: str, sentences: Sequence[Sentence]) -> str:
    """The text with double quotation marks also in the passages that have only single ones."""
    parts: list[str] = []
    end = 0
    for _, inside in groupby(sentences, key=lambda sentence: sentence.passage):
        passage = list(inside)
        start, stop = passage[0].start, passage[-1].end
        said = text[start:stop]
        if not _MARKS.search(said):
            said = _IN_SINGLE_MARKS.sub(r"“\1”", said)
        parts.extend((text[end:start], said))
        end = stop
    return "".join(parts) + text[end:]


def _quoted(text: str, sentences: Sequence[Sentence]) -> Iterator[bool]:
    """Whether each sentence stands in quotation marks from its first word to its last."""
    is_open, passage = False, -1
    for sentence in sentences:
        if sentence.passage != passage:
            is_open, passage = False, sentence.passage
        body = text[sentence.start : sentence.end]
        outside = False
        began = is_open or body[:1] in _OPENING
        for part in _MARKS.split(body):
            if part in {"“", "”", '"'}:
                is_open = part == "“" or (part == '"' and not is_open)
            elif not is_open and _LETTER.search(part):
                outside = True
        yield began and not outside
