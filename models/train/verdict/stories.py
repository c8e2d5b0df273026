"""Pairs of the labelled stories: what the labels say, and the unlabelled rest as unrelated."""

import json
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from models.train.verdict.examples import KINDS, NO_KIND, VERDICTS, Pair
from schemas.articles import EnrichedArticle
from services.ledger.verdictmodel.rendering import Side, render, side_of
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
DRAWN, SHARPNESS = 22, 3.0
"""How many rivals of a story are learned from in a round, and how much sooner come those that are more alike."""
_BREAK = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n+")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sgt|Col|Lt|Capt|Prof|Sen|Rep|Gov|No|vs)|\b[A-Z])\.$")


class Label(NamedTuple):
    """A labelled pair: the (article, quote) of both sides, its verdict, and the kind of a contradiction."""

    sides: tuple[tuple[str, str], tuple[str, str]]
    verdict: str
    kind: str | None = None

    def pair(self, one: Side, other: Side) -> Pair:
        """The pair to learn from, told by two sides."""
        kind = NO_KIND if self.kind is None else KINDS.index(self.kind)
        return Pair(render(one, other), VERDICTS.index(self.verdict), kind=kind)


class Wording(NamedTuple):
    """What an article says between two offsets of its text."""

    start: int
    end: int
    side: Side


Wordings: TypeAlias = dict[str, list[Wording]]
"""By the article's id in its story."""
Located: TypeAlias = tuple[str, tuple[int, int]]
"""Article and span."""


class Story(NamedTuple):
    """Articles as (id, day, text), and the labels."""

    id: str
    articles: tuple[tuple[str, date, str], ...]
    labels: tuple[Label, ...]


class Rivals(NamedTuple):
    """Claims of two articles that tell of two facts, and how like their vectors are."""

    likeness: float
    one: Side
    other: Side


def read_stories(folder: Path) -> list[Story]:
    """Reads ``clusters/*/``."""
    stories = []
    for path in sorted(folder.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        labels = [Label(_quotes(x), "contradicts", x["type"]) for x in row["contradictions"]]
        labels += [Label(_quotes(x), VERDICT_OF_REASON[x["reason"]]) for x in row["not_contradictions"]]
        labels += [Label(_quotes(x), "same") for x in row["duplicates"]]
        articles = tuple((a["id"], date.fromisoformat(a["published_at"][:10]), a["text"]) for a in row["articles"])
        stories.append(Story(row["id"], articles, tuple(labels)))
    return stories


def labelled(story: Story, wordings: Wordings) -> list[Pair]:
    """The labelled pairs as told by each article's ``wordings``: those that fit the quote best."""
    pairs = {}
    for label in story.labels:
        one, other = (_best(story, wordings, article, quote) for article, quote in label.sides)
        if one is not None and other is not None:
            pairs[render(one.side, other.side)] = label.pair(one.side, other.side)
    return list(pairs.values())


def best_wordings(story: Story, wordings: Wordings, one: str, other: str) -> Iterator[tuple[str, Wording, Wording]]:
    """The labels that pair two articles: verdict and, of each, the wording that fits the quote best."""
    for label in story.labels:
        told = dict(label.sides)
        if set(told) == {one, other}:
            mine, yours = (_best(story, wordings, article, told[article]) for article in (one, other))
            if mine is not None and yours is not None:
                yield label.verdict, mine, yours


def alike(one: Wording, other: Wording) -> bool:
    """Whether two wordings share so many words that they may well say the same."""
    return shared_words(one.side.text, other.side.text) >= ALIKE


def shared_words(one: str, other: str) -> float:
    """The words that two texts share, as a share of the shorter one's; small words do not count."""
    return _overlap(_words(one), _words(other))


def quoted(story: Story) -> list[Pair]:
    """The labelled pairs in the labels' own quotes."""
    days = {article: day for article, day, _ in story.articles}
    return [label.pair(*(Side(quote, days[article]) for article, quote in label.sides)) for label in story.labels]


def unlabelled(story: Story, wordings: Wordings, rng: random.Random, near: int, far: int) -> list[Pair]:
    """Pairs of two articles' wordings that no label pairs: the ``near`` that share most words, and ``far`` others."""
    found = []
    spans = label_spans(story)
    for (first, _, _), (second, _, _) in combinations(story.articles, 2):
        others = [(other, _words(other.side.text)) for other in wordings[second]]
        for one in wordings[first]:
            words = _words(one.side.text)
            for other, other_words in others:
                overlap = _overlap(words, other_words)
                if overlap < ALIKE and not is_labelled(spans, (first, one), (second, other)):
                    found.append((overlap, one.side, other.side))
    found.sort(key=lambda item: -item[0])
    rest = found[near:]
    drawn = (*found[:near], *rng.sample(rest, min(far, len(rest))))
    return [Pair(render(one, other), VERDICTS.index("unrelated")) for _, one, other in drawn]


def training_pairs(
    stories: Sequence[Story],
    claims: Mapping[str, Wordings],
    rivals: Mapping[str, Sequence[Rivals]],
    rng: random.Random,
) -> list[Pair]:
    """Pairs to learn from, told in claims, in sentences and in quotes; what no label pairs is drawn for each round.

    ``claims`` are the wordings that Gainsay reads in each story, by its id.
    """
    pairs = []
    for story in stories:
        whole = sentence_wordings(story)
        pairs += [*quoted(story), *labelled(story, whole), *labelled(story, claims[story.id])]
        pairs += unlabelled(story, whole, rng, near=6, far=2)
        pairs += unlabelled(story, claims[story.id], rng, near=4, far=4)
        # Each comes the sooner the more alike it is: the greatest of draws to the power of 1 / weight (Efraimidis and
        # Spirakis 2006).
        drawn = sorted(rivals[story.id], key=lambda pair: -(rng.random() ** math.exp(-SHARPNESS * pair.likeness)))
        pairs += [Pair(render(one, other), VERDICTS.index("unrelated")) for _, one, other in drawn[:DRAWN]]
    return pairs


def sentence_wordings(story: Story) -> Wordings:
    """Every sentence of a story, as it stands."""
    found: Wordings = {}
    for article, day, text in story.articles:
        start = 0
        found[article] = []
        for sentence in sentences(text):
            start = text.index(sentence, start)
            found[article].append(Wording(start, start + len(sentence), Side(sentence, day)))
    return found


def claim_wordings(story: Story, enriched: Mapping[str, EnrichedArticle]) -> Wordings:
    """Every claim of a story in its self-contained wording; ``enriched`` is by story and article, "201-…/a1"."""
    found: Wordings = {}
    for article, _, _ in story.articles:
        told = enriched[f"{story.id}/{article}"]
        found[article] = [
            Wording(claim.start, claim.end, side_of(claim, told.article.published_at)) for claim in told.claims
        ]
    return found


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


def _quotes(row: dict[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    one, other = ((row[side]["article"], row[side]["quote"]) for side in "ab")
    return one, other


def _best(story: Story, wordings: Wordings, article: str, quote: str) -> Wording | None:
    """The wording that fits a quote best, if one covers half of the shorter of the two."""
    span = _span(story, article, quote)
    fitting = [wording for wording in wordings[article] if _covers(wording, span)]
    return max(fitting, key=lambda wording: _likeness(wording, span), default=None)


def _span(story: Story, article: str, quote: str) -> tuple[int, int]:
    (text,) = (text for name, _, text in story.articles if name == article)
    start = text.index(quote)
    return start, start + len(quote)


def label_spans(story: Story) -> list[tuple[Located, Located]]:
    """Where the two quotes of each label stand."""
    spans = []
    for label in story.labels:
        one, other = ((article, _span(story, article, quote)) for article, quote in label.sides)
        spans.append((one, other))
    return spans


def is_labelled(spans: Sequence[tuple[Located, Located]], one: tuple[str, Wording], other: tuple[str, Wording]) -> bool:
    """Whether both, told with their article, share words with the two quotes of some label."""

    def fits(told: tuple[str, Wording], label: Located) -> bool:
        return told[0] == label[0] and _common(told[1], label[1]) > 0

    return any((fits(one, a) and fits(other, b)) or (fits(one, b) and fits(other, a)) for a, b in spans)


def _common(wording: Wording, span: tuple[int, int]) -> int:
    return min(wording.end, span[1]) - max(wording.start, span[0])


def _covers(wording: Wording, span: tuple[int, int]) -> bool:
    return 2 * _common(wording, span) >= max(1, min(wording.end - wording.start, span[1] - span[0]))


def _likeness(wording: Wording, span: tuple[int, int]) -> float:
    return _common(wording, span) / (max(wording.end, span[1]) - min(wording.start, span[0]))


def nearest(sentences: Sequence[str], count: int) -> list[tuple[str, str]]:
    """The pairs of sentences that share most words without being alike."""
    known = [(sentence, _words(sentence)) for sentence in sentences]
    found = [(_overlap(words, others), one, other) for (one, words), (other, others) in combinations(known, 2)]
    found = [item for item in found if item[0] < ALIKE]
    return [(one, other) for _, one, other in sorted(found, reverse=True)[:count]]


def _overlap(words: set[str], others: set[str]) -> float:
    """What two sentences share as a share of the shorter one."""
    return len(words & others) / max(1, min(len(words), len(others)))


def _words(text: str) -> set[str]:
    """Words of four letters or more, and numbers."""
    found = {run for word in text.split() for run in runs(word)}
    return {run for run in found if len(run) > 3 or run.isdigit()}
