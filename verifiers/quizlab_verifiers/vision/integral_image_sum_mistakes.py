"""What people get wrong about integral images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import integral_image
from quizlab_verifiers.vision.integral_image_sum_parameters import (
    IntegralImageParameters,
    look_up,
    sum_of,
)

if TYPE_CHECKING:
    from quizlab_verifiers.vision.integral_image_sum_parameters import Sums


def _not_given_back(v: IntegralImageParameters) -> Sums | None:
    found = look_up(v)
    return {"sum": sum_of(found) - found["top-left"]} if found["top-left"] else None


def _taken_again(v: IntegralImageParameters) -> Sums | None:
    found = look_up(v)
    return {"sum": sum_of(found) - 2 * found["top-left"]} if found["top-left"] else None


def _nothing_taken(v: IntegralImageParameters) -> Sums | None:
    found = look_up(v)
    wrong = found["bottom-right"]
    return {"sum": wrong} if wrong != sum_of(found) else None


def _around(v: IntegralImageParameters, rows: tuple[int, int], columns: tuple[int, int]) -> Sums:
    """Look corners up in wrong rows and columns of the integral image."""
    S = integral_image.integral_image(v.values)  # noqa: N806 - as in the prompt
    (upper, lower), (first, last) = rows, columns
    corners = {
        "bottom-right": S[lower][last],
        "top-right": S[upper][last],
        "bottom-left": S[lower][first],
        "top-left": S[upper][first],
    }
    return corners | {"sum": sum_of(corners)}


def _end_left_out(v: IntegralImageParameters) -> Sums:
    """Take the last row and column for the first that do not belong to the rectangle."""
    return _around(v, (v.top, v.bottom), (v.left, v.right))


def _start_taken_away(v: IntegralImageParameters) -> Sums:
    """Take the rectangle's own first row and column away."""
    return _around(v, (v.top + 1, v.bottom + 1), (v.left + 1, v.right + 1))


MISTAKES: tuple[Misconception[IntegralImageParameters], ...] = (
    Misconception(
        "corner-not-given-back",
        "You forgot the corner at the top left. What lies above and left of the rectangle was "
        "taken away twice, so add it once.",
        _not_given_back,
    ),
    Misconception(
        "corner-taken-again",
        "You subtracted the corner at the top left. It was taken away twice already: add it.",
        _taken_again,
    ),
    Misconception(
        "nothing-taken-away",
        "You took the look-up at the bottom right for the sum. It covers all from the corner "
        "of the image on; take away what lies above and left of the rectangle.",
        _nothing_taken,
    ),
    Misconception(
        "end-left-out",
        "You left out the last row and column. They belong to the rectangle, so look up one "
        "behind them: S(i, j) sums i rows, those before row i.",
        _end_left_out,
    ),
    Misconception(
        "start-taken-away",
        "You took away the rectangle's own first row and column. S(i, j) does not contain row "
        "i, so look up at the first row and column themselves.",
        _start_taken_away,
    ),
)
"""Most typical first."""
