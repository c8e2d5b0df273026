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
from services.extraction.passages import PassageKind

__all__ = ["Sentence", "Word", "lemma_of", "phrase", "read_sentences"]

_SPACES = re.compile(r"\s+")
_INFLECTED = frozenset({"VBD", "VBN", "VBG", "VBZ", "NNS", "JJR", "JJS"})
_SHORT = 5
_PAST = frozenset({"VBD", "VBN"})
_ADJUNCTS = frozenset({"obl", "obl:unmarked", "obl:tmod", "advmod"})
_SUBJECTS = ("nsubj", "nsubj:pass")


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
    for i, token in enumerate(doc):
        text = token.text
        if token.is_space:
            words.append(None)
            continue
        start = offset + token.idx
        lower = text.lower().replace("’", "'")
        lemma = lemma_of(lower, token.lemma_.lower(), token.tag_)
        grammar = token.pos_, token.tag_, token.dep_, str(token.morph)
        words.append(Word(start, start + len(text), text, lower, lemma, *grammar, token.ent_type_, i))
    for i, word in enumerate(words):
        if word is None:
            continue
        above = words[i + heads[i]] or word
        word.head = above
        if above is not word:
            above.children.append(word)
    _mend([word for word in words if word is not None])
    for sent in doc.sents:
        inside = [word for word in words[sent.start : sent.end] if word is not None]
        if inside:
            yield Sentence(inside[0].start, inside[-1].end, passage, kind, inside)


def _mend(words: Iterable[Word]) -> None:
    """Set right what a parser takes amiss where somebody is quoted or paraphrased."""
    for word in words:
        if word.dep == "ccomp" and word.head.pos == "VERB":
            _give_back(word, word.head)
        elif word.dep == "acl" and word.head.dep == "obl" and any(mark.lower == "that" for mark in word.every("mark")):
            # "said in a statement that …"
            if word.head.head.find("obj", "ccomp") is None:
                word.move(word.head.head, "ccomp")
        elif word.dep == "compound" and word.head.dep in _SUBJECTS and word.find("case") is not None:
            # "On Friday police said …"
            word.move(word.head.head, "obl")
        elif word.dep in _SUBJECTS and word.head.dep == "xcomp" and word.i < word.head.head.i < word.head.i:
            # "Ana Ruiz was named head"
            _take_subject(word.head.head, word)
        elif word.dep == "nmod" and word.head.dep == "obl" and word.preposition == "by":
            # "was signed in Rome by Peru"
            _take_agent(word.head.head, word)
        elif word.dep == "parataxis":
            _swap_subjects(word, word.head)
        elif word.dep == "acl:relcl" and word.find(*_SUBJECTS) is None:
            _claim_pronoun(word, word.head)


def _give_back(clause: Word, verb: Word) -> None:
    """Give a verb that reports a clause what stands with it, though the parser hung it on the clause.

    As in: X said *on Monday* that …; …, the ministry said *on Tuesday*; “…,” *the mayor* told reporters.
    """
    mark = next((child for child in clause.children if child.dep == "mark" and child.lower == "that"), None)
    for child in list(clause.children):
        if child.dep in _ADJUNCTS:
            between = mark is not None and verb.i < child.i < mark.i
            trailing = clause.i < verb.i < child.i and verb.i < _first(child).i <= verb.i + 2
            if between or (trailing and _first(child).text != ","):
                child.move(verb, child.dep)
        elif child.dep in _SUBJECTS and _stands_with(child, verb, clause):
            child.move(verb, "nsubj")
    addressed = verb.find("iobj", "obj")
    if clause.i < verb.i and addressed is not None and addressed.pos == "PROPN" and verb.find(*_SUBJECTS) is None:
        addressed.dep = "nsubj"


def _take_subject(verb: Word, noun: Word) -> None:
    if verb.find(*_SUBJECTS) is None:
        noun.move(verb, "nsubj" if verb.find("aux:pass") is None else "nsubj:pass")


def _take_agent(verb: Word, noun: Word) -> None:
    """Give a passive verb the agent that the parser hung on the place or the time before it."""
    told = any(one.preposition == "by" for one in verb.every("obl", "obl:agent"))
    if verb.find("aux:pass") is not None and noun.pos == "PROPN" and verb.i < noun.head.i < noun.i and not told:
        noun.move(verb, "obl:agent")


def _claim_pronoun(clause: Word, noun: Word) -> None:
    """Give a relative clause the "which" before it that the parser made a subject of the verb around it."""
    for child in noun.head.every(*_SUBJECTS):
        if "PronType=Rel" in child.morph and noun.i < child.i < clause.i and noun.head is not clause:
            child.move(clause, child.dep)
            return


def _stands_with(subject: Word, verb: Word, clause: Word) -> bool:
    """Whether a verb of speech that lacks a subject has lost it to the clause, which has one of its own."""
    before_verb = clause.i < subject.i < verb.i or subject.i < verb.i < clause.i
    return before_verb and verb.find(*_SUBJECTS) is None and clause.find(*_SUBJECTS, besides=subject) is not None


def _swap_subjects(inserted: Word, clause: Word) -> None:
    """Set right "The pool, said the mayor, is shut", where the verbs have each other's subjects."""
    before = next((child for child in inserted.every(*_SUBJECTS) if child.i < inserted.i < clause.i), None)
    after = next((child for child in clause.every(*_SUBJECTS) if inserted.i < child.i < clause.i), None)
    if before is not None and after is not None and inserted.find("obj", "ccomp") is None:
        label = after.dep
        after.move(inserted, "nsubj")
        before.move(clause, label)


def _first(word: Word) -> Word:
    return min(word.subtree(), key=_position)


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
