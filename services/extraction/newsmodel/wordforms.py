"""How a word enters the encoder: its wordpieces, and the form the uncased wordpieces lose."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

LONGEST_WORD = 64
"""Characters of a word that are read; the rest of a longer one (a URL, mostly) says nothing more."""
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


class Gap(IntEnum):
    """What stands between a word and the one before it in the text."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


class Shape(IntEnum):
    """The case of a word's letters."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    INITIAL = 3
    MIXED = 4
    NUMBER = 5
    SYMBOL = 6
    CASELESS = 7


FORMS = len(Shape) * len(Gap)


def form(shape: Shape, gap: Gap) -> int:
    """The id of a piece's form, in ``range(FORMS)``."""
    return shape * len(Gap) + gap


def shape_of(word: str) -> Shape:
    """The shape of a word; digits outrank letters ("F-16" is a number)."""
    if any(c.isdigit() for c in word):
        return Shape.NUMBER
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return Shape.SYMBOL
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return Shape.LOWER if any(c.islower() for c in letters) else Shape.CASELESS
    if all(upper):
        return Shape.INITIAL if len(letters) == 1 else Shape.UPPER
    return Shape.TITLE if upper[0] and not any(upper[1:]) else Shape.MIXED


class WordPieces:
    """Splits words into the ids of an uncased BERT vocabulary (greedy longest match, Wu et al. 2016).

    The vocabulary maps pieces to ids, with ``[CLS]``, ``[SEP]`` and ``[UNK]`` among them. Words are split one by one.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self.start = vocabulary["[CLS]"]
        self.end = vocabulary["[SEP]"]
        self._unknown = vocabulary["[UNK]"]

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> "WordPieces":
        """Reads a ``vocab.txt``: one piece a line, the line number its id."""
        return cls({line.rstrip("\n"): number for number, line in enumerate(lines)})

    def of(self, word: str) -> tuple[tuple[int, ...], int]:
        """The ids of a word's pieces (one at least, ``MOST_PIECES`` at most) and its shape."""
        pieces = [piece for run in _runs(word[:LONGEST_WORD]) for piece in self._match(run)]
        return tuple(pieces[:MOST_PIECES]) or (self._unknown,), int(shape_of(word))

    def _match(self, run: str) -> Sequence[int]:
        pieces, start = [], 0
        while start < len(run):
            prefix = "##" if start else ""
            for end in range(len(run), start, -1):
                piece = self._vocabulary.get(prefix + run[start:end])
                if piece is not None:
                    break
            else:
                return [self._unknown]
            pieces.append(piece)
            start = end
        return pieces


def _runs(word: str) -> list[str]:
    """Lower case without accents, cut at every punctuation mark, as BERT's uncased vocabulary was made."""
    plain = _TYPEWRITER.get(word, word).translate(_QUOTE_MARKS).lower()
    runs: list[str] = []
    glued = False
    for char in unicodedata.normalize("NFD", plain):
        category = unicodedata.category(char)
        if category == "Mn" or category.startswith("C") or char.isspace():
            continue
        if category.startswith(("P", "S")) or "\u4e00" <= char <= "\u9fff":
            runs.append(char)
            glued = False
        elif glued:
            runs[-1] += char
        else:
            runs.append(char)
            glued = True
    return runs
