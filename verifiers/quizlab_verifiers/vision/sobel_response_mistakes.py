"""What people get wrong about the Sobel filter."""

from __future__ import annotations

from quizlab.verify import Misconception
from quizlab_verifiers.maths import image_filters
from quizlab_verifiers.vision.sobel_response_parameters import (
    SobelParameters,
    around,
    chosen,
    right_response,
)


def _flipped(v: SobelParameters) -> float | None:
    return -right_response(v) if v.direction != "magnitude" else None


def _other_direction(v: SobelParameters) -> float | None:
    if v.direction == "magnitude":
        return None
    gx, gy = image_filters.sobel(v.values, v.row, v.column)
    return gy if v.direction == "x" else gx


def _prewitt(v: SobelParameters) -> float:
    (a, b, c), (d, _, f), (g, h, i) = around(v)
    return chosen(v, c + f + i - a - d - g, g + h + i - a - b - c)


def _sizes_added(v: SobelParameters) -> float | None:
    if v.direction != "magnitude":
        return None
    gx, gy = image_filters.sobel(v.values, v.row, v.column)
    return abs(gx) + abs(gy)


def _no_root(v: SobelParameters) -> float | None:
    return right_response(v) ** 2 if v.direction == "magnitude" else None


def _row_and_column_swapped(v: SobelParameters) -> float | None:
    rows, columns = len(v.values), len(v.values[0])
    if v.row == v.column or v.row > columns - 2 or v.column > rows - 2:
        return None
    return chosen(v, *image_filters.sobel(v.values, v.column, v.row))


MISTAKES: tuple[Misconception[SobelParameters], ...] = (
    Misconception(
        "flipped",
        "The size is right, the sign is not. The filter is laid on as it is: right minus left, "
        "lower minus upper. A true convolution would flip it first.",
        _flipped,
    ),
    Misconception(
        "other-direction",
        "That is the other derivative. x compares left and right and finds vertical edges; y "
        "compares above and below.",
        _other_direction,
    ),
    Misconception(
        "prewitt",
        "You weighted all rows alike, which is the Prewitt filter. Sobel counts the middle "
        "one twice: 1, 2, 1.",
        _prewitt,
    ),
    Misconception(
        "sizes-added",
        "You added the sizes of both derivatives. The magnitude is the root of the sum of "
        "their squares.",
        _sizes_added,
    ),
    Misconception(
        "no-root",
        "You left out the root: the magnitude is the root of Gx² + Gy².",
        _no_root,
    ),
    Misconception(
        "row-and-column-swapped",
        "You took the row for the column. The row counts downwards, the column to the right.",
        _row_and_column_swapped,
    ),
)
"""Most typical first."""
