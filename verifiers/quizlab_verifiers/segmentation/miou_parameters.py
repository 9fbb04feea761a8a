"""What a question about mean IoU varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, MatrixOf, Whole

if TYPE_CHECKING:
    from random import Random

MOST_PIXELS = 2048 * 2048
"""All pixels of a matrix together: an image of 2048 x 2048."""

MOST_MISSED = 13

# How many hits make a round IoU, by how many pixels are in the union only.
_ROUND_HITS: tuple[tuple[int, ...], ...] = (
    (5, 10, 20),
    *(
        tuple(hits for hits in range(1, 37) if 20 * hits % (hits + missed) == 0)
        for missed in range(1, MOST_MISSED + 1)
    ),
)


def _confusion(dice: Random) -> tuple[tuple[int, ...], ...]:
    """Make a matrix of two to four classes whose IoUs are multiples of 0.05."""
    random = dice.random
    kind = random()
    classes = 2 if kind < 0.3 else 3 if kind < 0.75 else 4
    rows = [[0] * classes for _ in range(classes)]
    # Some matrices know a class that does not occur.
    absent = int(random() * classes) if kind > 0.88 or 0.65 < kind < 0.75 else -1
    present = [c for c in range(classes) if c != absent]
    most = 7 if classes == 2 else 5 if len(present) == 2 else 4 if len(present) == 3 else 3
    for i in present:
        for j in present:
            if i != j:
                rows[i][j] = int(random() * most)
    for c in present:
        missed = sum(rows[c]) + sum([row[c] for row in rows])
        hits = _ROUND_HITS[missed] if missed <= MOST_MISSED else ()
        rows[c][c] = hits[int(random() * len(hits))] if hits else missed
    return tuple(map(tuple, rows))


@dataclass(frozen=True, slots=True)
class MeanIouParameters:
    """A confusion matrix of pixels.

    Attributes:
        confusion: Pixels of each true class (row) by the class predicted (column).
    """

    confusion: Annotated[
        tuple[tuple[int, ...], ...],
        MatrixOf(Whole(0, 1_000_000), (2, 20), (2, 20), draws=Generated(_confusion)),
    ]


def clash(v: MeanIouParameters) -> str | None:
    """Return what is wrong with the matrix as a whole and what is possible, None where nothing."""
    rows, columns = len(v.confusion), len(v.confusion[0])
    if rows != columns:
        return (
            f"confusion has {rows} rows of {columns} numbers; it needs as many rows as columns, "
            "one for each class"
        )
    pixels = sum(map(sum, v.confusion))
    if pixels == 0:
        return "confusion holds no pixel; give at least one number above 0"
    if pixels > MOST_PIXELS:
        return f"confusion holds {pixels} pixels in all; at most {MOST_PIXELS} are possible"
    return None
