"""The wordpieces of an uncased BERT vocabulary (greedy longest match, Wu et al. 2016)."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

__all__ = ["WordPieces", "runs"]

LONGEST_WORD = 64
"""Characters of a word that are read; the rest of a longer one (a URL, mostly) says nothing more."""
CACHED_WORDS = 50_000
MOST_PIECES = 12
"""Pieces of a word that are read."""

# The treebanks are written with typewriter quotes and dashes, newspapers with typeset ones.
_TYPEWRITER = {
    **dict.fromkeys("‘’‚‛`´ʼ", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    "``": '"',
    "''": '"',
    "--": "–",
    "---": "–",
    "—": "–",
    "―": "–",
    "…": "...",
    "‐": "-",
    "‑": "-",
}
_QUOTE_MARKS = str.maketrans({mark: plain for mark, plain in _TYPEWRITER.items() if len(mark) == 1})


class WordPieces:
    """Splits words into the ids of a vocabulary.

    The vocabulary maps pieces to ids, with ``[CLS]``, ``[SEP]`` and ``[UNK]`` among them. Words are split one by one.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self.start = vocabulary["[CLS]"]
        self.end = vocabulary["[SEP]"]
        self._unknown = vocabulary["[UNK]"]
        self.of_run = lru_cache(maxsize=CACHED_WORDS)(self._of_run)

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> "WordPieces":
        """Reads a ``vocab.txt``: one piece a line, the line number its id."""
        return cls({line.rstrip("\n"): number for number, line in enumerate(lines)})

    def of(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces: one at least, ``MOST_PIECES`` at most."""
        pieces = [piece for run in runs(word) for piece in self.of_run(run)]
        return tuple(pieces[:MOST_PIECES]) or (self._unknown,)

    def _of_run(self, run: str) -> tuple[int, ...]:
        """The ids of one of a word's ``runs``."""
        pieces: list[int] = []
        start = 0
        while start < len(run):
            prefix = "##" if start else ""
            for end in range(len(run), start, -1):
                piece = self._vocabulary.get(prefix + run[start:end])
                if piece is not None:
                    break
            else:
                return (self._unknown,)
            pieces.append(piece)
            start = end
        return tuple(pieces)


@lru_cache(maxsize=CACHED_WORDS)
def runs(word: str) -> tuple[str, ...]:
    """Lower case without accents, cut at every punctuation mark, as BERT's uncased vocabulary was made."""
    word = word[:LONGEST_WORD]
    plain = _TYPEWRITER.get(word, word).translate(_QUOTE_MARKS).lower()
    found: list[str] = []
    glued = False
    for char in unicodedata.normalize("NFD", plain):
        category = unicodedata.category(char)
        if category == "Mn" or category.startswith("C") or char.isspace():
            continue
        if category.startswith(("P", "S")) or "\u4e00" <= char <= "\u9fff":
            found.append(char)
            glued = False
        elif glued:
            found[-1] += char
        else:
            found.append(char)
            glued = True
    return tuple(found)
