"""What a question about batch norm at inference varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import Number
from quizlab_verifiers.maths import running_statistics

SMALLEST_VARIANCE = 1e-6
"""Less than this, variance and epsilon together, would amplify rounding."""


@dataclass(frozen=True, slots=True)
class InferenceParameters:
    """One value that a trained batch norm normalises.

    Attributes:
        value: The value.
        running_mean: Running mean of its feature.
        running_var: Running variance of its feature.
        gamma: Learnt scale.
        beta: Learnt shift.
        eps: Keeps the division defined.
    """

    value: Annotated[float, Number(-1000, 1000, draws=tuple(map(float, range(-4, 11))))]
    running_mean: Annotated[
        float, Number(-1000, 1000, draws=(1.0, 2.0, 3.0, 4.0, 5.0, -1.0, -2.0, 0.5))
    ]
    running_var: Annotated[
        float, Number(0, 1e6, draws=(4.0, 4.0, 9.0, 16.0, 25.0, 0.25, 3.0, 3.0, 8.0, 15.0, 24.0))
    ]
    gamma: Annotated[float, Number(-100, 100, draws=(1.0, 1.0, 1.0, 2.0, 3.0, 0.5, -1.0, 6.0))] = (
        1.0
    )
    beta: Annotated[float, Number(-1000, 1000, draws=(0.0, 0.0, 0.0, 1.0, -1.0, 2.0, 5.0))] = 0.0
    eps: Annotated[float, Number(0, 10, draws=(1e-5, 1e-5, 1e-3, 1.0, 1.0))] = 1e-5


def line_of(v: InferenceParameters) -> running_statistics.Line:
    """Return the scale, the shift and the output."""
    return running_statistics.batch_norm_inference(
        v.value, v.running_mean, v.running_var, gamma=v.gamma, beta=v.beta, eps=v.eps
    )
