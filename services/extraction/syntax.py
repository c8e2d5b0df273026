"""Sentences as trees of words, read once from a parsed ``Doc``.

Labels are those of Universal Dependencies 2 (https://universaldependencies.org/u/dep/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from simplemma import is_known, lemmatize
from spacy.attrs import HEAD
from spacy.tokens import Doc

from services.extraction.passages import PassageKind

__all__ = ["Sentence", "Word", "phrase", "read_sentences"]

_SPACES = re.compile(r"\s+")
_INFLECTED = {"VBD", "VBN", "VBG", "VBZ", "NNS"}


@dataclass(slots=True, eq=False)
class Word:
    """A token at ``text[start:end]`` of the article with its place in the tree; the root is its own head."""

    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    morph: str
    i: int
    head: Word = field(init=False, repr=False)
    children: list[Word] = field(default_factory=list, repr=False)

    def find(self, *deps: str) -> Word | None:
        """The first child with one of these labels."""
        for child in self.children:
            if child.dep in deps:
                return child
        return None

    def every(self, *deps: str) -> list[Word]:
        """All children with one of these labels, in order."""
        return [child for child in self.children if child.dep in deps]

    def subtree(self, without: Callable[[Word], bool] | None = None) -> list[Word]:
        """The word and all below it in order, save the branches that ``without`` picks."""
        found, stack = [self], list(self.children)
        while stack:
            word = stack.pop()
            if without is not None and without(word):
                continue
            found.append(word)
            stack.extend(word.children)
        found.sort(key=_position)
        return found

    def conjuncts(self) -> list[Word]:
        """The word and what is coordinated with it."""
        return [self, *self.every("conj")]

    @property
    def preposition(self) -> str:
        """The words that mark its case, in lower case: ``in``, ``according to``."""
        return " ".join(
            part.lower
            for case in self.children
            if case.dep == "case" and case.tag != "POS" and case.i < self.i
            for part in (case, *case.every("fixed"))
        )


def _position(word: Word) -> int:
    return word.i


@dataclass(slots=True)
class Sentence:
    """A sentence at ``text[start:end]`` of the article, and the number and kind of the passage that holds it."""

    start: int
    end: int
    passage: int
    kind: PassageKind
    words: list[Word]

    @property
    def root(self) -> Word:
        """The word that heads the others."""
        return next((word for word in self.words if word.head is word), self.words[0])


def read_sentences(doc: Doc, offset: int, passage: int, kind: PassageKind) -> Iterator[Sentence]:
    """The sentences of a passage that begins at ``offset`` of its article; white space is no word."""
    if not len(doc):
        return
    heads = doc.to_array([HEAD]).astype("int64").ravel().tolist()
    words: list[Word | None] = []
    for i, token in enumerate(doc):
        text = token.text
        if token.is_space:
            words.append(None)
            continue
        start = offset + token.idx
        lower = text.lower().replace("’", "'")
        lemma = _lemma(lower, token.lemma_.lower(), token.tag_)
        words.append(
            Word(start, start + len(text), text, lower, lemma, token.pos_, token.tag_, token.dep_, str(token.morph), i)
        )
    for i, word in enumerate(words):
        if word is None:
            continue
        above = words[i + heads[i]] or word
        word.head = above
        if above is not word:
            above.children.append(word)
    for sent in doc.sents:
        inside = [word for word in words[sent.start : sent.end] if word is not None]
        if inside:
            yield Sentence(inside[0].start, inside[-1].end, passage, kind, inside)


@lru_cache(maxsize=65_536)
def _lemma(lower: str, lemma: str, tag: str) -> str:
    """The dictionary's lemma where the word is a form of it at sight, else the model's: "founded" is not of "find"."""
    if tag == "CD":
        return lower
    if tag not in _INFLECTED or "-" in lower:
        return lemma
    known = lemmatize(lower, lang="en")
    if (known != lower and lower.startswith(known[:-1])) or not is_known(lemma, lang="en"):
        return known
    return lemma


def phrase(words: Iterable[Word], replaced: Sequence[tuple[Word, Word, str]] = ()) -> str:
    """The words as the article writes them, single-spaced, with stretches of words (first, last, wording) replaced."""
    openings = {first.i: (last.i, wording) for first, last, wording in replaced}
    parts: list[str] = []
    before: Word | None = None
    skip_to = -1
    for word in words:
        if word.i <= skip_to:
            before = word
            continue
        wording = word.text
        if word.i in openings:
            skip_to, wording = openings[word.i]
        glued = before is not None and before.end == word.start
        if parts and not glued:
            parts.append(" ")
        parts.append(wording)
        before = word
    return _SPACES.sub(" ", "".join(parts)).strip()
