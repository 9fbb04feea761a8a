"""Boxes with scores, and how they overlap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Fields, Generated, ListOf, Number, Place, Whole

if TYPE_CHECKING:
    from random import Random

LETTERS = ("A", "B", "C", "D", "E", "F")
"""Names of the boxes, in the order in which they are given."""

FARTHEST = 10_000
"""Largest coordinate; up to it every comparison with a threshold of four places is exact."""

PLACES = 4
"""Decimal places of the threshold."""

Scored = tuple[int, int, int, int, float]

_SCORES = tuple(percent / 100 for percent in range(50, 100, 5))
# Boxes of width w that are shifted by d have an IoU of (w - d) / (w + d): that of 9 and 3 is 1/2.
_TIES = ((6, 2), (9, 3), (12, 4), (12, 4), (8, 2), (7, 3))
_CHAINS = ((6, 1), (8, 2), (9, 2), (10, 2), (10, 3), (12, 3))


def _shifts(dice: Random, count: int) -> tuple[int, list[int]]:
    """Draw a width and shifts, by falling score: ties with the threshold, chains, or anything."""
    kind = dice.randrange(8)
    if kind < 3:
        # The first drops the second, which alone would drop the third.
        width, d = dice.choice(_CHAINS)
        shifts = [0, d, 2 * d]
    elif kind < 5:
        width, d = dice.choice(_TIES)
        shifts = [0, d]
    else:
        width, shifts = dice.choice((6, 8, 9, 10, 12)), [dice.randint(0, 4)]
    while len(shifts) < count:
        shifts.append(dice.choice((1, 2, 3, 4, 5, 6, 30, 31, 32)))
    return width, shifts


def _scored(dice: Random) -> tuple[Scored, ...]:
    """Draw three to five boxes in one or two heaps; those of a heap mostly differ in a shift."""
    count = dice.choice((3, 3, 3, 4, 4, 4, 5))
    scores = sorted(dice.sample(_SCORES, count), reverse=True)
    width, shifts = _shifts(dice, count)
    height = dice.choice((4, 5, 6, 8, 10))
    upright, uneven = dice.random() < 0.5, dice.random() < 0.25
    found: list[Scored] = []
    for score, x in zip(scores, shifts, strict=True):
        y, longer = (dice.choice((0, 1, 2)), dice.choice((0, 0, 2))) if uneven else (0, 0)
        right, down = x + width + longer, y + height
        found.append((y, x, down, right, score) if upright else (x, y, right, down, score))
    dice.shuffle(found)
    return tuple(found)


_COORDINATE = Whole(-FARTHEST, FARTHEST, draws=(0,))
_BOX = Fields(
    Place("x1", _COORDINATE),
    Place("y1", _COORDINATE),
    Place("x2", _COORDINATE),
    Place("y2", _COORDINATE),
    Place("score", Number(0, 1, draws=(0.5,))),
)
_DRAWN = Generated(_scored)


@dataclass(frozen=True, slots=True)
class NmsParameters:
    """Scored boxes of one class, and how much the kept ones may overlap.

    Attributes:
        boxes: ``[x1, y1, x2, y2, score]`` of each; the first is called A.
        threshold: Largest IoU that two kept boxes may have.
    """

    boxes: Annotated[tuple[Scored, ...], ListOf(_BOX, 2, len(LETTERS), draws=_DRAWN)]
    threshold: Annotated[float, Number(0, 1, draws=(0.5, 0.5, 0.5, 0.4, 0.6))] = 0.5


def clash(v: NmsParameters) -> str | None:
    """Return which parameters cannot be and what is possible, None where all can."""
    for letter, (x1, y1, x2, y2, _) in zip(LETTERS, v.boxes, strict=False):
        if x1 >= x2 or y1 >= y2:
            return (
                f"boxes: {letter} [{x1}, {y1}, {x2}, {y2}] must be [x1, y1, x2, y2] with x1 "
                "below x2 and y1 below y2"
            )
    scores = [box[4] for box in v.boxes]
    if len(set(scores)) < len(scores):
        return "boxes: two have the same score, so that their order is open; give different ones"
    if round(v.threshold, PLACES) != v.threshold:
        return f"threshold {v.threshold} has more than {PLACES} decimal places; round it"
    return None


def by_score(v: NmsParameters) -> list[int]:
    """Return the indices of the boxes, the highest score first."""
    return sorted(range(len(v.boxes)), key=lambda i: -v.boxes[i][4])


def letters(indices: list[int]) -> tuple[str, ...]:
    """Return the names of boxes in alphabetical order."""
    return tuple(LETTERS[i] for i in sorted(indices))


@lru_cache(maxsize=256)  # A draw asks for the same pairs again for each mistake.
def overlap(a: Scored, b: Scored) -> tuple[int, int]:
    """Return intersection and union of two boxes."""
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = w * h if w > 0 and h > 0 else 0
    one, two = (a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])
    return shared, one + two - shared
