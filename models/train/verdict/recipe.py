"""From the data folder to trained weights, stage by stage."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.train.encoder import minilm
from models.train.verdict import claimsets, generated, inference, stories
from models.train.verdict.examples import LONGEST, VERDICTS, Example, Pair, example
from models.train.verdict.fit import Schedule, fit
from models.train.verdict.network import VerdictNetwork, start_from_minilm
from schemas.articles import Article, EnrichedArticle
from services.extraction.language import load_language
from services.extraction.reading import read_articles
from services.ledger.verdictmodel.encoding import PairEncoder
from services.runtime.wordpieces import WordPieces

INFERENCE = Schedule(steps=1000)
VERDICT = Schedule(steps=2000, encoder_rate=1.2e-4, warmup=60, smoothing=0.05, frozen_layers=2, seed=2)

INFERENCE_CHECKPOINT, VERDICT_CHECKPOINT = "inference.pt", "verdicts.pt"

HELD_OUT_FOLD = 0
"""Of five: the claim sets that the verdicts are measured on."""
LEARNED_HALF = 1
"""Of the stories. The other half is unseen, so what is built on the model can be fitted and measured on it."""

_BEGINS_AS = {
    "same": "entailment",
    "supports": "entailment",
    "updates": "neutral",
    "disputes": "neutral",
    "contradicts": "contradiction",
    "unrelated": "neutral",
}
"""The relation of the first stage whose weights a verdict starts from."""


def encoder() -> PairEncoder:
    """The encoder of pairs over MiniLM's vocabulary."""
    return PairEncoder(WordPieces.from_lines((minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines()))


def learn_inference(data: Path, work: Path, report: Callable[[str], None]) -> VerdictNetwork:
    """The first stage: three relations of premise and hypothesis."""
    encode = encoder()
    pairs = inference.training_pairs(data, random.Random(INFERENCE.seed))  # noqa: S311

    def epoch(rng: np.random.Generator) -> Iterator[Example]:
        yield from _short((pairs[i] for i in rng.permutation(len(pairs))), encode)

    torch.manual_seed(INFERENCE.seed)
    network = VerdictNetwork(len(inference.RELATIONS), dropout=0.0)
    start_from_minilm(network)
    return fit(network, epoch, INFERENCE, work / INFERENCE_CHECKPOINT, report)


def learn_verdicts(
    data: Path, clusters: Path, start: VerdictNetwork, work: Path, report: Callable[[str], None]
) -> VerdictNetwork:
    """The second stage: six verdicts on claims, from the first stage's network."""
    encode = encoder()
    sets = [s for s in claimsets.read_claim_sets(data / "claimsets/train.jsonl.gz") if s.fold != HELD_OUT_FOLD]
    told = [s for s in stories.read_stories(clusters / "train") if s.half == LEARNED_HALF]
    enriched = read_claims(clusters / "train", work / "claims-train.jsonl")
    claims = {story.id: stories.claim_wordings(story, enriched) for story in told}
    documents = generated.read_sentences(data)
    beside = generated.neighbours(documents, 4)

    def epoch(rng: np.random.Generator) -> Iterator[Example]:
        draw = random.Random(int(rng.integers(2**32)))  # noqa: S311
        pairs = claimsets.training_pairs(sets, draw)
        pairs += stories.training_pairs(told, claims, draw)
        pairs += generated.training_pairs(documents, beside, draw)
        draw.shuffle(pairs)
        yield from _short(pairs, encode)

    torch.manual_seed(VERDICT.seed)
    return fit(widened(start), epoch, VERDICT, work / VERDICT_CHECKPOINT, report)


def read_claims(folder: Path, kept: Path) -> dict[str, EnrichedArticle]:
    """The stories' articles as Gainsay reads them, by story and article; read once, then from the file ``kept``."""
    if not kept.exists():
        rows = [
            {**article, "id": f"{path.stem}/{article['id']}"}
            for path in sorted(folder.glob("*.json"))
            for article in json.loads(path.read_text(encoding="utf-8"))["articles"]
        ]
        found = read_articles(load_language(), [_article(row) for row in rows])
        kept.write_text("".join(f"{article.model_dump_json()}\n" for article in found), encoding="utf-8")
    lines = kept.read_text(encoding="utf-8").splitlines()
    return {article.article.id: article for article in map(EnrichedArticle.model_validate_json, lines)}


def _article(row: dict[str, Any]) -> Article:
    published_at = datetime.fromisoformat(row["published_at"])
    return Article(
        id=row["id"],
        document_id=row["id"],
        version_id=row["id"],
        content_hash=row["id"],
        source=row["source"],
        url=row.get("url"),
        title=row.get("title"),
        text=row["text"],
        published_at=published_at,
        published_at_known=True,
        fetched_at=published_at,
    )


def widened(start: VerdictNetwork, dropout: float = 0.0) -> VerdictNetwork:
    """A network for six verdicts that knows what the first stage's network knows."""
    network = VerdictNetwork(len(VERDICTS), dropout)
    weights = start.state_dict()
    rows = [inference.RELATIONS.index(_BEGINS_AS[verdict]) for verdict in VERDICTS]
    for part in ("outer.weight", "outer.bias"):
        weights[part] = weights[part][rows].clone()
    network.load_state_dict(weights)
    return network


def saved(network: VerdictNetwork, checkpoint: Path) -> VerdictNetwork:
    """The network with a checkpoint's weights."""
    network.load_state_dict(torch.load(checkpoint)["network"])
    return network.eval()


def _short(pairs: Iterable[Pair], encode: PairEncoder) -> Iterator[Example]:
    return (e for e in (example(pair, encode) for pair in pairs) if e.length <= LONGEST)
