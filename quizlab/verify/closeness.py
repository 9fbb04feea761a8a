"""Comparing numbers: fast where floats are clear, exact where they are not."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from quizlab.verify.numerals import exact

if TYPE_CHECKING:
    from fractions import Fraction

# Far above the rounding error of three float operations, far below any stated tolerance.
_DOUBT = 1e-9


def within(truth: float | Fraction, value: float | Fraction, relative: float, floor: float) -> bool:
    """Whether |value - truth| <= max(relative * |truth|, floor), on the numbers as displayed.

    A float stands for the shortest decimal that names it, so 1.01 lies within 1 % of 1. What is
    infinite or no number is near nothing.
    """
    if type(truth) is int and type(value) is int and not relative and not floor:
        return truth == value
    if isinstance(truth, float) and isinstance(value, float):
        gap = abs(value - truth)
        limit = max(relative * abs(truth), floor)
        if gap < limit * (1 - _DOUBT):
            return True
        if gap > limit * (1 + _DOUBT) and gap > _DOUBT * abs(truth):
            return False
    if not (_is_finite(truth) and _is_finite(value)):
        return False
    right = exact(truth)
    gap_exact = abs(exact(value) - right)
    return gap_exact <= max(exact(relative) * abs(right), exact(floor))


def _is_finite(number: float | Fraction) -> bool:
    return not isinstance(number, float) or isfinite(number)
