"""What people get wrong about Otsu's method."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import thresholding
from quizlab_verifiers.vision.otsu_threshold_parameters import OtsuParameters, classes, ties

if TYPE_CHECKING:
    from collections.abc import Callable


def _best(v: OtsuParameters, score: Callable[[int], Fraction | None]) -> int | None:
    """Return the threshold with the highest score, the first of equal ones."""
    scored = [(s, -t) for t in range(len(v.histogram)) if (s := score(t)) is not None]
    return -max(scored)[1] if scored else None


def _shown(v: OtsuParameters, wrong: int | None) -> int | None:
    """Return a wrong threshold, None where it is as good as the best."""
    return None if wrong in ties(v) else wrong


def _first_bright(v: OtsuParameters) -> int | None:
    return _shown(v, thresholding.otsu_threshold(v.histogram) + 1)


def _middle(v: OtsuParameters) -> int | None:
    used = [level for level, n in enumerate(v.histogram) if n]
    return _shown(v, (used[0] + used[-1]) // 2)


def _unweighted(v: OtsuParameters) -> int | None:
    def gap(t: int) -> Fraction | None:
        n0, s0, n1, s1 = classes(v, t)
        return (Fraction(s1, n1) - Fraction(s0, n0)) if n0 and n1 else None

    return _shown(v, _best(v, gap))


def _valley(v: OtsuParameters) -> int | None:
    """Take the emptiest level between the two fullest ones."""
    h = v.histogram
    first, second = sorted(sorted(range(len(h)), key=lambda level: -h[level])[:2])
    between = range(first + 1, second)
    return _shown(v, min(between, key=lambda level: h[level])) if between else None


def _halves(v: OtsuParameters) -> int | None:
    def balance(t: int) -> Fraction | None:
        n0, _, n1, _ = classes(v, t)
        return Fraction(-abs(n0 - n1)) if n0 and n1 else None

    return _shown(v, _best(v, balance))


MISTAKES: tuple[Misconception[OtsuParameters], ...] = (
    Misconception(
        "first-bright-level",
        "You gave the first level of the bright class. The threshold t is the last level of "
        "the dark one: level ≤ t is class 0.",
        _first_bright,
    ),
    Misconception(
        "unweighted",
        "You maximised the distance of the means alone, which likes to split off a few "
        "pixels. Weight its square by both classes: n₀ n₁ (μ₀ − μ₁)².",
        _unweighted,
    ),
    Misconception(
        "halves",
        "You split the pixels into halves. The classes may differ in size; what counts is how "
        "far apart their means are, weighted by both sizes.",
        _halves,
    ),
    Misconception(
        "valley",
        "You took the emptiest level between the two peaks. Otsu compares variances, and the "
        "best threshold need not lie in the valley.",
        _valley,
    ),
    Misconception(
        "middle",
        "You took the middle of the grey levels in use. How many pixels each level has "
        "matters too.",
        _middle,
    ),
)
"""Most typical first."""
