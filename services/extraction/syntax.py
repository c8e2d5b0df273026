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

from services.extraction.lexicon.verbs import bases_of_past_forms
from services.extraction.mending import mend
from services.extraction.passages import PassageKind

__all__ = ["Sentence", "Word", "in_sentence", "lemma_of", "phrase", "read_sentences"]

_SPACES = re.compile(r"\s+")
_INFLECTED = frozenset({"VBD", "VBN", "VBG", "VBZ", "NNS", "JJR", "JJS"})
_SHORT = 5
_PAST = frozenset({"VBD", "VBN"})


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
    entity: str
    i: int
    head: Word = field(init=False, repr=False)
    children: list[Word] = field(default_factory=list, repr=False)

    def find(self, *deps: str, besides: Word | None = None) -> Word | None:
        """The first child with one of these labels that is not ``besides``."""
        for child in self.children:
            if child.dep in deps and child is not besides:
                return child
        return None

    def move(self, head: Word, dep: str) -> None:
        """Hang the word on another head."""
        self.head.children.remove(self)
        head.children.append(self)
        head.children.sort(key=_position)
        self.head, self.dep = head, dep

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
    number = 0
    for token in doc:
        text = token.text
        if token.is_space:
            words.append(None)
            continue
        start = offset + token.idx
        lower = text.lower().replace("’", "'")
        lemma = lemma_of(lower, token.lemma_.lower(), token.tag_)
        grammar = token.pos_, token.tag_, token.dep_, str(token.morph)
        words.append(Word(start, start + len(text), text, lower, lemma, *grammar, token.ent_type_, number))
        number += 1
    for i, word in enumerate(words):
        if word is None:
            continue
        above = words[i + heads[i]] or word
        word.head = above
        if above is not word:
            above.children.append(word)
    mend([word for word in words if word is not None])
    for sent in doc.sents:
        inside = [word for word in words[sent.start : sent.end] if word is not None]
        if inside:
            yield Sentence(inside[0].start, inside[-1].end, passage, kind, inside)


@lru_cache(maxsize=65_536)
def lemma_of(lower: str, lemma: str, tag: str) -> str:
    """The dictionary's lemma where it has one, unless the model's is the plainer base: "founded" is not of "find"."""
    if tag == "CD":
        return lower
    if tag not in _INFLECTED or "-" in lower:
        return lemma
    if tag in _PAST and (base := bases_of_past_forms().get(lower)) is not None:
        return base
    known = lemmatize(lower, lang="en")
    if known.endswith("ell") and len(known) > _SHORT and lower != known:
        # The dictionary has "cancell" for "cancelled".
        return known[:-1]
    # "shut" is its own past form; the dictionary would let "sh" pass.
    own_past = tag in _PAST and known == lower and not lower.endswith("ed")
    regular = lower in {lemma + ending for ending in ("ed", "ing", "s", "es")}
    plainer = known == lower or (regular and not lower.startswith(known[:-1]))
    return lemma if plainer and not own_past and is_known(lemma, lang="en") else known


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


def in_sentence(text: str, first: Word) -> str:
    """A noun phrase that may have opened a sentence, as it is written inside another one: without that capital."""
    named = first.pos == "PROPN" or first.entity not in {"", "CARDINAL"} or not first.text[1:].islower()
    return text if named and first.dep != "det" else text[:1].lower() + text[1:]
