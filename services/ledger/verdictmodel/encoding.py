"""A rendered pair as the arrays that the network reads."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.runtime.wordpieces import WordPieces, runs

__all__ = ["MARKS", "ClaimEncoder", "Encoded", "PairEncoder"]

LONGEST_PAIR = 128
"""Pieces of a pair that are read, those that frame it included; the longer side is cut first."""
_FRAME = 3
LONGEST_CLAIM = 64
"""Pieces of a claim that is read alone."""


class Mark(IntEnum):
    """What a piece belongs to, beside its side: the wordpieces alone hardly show what both sides share."""

    FRAME = 0
    PUNCTUATION = 1
    WORD = 2
    SHARED_WORD = 3
    NUMBER = 4
    SHARED_NUMBER = 5


MARKS = 2 * len(Mark)
"""Ids of marks: those of the earlier side, then those of the later."""


class Encoded(NamedTuple):
    """A pair of P pieces."""

    pieces: NDArray[np.int64]
    """(P,): ids of ``[CLS] earlier [SEP] later [SEP]``."""
    marks: NDArray[np.int64]
    """(P,): ids in ``range(MARKS)``."""
    sides: NDArray[np.float32]
    """(2, P): each row averages over the pieces of a side."""


class PairEncoder:
    """Cuts the texts of a pair into wordpieces and marks what they share."""

    def __init__(self, pieces: WordPieces) -> None:
        self._pieces = pieces

    def __call__(self, earlier: str, later: str) -> Encoded:
        """Encodes a rendered pair."""
        words = [[run for word in text.split() for run in runs(word)] for text in (earlier, later)]
        ids: list[list[int]] = []
        marks: list[list[int]] = []
        for side, (own, others) in enumerate((words, words[::-1])):
            shared = set(others)
            side_ids: list[int] = []
            side_marks: list[int] = []
            for run in own:
                run_ids = self._pieces.of_run(run)
                side_ids += run_ids
                side_marks += [side * len(Mark) + _mark(run, run in shared)] * len(run_ids)
            ids.append(side_ids)
            marks.append(side_marks)
        first, second = _kept(len(ids[0]), len(ids[1]))
        start, end = self._pieces.start, self._pieces.end
        pieces = [start, *ids[0][:first], end, *ids[1][:second], end]
        frame = (int(Mark.FRAME), len(Mark) + int(Mark.FRAME))
        sides = np.zeros((2, len(pieces)), dtype=np.float32)
        sides[0, 1 : first + 1] = 1 / max(first, 1)
        sides[1, first + 2 : -1] = 1 / max(second, 1)
        return Encoded(
            np.array(pieces, dtype=np.int64),
            np.array([frame[0], *marks[0][:first], frame[0], *marks[1][:second], frame[1]], dtype=np.int64),
            sides,
        )


class ClaimEncoder:
    """Cuts a claim that is read alone into wordpieces."""

    def __init__(self, pieces: WordPieces) -> None:
        self._pieces = pieces

    def __call__(self, text: str) -> NDArray[np.int64]:
        """(P,): ids of ``[CLS] claim [SEP]``."""
        ids = [piece for word in text.split() for run in runs(word) for piece in self._pieces.of_run(run)]
        return np.array([self._pieces.start, *ids[: LONGEST_CLAIM - 2], self._pieces.end], dtype=np.int64)


def _mark(run: str, is_shared: bool) -> Mark:
    if any(char.isdigit() for char in run):
        return Mark.SHARED_NUMBER if is_shared else Mark.NUMBER
    if not run[0].isalnum():
        return Mark.PUNCTUATION
    return Mark.SHARED_WORD if is_shared else Mark.WORD


def _kept(first: int, second: int) -> tuple[int, int]:
    """How many pieces of each side are read."""
    room = LONGEST_PAIR - _FRAME
    return min(first, max(room - second, room // 2)), min(second, max(room - first, room - room // 2))
