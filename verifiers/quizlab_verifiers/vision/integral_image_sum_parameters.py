"""What a question about integral images varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

from quizlab.verify import Generated, MatrixOf, Whole
from quizlab_verifiers.maths import integral_image

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random


Sums: TypeAlias = dict[str, int]
"""Look-ups and the sum, by part."""

MOST_SIDE = 64
"""Largest side of a legal image."""


def _drawn_image(dice: Random) -> tuple[tuple[int, ...], ...]:
    rows, columns = dice.choice(((3, 4), (4, 4), (4, 4), (4, 3), (3, 5)))
    return tuple(tuple(dice.randint(0, 9) for _ in range(columns)) for _ in range(rows))


@dataclass(frozen=True, slots=True)
class IntegralImageParameters:
    """An image and a rectangle in it; rows and columns count from 0 and both ends belong to it.

    Attributes:
        values: The image, rows of grey values.
        top: First row of the rectangle.
        left: Its first column.
        bottom: Its last row.
        right: Its last column.
    """

    values: Annotated[
        tuple[tuple[int, ...], ...],
        MatrixOf(Whole(-65535, 65535), (1, MOST_SIDE), (1, MOST_SIDE), Generated(_drawn_image)),
    ]
    top: Annotated[int, Whole(0, MOST_SIDE - 1, draws=(0, 1, 1, 2))]
    left: Annotated[int, Whole(0, MOST_SIDE - 1, draws=(0, 1, 1, 2))]
    bottom: Annotated[int, Whole(0, MOST_SIDE - 1, draws=(1, 2, 2, 3))]
    right: Annotated[int, Whole(0, MOST_SIDE - 1, draws=(1, 2, 2, 3))]


def look_up(v: IntegralImageParameters) -> Sums:
    """Look the four corners up."""
    S = integral_image.integral_image(v.values[: v.bottom + 1])  # noqa: N806 - as in the prompt
    return {
        "bottom-right": S[v.bottom + 1][v.right + 1],
        "top-right": S[v.top][v.right + 1],
        "bottom-left": S[v.bottom + 1][v.left],
        "top-left": S[v.top][v.left],
    }


def sum_of(corners: Mapping[str, int]) -> int:
    """Return the sum over the rectangle from four look-ups."""
    return (
        corners["bottom-right"]
        - corners["top-right"]
        - corners["bottom-left"]
        + corners["top-left"]
    )
