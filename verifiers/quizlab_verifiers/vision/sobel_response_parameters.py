"""What a question about the Sobel filter varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, MatrixOf, Number, OneOf, Whole
from quizlab_verifiers.maths import image_filters

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.pooled_values import Matrix


MOST_SIDE = 32
"""Largest side of a legal image."""


_TRIPLES = ((6, 8), (8, 6), (12, 16), (16, 12), (10, 24), (24, 10), (16, 30), (30, 16), (24, 18))


def _drawn_image(dice: Random) -> Matrix:
    """Return grey values from 0 on, whose central gradient has a whole length where it is 3 x 3."""
    rows, columns = dice.choice(((3, 3), (3, 3), (3, 3), (4, 4), (3, 5), (5, 3)))
    image = [[dice.randint(0, 9) for _ in range(columns)] for _ in range(rows)]
    if rows == columns == 3:
        # The neighbours to the right and below enter one derivative each, twice.
        x, y = dice.choice(_TRIPLES)
        for i, j in ((0, 2), (2, 0)):
            image[i][j] += (image[i][j] + image[0][0] + image[2][2]) % 2
        gx, gy = image_filters.sobel(image)
        image[1][2] += int(dice.choice((x, -x)) - gx) // 2
        image[2][1] += int(dice.choice((y, -y)) - gy) // 2
        lowest = min(map(min, image))
        if lowest < 0:
            image = [[value - lowest for value in row] for row in image]
    return tuple(tuple(map(float, row)) for row in image)


@dataclass(frozen=True, slots=True)
class SobelParameters:
    """A pixel and what is around it.

    Attributes:
        values: The image, rows of grey values.
        direction: ``x`` for the derivative to the right, ``y`` for the one downwards, or their
            ``magnitude``.
        row: Row of the pixel, counted from 0.
        column: Its column.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(Number(-1e4, 1e4), (3, MOST_SIDE), (3, MOST_SIDE), Generated(_drawn_image)),
    ]
    direction: Annotated[
        str, OneOf("x", "y", "magnitude", draws=("x", "y", "magnitude", "magnitude"))
    ]
    row: Annotated[int, Whole(1, MOST_SIDE - 2, draws=(1, 1, 1, 2))] = 1
    column: Annotated[int, Whole(1, MOST_SIDE - 2, draws=(1, 1, 1, 2))] = 1


def around(v: SobelParameters) -> Matrix:
    """Return the pixel with its eight neighbours."""
    columns = slice(v.column - 1, v.column + 2)
    return tuple(row[columns] for row in v.values[v.row - 1 : v.row + 2])


def chosen(v: SobelParameters, gx: float, gy: float) -> float:
    """Return what is asked, from both derivatives."""
    if v.direction == "magnitude":
        return image_filters.magnitude(gx, gy)
    return gx if v.direction == "x" else gy


def right_response(v: SobelParameters) -> float:
    """Return the response as it should be."""
    return chosen(v, *image_filters.sobel(v.values, v.row, v.column))
