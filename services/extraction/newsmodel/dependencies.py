"""The dependencies of spaCy's stock English pipelines turned into Universal ones.

``en_core_web_*`` follow ClearNLP's scheme (Choi and McCallum 2013): prepositions and copulas head their phrases, and
conjuncts hang on one another. Everything after the pipeline reads Universal Dependencies 2, so a user's own pipeline is
adapted here and nowhere else.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc

_FOREIGN = frozenset({"pobj", "dobj", "nsubjpass", "auxpass", "acomp", "attr", "prep", "relcl", "poss"})
_RENAMED = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "dative": "iobj",
    "relcl": "acl:relcl",
    "poss": "nmod:poss",
    "prt": "compound:prt",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "quantmod": "advmod",
    "oprd": "xcomp",
    "acomp": "xcomp",
    "attr": "xcomp",
    "intj": "discourse",
    "complm": "mark",
    "prep": "advmod",
    "agent": "advmod",
    "pobj": "obl",
    "pcomp": "advcl",
    "meta": "dep",
}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"})


class Word(NamedTuple):
    """What the conversion needs to know of a word beside its arc."""

    lemma: str
    pos: str


def is_universal(labels: Sequence[str]) -> bool:
    """Whether no label of a pipeline is one of ClearNLP's own."""
    return _FOREIGN.isdisjoint(labels)


def adapted(nlp: Language) -> Language:
    """The pipeline, with the conversion at its end if its parser does not speak UD."""
    if not is_universal([label for labels in nlp.pipe_labels.values() for label in labels]):
        nlp.add_pipe("universal_dependencies")
    return nlp


def to_universal(words: Sequence[Word], heads: Sequence[int], labels: Sequence[str]) -> tuple[list[int], list[str]]:
    """Heads and labels in UD; heads are indices, a root is its own head and keeps the label ``ROOT``."""
    tree = _Tree(words, list(heads), list(labels))
    tree.move_coordinators()
    tree.demote_copulas()
    tree.demote_prepositions()
    tree.flatten_conjuncts()
    return tree.heads, [_RENAMED.get(label, label) for label in tree.labels]


class _Tree:
    def __init__(self, words: Sequence[Word], heads: list[int], labels: list[str]) -> None:
        self.words, self.heads, self.labels = words, heads, labels

    def children(self, head: int) -> list[int]:
        return [i for i, above in enumerate(self.heads) if above == head and i != head]

    def promote(self, child: int, label: str) -> None:
        """Lets a child take its head's place and its head's other children; the old head becomes its ``label``."""
        old = self.heads[child]
        for sibling in self.children(old):
            self.heads[sibling] = child
        self.heads[child] = child if self.heads[old] == old else self.heads[old]
        self.labels[child] = self.labels[old]
        self.heads[old], self.labels[old] = child, label

    def move_coordinators(self) -> None:
        """A coordinator belongs to the conjunct after it."""
        for i, label in enumerate(self.labels):
            if label == "cc":
                after = [k for k in self.children(self.heads[i]) if k > i and self.labels[k] == "conj"]
                if after:
                    self.heads[i] = after[0]

    def demote_copulas(self) -> None:
        """The predicate heads its clause, "be" is its ``cop``."""
        for i, word in enumerate(self.words):
            if word.lemma == "be":
                predicates = [k for k in self.children(i) if self.labels[k] in ("attr", "acomp")]
                if predicates:
                    self.promote(predicates[0], "cop")

    def demote_prepositions(self) -> None:
        """The noun heads its phrase, the preposition is its ``case``; before a clause it is a ``mark``."""
        depth = [self._depth(i) for i in range(len(self.heads))]
        for i in sorted(range(len(self.heads)), key=lambda k: -depth[k]):
            if self.words[i].pos != "ADP" or self.labels[i] not in ("prep", "agent", "dative", "pcomp"):
                continue
            objects = [k for k in self.children(i) if self.labels[k] in ("pobj", "pcomp", "obl", "nmod")]
            if objects:
                clause = self.labels[objects[0]] == "pcomp"
                role, head = self.labels[i], self.heads[i]
                self.promote(objects[0], "mark" if clause else "case")
                self.labels[objects[0]] = self._role(role, self.words[head].pos, clause)

    def _role(self, role: str, above: str, clause: bool) -> str:
        if clause:
            return "acl" if above in _NOMINAL else "advcl"
        if role == "agent":
            return "obl:agent"
        return "nmod" if above in _NOMINAL else "obl"

    def flatten_conjuncts(self) -> None:
        """All conjuncts hang on the first."""
        for i, label in enumerate(self.labels):
            while label == "conj" and self.labels[self.heads[i]] == "conj":
                self.heads[i] = self.heads[self.heads[i]]

    def _depth(self, i: int) -> int:
        depth = 0
        while self.heads[i] != i:
            i, depth = self.heads[i], depth + 1
        return depth


@Language.component("universal_dependencies", assigns=["token.dep", "token.head"])
def universal_dependencies(doc: Doc) -> Doc:
    """The component that ends a pipeline whose parser speaks ClearNLP."""
    words = [Word(token.lemma_, token.pos_) for token in doc]
    heads, labels = to_universal(words, [token.head.i for token in doc], [token.dep_ for token in doc])
    columns = np.zeros((len(doc), 2), dtype=np.uint64)
    columns[:, 0] = (np.array(heads) - np.arange(len(doc))).astype(np.uint64)
    columns[:, 1] = [doc.vocab.strings.add(label) for label in labels]
    doc.from_array([HEAD, DEP], columns)  # type: ignore[arg-type]  # spaCy reads 64 unsigned bits
    return doc
