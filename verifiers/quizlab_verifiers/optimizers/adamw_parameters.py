"""What a question about AdamW varies, and which of it is legal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import ListOf, Number
from quizlab_verifiers.optimizers import limits, step_parameters
from quizlab_verifiers.optimizers.adam_parameters import GRADIENTS
from quizlab_verifiers.optimizers.step_parameters import MOST_STEPS, StepParameters


@dataclass(frozen=True, slots=True)
class AdamwParameters(StepParameters):
    """Some steps of AdamW on one weight.

    Attributes:
        lr: Learning rate.
        beta1: Decay of the first moment.
        beta2: Decay of the second moment.
        eps: Keeps the division defined.
        weight_decay: Share of the weight that a learning rate of 1 would take away.
    """

    gradients: Annotated[
        tuple[float, ...], ListOf(Number(-1000, 1000), 0, MOST_STEPS, draws=GRADIENTS)
    ] = ()
    lr: Annotated[float, Number(0, 1, draws=(0.1, 0.1, 0.2))] = 1e-3
    beta1: Annotated[float, Number(0, 0.999999, draws=(0.9, 0.8, 0.5))] = 0.9
    beta2: Annotated[float, Number(0, 0.999999, draws=(0.999, 0.99, 0.96, 0.75, 0.6))] = 0.999
    eps: Annotated[float, Number(0, 1, draws=(1e-8,))] = 1e-8
    weight_decay: Annotated[float, Number(0, 1, draws=(0.1, 0.2, 0.25, 0.5))] = 0.01


def clash(v: AdamwParameters) -> str | None:
    """Return which parameters cannot go together and what is possible, None where all can."""
    return (
        step_parameters.clash(v.gradients, v.steps)
        or limits.division(v.gradients, v.eps)
        or limits.forgetting(v.gradients, v.beta1, v.beta2, v.eps)
    )
