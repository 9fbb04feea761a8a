"""Values whose mean and root are whole, so that they can be normalised on paper."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

# Distances from the mean: their variance is a square for the small eps, or one less than a square,
# for eps = 1. Of two values no variance is one less than a square, of three none is a square.
_SQUARE = {
    2: ((-1, 1), (-2, 2), (-3, 3), (-4, 4), (-5, 5)),
    4: (
        (-1, -1, 1, 1),
        (-2, -2, 2, 2),
        (-3, -3, 3, 3),
        (-3, -1, -1, 5),
        (-5, 1, 1, 3),
        (-2, 2, -2, 2),
    ),
    5: ((-3, -1, 0, 1, 3), (-4, 1, 1, 1, 1), (-1, -1, -1, -1, 4), (-6, -2, 0, 2, 6)),
    6: ((-2, -2, 0, 0, 0, 4), (-4, 0, 0, 0, 2, 2), (-2, -1, -1, -1, 1, 4), (-4, -1, 1, 1, 1, 2)),
    8: ((-3, -1, -1, -1, 0, 0, 2, 4), (-4, -1, -1, 0, 0, 1, 2, 3), (-4, 0, 0, 0, 0, 0, 0, 4)),
}
_BELOW_SQUARE = {
    3: ((-4, 2, 2), (-2, -2, 4), (-6, 0, 6)),
    4: ((-3, 1, 1, 1), (-1, -1, -1, 3), (-4, 0, 0, 4)),
    5: ((-4, -2, 0, 2, 4), (-3, -2, -1, 1, 5), (-5, -1, 1, 2, 3)),
    6: ((-3, 0, 0, 0, 0, 3), (-2, -2, 0, 0, 1, 3), (-3, -1, 0, 0, 2, 2)),
    8: ((-4, 0, 0, 0, 0, 0, 2, 2), (-2, -2, 0, 0, 0, 0, 0, 4), (-3, -3, 1, 1, 1, 1, 1, 1)),
}

EPS_DRAWS = (1e-5, 1e-5, 1e-3, 1.0, 1.0)
"""Epsilons to draw: the defaults of PyTorch and Keras, and one that matters."""

PAIR_DRAWS = ((2.0, 1.0), (3.0, -1.0), (0.5, 2.0), (-1.0, 3.0), (10.0, 5.0), (2.0, -3.0))
"""Pairs of gamma and beta to draw."""


def some_eps(dice: Random, size: int) -> float:
    """Return 0 or 1, one that sets of `size` values can be made for."""
    return 1.0 if size not in _SQUARE or (size in _BELOW_SQUARE and dice.random() < 0.4) else 0.0


def nice_set(dice: Random, size: int, eps: float) -> list[float]:
    """Return values in any order whose mean is whole, and whose variance plus `eps` is a square."""
    gaps = list(dice.choice((_BELOW_SQUARE if eps else _SQUARE)[size]))
    dice.shuffle(gaps)
    mean, sign = dice.randrange(-3, 10), dice.choice((-1, 1))
    return [float(mean + sign * gap) for gap in gaps]


def is_round(variance: float, eps: float) -> bool:
    """Whether what is divided by has at most one place; small epsilons do not count."""
    root = sqrt(variance + (eps if eps >= 0.01 else 0.0)) * 10
    return root > 0 and abs(root - round(root)) < 1e-9
