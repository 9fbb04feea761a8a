"""What a question about average pooling varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Flag, Generated, MatrixOf, Number, Whole
from quizlab_verifiers.pooling import windows as shared
from quizlab_verifiers.pooling.windows import MOST_SIDE

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.pooled_values import Matrix


_NINES = 9
"""Multiples of it average to round numbers over 3 x 3 cells and over what padding leaves of them."""


def _drawn_matrix(dice: Random) -> Matrix:
    return shared.drawn_matrix(dice, dice.choice((1, 2, _NINES)))


@dataclass(frozen=True, slots=True)
class AvgPoolParameters:
    """An average pooling of one channel.

    Attributes:
        values: The input, rows of numbers.
        kernel: Window side in cells.
        stride: Stride in cells.
        padding: Padding in cells, at each of the four edges.
        count_include_pad: Whether the padding's cells count as zeros, as torch has it by default.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(Number(-1e4, 1e4), (1, MOST_SIDE), (1, MOST_SIDE), Generated(_drawn_matrix)),
    ]
    kernel: Annotated[int, Whole(1, MOST_SIDE, draws=(2, 2, 2, 3))]
    stride: Annotated[int, Whole(1, MOST_SIDE, draws=(1, 2, 2, 2))]
    padding: Annotated[int, Whole(0, MOST_SIDE // 2, draws=(0, 1))] = 0
    count_include_pad: Annotated[bool, Flag()] = True


def fixed_cells(v: AvgPoolParameters) -> int:
    """Return what every window is divided by; 0 where that is the cells inside the input."""
    return v.kernel**2 if v.count_include_pad else 0
