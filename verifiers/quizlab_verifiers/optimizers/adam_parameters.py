"""What a question about Adam varies, and which of it is legal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Annotated

from quizlab.verify import ListOf, Number, OneOf, Whole
from quizlab_verifiers.optimizers import limits, step_parameters

_SIZES = (0.5, 2.0, 3.0, 4.0, 5.0, 10.0)
GRADIENTS: tuple[tuple[float, ...], ...] = (
    (),
    (),
    *((sign * size,) for size in (*_SIZES, 0.2, 0.1, 6.0, 8.0) for sign in (1, -1)),
    *(
        (first * size, second * size)
        for size in _SIZES
        for first, second in product((1, -1), repeat=2)
    ),
    *(
        tuple(sign * size for sign in signs)
        for size in (0.5, 2.0, 4.0)
        for signs in product((1, -1), repeat=3)
    ),
)
"""Equal sizes with every pattern of signs: the corrected second moment is then their square, so
that the work on paper is in the averages. No gradients at all fit any number of steps."""


@dataclass(frozen=True, slots=True)
class AdamParameters:
    """Some steps of Adam on one weight.

    Attributes:
        weight: The weight before the first step.
        gradients: One for each step; none at all stands for 1 at every step.
        lr: Learning rate.
        beta1: Decay of the first moment.
        beta2: Decay of the second moment.
        eps: Keeps the division defined.
        eps_form: ``paper`` adds eps to the corrected root, ``keras`` to the uncorrected one.
        steps: Number of steps.
    """

    weight: Annotated[float, Number(-1000, 1000, draws=(0.5, 1.0, 2.0))] = 1.0
    gradients: Annotated[
        tuple[float, ...], ListOf(Number(-1000, 1000), 0, 1000, draws=GRADIENTS)
    ] = ()
    lr: Annotated[float, Number(0, 10, draws=(0.1, 0.2, 0.01))] = 1e-3
    beta1: Annotated[float, Number(0, 0.999999, draws=(0.9, 0.8, 0.5))] = 0.9
    beta2: Annotated[float, Number(0, 0.999999, draws=(0.999, 0.99, 0.96, 0.75, 0.8, 0.6))] = 0.999
    eps: Annotated[float, Number(0, 1, draws=(1e-8, 1e-8, 0.1, 0.5, 1.0))] = 1e-8
    eps_form: Annotated[str, OneOf("paper", "keras")] = "paper"
    steps: Annotated[int, Whole(1, 1000, draws=(1, 2, 2, 3))] = 1

    def __post_init__(self) -> None:
        if not self.gradients:
            object.__setattr__(self, "gradients", (1.0,) * self.steps)


def clash(v: AdamParameters) -> str | None:
    """Return which parameters cannot go together and what is possible, None where all can."""
    return (
        step_parameters.clash(v.gradients, v.steps)
        or limits.division(v.gradients, v.eps)
        or limits.forgetting(v.gradients, v.beta1, v.beta2, v.eps, v.eps_form)
    )


def is_round(root: float) -> bool:
    """Whether a root is a number that one would write down: at most two places."""
    return abs(root * 100 - round(root * 100)) < 1e-9
