"""From the data folder to trained weights, stage by stage."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.train.encoder import wordpieces
from models.train.verdict import alignment, cases, claimsets, disguise, generated, inference, stories
from models.train.verdict.examples import INFERENCE, LABELS, LONGEST, VERDICTS, Example, Pair, example
from models.train.verdict.fit import Schedule, fit
from models.train.verdict.network import VerdictNetwork, start_from_minilm
from schemas.articles import Article, EnrichedArticle
from services.extraction.language import load_language
from services.extraction.reading import read_articles
from services.ledger.verdictmodel.encoding import PairEncoder

PREMISES = Schedule(steps=3000)
VERDICT = Schedule(steps=1800, encoder_rate=1.2e-4, warmup=60, smoothing=0.05, frozen_layers=2, seed=2)
STORY = Schedule(
    steps=18_000,
    encoder_rate=1.2e-4,
    head_rate=3.6e-4,
    warmup=150,
    smoothing=0.05,
    rounded=3_000,
    averaged=1_200,
    seed=3,
)
STORY_DROPOUT = 0.15

ALIGNMENT = alignment.AlignmentSchedule()

INFERENCE_CHECKPOINT, VERDICT_CHECKPOINT, STORY_CHECKPOINT = "inference.pt", "verdicts.pt", "stories.pt"

HELD_OUT_FOLD = 0
"""Of five: the claim sets that the verdicts are measured on."""
TOLD = Path(__file__).with_name("told")
"""Stories that were written to learn from."""
CASES = Path(__file__).with_name("cases")
"""Events that were written to learn from, each fact in two accounts."""

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
    return PairEncoder(wordpieces())


def learn_inference(data: Path, work: Path, report: Callable[[str], None]) -> VerdictNetwork:
    """The first stage: three relations of premise and hypothesis."""
    encode = encoder()
    pairs = inference.training_pairs(data, random.Random(PREMISES.seed))  # noqa: S311

    def epoch(rng: np.random.Generator) -> Iterator[Example]:
        yield from _short((pairs[i] for i in rng.permutation(len(pairs))), encode)

    torch.manual_seed(PREMISES.seed)
    network = VerdictNetwork()
    start_from_minilm(network)
    return fit(network, epoch, PREMISES, work / INFERENCE_CHECKPOINT, report)


def learn_verdicts(data: Path, start: VerdictNetwork, work: Path, report: Callable[[str], None]) -> VerdictNetwork:
    """The second stage: six verdicts on claims, from the first stage's network."""
    encode = encoder()
    sets = learned_sets(data)
    documents = generated.read_sentences(data)
    beside = generated.neighbours(documents, 4)

    def epoch(rng: np.random.Generator) -> Iterator[Example]:
        draw = random.Random(int(rng.integers(2**32)))  # noqa: S311
        pairs = claimsets.training_pairs(sets, draw)
        pairs += generated.training_pairs(documents, beside, draw)
        draw.shuffle(pairs)
        yield from _short(pairs, encode)

    torch.manual_seed(VERDICT.seed)
    return fit(taught(start), epoch, VERDICT, work / VERDICT_CHECKPOINT, report)


def learn_stories(
    data: Path,
    clusters: Path,
    start: VerdictNetwork,
    alone: alignment.ClaimNetwork,
    work: Path,
    report: Callable[[str], None],
) -> VerdictNetwork:
    """The third stage: claims among all else that their articles tell, beside all that was learned before.

    ``alone`` says which of the claims that no label pairs are most alike: these are the hardest to tell apart.
    """
    encode = encoder()
    sets, events = learned_sets(data), cases.read_cases(CASES)
    told, claims = read_told(clusters, work)
    rivals = {story.id: alignment.rivals(alone, story, claims[story.id]) for story in told}
    names = disguise.names_in(text for story in told for _, _, text in story.articles)

    def epoch(rng: np.random.Generator) -> Iterator[Example]:
        draw = random.Random(int(rng.integers(2**32)))  # noqa: S311
        written = stories.training_pairs(told, claims, rivals, draw) + cases.training_pairs(events, draw)
        pairs = [disguise.renamed(pair, names, draw) for pair in written]
        pairs += claimsets.training_pairs(sets, draw) + claimsets.training_pairs(sets, draw)
        pairs += inference.training_pairs(data, draw)
        draw.shuffle(pairs)
        yield from (disguise.covered(one, rng) for one in _short(pairs, encode))

    torch.manual_seed(STORY.seed)
    network = VerdictNetwork(STORY_DROPOUT)
    network.load_state_dict(start.state_dict())
    return fit(network, epoch, STORY, work / STORY_CHECKPOINT, report)


def learn_alignment(data: Path, clusters: Path, work: Path, report: Callable[[str], None]) -> alignment.ClaimNetwork:
    """The network that reads each claim alone."""
    told, claims = read_told(clusters, work)
    return alignment.learn(list(alignment.story_blocks(told, claims)), learned_sets(data), ALIGNMENT, report)


def learned_sets(data: Path) -> list[claimsets.ClaimSet]:
    """The claim sets that are learned from."""
    return [s for s in claimsets.read_claim_sets(data / "claimsets/train.jsonl.gz") if s.fold != HELD_OUT_FOLD]


def read_told(clusters: Path, work: Path) -> tuple[list[stories.Story], dict[str, stories.Wordings]]:
    """The stories to learn from, and the claims that Gainsay reads in each."""
    told, claims = [], {}
    for folder, kept in ((clusters / "train", "claims-train.jsonl"), (TOLD, "claims-told.jsonl")):
        enriched = read_claims(folder, work / kept)
        for story in stories.read_stories(folder):
            told.append(story)
            claims[story.id] = stories.claim_wordings(story, enriched)
    return told, claims


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


def taught(start: VerdictNetwork) -> VerdictNetwork:
    """A network whose verdicts begin with what the first stage's knows of premise and hypothesis."""
    network = VerdictNetwork()
    weights = start.state_dict()
    rows = [LABELS.index(_BEGINS_AS[verdict]) for verdict in VERDICTS] + [LABELS.index(name) for name in INFERENCE]
    for part in ("outer.weight", "outer.bias"):
        weights[part] = weights[part][rows].clone()
    network.load_state_dict(weights)
    return network


def saved(network: VerdictNetwork, checkpoint: Path) -> VerdictNetwork:
    """The network with a finished stage's weights."""
    weights = torch.load(checkpoint)["average"]
    weights.pop("n_averaged")
    network.load_state_dict({name.removeprefix("module."): weight for name, weight in weights.items()})
    return network.eval()


def _short(pairs: Iterable[Pair], encode: PairEncoder) -> Iterator[Example]:
    return (e for e in (example(pair, encode) for pair in pairs) if e.length <= LONGEST)
