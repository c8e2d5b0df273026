"""Training: one network, all corpora, checkpoints to go on from."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.train.inventory import Inventory
from models.train.network import NewsNetwork, Scores
from models.train.rates import share_of_peak
from models.train.windows import IGNORED, Batch, Example, batches, collate, windows
from services.runtime.wordpieces import WordPieces

MASK = 103
"""``[MASK]`` in BERT's vocabulary."""
REPORT_EVERY = 50
SAVE_EVERY = 250


class Corpus(NamedTuple):
    """Documents as ids: with grammar, and with entities alone."""

    treebank: Sequence[Sequence[Example]]
    newswire: Sequence[Sequence[Example]]


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn; pieces are wordpieces. ``names_weight`` weighs the loss of the entities."""

    steps: int = 4000
    warmup: int = 300
    batch_pieces: int = 1024
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    masked: float = 0.05
    smoothing: float = 0.999
    newswire_share: float = 0.5
    names_weight: float = 1.0
    seed: int = 1
    shortest: int = 48
    longest: int = 190


def loss(network: NewsNetwork, batch: Batch, upos: Tensor, names_weight: float) -> tuple[Tensor, dict[str, float]]:
    """The sum of the heads' losses over a batch, and each by itself."""
    scores = network(batch.pieces, batch.forms, batch.present, batch.words)
    scores = Scores(*(x.float() for x in scores))
    known = batch.heads != IGNORED
    heads = batch.heads.clamp(min=0)
    same = batch.sentence[:, :, None] == batch.sentence[:, None, :]
    same[:, :, 0] = True
    arcs = scores.arcs.masked_fill(~same, -1e4)
    tagged = batch.tags != IGNORED
    tag_probability = scores.tags[tagged].log_softmax(-1)
    gold = batch.tags[tagged]
    upos_probability = torch.zeros(len(gold), int(upos.max()) + 1).index_add(1, upos, tag_probability.exp())
    parts = {
        "start": functional.binary_cross_entropy_with_logits(
            scores.starts[batch.starts != IGNORED], batch.starts[batch.starts != IGNORED].float()
        ),
        "spans": names_weight * _open_loss(scores.spans, batch.spans, batch.sentence != IGNORED),
    }
    if known.any():
        labels = network.label_scores(scores, heads)
        parts |= {
            "tag": functional.nll_loss(tag_probability, gold),
            "upos": -upos_probability.gather(1, upos[gold][:, None]).clamp(min=1e-6).log().mean(),
            "edit": 0.5
            * functional.cross_entropy(scores.edits.flatten(0, 1), batch.edits.flatten(), ignore_index=IGNORED),
            "arc": functional.cross_entropy(arcs[known], heads[known]),
            "label": functional.cross_entropy(labels.flatten(0, 1), batch.labels.flatten(), ignore_index=IGNORED),
        }
    total = torch.stack(list(parts.values())).sum()
    return total, {name: part.item() for name, part in parts.items()}


def _open_loss(scores: Tensor, allowed: Tensor, present: Tensor) -> Tensor:
    """Minus the log probability that a tag is one of those left open, over the words where something is known."""
    known = present & ~allowed.all(-1)
    if not known.any():
        return scores.sum() * 0
    probability = scores[known].log_softmax(-1)
    return -probability.masked_fill(~allowed[known], -1e4).logsumexp(-1).mean()


def parameter_groups(network: NewsNetwork, schedule: Schedule) -> list[dict[str, Any]]:
    """Lower layers learn slower; biases and norms do not decay.

    The tables of pieces and positions stay as they are: half of all weights, they would cost a sixth of the time.
    """
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    depth = network.size.shared_layers + network.size.branch_layers
    for name, parameter in network.named_parameters():
        part, _, rest = name.partition(".")
        if part in ("pieces", "positions"):
            parameter.requires_grad = False
            continue
        if part == "norm":
            rate = schedule.encoder_rate * schedule.layer_decay**depth
        elif part == "shared":
            rate = schedule.encoder_rate * schedule.layer_decay ** (depth - 1 - int(rest.split(".")[0]))
        elif part in ("grammar", "names"):
            rate = schedule.encoder_rate
        else:
            rate = schedule.head_rate
        decay = schedule.weight_decay if parameter.ndim > 1 and part != "forms" else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": p, "lr": rate, "peak": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]


def endless(corpus: Corpus, schedule: Schedule, rng: np.random.Generator) -> Iterator[list[list[Example]]]:
    """Batches without end: each round goes over the treebanks once and over a share of the newswire."""
    newswire = corpus.newswire
    while True:
        some = rng.permutation(len(newswire))[: round(schedule.newswire_share * len(newswire))]
        runs = list(windows(corpus.treebank, rng, schedule.shortest, schedule.longest))
        runs += windows([newswire[i] for i in some], rng, schedule.shortest, schedule.longest)
        yield from batches(runs, rng, schedule.batch_pieces)


class Trainer:
    """The state of a training: network, optimizer, running average of the weights, and how many steps are done."""

    def __init__(self, network: NewsNetwork, inventory: Inventory, pieces: WordPieces, schedule: Schedule) -> None:
        self.network = network
        self.schedule = schedule
        self.step = 0
        self._pieces = pieces
        self._upos = torch.from_numpy(inventory.upos())
        self._optimizer = torch.optim.AdamW(parameter_groups(network, schedule), betas=(0.9, 0.98), fused=True)
        self._learned = {name: value for name, value in network.named_parameters() if value.requires_grad}
        self._average = {name: value.detach().clone() for name, value in self._learned.items()}

    def resume(self, checkpoint: Path) -> None:
        """Goes on from a checkpoint, if there is one."""
        if checkpoint.exists():
            saved = torch.load(checkpoint)
            self.network.load_state_dict(saved["network"])
            self._optimizer.load_state_dict(saved["optimizer"])
            self._average, self.step = saved["average"], saved["step"]

    def save(self, checkpoint: Path) -> None:
        """Writes a checkpoint; one that was there stays whole until the new one is."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "average": self._average,
            "step": self.step,
        }
        partial = checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(checkpoint)

    def learn(self, group: list[list[Example]], rng: np.random.Generator) -> dict[str, float]:
        """One step on one batch; returns the losses."""
        for parameters in self._optimizer.param_groups:
            share = share_of_peak(self.step, self.schedule.warmup, self.schedule.steps)
            parameters["lr"] = parameters["peak"] * share
        batch = collate(group, self._pieces.start, self._pieces.end, rng)
        masked = torch.from_numpy(rng.random(batch.pieces.shape) < self.schedule.masked) & (batch.pieces > MASK)
        batch = batch._replace(pieces=batch.pieces.masked_fill(masked, MASK))
        with torch.autocast("cpu", torch.bfloat16):
            total, parts = loss(self.network, batch, self._upos, self.schedule.names_weight)
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self.step += 1
        weight = 1 - min(self.schedule.smoothing, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self._average.values()), list(self._learned.values()), weight)
        return parts

    def average(self) -> NewsNetwork:
        """The network with the averaged weights, ready for use."""
        self.network.load_state_dict(self._average, strict=False)
        return self.network.eval()


def fit(trainer: Trainer, corpus: Corpus, checkpoint: Path, report: Callable[[str], None]) -> NewsNetwork:
    """Trains to the end of the schedule and returns the averaged network; goes on from ``checkpoint`` if it exists.

    Raises ``FloatingPointError`` if the loss stops being finite.
    """
    schedule = trainer.schedule
    trainer.resume(checkpoint)
    torch.manual_seed(schedule.seed)
    rng = np.random.default_rng([schedule.seed, trainer.step])
    trainer.network.train()
    means: dict[str, float] = {}
    for group in endless(corpus, schedule, rng):
        if trainer.step >= schedule.steps:
            break
        for name, value in trainer.learn(group, rng).items():
            means[name] = 0.98 * means.get(name, value) + 0.02 * value
        if trainer.step % REPORT_EVERY == 0:
            report(f"step {trainer.step}: " + ", ".join(f"{name} {value:.4f}" for name, value in means.items()))
            if not math.isfinite(sum(means.values())):
                raise FloatingPointError("the loss is no longer finite")
        if trainer.step % SAVE_EVERY == 0 or trainer.step == schedule.steps:
            trainer.save(checkpoint)
    return trainer.average()
