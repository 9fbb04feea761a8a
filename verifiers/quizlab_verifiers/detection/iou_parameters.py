"""Two boxes, and how they lie to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, ListOf, Number

if TYPE_CHECKING:
    from random import Random

FARTHEST = 100_000
"""Largest coordinate."""

LEAST_SIDE = 1e-6
"""Shorter sides are refused: they would be lost in the rounding of the coordinates."""


def _box(dice: Random, starts: int, shortest: int, longest: int) -> tuple[float, ...]:
    """Draw a box near the origin: one in eight has halves, another lies around the origin."""
    pick, lengths = dice.random, longest + 1 - shortest
    w, h = shortest + int(pick() * lengths), shortest + int(pick() * lengths)
    x, y = int(pick() * starts), int(pick() * starts)
    kind = int(pick() * 8)
    if kind == 0:
        return (x / 2, y / 2, (x + w) / 2 + 2, (y + h) / 2 + 2)
    if kind == 1:
        x, y = x - 4, y - 4
    elif kind == 2 and starts > 5:
        x, y = x + 10, y + 10  # Often apart from the first, along both axes.
    return (float(x), float(y), float(x + w), float(y + h))


_FIRST = Generated(lambda dice: _box(dice, 5, 5, 12))
_SECOND = Generated(lambda dice: _box(dice, 9, 3, 10))
_COORDINATE = Number(-FARTHEST, FARTHEST)


@dataclass(frozen=True, slots=True)
class IouParameters:
    """Two boxes, each by its corners.

    Attributes:
        first: Corners ``[x1, y1, x2, y2]``.
        second: Corners of the other box.
    """

    first: Annotated[tuple[float, ...], ListOf(_COORDINATE, 4, 4, draws=_FIRST)]
    second: Annotated[tuple[float, ...], ListOf(_COORDINATE, 4, 4, draws=_SECOND)]


def sides(v: IouParameters) -> tuple[float, float]:
    """Return how far the boxes overlap along each axis; below 0 where they lie apart."""
    a, b = v.first, v.second
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
