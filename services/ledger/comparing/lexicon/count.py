"""Counts in how many texts each word stands (``rarity.txt.gz``).

python -m services.ledger.comparing.lexicon.count NEWS.jsonl.gz TREEBANK.conllu.gz ...

Counted for the table that ships: the training parts of the Worldwide newswire corpus (Shan et al., EMNLP 2023) and of
the Universal Dependencies treebanks English EWT and GUM. Kept are the words, and the names of several words, of two
texts or more, and nothing of the texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from services.ledger.comparing.lexicon.rarity import RARITY, base_of, long_names, written_words

_TEXT = "# text = "


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        if path.name.endswith(".conllu.gz"):
            yield from _treebank(lines)
        else:
            for line in lines:
                yield " ".join(token for sentence in json.loads(line)["sentences"] for token in sentence["tokens"])


def _treebank(lines: Iterator[str]) -> Iterator[str]:
    sentences: list[str] = []
    for line in lines:
        if line.startswith("# newdoc") and sentences:
            yield " ".join(sentences)
            sentences = []
        elif line.startswith(_TEXT):
            sentences.append(line.removeprefix(_TEXT))
    yield " ".join(sentences)


def main() -> None:
    """Write the table anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="+")
    texts, counts = 0, Counter[str]()
    for path in parser.parse_args().corpora:
        for text in _texts(path):
            texts += 1
            counts.update({base_of(word.lower()) for word in written_words(text)}.union(long_names(text)))
    lines = [f"{word} {count}\n" for word, count in sorted(counts.items()) if count > 1]
    with RARITY.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write(f"{texts}\n{''.join(lines)}".encode())


if __name__ == "__main__":
    main()
