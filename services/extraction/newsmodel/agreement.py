"""One name, one label within a text (one sense per discourse, Gale et al. 1992).

The encoder sees a window at a time; what a surname is may have been said three windows before.
"""

from collections import Counter
from collections.abc import Sequence

OFTEN = 3
"""Mentions of a name before the majority overrules the rest."""
NAMES = frozenset({"PERSON", "ORG", "LOC", "FAC", "NORP", "PRODUCT", "MISC"})


def agreed_labels(mentions: Sequence[tuple[str, str]]) -> list[str]:
    """The labels of (text, label) mentions after the text's own evidence; numbers and dates stay as they are.

    A lone word that ends somebody's full name is that person; a name seen often takes the label of two thirds.
    """
    counts: dict[str, Counter[str]] = {}
    surnames = set()
    for text, label in mentions:
        counts.setdefault(text, Counter())[label] += 1
        if label == "PERSON" and " " in text:
            surnames.add(text.rpartition(" ")[2])
    return [_agreed(text, label, counts[text], surnames) for text, label in mentions]


def _agreed(text: str, label: str, counts: Counter[str], surnames: set[str]) -> str:
    if label not in NAMES:
        return label
    if text in surnames:
        return "PERSON"
    top, count = counts.most_common(1)[0]
    total = counts.total()
    return top if total >= OFTEN and 3 * count >= 2 * total else label
