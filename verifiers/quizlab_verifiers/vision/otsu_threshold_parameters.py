"""What a question about Otsu's method varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, ListOf, Whole
from quizlab_verifiers.maths import thresholding

if TYPE_CHECKING:
    from random import Random


def _drawn_histogram(dice: Random) -> tuple[int, ...]:
    """Return two peaks with something between them over a few uneven grey levels."""
    levels = dice.choice((4, 5, 5, 6, 6))
    histogram = [dice.randint(0, 6) for _ in range(levels)]
    dark = dice.randrange(levels - 2)
    bright = dice.randrange(dark + 2, levels)
    histogram[dark] += dice.randint(2, 8)
    histogram[bright] += dice.randint(2, 8)
    return tuple(histogram)


@dataclass(frozen=True, slots=True)
class OtsuParameters:
    """A grey-level histogram.

    Attributes:
        histogram: Pixels of grey level 0, 1, 2 and so on.
    """

    histogram: Annotated[
        tuple[int, ...], ListOf(Whole(0, 10**6), 2, 256, draws=Generated(_drawn_histogram))
    ]


def classes(v: OtsuParameters, t: int) -> tuple[int, int, int, int]:
    """Return pixels and summed levels of class 0, then of class 1."""
    h = v.histogram
    n0, s0 = sum(h[: t + 1]), sum(level * h[level] for level in range(t + 1))
    return n0, s0, sum(h) - n0, sum(level * n for level, n in enumerate(h)) - s0


def ties(v: OtsuParameters) -> list[int]:
    """Return all thresholds that are as good as the best."""
    scores = thresholding.between_class_variances(v.histogram)
    above, below = scores[thresholding.otsu_threshold(v.histogram)]
    return [t for t, (a, b) in enumerate(scores) if a * below == above * b]
