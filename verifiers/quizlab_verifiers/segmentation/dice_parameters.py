"""What a question about Dice varies: two masks on the same small image."""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, MatrixOf, Number, Whole

if TYPE_CHECKING:
    from random import Random

    Mask = tuple[tuple[int, ...], ...]

HEIGHT, WIDTH = 4, 5
"""Of the masks that are drawn: all of one size, so that any two of them fit."""


def _mask(dice: Random) -> Mask:
    """Make an object: a rectangle about the centre, a pixel at its rim may differ."""
    random = dice.random
    top, bottom = int(random() * 2), 2 + int(random() * 2)
    left, right = int(random() * 3), 3 + int(random() * 2)
    rows = [
        [int(top <= y <= bottom and left <= x <= right) for x in range(WIDTH)]
        for y in range(HEIGHT)
    ]
    for _ in range(int(random() * 3)):
        y, x = int(random() * HEIGHT), int(random() * WIDTH)
        rows[y][x] = 1 - rows[y][x]
    return tuple(map(tuple, rows))


MASKS = MatrixOf(Whole(0, 1), (1, 64), (1, 64), draws=Generated(_mask))


@dataclass(frozen=True, slots=True)
class DiceParameters:
    """Two masks, rows of 0 and 1.

    Attributes:
        truth: The true mask.
        prediction: The predicted one, of the same size.
        smooth: Added above and below the fraction.
    """

    truth: Annotated[tuple[tuple[int, ...], ...], MASKS]
    prediction: Annotated[tuple[tuple[int, ...], ...], MASKS]
    smooth: Annotated[float, Number(0, 100, draws=(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 2.0))] = 0.0

    @property
    def counts(self) -> tuple[int, int, int]:
        """The pixels in the truth, in the prediction, and in both."""
        truth, prediction = sum(self.truth, ()), sum(self.prediction, ())
        return sum(truth), sum(prediction), sum(map(mul, truth, prediction))


def clash(v: DiceParameters) -> str | None:
    """Return why the masks cannot be compared and what is possible, None where they can."""
    sides = [(len(mask), len(mask[0])) for mask in (v.truth, v.prediction)]
    if sides[0] != sides[1]:
        (height, width), (other_height, other_width) = sides
        return (
            f"truth is {height} x {width}, prediction {other_height} x {other_width} pixels; "
            "give both the same size"
        )
    if v.smooth == 0 and not any(v.counts):
        return "truth and prediction are both empty, so Dice is 0 / 0; mark a pixel, or take smooth"
    if 0 < v.smooth < 1e-9:
        return f"smooth must be 0 or at least 1e-9, got {v.smooth:g}"
    return None
