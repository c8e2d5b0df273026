"""Lemmas as edits: a classifier picks the edit, the edit makes the lemma (Chrupała 2006)."""

from typing import NamedTuple, Self


class Edit(NamedTuple):
    """Turns a word into its lemma: set the case, drop ``cut`` characters from the end, append ``add``.

    A ``cut`` of ``-1`` drops the whole word, for irregular forms.
    """

    lower: bool
    cut: int
    add: str

    def __str__(self) -> str:
        return f"{'l' if self.lower else 'k'}{self.cut}{'+' if self.add else ''}{self.add}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The edit that ``str`` wrote; ``ValueError`` if the text is none."""
        cut, _, add = text[1:].partition("+")
        return cls(text[0] == "l", int(cut), add)

    def apply(self, word: str) -> str:
        """The lemma of ``word``; the word itself where the edit leaves nothing."""
        base = word.lower() if self.lower else word
        stem = "" if self.cut < 0 else base[: max(0, len(base) - self.cut)]
        return stem + self.add or word


def edit_of(word: str, lemma: str) -> Edit:
    """The most general edit that makes ``lemma`` of ``word``."""
    lower = lemma == lemma.lower()
    base = word.lower() if lower else word
    kept = next((i for i, (a, b) in enumerate(zip(base, lemma, strict=False)) if a != b), min(len(base), len(lemma)))
    if kept == 0:
        return Edit(lower, -1, lemma)
    return Edit(lower, len(base) - kept, lemma[kept:])
