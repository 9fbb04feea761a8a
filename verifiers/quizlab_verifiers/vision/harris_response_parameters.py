"""What a question about the Harris detector varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

from quizlab.verify import Generated, MatrixOf, Number, Whole, exact
from quizlab_verifiers.maths import corners

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.corners import StructureTensor


Answers: TypeAlias = dict[str, int | float]
"""Answers by part."""

MOST_PIXELS = 64
"""Most pixels of a legal window."""


def _drawn_gradients(dice: Random) -> tuple[tuple[int, int], ...]:
    return tuple(
        (dice.randint(-3, 4), dice.randint(-3, 4)) for _ in range(dice.choice((2, 3, 3, 4, 4)))
    )


@dataclass(frozen=True, slots=True)
class HarrisParameters:
    """The gradients in a window.

    Attributes:
        gradients: (Ix, Iy) of each pixel.
        k: Weight of the squared trace.
    """

    gradients: Annotated[
        tuple[tuple[int, ...], ...],
        MatrixOf(Whole(-1020, 1020), (1, MOST_PIXELS), (2, 2), Generated(_drawn_gradients)),
    ]
    k: Annotated[float, Number(0, 0.25, draws=(0.04, 0.05, 0.06))] = 0.04


def tensor(v: HarrisParameters) -> StructureTensor:
    """Return the structure tensor of the window."""
    return corners.structure_tensor([(x, y) for x, y in v.gradients])


def answers(determinant: int, trace: int, k: float) -> Answers:
    """Return all answers from determinant and trace; k is taken as the decimal that it is."""
    response = corners.harris_response(determinant, trace, exact(k))
    return {"determinant": determinant, "trace": trace, "response": float(response)}


def right_answers(v: HarrisParameters) -> Answers:
    """Return the answers as they should be."""
    m = tensor(v)
    return answers(m.xx * m.yy - m.xy**2, m.xx + m.yy, v.k)
