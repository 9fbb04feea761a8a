"""What a question about two steps of Adam varies, and which of it is legal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import ListOf, Number, OneOf
from quizlab_verifiers.optimizers import limits

_SIZES = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 10.0)
# The second moment of different sizes has a round root at one of the decays below.
_PAIRS = (
    *((size, size) for size in _SIZES * 3),
    *((1.0, 5.0), (2.0, 10.0), (3.0, 1.0), (6.0, 2.0), (1.0, 8.0), (3.0, 9.0)) * 2,
    *((2.0, 5.0), (4.0, 10.0), (6.0, 1.0), (5.0, 1.0), (10.0, 2.0)) * 2,
)
_GRADIENTS = tuple((i * a, j * b) for a, b in _PAIRS for i in (1, -1) for j in (1, -1))


@dataclass(frozen=True, slots=True)
class TwoStepsParameters:
    """Two steps of Adam on one weight.

    Attributes:
        weight: The weight before the first step.
        gradients: One for each step.
        lr: Learning rate.
        beta1: Decay of the first moment.
        beta2: Decay of the second moment.
        eps: Keeps the division defined.
        eps_form: ``paper`` adds eps to the corrected root, ``keras`` to the uncorrected one.
    """

    weight: Annotated[float, Number(-1000, 1000, draws=(0.5, 1.0, 2.0, 3.0, -1.0))] = 1.0
    gradients: Annotated[tuple[float, ...], ListOf(Number(-1000, 1000), 2, 2, draws=_GRADIENTS)] = (
        1.0,
        1.0,
    )
    lr: Annotated[float, Number(0, 10, draws=(0.1, 0.2, 0.01))] = 1e-3
    beta1: Annotated[float, Number(0, 0.999999, draws=(0.9, 0.8, 0.6, 0.5))] = 0.9
    beta2: Annotated[float, Number(0, 0.999999, draws=(0.999, 0.99, 0.8, 0.75, 0.6, 0.5))] = 0.999
    eps: Annotated[float, Number(0, 1, draws=(1e-8, 1e-8, 1e-8, 0.5, 1.0))] = 1e-8
    eps_form: Annotated[str, OneOf("paper", "keras", draws=("paper",))] = "paper"


def clash(v: TwoStepsParameters) -> str | None:
    """Return which parameters cannot go together and what is possible, None where all can."""
    return limits.division(v.gradients, v.eps) or limits.forgetting(
        v.gradients, v.beta1, v.beta2, v.eps, v.eps_form
    )
