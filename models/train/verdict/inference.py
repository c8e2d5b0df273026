"""Published corpora of natural language inference, to learn from and to measure on."""

import random
from pathlib import Path

from models.train.corpora import read_rows
from models.train.verdict.examples import LABELS, Pair

LEARNED = {
    "vitaminc": (1.0, 1.0),
    "lingnli": (1.0, 1.0),
    "cad": (1.0, 1.0),
    "conjnli": (0.5, 0.5),
    "wikifactcheck": (0.25, 0.3),
}
"""What is learned from: the share of a file's rows, and what each counts for. The last two are noisily labelled."""


def read_inference(path: Path, weight: float = 1.0) -> list[Pair]:
    """Premise and hypothesis, in this order, with the index of their relation."""
    return [Pair((row["premise"], row["hypothesis"]), LABELS.index(row["label"]), weight) for row in read_rows(path)]


def training_pairs(data: Path, rng: random.Random) -> list[Pair]:
    """The training files under ``nli/``, mixed."""
    pairs = []
    for name, (share, weight) in LEARNED.items():
        rows = read_inference(data / f"nli/{name}.train.jsonl.gz", weight)
        pairs += rng.sample(rows, round(share * len(rows)))
    return pairs
