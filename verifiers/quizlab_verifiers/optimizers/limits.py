"""What optimisers refuse: parameters with which rounding would decide, so that no two roads agree."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALLEST_GRADIENT = 1e-6
"""Smaller ones but zero are refused: their squares would leave the range where floats are exact."""

SMALLEST_EPS = 1e-12
"""Smaller ones but zero are refused: they only amplify rounding."""

SMALLEST_DECAY = 1e-3
"""Smaller ones but zero are refused for the first moment: 1 - (1 - beta) loses their digits."""

MOST_RATES = 100.0
"""An update of more times the learning rate is refused: so large a step divides by a second moment
that has forgotten what the first still remembers, which magnifies the rounding of the first."""

FARTHEST = 1e6
"""Steps that may carry a weight farther are refused: its last digits are then lost on the way."""


def division(gradients: Sequence[float], eps: float) -> str | None:
    """Say what makes the division by a root of squares unsafe, None where nothing does."""
    if any(0 < abs(g) < SMALLEST_GRADIENT for g in gradients):
        return f"gradients: each must be 0 or at least {SMALLEST_GRADIENT:g} in size"
    if 0 < eps < SMALLEST_EPS:
        return f"eps: got {eps:g}; it must be 0 or at least {SMALLEST_EPS:g}"
    if eps == 0 and 0 in gradients:
        return "eps: with eps 0 a gradient of 0 divides by 0; take another eps, such as 1e-8"
    return None


def forgetting(
    gradients: Sequence[float], beta1: float, beta2: float, eps: float, form: str = "paper"
) -> str | None:
    """Say where Adam's second moment forgets what the first remembers, None where it does not.

    Args:
        gradients: One for each step, fit for `division`.
        beta1: Decay of the first moment.
        beta2: Decay of the second moment.
        eps: Keeps the division defined.
        form: ``paper`` adds eps to the corrected root, ``keras`` to the uncorrected one.
    """
    if 0 < beta1 < SMALLEST_DECAY:
        return f"beta1: got {beta1:g}; it must be 0 or at least {SMALLEST_DECAY:g}"
    size = square = 0.0
    for t, g in enumerate(gradients, start=1):
        # As the first moment would be, were all gradients of one sign.
        size = beta1 * size + (1 - beta1) * abs(g)
        square = beta2 * square + (1 - beta2) * g * g
        fade = sqrt(1 - beta2**t)
        root = sqrt(square) / fade + (eps if form == "paper" else eps / fade)
        if size / (1 - beta1**t) > MOST_RATES * root:
            return (
                f"beta2: got {beta2:g}, which at step {t} has forgotten larger gradients that "
                f"beta1 still remembers, so that the update may exceed {MOST_RATES:g} times lr; "
                "take a larger beta2, a larger eps, or gradients nearer in size"
            )
    return None
