"""Pairs that rules make of real sentences: what changes the truth, and what only looks as if it did."""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from models.train.corpora import read_treebank, text_of
from models.train.verdict.examples import VERDICTS, Pair
from models.train.verdict.stories import nearest
from services.ledger.verdictmodel.rendering import Side, render

FEWEST_WORDS, MOST_WORDS = 7, 32
NEGATED = 0.3
"""The share of sentences that negation is tried on; it fits most of them, and is easily learned."""
FIRST_DAY = date(2024, 1, 1)
DAYS = 1000
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBER = re.compile(
    rf"(?<![\w.,/:-])(?!(?:1[5-9]|20)\d\d\b)(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d)?)(?![\w./:-]|,\d| (?:{_MONTHS}))"
)
_YEAR = re.compile(r"(?<![\w.,/:-])((?:19|20)\d\d)(?![\w/:-])")
_MEASURE = re.compile(
    r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?) "
    r"(km|kilometres|kilometers|miles|kg|kilograms|pounds|metres|meters|feet)\b"
)
_CONVERTED = {
    "km": (0.6214, "miles"),
    "kilometres": (0.6214, "miles"),
    "kilometers": (0.6214, "miles"),
    "miles": (1.609, "km"),
    "kg": (2.205, "pounds"),
    "kilograms": (2.205, "pounds"),
    "pounds": (0.4536, "kg"),
    "metres": (3.281, "feet"),
    "meters": (3.281, "feet"),
    "feet": (0.3048, "metres"),
}
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|can|has been|have been|could|should) (?!not\b|n't)(?=[a-z])")
_NOT = re.compile(r"\b(is|are|was|were|will|can|has|have|could|should|did|does|do) not ")
_UNSUITED = frozenset({"i", "you", "we", "my", "your", "our", "if", "whether", "although", "though", "unless", "let"})
"""Words of talk and of conditions, where a change leaves open what is true."""
_WILL = re.compile(r"\bwill (?!not\b)(?=[a-z])")


class Made(NamedTuple):
    """A changed sentence and what it is to the one it was made of."""

    text: str
    verdict: str


def read_sentences(data: Path) -> list[list[str]]:
    """The plain statements of each document of GUM's training part."""
    found = []
    for document in read_treebank(data / "ud/en_gum.train.conllu.gz"):
        texts = [text_of(sentence.words, sentence.gaps) for sentence in document.sentences]
        found.append([text for text in texts if _is_statement(text)])
    return found


def _is_statement(text: str) -> bool:
    words = text.split()
    return (
        FEWEST_WORDS <= len(words) <= MOST_WORDS
        and words[0][0].isupper()
        and text.endswith(".")
        and _UNSUITED.isdisjoint(word.lower() for word in words)
    )


def neighbours(documents: Sequence[Sequence[str]], count: int) -> list[tuple[str, str]]:
    """Of each document the ``count`` pairs of sentences that share most words: of one matter, yet unrelated."""
    return [pair for sentences in documents for pair in nearest(sentences, count)]


def training_pairs(
    documents: Sequence[Sequence[str]], beside: Sequence[tuple[str, str]], rng: random.Random, share: float = 0.5
) -> list[Pair]:
    """Pairs to learn from: changes of a share of the sentences, and the pairs ``beside`` one another, unrelated."""
    pairs = [_pair(one, other, "unrelated", rng) for one, other in beside]
    for sentence in (sentence for sentences in documents for sentence in sentences):
        made = list(changes(sentence, rng)) if rng.random() < share else []
        if made:
            chosen = rng.choice(made)
            pairs.append(_pair(sentence, chosen.text, chosen.verdict, rng))
    return pairs


def changes(sentence: str, rng: random.Random) -> Iterator[Made]:
    """What the rules make of a sentence; none if no rule fits."""
    for rule in (_numbers, _years, _measures, _negation, _hedge):
        yield from rule(sentence, rng)


def _numbers(sentence: str, rng: random.Random) -> Iterator[Made]:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return
    match = rng.choice(found)
    before = sentence[: match.start()].split()
    if before and before[-1][0].isupper():
        return  # part of a name
    value = float(match.group(1).replace(",", ""))
    if value < 3:
        return
    digits = 1 if "." in match.group(1) else 0

    def put(text: str) -> str:
        return sentence[: match.start()] + text + sentence[match.end() :]

    other = value * rng.choice((rng.uniform(0.3, 0.85), rng.uniform(1.2, 3.0)))
    if abs(other - value) < 1:
        other = value + 1
    changed = put(_written(other, digits))
    yield Made(changed, "contradicts")
    yield Made(_elsewhen(changed, rng), "unrelated")
    below, above = value * rng.uniform(0.85, 0.98), value * rng.uniform(1.02, 1.15)
    if value >= 20 and not digits:
        if int(below) < value:
            yield Made(put(f"{rng.choice(('more than', 'over', 'at least'))} {_written(int(below), 0)}"), "supports")
            yield Made(
                put(f"{rng.choice(('fewer than', 'less than', 'at most'))} {_written(int(below), 0)}"), "contradicts"
            )
        if int(above) > value:
            yield Made(
                put(f"{rng.choice(('fewer than', 'less than', 'at most'))} {_written(int(above), 0)}"), "supports"
            )
            yield Made(put(f"{rng.choice(('more than', 'over', 'at least'))} {_written(int(above), 0)}"), "contradicts")
        rough = _rounded(value)
        if rough != value:
            yield Made(put(f"{rng.choice(('about', 'some', 'around', 'roughly'))} {_written(rough, 0)}"), "supports")


def _years(sentence: str, rng: random.Random) -> Iterator[Made]:
    found = list(_YEAR.finditer(sentence))
    if found:
        match = rng.choice(found)
        other = int(match.group(1)) + rng.choice((-1, 1)) * rng.randint(1, 12)
        yield Made(sentence[: match.start()] + str(other) + sentence[match.end() :], "contradicts")


def _measures(sentence: str, rng: random.Random) -> Iterator[Made]:
    for match in _MEASURE.finditer(sentence):
        factor, unit = _CONVERTED[match.group(2)]
        value = float(match.group(1).replace(",", "")) * factor
        for wrong in (False, True):
            told = value * (rng.choice((0.5, 1.6, 2.2)) if wrong else 1)
            text = f"{_written(told, 1 if told < 20 else 0)} {unit}"
            changed = sentence[: match.start()] + text + sentence[match.end() :]
            yield Made(changed, "contradicts" if wrong else "supports")


def _negation(sentence: str, rng: random.Random) -> Iterator[Made]:
    if rng.random() > NEGATED or '"' in sentence:
        return
    if match := _NOT.search(sentence):
        yield Made(sentence[: match.end(1)] + " " + sentence[match.end() :], "contradicts")
    elif match := _AUXILIARY.search(sentence):
        head, *rest = match.group(1).split()
        yield Made(" ".join((sentence[: match.start()] + head, "not", *rest, sentence[match.end() :])), "contradicts")


def _hedge(sentence: str, rng: random.Random) -> Iterator[Made]:
    if match := _WILL.search(sentence):
        hedged = f"{rng.choice(('may', 'might', 'could'))} "
        yield Made(sentence[: match.start()] + hedged + sentence[match.end() :], "unrelated")


def _elsewhen(sentence: str, rng: random.Random) -> str:
    opens = sentence.split(maxsplit=1)[0] in ("The", "A", "An", "In", "It", "There")
    first = sentence[0].lower() if opens else sentence[0]
    time = rng.choice(("A year earlier", "In the year before", "Ten years ago", "Back in 2011", "The previous time"))
    return f"{time}, {first}{sentence[1:]}"


def _written(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


def _rounded(value: float) -> float:
    size = 10 ** (len(str(int(value))) - 1)
    return float(round(value / size, 1) * size) if value >= 100 else float(round(value, -1))


def _pair(one: str, other: str, verdict: str, rng: random.Random) -> Pair:
    day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    later = day + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 3, 7)))
    sides = [Side(one, day), Side(other, later)]
    if rng.random() < 0.5:
        sides = [Side(other, day), Side(one, later)]
    return Pair(render(*sides), VERDICTS.index(verdict))
