"""What a question about RMSProp varies, and which of it is legal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import sqrt
from typing import Annotated

from quizlab.verify import ListOf, Number, OneOf, Whole
from quizlab_verifiers.optimizers import limits, step_parameters
from quizlab_verifiers.optimizers.adam_parameters import is_round
from quizlab_verifiers.optimizers.step_parameters import MOST_STEPS, StepParameters

# Sizes whose averages of squares have round roots at one of the decays below, after every step.
_PAIRS: tuple[tuple[int, ...], ...] = (
    *((2, 1), (4, 2), (8, 1), (6, 3), (8, 2), (5, 1), (5, 5), (2, 2), (3, 5), (4, 4)),
    *((10, 1), (10, 5), (5, 2), (3, 2), (4, 1), (5, 3), (3, 1), (10, 4), (10, 10), (6, 2)),
)
_TRIPLES: tuple[tuple[int, ...], ...] = (
    *((2, 1, 1), (4, 2, 2), (8, 4, 1), (5, 1, 1), (5, 1, 5), (10, 5, 5), (8, 4, 4)),
    *((5, 2, 2), (5, 3, 3), (10, 4, 4), (5, 2, 10), (10, 2, 2)),
)
_SINGLE = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, -0.5, -1.0, -2.0, -3.0, -5.0, -10.0)


def _signed(sizes: tuple[int, ...]) -> list[tuple[float, ...]]:
    """Return the sizes with every pattern of signs."""
    signs = product((1.0, -1.0), repeat=len(sizes))
    return [tuple(s * n for s, n in zip(row, sizes, strict=True)) for row in signs]


_GRADIENTS: tuple[tuple[float, ...], ...] = (
    (),
    *([(g,) for g in _SINGLE] * 6),
    *(row for pair in _PAIRS for row in _signed(pair)),
    *(row for triple in _TRIPLES for row in _signed(triple)),
)
_DECAYS = (0.99, 0.96, 0.96, 0.84, 0.75, 0.64)


@dataclass(frozen=True, slots=True)
class RmspropParameters(StepParameters):
    """Some steps of RMSProp on one weight.

    Attributes:
        lr: Learning rate.
        alpha: Decay of the average of squares.
        eps: Keeps the division defined.
        eps_place: Whether eps is added to the root or under it.
    """

    gradients: Annotated[
        tuple[float, ...], ListOf(Number(-1000, 1000), 0, MOST_STEPS, draws=_GRADIENTS)
    ] = ()
    # Sizes and decay go together more often for fewer steps.
    steps: Annotated[int, Whole(1, MOST_STEPS, draws=(1, 1, 2, 2, 3))] = 1
    lr: Annotated[float, Number(0, 10, draws=(0.1, 0.1, 0.01, 0.2))] = 0.01
    alpha: Annotated[float, Number(0, 0.999999, draws=_DECAYS)] = 0.99
    eps: Annotated[float, Number(0, 1, draws=(1e-8, 1e-7, 1e-8, 0.1, 0.5, 1.0))] = 1e-8
    eps_place: Annotated[str, OneOf("outside", "inside")] = "outside"


NEGLIGIBLE_EPS = 1e-3
"""Up to here the place of eps is no mistake that an answer could show."""


def clash(v: RmspropParameters) -> str | None:
    """Return which parameters cannot go together and what is possible, None where all can."""
    return step_parameters.clash(v.gradients, v.steps) or limits.division(v.gradients, v.eps)


def has_round_roots(v: RmspropParameters) -> bool:
    """Whether every average of squares has a root that one would write down."""
    average = 0.0
    for g in v.gradients:
        average = v.alpha * average + (1 - v.alpha) * g * g
        if not is_round(sqrt(average)):
            return False
    return True
