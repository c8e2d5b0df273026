"""The second network: it reads one claim alone, and claims that tell of one fact get vectors that point one way.

Learned in blocks: the claims of two articles of a story, or bases and partners of some claim sets, all with all.
Shapes: B claims, P pieces, H hidden units, M and N claims of the two sides of a block.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from models.train.encoder import minilm, wordpieces
from models.train.network import Layer, Size, copy_layer, copy_part
from models.train.rates import share_of_peak
from models.train.verdict import stories
from models.train.verdict.claimsets import ClaimSet
from services.ledger.verdictmodel.encoding import ClaimEncoder

SIZE = Size()
LAYERS = 6
SETS_A_BLOCK = 8
TEMPERATURE = 0.05
FROZEN = ("pieces", "positions", "norm", "layers.0.", "layers.1.")
RIVALS = 50
"""Of two articles."""
TOGETHER = 32
"""Claims that are read at a time, padded to the longest of them."""
_TOLD, _APART, _LEFT_OUT = 1, 0, -1


class ClaimNetwork(nn.Module):
    """A BERT encoder; a claim's vector is the mean over its pieces, of length 1."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(SIZE.vocabulary, SIZE.hidden)
        self.positions = nn.Embedding(SIZE.positions, SIZE.hidden)
        self.norm = nn.LayerNorm(SIZE.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(SIZE, 0.0) for _ in range(LAYERS))

    def forward(self, pieces: Tensor, present: Tensor) -> Tensor:
        """Vectors (B, H) of claims; ``present`` (B, P) is false on padding."""
        x = self.norm(self.pieces(pieces) + self.positions(torch.arange(pieces.shape[1])))
        for layer in self.layers:
            x = layer(x, present[:, None, None, :])
        x = x.float() * present[:, :, None]
        return functional.normalize(x.sum(1) / present.sum(1, keepdim=True), dim=-1)


def start_from_minilm(network: ClaimNetwork) -> None:
    """Copies all-MiniLM-L6-v2 in. Raises ``EncoderError``."""
    weights = load_file(minilm() / "model.safetensors")
    with torch.no_grad():
        network.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
        network.positions.weight.copy_(
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        copy_part(network.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            copy_layer(layer, weights, number)


class Block(NamedTuple):
    """Claims of two sides, and for each two whether they tell of one fact: 1 yes, 0 no, -1 unknown."""

    ours: list[str]
    theirs: list[str]
    told: NDArray[np.int64]
    """(M, N)."""


def story_blocks(told: Iterable[stories.Story], claims: Mapping[str, stories.Wordings]) -> Iterator[Block]:
    """One block for each two articles; what no label pairs tells of two facts, unless it is much alike."""
    for story in told:
        for (one, _, _), (other, _, _) in combinations(story.articles, 2):
            block = _of_articles(story, claims[story.id], one, other)
            if (block.told == _TOLD).any():
                yield block


def _of_articles(story: stories.Story, claims: stories.Wordings, one: str, other: str) -> Block:
    ours, theirs, spans = claims[one], claims[other], stories.label_spans(story)
    known = np.full((len(ours), len(theirs)), _APART, dtype=np.int64)
    for i, mine in enumerate(ours):
        for j, yours in enumerate(theirs):
            if stories.is_labelled(spans, (one, mine), (other, yours)) or stories.alike(mine, yours):
                known[i, j] = _LEFT_OUT
    for verdict, mine, yours in stories.best_wordings(story, claims, one, other):
        known[ours.index(mine), theirs.index(yours)] = _APART if verdict == "unrelated" else _TOLD
    return Block([wording.side.text for wording in ours], [wording.side.text for wording in theirs], known)


def rivals(network: ClaimNetwork, story: stories.Story, claims: stories.Wordings) -> list[stories.Rivals]:
    """Pairs of two articles' claims that no label pairs, the likest by their vectors."""
    encode, spans, found = ClaimEncoder(wordpieces()), stories.label_spans(story), []
    for (one, _, _), (other, _, _) in combinations(story.articles, 2):
        ours, theirs = claims[one], claims[other]
        if not (ours and theirs):
            continue
        with torch.inference_mode():
            vectors = vectors_of(network, [wording.side.text for wording in (*ours, *theirs)], encode)
        likeness = (vectors[: len(ours)] @ vectors[len(ours) :].T).tolist()
        between = [
            stories.Rivals(likeness[i][j], mine.side, yours.side)
            for i, mine in enumerate(ours)
            for j, yours in enumerate(theirs)
            if not (stories.alike(mine, yours) or stories.is_labelled(spans, (one, mine), (other, yours)))
        ]
        found += sorted(between, reverse=True, key=lambda pair: pair.likeness)[:RIVALS]
    return found


def set_blocks(sets: Sequence[ClaimSet], draw: random.Random) -> Iterator[Block]:
    """Bases with the partners of their own set and of others."""
    order = draw.sample(sets, len(sets))
    for start in range(0, len(order), SETS_A_BLOCK):
        some = order[start : start + SETS_A_BLOCK]
        partners = [(place, partner) for place, one in enumerate(some) for partner in one.partners]
        known = np.full((len(some), len(partners)), _APART, dtype=np.int64)
        for column, (place, partner) in enumerate(partners):
            known[place, column] = _APART if partner.verdict == "unrelated" else _TOLD
        yield Block([one.base.text for one in some], [partner.side.text for _, partner in partners], known)


def loss_of(ours: Tensor, theirs: Tensor, told: Tensor) -> Tensor:
    """How far each claim's partners in fact are from being its likest (van den Oord et al. 2018), both ways.

    ``ours`` (M, H), ``theirs`` (N, H), ``told`` (M, N) as in a block.
    """
    likeness = (ours @ theirs.T / TEMPERATURE).masked_fill(told == _LEFT_OUT, -1e4)
    partners = (told == _TOLD).float()
    along = -(likeness.log_softmax(1) * partners).sum(1) / partners.sum(1).clamp_min(1)
    across = -(likeness.log_softmax(0) * partners).sum(0) / partners.sum(0).clamp_min(1)
    return (along.sum() + across.sum()) / ((partners.sum(1) > 0).sum() + (partners.sum(0) > 0).sum()).clamp_min(1)


def vectors_of(network: ClaimNetwork, texts: Sequence[str], encode: ClaimEncoder) -> Tensor:
    """Vectors (B, H) of claims, those of like length read together."""
    encoded = [encode(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda place: len(encoded[place]))
    parts = [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]
    with torch.autocast("cpu", torch.bfloat16):
        read = torch.cat([network(*collate([encoded[place] for place in part])) for part in parts])
    places = torch.empty(len(order), dtype=torch.long)
    places[torch.tensor(order)] = torch.arange(len(order))
    return read.float()[places]


def collate(encoded: Sequence[NDArray[np.int64]]) -> tuple[Tensor, Tensor]:
    """Padded pieces and what is present, (B, P) each."""
    longest = max(len(pieces) for pieces in encoded)
    pieces = torch.zeros(len(encoded), longest, dtype=torch.long)
    present = torch.zeros(len(encoded), longest, dtype=torch.bool)
    for row, one in enumerate(encoded):
        pieces[row, : len(one)] = torch.from_numpy(one)
        present[row, : len(one)] = True
    return pieces, present


@dataclass(frozen=True)
class AlignmentSchedule:
    """How long and how fast to learn."""

    steps: int = 600
    warmup: int = 40
    blocks: int = 4
    rate: float = 5e-5
    sets: float = 0.3
    """Blocks of claim sets to one of stories."""
    seed: int = 5


def learn(
    blocks: Sequence[Block], sets: Sequence[ClaimSet], schedule: AlignmentSchedule, report: Callable[[str], None]
) -> ClaimNetwork:
    """Trains from MiniLM; its lowest layers stay as they are."""
    encode = ClaimEncoder(wordpieces())
    torch.manual_seed(schedule.seed)
    network = ClaimNetwork()
    start_from_minilm(network)
    for name, parameter in network.named_parameters():
        parameter.requires_grad = not name.startswith(FROZEN)
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=schedule.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    network.train()
    groups = _groups(blocks, sets, schedule)
    for step in range(schedule.steps):
        for parameters in optimizer.param_groups:
            parameters["lr"] = schedule.rate * share_of_peak(step, schedule.warmup, schedule.steps)
        loss = _loss(network, next(groups), encode)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if (step + 1) % 50 == 0:
            report(f"alignment step {step + 1}/{schedule.steps}: loss {loss.item():.3f}")
    return network.eval()


def _groups(blocks: Sequence[Block], sets: Sequence[ClaimSet], schedule: AlignmentSchedule) -> Iterator[list[Block]]:
    draw = random.Random(schedule.seed)  # noqa: S311
    while True:
        drawn = [*blocks, *islice(set_blocks(sets, draw), int(schedule.sets * len(blocks)))]
        draw.shuffle(drawn)
        for start in range(0, len(drawn), schedule.blocks):
            yield drawn[start : start + schedule.blocks]


def _loss(network: ClaimNetwork, group: Sequence[Block], encode: ClaimEncoder) -> Tensor:
    texts = [text for block in group for text in (*block.ours, *block.theirs)]
    vectors = vectors_of(network, texts, encode)
    losses, start = [], 0
    for block in group:
        middle, end = start + len(block.ours), start + len(block.ours) + len(block.theirs)
        losses.append(loss_of(vectors[start:middle], vectors[middle:end], torch.from_numpy(block.told)))
        start = end
    return torch.stack(losses).mean()
