"""Adam's moments after each step, as they should be and as people get them wrong, and the steps."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from quizlab_verifiers.maths.optimizers import Adam

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quizlab_verifiers.optimizers.adam_rules import Steps

S = TypeVar("S", bound="Steps")


class Moments(NamedTuple):
    """Both moments, one for each step.

    Attributes:
        first: Averages of the gradients, not corrected.
        second: Averages of their squares, not corrected.
    """

    first: list[float]
    second: list[float]


def averages(values: Iterable[float], keep: float, new: float) -> list[float]:
    """Return a running average after each value; it starts at 0.

    Args:
        values: What is averaged.
        keep: Weight of the old average.
        new: Weight of the new value.
    """
    return list(accumulate(values, lambda old, value: keep * old + new * value, initial=0.0))[1:]


def _with_weights(p: Steps, keep1: float, new1: float, keep2: float, new2: float) -> Moments:
    squares = [g * g for g in p.gradients]
    return Moments(averages(p.gradients, keep1, new1), averages(squares, keep2, new2))


def right(p: Steps) -> Moments:
    """Return the moments as they should be."""
    return _with_weights(p, p.beta1, 1 - p.beta1, p.beta2, 1 - p.beta2)


def betas_swapped(p: Steps) -> Moments:
    """Give each moment the decay of the other."""
    return _with_weights(p, p.beta2, 1 - p.beta2, p.beta1, 1 - p.beta1)


def weights_swapped(p: Steps) -> Moments:
    """Give the new value the weight of the old average."""
    return _with_weights(p, 1 - p.beta1, p.beta1, 1 - p.beta2, p.beta2)


def not_squared(p: Steps) -> Moments | None:
    """Average gradients in the second moment; who takes the root of what is not positive notices."""
    second = averages(p.gradients, p.beta2, 1 - p.beta2)
    return Moments(right(p).first, second) if min(second) > 0 else None


def corrected(p: Steps) -> Moments:
    """Correct the right moments, each with the number of its step."""
    first, second = right(p)
    return Moments(
        [m / (1 - p.beta1**t) for t, m in enumerate(first, start=1)],
        [v / (1 - p.beta2**t) for t, v in enumerate(second, start=1)],
    )


def stepped(
    p: S, moments: Moments, rule: Callable[[S, int, float, float], float], decay: float = 0.0
) -> list[Adam] | None:
    """Return where each step leads, None where one divides by 0.

    Args:
        p: The parameters.
        moments: The moments after each step.
        rule: The update from the number of the step and both moments.
        decay: Share of the weight that each step subtracts besides.
    """
    steps = []
    w = p.weight
    try:
        for t, (m, v) in enumerate(zip(*moments, strict=True), start=1):
            update = rule(p, t, m, v) + decay * w
            w -= update
            steps.append(Adam(m, v, update, w))
    except ZeroDivisionError:
        return None
    return steps
