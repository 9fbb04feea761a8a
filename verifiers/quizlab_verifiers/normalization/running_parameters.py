"""What a question about running statistics varies, and what everything about it builds on."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Annotated

from quizlab.verify import ListOf, Number, OneOf

# Distances from the mean: the sum of their squares divides evenly by n and by n - 1.
_GAPS = (
    *((-1, 1), (-2, 2), (-3, 3), (-4, 4)),
    *((-1, -1, 2), (-2, -2, 4), (-3, 0, 3)),
    *((-3, -3, 3, 3), (-3, 0, 0, 3), (-1, -1, -1, 3)),
    *((-2, -1, 0, 1, 2), (-1, -1, -1, -1, 4), (-4, -2, 0, 2, 4)),
)


_FEATURES = tuple(
    tuple(float(mean + sign * gap) for gap in gaps[turn:] + gaps[:turn])
    for gaps in _GAPS
    for mean in (1, 2, 3, 4, 5, 6, 8, 10, -2, -4)
    for sign in (-1, 1)
    for turn in range(len(gaps))
)


@dataclass(frozen=True, slots=True)
class RunningParameters:
    """One feature of a batch norm, and what it remembers before the batch.

    Attributes:
        values: The feature's values in the batch.
        framework: Whose convention holds.
        momentum: As the framework has it: torch weighs the new value with it, Keras the old one.
        running_mean: Running mean before the batch.
        running_var: Running variance before the batch.
    """

    values: Annotated[tuple[float, ...], ListOf(Number(-1000, 1000), 2, 64, draws=_FEATURES)]
    framework: Annotated[str, OneOf("torch", "keras")]
    momentum: Annotated[float, Number(0, 1, draws=(0.1, 0.1, 0.9, 0.9, 0.2, 0.8, 0.01, 0.99))]
    running_mean: Annotated[float, Number(-1000, 1000, draws=(0.0, 0.0, 1.0, 2.0, 5.0))] = 0.0
    running_var: Annotated[float, Number(0, 1e6, draws=(1.0, 1.0, 2.0, 3.0, 10.0))] = 1.0


def moments(v: RunningParameters) -> tuple[float, float]:
    """Return the batch's mean and the sum of the squared distances from it."""
    mean = fsum(v.values) / len(v.values)
    return mean, fsum([(x - mean) ** 2 for x in v.values])


def weights(v: RunningParameters) -> tuple[float, float]:
    """Return the weights of the old and of the new value."""
    m = v.momentum
    return (1 - m, m) if v.framework == "torch" else (m, 1 - m)


def divisor_of(v: RunningParameters) -> int:
    """Return what the sum of the squares is divided by."""
    return len(v.values) - (v.framework == "torch")
