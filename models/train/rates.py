"""How learning rates go over a training."""

FLOOR = 0.02


def share_of_peak(step: int, warmup: int, steps: int) -> float:
    """The learning rate at a step, from 0, as a share of its peak: up in the warm-up, then down in a straight line."""
    return min((step + 1) / warmup, max(FLOOR, (steps - step) / (steps - warmup)))
