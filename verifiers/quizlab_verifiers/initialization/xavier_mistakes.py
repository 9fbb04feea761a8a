"""What people get wrong about Xavier's initialisation, whichever form the weights are drawn in.

`above` is what stands above the fans under the root: 2 for a standard deviation, 6 for a bound.
"""

from __future__ import annotations

from functools import partial
from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.initialization.fan_mistakes import fan_mistakes
from quizlab_verifiers.initialization.layer import fans_of

if TYPE_CHECKING:
    from quizlab_verifiers.initialization.xavier import XavierParameters


def _xavier(above: int, v: XavierParameters, n_in: int, n_out: int) -> float:
    return v.gain * sqrt(above / (n_in + n_out))


def _he(above: int, v: XavierParameters) -> float | None:
    n_in, n_out = fans_of(v)
    # With equal fans this is the answer of whoever takes the mean for the sum.
    return v.gain * sqrt(above / n_in) if n_in != n_out else None


def _no_gain(above: int, v: XavierParameters) -> float | None:
    return sqrt(above / sum(fans_of(v))) if v.gain != 1 else None


def about_fans(
    above: int, *, root_three: bool = False
) -> tuple[Misconception[XavierParameters], ...]:
    """Return the mistakes about which fans count, and how they are counted.

    Args:
        above: 2 or 6.
        root_three: As `fan_mistakes` takes it.
    """
    return (
        Misconception(
            "fan-in-only",
            "You divided by the fan in alone, as He's initialisation does. Xavier's divides by "
            "the sum of both fans.",
            partial(_he, above),
        ),
        *fan_mistakes(partial(_xavier, above), root_three=root_three),
    )


def gain_forgotten(above: int, asked: str) -> Misconception[XavierParameters]:
    """Return the mistake about the gain; `asked` is ``bound`` or ``standard deviation``."""
    return Misconception(
        "gain-forgotten",
        f"You left out the gain: it multiplies the {asked}.",
        partial(_no_gain, above),
    )
