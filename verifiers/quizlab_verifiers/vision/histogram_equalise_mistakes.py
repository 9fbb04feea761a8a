"""What people get wrong about histogram equalisation."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import equalisation
from quizlab_verifiers.vision.histogram_equalise_parameters import (
    EqualiseParameters,
    new_levels,
    terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def _is_flat(v: EqualiseParameters) -> bool:
    """Whether OpenCV changes nothing, since all pixels have one level."""
    return terms(v)[2] == 0


def _by(v: EqualiseParameters, rule: Callable[[int], Fraction]) -> tuple[int, ...] | None:
    """Round a wrong value for each cumulative count; None where it does not show."""
    wrong = tuple(floor(rule(c) + Fraction(1, 2)) for c in accumulate(v.histogram))
    return wrong if wrong != new_levels(v) else None


def _truncated(v: EqualiseParameters) -> tuple[int, ...] | None:
    cumulative, darkest, span = terms(v)
    if not span:
        return None
    top = len(v.histogram) - 1
    wrong = tuple(top * max(0, c - darkest) // span for c in cumulative)
    return wrong if wrong != new_levels(v) else None


def _times_levels(v: EqualiseParameters) -> tuple[int, ...] | None:
    _, darkest, span = terms(v)
    if not span:
        return None
    return _by(v, lambda c: Fraction(len(v.histogram) * max(0, c - darkest), span))


def _other_form(v: EqualiseParameters) -> tuple[int, ...] | None:
    form = "opencv" if v.form == "classical" else "classical"
    wrong = equalisation.equalised_levels(v.histogram, form)
    return wrong if wrong != new_levels(v) else None


def _not_cumulated(v: EqualiseParameters) -> tuple[int, ...] | None:
    total, top = sum(v.histogram), len(v.histogram) - 1
    wrong = tuple((2 * top * n + total) // (2 * total) for n in v.histogram)
    return wrong if wrong != new_levels(v) else None


def _exclusive(v: EqualiseParameters) -> tuple[int, ...] | None:
    if v.form == "opencv":
        return None
    total, top = sum(v.histogram), len(v.histogram) - 1
    below = accumulate(v.histogram[:-1], initial=0)
    wrong = tuple((2 * top * c + total) // (2 * total) for c in below)
    return wrong if wrong != new_levels(v) else None


def _numerator_only(v: EqualiseParameters) -> tuple[int, ...] | None:
    """Subtract the darkest level's pixels above the line, but not below."""
    if v.form == "classical" or _is_flat(v):
        return None
    cumulative, darkest, _ = terms(v)
    top, total = len(v.histogram) - 1, cumulative[-1]
    return _by(v, lambda c: Fraction(top * max(0, c - darkest), total))


MISTAKES: tuple[Misconception[EqualiseParameters], ...] = (
    Misconception(
        "truncated",
        "You rounded down. Round to the nearest level.",
        _truncated,
    ),
    Misconception(
        "times-levels",
        "You multiplied by L. The brightest level is L − 1, since levels count from 0.",
        _times_levels,
    ),
    Misconception(
        "not-cumulated",
        "You used the histogram itself. Cumulate first: a level's new value counts all pixels "
        "that are as dark or darker.",
        _not_cumulated,
    ),
    Misconception(
        "other-form",
        "You used the other formula. OpenCV subtracts the pixels of the darkest level in use, "
        "so that it becomes 0; the classical formula does not.",
        _other_form,
    ),
    Misconception(
        "below-only",
        "You counted the darker pixels only. C(v) counts those of level v too, so that the "
        "brightest level becomes L − 1.",
        _exclusive,
    ),
    Misconception(
        "subtracted-once",
        "You subtracted C₀ above the line only. Subtract it from N too, so that the brightest "
        "level becomes L − 1.",
        _numerator_only,
    ),
)
"""Most typical first."""
