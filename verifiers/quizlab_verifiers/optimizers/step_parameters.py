"""What questions about several steps on one weight share: the weight, the gradients, the steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import ListOf, Number, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_STEPS = 100
"""More steps are refused: the rounding of opposite steps would outgrow what they leave."""

# Small numbers in any order; no gradients at all fit any number of steps.
_SINGLE = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, -0.5, -1.0, -2.0, -3.0, -4.0, -5.0)
_GRADIENTS: tuple[tuple[float, ...], ...] = (
    *([()] * 12),
    *([(g,) for g in _SINGLE] * 2),
    *product((-2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0), repeat=2),
    *product((-1.0, 1.0, 2.0, 4.0), repeat=3),
)


@dataclass(frozen=True, slots=True)
class StepParameters:
    """Some steps on one weight.

    Attributes:
        weight: The weight before the first step.
        gradients: One for each step; none at all stands for 1 at every step.
        steps: Number of steps.
    """

    weight: Annotated[float, Number(-1000, 1000, draws=(0.5, 1.0, 2.0, 3.0, -1.0))] = 1.0
    gradients: Annotated[
        tuple[float, ...], ListOf(Number(-1000, 1000), 0, MOST_STEPS, draws=_GRADIENTS)
    ] = ()
    steps: Annotated[int, Whole(1, MOST_STEPS, draws=(1, 2, 2, 3))] = 1

    def __post_init__(self) -> None:
        if not self.gradients:
            object.__setattr__(self, "gradients", (1.0,) * self.steps)


def clash(gradients: Sequence[float], steps: int) -> str | None:
    """Say where the number of gradients is not that of the steps, None where it is."""
    if len(gradients) == steps:
        return None
    return (
        f"got {len(gradients)} gradients for {steps} steps; give one for each step, or "
        "none for gradients of 1"
    )
