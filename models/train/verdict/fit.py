"""Training on batches of pairs, with checkpoints to go on from."""

import math
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.train.rates import share_of_peak
from models.train.verdict.examples import NO_KIND, QUESTIONS, Example, batches, collate
from models.train.verdict.network import LAYERS, VerdictNetwork
from models.train.verdict.rounding import rounded

REPORT_EVERY = 50
KIND_SHARE = 0.3
"""What the kind of a contradiction counts for in the loss, beside its being one."""
SAVE_SECONDS = 180


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn."""

    steps: int
    warmup: int = 100
    batch_pieces: int = 2560
    encoder_rate: float = 1.5e-4
    head_rate: float = 5e-4
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    smoothing: float = 0.0
    rounded: int = 0
    """How many of the last steps the network learns with the rounding of eight bits."""
    averaged: int = 0
    """Over how many steps the weights are averaged, the last ones counting most; 0 for the last step's own."""
    frozen_layers: int = 0
    """From the bottom up; what is below the first layer is then frozen too."""
    seed: int = 1


def parameter_groups(network: VerdictNetwork, schedule: Schedule) -> list[dict[str, Any]]:
    """Lower layers learn slower, or not at all; biases and norms do not decay.

    The tables of pieces and positions stay as they are.
    """
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        part, _, rest = name.partition(".")
        level = _level(part, rest)
        parameter.requires_grad = part not in ("pieces", "positions") and (
            not schedule.frozen_layers or level > schedule.frozen_layers
        )
        if not parameter.requires_grad:
            continue
        if level > LAYERS:
            rate = schedule.head_rate
        else:
            rate = schedule.encoder_rate * schedule.layer_decay ** (LAYERS - level)
        groups.setdefault((rate, schedule.weight_decay if parameter.ndim > 1 else 0.0), []).append(parameter)
    return [{"params": p, "lr": rate, "peak": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]


def _level(part: str, rest: str) -> int:
    """0 below the first layer, then the number of the layer from 1 on, and the head above."""
    if part == "layers":
        return 1 + int(rest.split(".", maxsplit=1)[0])
    return 0 if part in ("pieces", "positions", "marks", "norm") else LAYERS + 1


def fit(
    network: VerdictNetwork,
    epoch: Callable[[np.random.Generator], Iterable[Example]],
    schedule: Schedule,
    checkpoint: Path,
    report: Callable[[str], None],
) -> VerdictNetwork:
    """Trains to the end of the schedule, drawing epoch after epoch; goes on from ``checkpoint`` if it exists.

    Raises ``FloatingPointError`` if the loss stops being finite.
    """
    optimizer = torch.optim.AdamW(parameter_groups(network, schedule), betas=(0.9, 0.98), fused=True)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(1 - 1 / (schedule.averaged or 1)))
    step = _resume(network, optimizer, average, checkpoint)
    rng = np.random.default_rng([schedule.seed, step])
    torch.manual_seed(schedule.seed)
    network.train()
    mean, right, pairs, saved = 0.0, 0.0, 0, time.monotonic()
    started = saved
    while step < schedule.steps:
        for group in batches(epoch(rng), schedule.batch_pieces, rng):
            if step >= schedule.steps:
                break
            for parameters in optimizer.param_groups:
                parameters["lr"] = parameters["peak"] * share_of_peak(step, schedule.warmup, schedule.steps)
            with rounded(network) if step >= schedule.steps - schedule.rounded else nullcontext():
                loss, accuracy = _learn(network, group, schedule.smoothing)
            nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            average.update_parameters(network)  # type: ignore[no-untyped-call]
            optimizer.zero_grad(set_to_none=True)
            step += 1
            pairs += len(group)
            mean, right = (0.98 * a + 0.02 * b if a else b for a, b in ((mean, loss), (right, accuracy)))
            if not math.isfinite(mean):
                raise FloatingPointError("the loss is no longer finite")
            now = time.monotonic()
            if step % REPORT_EVERY == 0:
                rate = pairs / (now - started)
                report(f"step {step}/{schedule.steps}: loss {mean:.4f} accuracy {right:.3f}, {rate:.0f} pairs/s")
            if now - saved > SAVE_SECONDS or step == schedule.steps:
                _save(network, optimizer, average, step, checkpoint)
                saved = now
    network.load_state_dict(average.module.state_dict())
    return network.eval()


def _learn(network: VerdictNetwork, group: list[Example], smoothing: float) -> tuple[float, float]:
    pieces, marks, sides, present, labels, weights, kinds = collate(group)
    with torch.autocast("cpu", torch.bfloat16):
        logits, of_kind = network(pieces, marks, sides, present)
    logits = logits.float()
    total, right = torch.zeros(()), 0
    for question in QUESTIONS:
        asked = (labels >= question.start) & (labels < question.stop)
        if asked.any():
            told, expected = logits[asked][:, question], labels[asked] - question.start
            each = functional.cross_entropy(told, expected, reduction="none", label_smoothing=smoothing)
            total = total + (each * weights[asked]).sum()
            right += int((told.argmax(-1) == expected).sum())
    loss = total / weights.sum()
    if (known := kinds != NO_KIND).any():
        loss = loss + KIND_SHARE * functional.cross_entropy(of_kind[known].float(), kinds[known]) * known.float().mean()
    loss.backward()  # type: ignore[no-untyped-call]
    return loss.item(), right / len(group)


def _resume(network: VerdictNetwork, optimizer: torch.optim.Optimizer, average: AveragedModel, checkpoint: Path) -> int:
    if not checkpoint.exists():
        return 0
    saved = torch.load(checkpoint)
    network.load_state_dict(saved["network"])
    optimizer.load_state_dict(saved["optimizer"])
    average.load_state_dict(saved["average"])
    step: int = saved["step"]
    return step


def _save(
    network: VerdictNetwork,
    optimizer: torch.optim.Optimizer,
    average: AveragedModel,
    step: int,
    checkpoint: Path,
) -> None:
    """A checkpoint that was there stays whole until the new one is."""
    partial = checkpoint.with_suffix(".partial")
    parts = {"network": network, "optimizer": optimizer, "average": average}
    torch.save({**{name: part.state_dict() for name, part in parts.items()}, "step": step}, partial)
    partial.replace(checkpoint)
