"""From BIOES scores to entity spans."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Span(NamedTuple):
    """An entity over words ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    label: str


class SpanDecoder:
    """Finds the best sequence of tags that is well formed (Viterbi 1967).

    ``tags`` are BIOES tags in the order of the scores, with ``O`` first.
    """

    def __init__(self, tags: Sequence[str]) -> None:
        if tags[0] != "O":
            raise ValueError("the first tag must be O")
        self.tags = tags
        self._kinds = [tag[2:] for tag in tags]
        place = [tag[0] for tag in tags]
        opens = np.array([p in "BI" for p in place])
        continues = np.array([p in "IE" for p in place])
        same = np.array([[a == b for b in self._kinds] for a in self._kinds])
        # Open spans must go on with their own kind; nothing else may be continued.
        follows = np.where(opens[:, None], continues & same, ~continues)
        self._penalty = np.where(follows, 0, -1e9).astype(np.float32)
        self._first = np.where(continues, -1e9, 0).astype(np.float32)
        self._last = np.where(opens, -1e9, 0).astype(np.float32)

    def decode(self, scores: NDArray[np.float32], starts: NDArray[np.bool_]) -> list[Span]:
        """The spans of a window from scores (W, tags); no span crosses a word where ``starts`` (W,) is true."""
        best = scores.argmax(axis=1)
        busy = np.flatnonzero(best)
        if not len(busy):
            return []
        spans: list[Span] = []
        # Words that are surely outside cut the window into short runs, each decoded by itself.
        for run in np.split(busy, np.flatnonzero(np.diff(busy) > 1) + 1):
            low, high = max(int(run[0]) - 1, 0), min(int(run[-1]) + 2, len(best))
            spans += self._decode_run(scores[low:high], starts[low:high], low)
        return _apart(spans)

    def _decode_run(self, scores: NDArray[np.float32], starts: NDArray[np.bool_], offset: int) -> list[Span]:
        total = scores[0] + self._first
        back = []
        for row, start in zip(scores[1:], starts[1:], strict=True):
            if start:
                total = total + self._last
                came = np.full(len(row), total.argmax())
                total = total.max() + row + self._first
            else:
                paths = total[:, None] + self._penalty
                came = paths.argmax(axis=0)
                total = paths[came, np.arange(len(row))] + row
            back.append(came)
        tag = int((total + self._last).argmax())
        path = [tag]
        for came in reversed(back):
            tag = int(came[tag])
            path.append(tag)
        spans, begin = [], 0
        for i, tag in enumerate(reversed(path)):
            place = self.tags[tag][0]
            if place in "BS":
                begin = i
            if place in "ES":
                spans.append(Span(offset + begin, offset + i + 1, self._kinds[tag]))
        return spans


def _apart(spans: list[Span]) -> list[Span]:
    """Neighbouring runs share a word; of two spans that meet there the first stays."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
