"""The labelled corpora, read into one shape: documents of sentences of words with the gaps between them."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from spacy.tokens import Doc

from services.extraction.newsmodel.wordforms import Gap

Tag: TypeAlias = tuple[str, str, str]
"""UPOS, XPOS and FEATS of a word, as in the treebank."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """The grammar of one sentence, one item a word. ``heads`` counts words from 1; 0 is the root."""

    tags: tuple[Tag, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, the gap before each, and what is known about them.

    ``entities`` are BIO tags in the inventory of ``scheme``. In newswire without sentence marks a "sentence" is a
    paragraph, and ``syntax`` is None.
    """

    words: tuple[str, ...]
    gaps: tuple[Gap, ...]
    syntax: Syntax | None = None
    entities: tuple[str, ...] | None = None
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Sentences in order of reading."""

    id: str
    sentences: list[Sentence] = field(default_factory=list)


def text_of(words: Sequence[str], gaps: Sequence[Gap]) -> str:
    """The raw text that words and gaps spell; the gap before the first word is left out."""
    blanks = {Gap.NONE: "", Gap.SPACE: " ", Gap.LINE: "\n", Gap.PARAGRAPH: "\n\n"}
    return "".join((blanks[gap] if i else "") + word for i, (word, gap) in enumerate(zip(words, gaps, strict=True)))


def read_treebank(path: Path) -> list[Document]:
    """Documents of a CoNLL-U file (universaldependencies.org/format.html), multiword tokens as their parts."""
    documents: list[Document] = []
    after = Gap.SPACE
    for comments, rows in _blocks(path):
        if not documents or any(c.startswith("# newdoc") for c in comments):
            documents.append(Document(f"{path.name}-{len(documents)}"))
        paragraph = not documents[-1].sentences or any(c.startswith("# newpar") for c in comments)
        sentence, after = _sentence(rows, Gap.PARAGRAPH if paragraph else after)
        documents[-1].sentences.append(sentence)
    return documents


def _blocks(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    comments: list[str] = []
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                comments.append(line)
            elif line.strip():
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                yield comments, rows
                comments, rows = [], []
    if rows:
        yield comments, rows


def _sentence(rows: list[list[str]], before: Gap) -> tuple[Sentence, Gap]:
    """The sentence, and the gap that follows it."""
    words, gaps, syntax = [], [], []
    gap, part_of, gap_after = before, 0, Gap.SPACE
    for number, form, lemma, upos, xpos, feats, head, label, _, misc in rows:
        after = Gap.NONE if "SpaceAfter=No" in misc.split("|") else Gap.SPACE
        if "-" in number:
            part_of, gap_after = int(number.partition("-")[2]), after
        elif "." not in number:
            words.append(form)
            gaps.append(gap)
            syntax.append(((upos, xpos, "" if feats == "_" else feats), lemma, int(head), label))
            position = int(number)
            gap = Gap.NONE if position < part_of else gap_after if position == part_of else after
    tags, lemmas, heads, labels = zip(*syntax, strict=True)
    return Sentence(tuple(words), tuple(gaps), Syntax(tags, lemmas, heads, labels)), gap


def read_entities(path: Path, scheme: str) -> list[Document]:
    """Documents of a NER file with its words a space apart, one paragraph a sentence."""
    return [
        Document(
            row["id"],
            [
                Sentence(
                    tuple(s["tokens"]),
                    (Gap.PARAGRAPH,) + (Gap.SPACE,) * (len(s["tokens"]) - 1),
                    entities=tuple(s["tags"]),
                    scheme=scheme,
                )
                for s in row["sentences"]
                if s["tokens"]
            ],
        )
        for row in read_rows(path)
    ]


def read_rows(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    """The objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def set_in_type(documents: Iterable[Document], texts: dict[str, str]) -> list[Document]:
    """Gives tokenised documents the gaps of their raw text, found by walking both; a word not found keeps its gap."""
    return [_set_in_type(d, texts[d.id]) if d.id in texts else d for d in documents]


def _set_in_type(document: Document, text: str) -> Document:
    sentences, at = [], 0
    for sentence in document.sentences:
        gaps = []
        for word, gap in zip(sentence.words, sentence.gaps, strict=True):
            found = text.find(word, at, at + len(word) + 40)
            blank = text[at:found]
            gaps.append(gap if found < 0 or blank.strip() else gap_between(blank))
            if found >= 0:
                at = found + len(word)
        sentences.append(replace(sentence, gaps=(Gap.PARAGRAPH, *gaps[1:])))
    return replace(document, sentences=sentences)


def gap_between(blank: str) -> Gap:
    """The gap that a run of white space makes."""
    if not blank:
        return Gap.NONE
    return Gap(min(1 + blank.count("\n"), Gap.PARAGRAPH))


def part_places(documents: Iterable[Document], label: str) -> list[Document]:
    """Parts places joined by a comma ("Zurich, Switzerland"), which the newswire joins one time in four."""
    return [replace(d, sentences=[_part_places(s, label) for s in d.sentences]) for d in documents]


def _part_places(sentence: Sentence, label: str) -> Sentence:
    tags = list(sentence.entities or ())
    for i, word in enumerate(sentence.words[:-1]):
        if word == "," and tags[i : i + 2] == [f"I-{label}"] * 2:
            tags[i : i + 2] = ["O", f"B-{label}"]
    return replace(sentence, entities=tuple(tags))


def add_entities(treebank: list[Document], entities: list[Document]) -> list[Document]:
    """Puts the BIO tags of a NER corpus over the same sentences onto a treebank, matched by their words in order."""
    tagged: dict[tuple[str, ...], Sentence] = {s.words: s for d in entities for s in d.sentences}
    return [replace(d, sentences=[_with_entities(s, tagged.get(s.words)) for s in d.sentences]) for d in treebank]


def _with_entities(sentence: Sentence, tagged: Sentence | None) -> Sentence:
    return replace(sentence, entities=tagged.entities, scheme=tagged.scheme) if tagged else sentence


def offsets(words: Sequence[str], gaps: Sequence[Gap]) -> list[int]:
    """Where each word starts in ``text_of(words, gaps)``."""
    starts, at = [], 0
    widths = {Gap.NONE: 0, Gap.SPACE: 1, Gap.LINE: 1, Gap.PARAGRAPH: 2}
    for i, (word, gap) in enumerate(zip(words, gaps, strict=True)):
        at += widths[gap] if i else 0
        starts.append(at)
        at += len(word)
    return starts


def bio_spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first word, word after the last, label) of each entity of a BIO sequence."""
    spans: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag.startswith("I-") and spans and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
        elif tag != "O":
            spans.append((i, i + 1, tag[2:]))
    return spans


def retokenise(document: Document, tokenize: Callable[[str], Doc]) -> Document:
    """The same text and entities in the words of another tokenizer; an entity takes every word it touches."""
    return replace(document, sentences=[_retokenise(s, tokenize) for s in document.sentences])


def _retokenise(sentence: Sentence, tokenize: Callable[[str], Doc]) -> Sentence:
    starts = offsets(sentence.words, sentence.gaps)
    tokens = tokenize(text_of(sentence.words, sentence.gaps))
    words, gaps, places, blank = [], [], [], ""
    for token in tokens:
        if token.is_space:
            blank += token.text + token.whitespace_
            continue
        words.append(token.text)
        gaps.append(gap_between(blank))
        places.append(range(token.idx, token.idx + len(token)))
        blank = token.whitespace_
    tags = ["O"] * len(words)
    for first, end, label in bio_spans(sentence.entities or ()):
        low, high = starts[first], starts[end - 1] + len(sentence.words[end - 1])
        inside = [i for i, place in enumerate(places) if place.start < high and place.stop > low and tags[i] == "O"]
        for i in inside:
            tags[i] = f"{'B' if i == inside[0] else 'I'}-{label}"
    return replace(sentence, words=tuple(words), gaps=(sentence.gaps[0], *gaps[1:]), entities=tuple(tags))
