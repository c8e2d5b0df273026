"""Learning with the rounding that eight bits bring, so that the exported graph says what the network says.

The rounding is that of ``models.train.export``; gradients pass it as if it were not there (Bengio et al. 2013).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from models.train.export import LARGEST

STEPS = 255
"""Of activations: unsigned, with one scale for all of a tensor."""


@contextmanager
def rounded(network: nn.Module) -> Iterator[None]:
    """Within, every linear layer that learns reads rounded activations and has rounded weights."""
    layers = [part for part in network.modules() if isinstance(part, nn.Linear)]
    exact = [layer.weight.detach().clone() for layer in layers]
    hooks = [layer.register_forward_pre_hook(_read_rounded) for layer in layers]
    with torch.no_grad():
        for layer in layers:
            scale = layer.weight.abs().amax(dim=1, keepdim=True).clamp_min(1e-12) / LARGEST
            layer.weight.copy_((layer.weight / scale).round() * scale)
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
        with torch.no_grad():
            for layer, weight in zip(layers, exact, strict=True):
                layer.weight.copy_(weight)


def _read_rounded(_: nn.Module, read: tuple[Tensor]) -> tuple[Tensor]:
    (x,) = read
    with torch.no_grad():
        low, high = x.amin().clamp_max(0.0).float(), x.amax().clamp_min(0.0).float()
        scale = ((high - low) / STEPS).clamp_min(1e-12)
        change = (x / scale).round() * scale - x
    return (x + change.to(x.dtype),)
