"""What people get wrong about He's initialisation, whichever form the weights are drawn in.

`above` is what stands above the fan under the root: 2 for a standard deviation, 6 for a bound.
"""

from __future__ import annotations

from functools import partial
from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.initialization.fan_mistakes import fan_mistakes
from quizlab_verifiers.initialization.he import fan_of
from quizlab_verifiers.initialization.layer import fans_of

if TYPE_CHECKING:
    from quizlab_verifiers.initialization.he import HeParameters

    Mistakes = tuple[Misconception[HeParameters], ...]


def _he(above: int, v: HeParameters, n_in: int, n_out: int) -> float:
    return sqrt(above / ((1 + v.slope * v.slope) * (n_in if v.mode == "fan_in" else n_out)))


def _xavier(above: int, v: HeParameters) -> float | None:
    n_in, n_out = fans_of(v)
    return sqrt(above / (n_in + n_out)) if n_in and n_out else None


def _other_fan(above: int, v: HeParameters) -> float | None:
    n_in, n_out = fans_of(v)
    return _he(above, v, n_out, n_in) if n_in and n_out and n_in != n_out else None


def _no_slope(above: int, v: HeParameters) -> float | None:
    return sqrt(above / fan_of(v)) if v.slope else None


def _slope_not_squared(above: int, v: HeParameters) -> float | None:
    return sqrt(above / ((1 + v.slope) * fan_of(v))) if v.slope not in {0, 1} else None


def about_fans(above: int, asked: str, *, root_three: bool = False) -> Mistakes:
    """Return the mistakes about which fans count, and how they are counted.

    Args:
        above: 2 or 6.
        asked: What the answer is: ``bound`` or ``standard deviation``.
        root_three: As `fan_mistakes` takes it.
    """
    return (
        Misconception(
            "xavier",
            f"That is Xavier's {asked}, with the sum of both fans. He's uses one fan only and "
            "makes up for the half that ReLU sets to 0.",
            partial(_xavier, above),
        ),
        *fan_mistakes(partial(_he, above), root_three=root_three),
        Misconception(
            "other-fan",
            "You took the other fan: mode fan_in counts what one output adds up, fan_out what one "
            "input reaches.",
            partial(_other_fan, above),
        ),
    )


def about_slope(above: int) -> Mistakes:
    """Return the mistakes about the leaky ReLU's slope; `above` is 2 or 6."""
    return (
        Misconception(
            "slope-forgotten",
            "You left out the slope. A leaky ReLU keeps (1 + slope²) / 2 of the mean square, so "
            "the weights start smaller than for ReLU.",
            partial(_no_slope, above),
        ),
        Misconception(
            "slope-not-squared",
            "You added the slope itself. Mean squares are compared, so it enters squared: "
            "1 + slope².",
            partial(_slope_not_squared, above),
        ),
    )
