"""The label inventories: what the heads of the network choose from, and which choices each corpus leaves open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.train.corpora import Document, Tag
from models.train.network import Size
from services.extraction.newsmodel.lemmas import edit_of

SEEN_OFTEN = 2
"""A tag or an edit seen less often in training is not learned."""

ENTITY_TYPES = ("PERSON", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PRODUCT", "MISC")

# What a label of a corpus may be in ENTITY_TYPES; the types no label of the corpus covers hide under its "O".
SCHEMES: dict[str, dict[str, tuple[str, ...]]] = {
    "worldwide": {
        "Person": ("PERSON",),
        "Organization": ("ORG",),
        "Location": ("LOC",),
        "Facility": ("FAC",),
        "NORP": ("NORP",),
        "Date": ("DATE",),
        "Money": ("MONEY",),
        "Product": ("PRODUCT",),
        "Misc": ("MISC",),
    },
    "uner": {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("LOC", "FAC")},
}


_Label = TypeVar("_Label")


def _often(counts: Counter[_Label]) -> tuple[_Label, ...]:
    return tuple(label for label, count in counts.most_common() if count >= SEEN_OFTEN)


@dataclass(frozen=True)
class Inventory:
    """Every label in the order of its head's logits; ``spans`` are BIOES tags with ``O`` first."""

    tags: tuple[Tag, ...]
    edits: tuple[str, ...]
    labels: tuple[str, ...]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Inventory":
        """Collects the labels of a treebank, the commonest first."""
        tags: Counter[Tag] = Counter()
        edits: Counter[str] = Counter()
        labels: Counter[str] = Counter()
        for sentence, syntax in ((s, s.syntax) for d in documents for s in d.sentences):
            if syntax is None:
                continue
            tags.update(syntax.tags)
            edits.update(str(edit_of(w, x)) for w, x in zip(sentence.words, syntax.lemmas, strict=True))
            labels.update(syntax.labels)
        return cls(_often(tags), _often(edits), _often(labels))

    @classmethod
    def load(cls, content: dict[str, list]) -> "Inventory":  # type: ignore[type-arg]
        """The inventory that ``dump`` wrote."""
        return cls(tuple(tuple(t) for t in content["tags"]), tuple(content["edits"]), tuple(content["labels"]))

    def dump(self) -> dict[str, list]:  # type: ignore[type-arg]
        """As JSON can hold it."""
        return {**asdict(self), "spans": list(self.spans)}

    @property
    def spans(self) -> tuple[str, ...]:
        """The BIOES tags."""
        return ("O", *(f"{place}-{kind}" for kind in ENTITY_TYPES for place in "BIES"))

    @cached_property
    def tag_ids(self) -> dict[Tag, int]:
        """Ids of tags."""
        return {tag: i for i, tag in enumerate(self.tags)}

    @cached_property
    def edit_ids(self) -> dict[str, int]:
        """Ids of edits."""
        return {edit: i for i, edit in enumerate(self.edits)}

    @cached_property
    def label_ids(self) -> dict[str, int]:
        """Ids of dependency labels."""
        return {label: i for i, label in enumerate(self.labels)}

    def size(self) -> Size:
        """The size of a network with these outputs."""
        return Size(tags=len(self.tags), edits=len(self.edits), labels=len(self.labels), spans=len(self.spans))

    def upos(self) -> NDArray[np.int64]:
        """The part of speech of each tag, numbered in order of first appearance; shape (tags,)."""
        seen: dict[str, int] = {}
        return np.array([seen.setdefault(tag[0], len(seen)) for tag in self.tags])

    def edit_id(self, word: str, lemma: str) -> int:
        """The id of a word's edit, or -1 if it is not learned."""
        return self.edit_ids.get(str(edit_of(word, lemma)), -1)

    def allowed(self, scheme: str, tags: Sequence[str]) -> NDArray[np.bool_]:
        """Which BIOES tags a corpus leaves open at each word; shape (words, spans).

        ``tags`` are the corpus's own BIO tags; with no scheme everything is open.
        """
        if not scheme:
            return np.ones((len(tags), len(self.spans)), dtype=bool)
        kinds = SCHEMES[scheme]
        covered = {kind for kept in kinds.values() for kind in kept}
        outside = np.array([span == "O" or span[2:] not in covered for span in self.spans])
        rows = np.zeros((len(tags), len(self.spans)), dtype=bool)
        for i, tag in enumerate(tags):
            if tag == "O":
                rows[i] = outside
                continue
            ends = i + 1 == len(tags) or not tags[i + 1].startswith("I-")
            place = ("S" if ends else "B") if tag.startswith("B-") else ("E" if ends else "I")
            for kind in kinds[tag[2:]]:
                rows[i, self.spans.index(f"{place}-{kind}")] = True
        return rows
