"""The figures of the model card: every target of the verdict model, printed as rows of a table."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from models.train.measure import Row, seconds
from models.train.verdict import alignment, cases, claimsets, stories
from models.train.verdict.examples import INFERENCE, QUESTIONS, VERDICTS, Pair, example
from models.train.verdict.inference import read_inference
from models.train.verdict.recipe import HELD_OUT_FOLD, encoder, read_claims
from services.ledger.verdictmodel.alignment import ClaimVectors
from services.ledger.verdictmodel.model import GRAPH, load
from services.ledger.verdictmodel.rendering import render
from services.runtime.models import start_session

CONTRADICTS = VERDICTS.index("contradicts")
SPEED_PIECES = range(46, 55)
"""Pieces of the pairs that speed is measured on: about 50."""
APART = Path(__file__).with_name("apart")
"""Stories that no network learns from."""
CASES_APART = Path(__file__).with_name("cases_apart")
"""Cases that no network learns from."""
NEAR, FAR = 60, 60
"""Unlabelled pairs of a story, as ``stories.unlabelled`` draws them."""


def inference_rows(graph: bytes, data: Path) -> Iterator[Row]:
    """The accuracy on premises and hypotheses, of a graph that is asked of these."""
    session = start_session(graph)
    for name, target in (("lingnli.dev", 0.76), ("vitaminc.dev", 0.80)):
        pairs = read_inference(data / f"nli/{name}.jsonl.gz")
        yield Row(f"{name}, three-way: accuracy", accuracy(run(session, pairs), pairs, QUESTIONS[1]), target)
    pairs = read_inference(data / "nli/fever_symmetric.dev.jsonl.gz")
    scores = run(session, pairs)
    scores[:, INFERENCE.index("neutral")] = 0
    yield Row("fever_symmetric.dev, two-way: accuracy", accuracy(scores, pairs, QUESTIONS[1]), 0.85)


def claim_set_rows(folder: Path, data: Path, float_graph: bytes | None) -> Iterator[Row]:
    """Accuracy and recall on the claim sets held out, in eight bits and, if it is there, in full precision."""
    sets = claimsets.read_claim_sets(data / "claimsets/train.jsonl.gz")
    pairs = [pair for s in sets if s.fold == HELD_OUT_FOLD for pair in claimsets.labelled(s)]
    labels = np.array([pair.label for pair in pairs])
    scores = run(start_session((folder / GRAPH).read_bytes()), pairs)
    reached = accuracy(scores, pairs), recall_at(0.9, scores[:, CONTRADICTS], labels == CONTRADICTS)
    yield Row("claimsets, fold held out: accuracy", reached[0], 0.90)
    yield Row("claimsets, fold held out: recall of contradicts at precision 0.9", reached[1], 0.80)
    for number, verdict in enumerate(VERDICTS):
        right = (scores.argmax(1) == number) & (labels == number)
        yield Row(f"claimsets, {verdict}: recall", right.sum() / (labels == number).sum())
        yield Row(f"claimsets, {verdict}: precision", right.sum() / max(1, (scores.argmax(1) == number).sum()))
    if float_graph is not None:
        exact = run(start_session(float_graph), pairs)
        full = accuracy(exact, pairs), recall_at(0.9, exact[:, CONTRADICTS], labels == CONTRADICTS)
        yield Row("float32: accuracy", full[0])
        yield Row("float32: recall of contradicts at precision 0.9", full[1])
        yield Row("int8 against float32: accuracy lost", full[0] - reached[0], 0.01, at_most=True)
        yield Row("int8 against float32: recall lost", full[1] - reached[1], 0.01, at_most=True)


def story_rows(model: Path, clusters: Path, work: Path) -> Iterator[Row]:
    """How well contradictions stand out among the claims of stories that the model does not know."""
    session = start_session((model / GRAPH).read_bytes())
    for folder in (APART, clusters / "dev"):
        yield from _story_rows(folder, session, work)


def _story_rows(folder: Path, session: InferenceSession, work: Path) -> Iterator[Row]:
    name, told = folder.name, stories.read_stories(folder)
    enriched = read_claims(folder, work / f"claims-{folder.name}.jsonl")
    draw = random.Random(1)  # noqa: S311
    scores: dict[bool, list[NDArray[np.float32]]] = {True: [], False: []}
    pairs: dict[bool, list[Pair]] = {True: [], False: []}
    for story in told:
        claims = stories.claim_wordings(story, enriched)
        for is_labelled in pairs:
            found = (
                stories.labelled(story, claims) if is_labelled else stories.unlabelled(story, claims, draw, NEAR, FAR)
            )
            if found:
                pairs[is_labelled] += found
                scores[is_labelled].append(run(session, found))
    only = np.concatenate(scores[True])
    confidence = np.concatenate((only, *scores[False]))[:, CONTRADICTS]
    positive = np.array([pair.label == CONTRADICTS for pair in (*pairs[True], *pairs[False])])
    yield Row(f"{name}, labelled pairs: accuracy", accuracy(only, pairs[True]))
    labelled = confidence[: len(only)], positive[: len(only)]
    yield Row(f"{name}, labelled pairs: average precision of contradicts", average_precision(*labelled))
    yield Row(f"{name}, with unlabelled pairs: average precision", average_precision(confidence, positive))
    for precision in (0.5, 0.9):
        reached = recall_at(precision, confidence, positive)
        yield Row(f"{name}, with unlabelled pairs: recall at precision {precision}", reached)


def case_rows(model: Path) -> Iterator[Row]:
    """How well two accounts of one fact stand out among all that is told of an event, drawn as in training."""
    pairs = cases.training_pairs(cases.read_cases(CASES_APART), random.Random(1))  # noqa: S311
    scores = run(start_session((model / GRAPH).read_bytes()), pairs)
    told = scores[:, CONTRADICTS], np.array([pair.label == CONTRADICTS for pair in pairs])
    yield Row("cases apart: accuracy", accuracy(scores, pairs))
    yield Row("cases apart: average precision of contradicts", average_precision(*told))
    yield Row("cases apart: recall of contradicts at precision 0.9", recall_at(0.9, *told))


def alignment_rows(model: Path, clusters: Path, work: Path) -> Iterator[Row]:
    """How often the partner in fact of a claim is its likest, in stories that the model does not know."""
    vectors = ClaimVectors(model)
    for folder in (APART, clusters / "dev"):
        enriched = read_claims(folder, work / f"claims-{folder.name}.jsonl")
        told = stories.read_stories(folder)
        claims = {story.id: stories.claim_wordings(story, enriched) for story in told}
        right = total = 0
        for block in alignment.story_blocks(told, claims):
            ours, theirs = (np.stack([vectors.of(text) for text in side]) for side in (block.ours, block.theirs))
            for likeness, labels in ((ours @ theirs.T, block.told), (theirs @ ours.T, block.told.T)):
                found, count = _likest(likeness, labels)
                right, total = right + found, total + count
        yield Row(f"claims read alone, {folder.name}: labelled partner is the likest", right / max(1, total))


def _likest(likeness: NDArray[np.float32], told: NDArray[np.int64]) -> tuple[int, int]:
    """How many partners are likest, and how many there are; what may be one, too, is no rival."""
    rivals = np.where(told == 0, likeness, -2).max(axis=1, keepdims=True)
    partners = told == 1
    return int((partners & (likeness > rivals)).sum()), int(partners.sum())


def speed_rows(folder: Path, data: Path) -> Iterator[Row]:
    """Pairs a second of processor time on one core, beside ONNX Runtime alone in the same minute."""
    encode = encoder()
    sets = claimsets.read_claim_sets(data / "claimsets/train.jsonl.gz")
    sides = [(s.base, partner.side) for s in sets for partner in s.partners]
    encoded = [example(Pair(render(*pair), 0), encode).encoded for pair in sides]
    chosen = [i for i, e in enumerate(encoded) if len(e.pieces) in SPEED_PIECES]
    model, session = load(folder), start_session((folder / GRAPH).read_bytes())
    chosen, others = chosen[:500], chosen[500:520]
    feeds = [{"pieces": e.pieces[None], "marks": e.marks[None], "sides": e.sides} for e in (encoded[i] for i in chosen)]
    model.score([sides[i] for i in others])
    whole = seconds(lambda: model.score([sides[i] for i in chosen]))
    bare = seconds(lambda: [session.run(None, feed) for feed in feeds])
    yield Row("pieces a pair, in the measurement of speed", float(np.mean([len(encoded[i].pieces) for i in chosen])))
    yield Row("pairs/s on one core, rendering to probabilities", len(chosen) / whole, 250)
    yield Row("pairs/s on one core, bare ONNX Runtime", len(chosen) / bare)


def run(session: InferenceSession, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    """The probabilities of N pairs' labels, (N, labels)."""
    encode = encoder()
    found = []
    for pair in pairs:
        pieces, marks, sides = encode(*pair.texts)
        found.append(session.run(None, {"pieces": pieces[None], "marks": marks[None], "sides": sides})[0])
    return np.stack(found)


def accuracy(scores: NDArray[np.float32], pairs: Sequence[Pair], question: slice = QUESTIONS[0]) -> float:
    """The share of pairs whose likeliest label, of those of a question, is right."""
    return float((scores.argmax(1) + question.start == [pair.label for pair in pairs]).mean())


def recall_at(precision: float, scores: NDArray[np.float32], positive: NDArray[np.bool_]) -> float:
    """The highest recall of any threshold that keeps the precision; 0 if none does."""
    found = _found(scores, positive)
    kept = found / np.arange(1, len(found) + 1) >= precision
    return float(found[kept].max(initial=0) / max(1, positive.sum()))


def average_precision(scores: NDArray[np.float32], positive: NDArray[np.bool_]) -> float:
    """The mean of the precision at each positive, from the highest score down."""
    found = _found(scores, positive)
    hits = np.diff(found, prepend=0) > 0
    return float((found / np.arange(1, len(found) + 1))[hits].sum() / max(1, positive.sum()))


def _found(scores: NDArray[np.float32], positive: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.cumsum(positive[np.argsort(-scores, kind="stable")])
