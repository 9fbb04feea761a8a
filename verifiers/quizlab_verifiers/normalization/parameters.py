"""The parameter types that the four normalisations share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Fields, Generated, ListOf, Number, Place
from quizlab_verifiers.normalization.nice_values import PAIR_DRAWS

if TYPE_CHECKING:
    from random import Random

    Pair = tuple[float, float]

NUMBER = Number(-1000, 1000)
"""A value of the input."""

EPSILON = (0, 10)
"""Range of epsilon."""


def affine(most: int, *counts: int) -> ListOf:
    """Return the type of ``affine``: pairs of gamma and beta.

    Args:
        most: Most features or channels.
        counts: Numbers of pairs to draw, 0 for none; each as often as it stands here.
    """

    def pairs(dice: Random) -> tuple[Pair, ...]:
        return tuple(dice.choice(PAIR_DRAWS) for _ in range(dice.choice(counts)))

    pair = Fields(Place("gamma", Number(-100, 100)), Place("beta", Number(-100, 100), 0.0))
    return ListOf(pair, 0, most, draws=Generated(pairs))
