"""What a verdict model returns."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas.alerts import Kind, Relation

__all__ = ["KINDS", "RELATIONS", "Scores"]

RELATIONS = tuple(Relation)
KINDS = tuple(Kind)


class Scores(NamedTuple):
    """What the model says of N pairs."""

    relations: NDArray[np.float32]
    """(N, 6): how probable each of ``RELATIONS`` is."""
    kinds: NDArray[np.float32]
    """(N, 12): how probable each of ``KINDS`` is, should the two contradict."""
