"""Pairs of the labelled stories: what the labels say, and the unlabelled rest as unrelated."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from models.train.verdict.examples import VERDICTS, Pair
from models.train.verdict.folds import fold_of
from services.ledger.verdictmodel.rendering import Side, render
from services.runtime.wordpieces import runs

VERDICT_OF_REASON = {
    "update": "updates",
    "plan_vs_outcome": "updates",
    "approximation": "supports",
    "rounding": "supports",
    "unit_conversion": "supports",
    "specificity": "supports",
    "paraphrase": "same",
    "attributed_dispute": "disputes",
    "quoted_denial": "disputes",
    "different_scope": "unrelated",
    "different_time": "unrelated",
    "different_entity": "unrelated",
    "hedged": "unrelated",
    "opinion": "unrelated",
    "unrelated": "unrelated",
}
"""The verdict for the reason why a pair is no contradiction; the claim sets use the reasons alike."""

ALIKE = 0.6
"""Overlap above which an unlabelled pair may well say the same; it is left out."""
SHORTEST_SENTENCE = 20
_BREAK = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n+")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sgt|Col|Lt|Capt|Prof|Sen|Rep|Gov|No|vs)|\b[A-Z])\.$")


class Label(NamedTuple):
    """A labelled pair: the (article, quote) of both sides, and its verdict."""

    sides: tuple[tuple[str, str], tuple[str, str]]
    verdict: str


class Story(NamedTuple):
    """Articles as (id, day, text), and the labels."""

    id: str
    articles: tuple[tuple[str, date, str], ...]
    labels: tuple[Label, ...]

    @property
    def half(self) -> int:
        """0 or 1, by the story's id."""
        return fold_of(self.id, 2)


def read_stories(folder: Path) -> list[Story]:
    """Reads ``clusters/*/``."""
    stories = []
    for path in sorted(folder.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        labels = [Label(_quotes(x), "contradicts") for x in row["contradictions"]]
        labels += [Label(_quotes(x), VERDICT_OF_REASON[x["reason"]]) for x in row["not_contradictions"]]
        labels += [Label(_quotes(x), "same") for x in row["duplicates"]]
        articles = tuple((a["id"], date.fromisoformat(a["published_at"][:10]), a["text"]) for a in row["articles"])
        stories.append(Story(row["id"], articles, tuple(labels)))
    return stories


def labelled(story: Story, whole: bool = True) -> list[Pair]:
    """The labelled quotes and, if ``whole``, the sentences that hold them too."""
    days = {article: day for article, day, _ in story.articles}
    texts = {article: text for article, _, text in story.articles}
    pairs = {}
    for label in story.labels:
        quoted = [Side(quote, days[article]) for article, quote in label.sides]
        holding = [Side(_sentence_around(texts[article], quote), days[article]) for article, quote in label.sides]
        for one, other in (quoted, holding) if whole else (quoted,):
            pairs[render(one, other)] = VERDICTS.index(label.verdict)
    return [Pair(texts, label) for texts, label in pairs.items()]


def unlabelled(story: Story, rng: random.Random, near: int, far: int) -> Iterator[Pair]:
    """Sentences of two articles that no label pairs: the ``near`` that share most words, and ``far`` of the rest."""
    found = []
    for (first, day, text), (second, other_day, other_text) in combinations(story.articles, 2):
        for one in sentences(text):
            for other in sentences(other_text):
                overlap = _overlap(one, other)
                if overlap < ALIKE and not _is_labelled(story, (first, one), (second, other)):
                    found.append((overlap, Side(one, day), Side(other, other_day)))
    found.sort(key=lambda item: -item[0])
    rest = found[near:]
    for _, one, other in (*found[:near], *rng.sample(rest, min(far, len(rest)))):
        yield Pair(render(one, other), VERDICTS.index("unrelated"))


def training_pairs(stories: Sequence[Story], rng: random.Random, near: int = 30, far: int = 20) -> list[Pair]:
    """Pairs to learn from; the far ones are drawn anew for each round."""
    pairs = []
    for story in stories:
        pairs += labelled(story)
        pairs += unlabelled(story, rng, near, far)
    return pairs


def sentences(text: str) -> list[str]:
    """Sentences of a plain text, cut at end marks and lines."""
    found: list[str] = []
    start = 0
    for cut in _BREAK.finditer(text):
        if "\n" not in cut.group() and _ABBREVIATED.search(text[start : cut.start()]):
            continue
        found.append(text[start : cut.end()].strip())
        start = cut.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if len(sentence) >= SHORTEST_SENTENCE]


def _sentence_around(text: str, quote: str) -> str:
    holding = [sentence for sentence in sentences(text) if quote in sentence]
    return min(holding, key=len, default=quote)


def _quotes(row: dict[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    one, other = ((row[side]["article"], row[side]["quote"]) for side in "ab")
    return one, other


def _is_labelled(story: Story, one: tuple[str, str], other: tuple[str, str]) -> bool:
    def holds(sentence: tuple[str, str], quoted: tuple[str, str]) -> bool:
        return sentence[0] == quoted[0] and (quoted[1] in sentence[1] or sentence[1] in quoted[1])

    return any(
        (holds(one, a) and holds(other, b)) or (holds(one, b) and holds(other, a))
        for a, b in (label.sides for label in story.labels)
    )


def nearest(ones: Sequence[str], others: Sequence[str], count: int) -> list[tuple[str, str]]:
    """The pairs of two lists' sentences that share most words without being alike."""
    found = [(_overlap(one, other), one, other) for one in ones for other in others if one < other]
    found = [item for item in found if item[0] < ALIKE]
    return [(one, other) for _, one, other in sorted(found, reverse=True)[:count]]


def _overlap(one: str, other: str) -> float:
    """Shared words of four letters or more, and numbers, as a share of the shorter side's."""
    first, second = _words(one), _words(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _words(text: str) -> set[str]:
    found = {run for word in text.split() for run in runs(word)}
    return {run for run in found if len(run) > 3 or run.isdigit()}
