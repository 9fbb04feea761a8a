"""What a question about max unpooling varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, ListOf, MatrixOf, Number, Whole
from quizlab_verifiers.maths import pooled_values

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.pooled_values import Matrix


MOST_SIDE = 16
"""Largest side of what was pooled."""


MOST_OUTPUT = 20
"""Largest side of the output: an answer holds at most 400 numbers."""


_SHAPES = ((2, 2), (2, 2), (2, 2), (2, 2), (2, 3), (2, 3), (1, 2), (2, 1), (1, 3))


def _drawn_maxima(dice: Random) -> Matrix:
    """Return different numbers, so that one sees which came from where."""
    rows, columns = dice.choice(_SHAPES)
    found = dice.sample(range(1, 30), rows * columns)
    return tuple(tuple(map(float, found[i * columns : (i + 1) * columns])) for i in range(rows))


def _drawn_indices(dice: Random) -> tuple[tuple[int, ...], ...]:
    """Return a cell of each 2 x 2 window, as pooling with stride 2 leaves them."""
    rows, columns = dice.choice(_SHAPES)
    return tuple(
        tuple(
            (2 * i + dice.randrange(2)) * 2 * columns + 2 * j + dice.randrange(2)
            for j in range(columns)
        )
        for i in range(rows)
    )


@dataclass(frozen=True, slots=True)
class MaxUnpoolParameters:
    """What a max pooling left behind.

    Attributes:
        values: The maxima.
        indices: Where each was found: cells of the input, counted row by row from 0.
        output_size: Rows and columns of that input; none at all stands for twice as many as there
            are maxima, the input of windows of 2 x 2 side by side.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(Number(-1e6, 1e6), (1, MOST_SIDE), (1, MOST_SIDE), Generated(_drawn_maxima)),
    ]
    indices: Annotated[
        tuple[tuple[int, ...], ...],
        MatrixOf(
            Whole(0, MOST_OUTPUT**2 - 1),
            (1, MOST_SIDE),
            (1, MOST_SIDE),
            Generated(_drawn_indices),
        ),
    ]
    output_size: Annotated[tuple[int, ...], ListOf(Whole(1, MOST_OUTPUT), 0, 2, draws=((),))] = ()

    def __post_init__(self) -> None:
        if not self.output_size:
            doubled = 2 * len(self.values), 2 * len(self.values[0])
            object.__setattr__(self, "output_size", doubled)


def indexed(v: MaxUnpoolParameters) -> list[tuple[float, int]]:
    """Return each maximum with its index."""
    rows = zip(v.values, v.indices, strict=True)
    return [pair for maxima, places in rows for pair in zip(maxima, places, strict=True)]


def unpooled(v: MaxUnpoolParameters) -> Matrix:
    """Return the output as it should be."""
    return pooled_values.max_unpool(v.values, v.indices, *v.output_size)
