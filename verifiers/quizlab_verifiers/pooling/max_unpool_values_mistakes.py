"""What people get wrong about max unpooling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.pooling.max_unpool_values_parameters import (
    MaxUnpoolParameters,
    indexed,
    unpooled,
)

if TYPE_CHECKING:
    from quizlab_verifiers.maths.pooled_values import Matrix


def _written(v: MaxUnpoolParameters, cells: dict[tuple[int, int], float]) -> Matrix:
    """Return an output that is zero but for some cells."""
    rows, columns = v.output_size
    return tuple(tuple(cells.get((r, c), 0.0) for c in range(columns)) for r in range(rows))


def _column_by_column(v: MaxUnpoolParameters) -> Matrix | None:
    rows, columns = v.output_size
    if 1 in (rows, columns):
        return None
    return _written(v, {(place % rows, place // rows): x for x, place in indexed(v)})


def _counted_from_one(v: MaxUnpoolParameters) -> Matrix | None:
    columns = v.output_size[1]
    if any(place == 0 for _, place in indexed(v)):
        return None  # Who counts from 1 notices.
    return _written(v, {divmod(place - 1, columns): x for x, place in indexed(v)})


def _window(v: MaxUnpoolParameters) -> tuple[int, int] | None:
    """Return the sides of the window that stands for each maximum, None where none fits."""
    down, across = v.output_size[0] // len(v.values), v.output_size[1] // len(v.values[0])
    return (down, across) if down and across and down * across > 1 else None


def _top_left(v: MaxUnpoolParameters) -> Matrix | None:
    window = _window(v)
    if window is None:
        return None
    down, across = window
    corners = {
        (down * i, across * j): x for i, row in enumerate(v.values) for j, x in enumerate(row)
    }
    wrong = _written(v, corners)
    return wrong if wrong != unpooled(v) else None


def _repeated(v: MaxUnpoolParameters) -> Matrix | None:
    window = _window(v)
    if window is None:
        return None
    down, across = window
    rows, columns = len(v.values), len(v.values[0])
    cells = {
        (r, c): v.values[r // down][c // across]
        for r in range(rows * down)
        for c in range(columns * across)
    }
    return _written(v, cells)


def _kept_order(v: MaxUnpoolParameters) -> Matrix | None:
    """Write to the right places, but in the order of the places."""
    found = indexed(v)
    ordered = sorted(place for _, place in found)
    columns = v.output_size[1]
    wrong = _written(
        v, {divmod(place, columns): x for (x, _), place in zip(found, ordered, strict=True)}
    )
    return wrong if wrong != unpooled(v) else None


MISTAKES: tuple[Misconception[MaxUnpoolParameters], ...] = (
    Misconception(
        "top-left",
        "You put each maximum into the first cell of its window. The index says where in the "
        "window it was found; keeping this place is what unpooling is for.",
        _top_left,
    ),
    Misconception(
        "repeated",
        "You filled the whole window, as nearest-neighbour upsampling does. Unpooling writes "
        "the maximum into one cell and zeros into the others.",
        _repeated,
    ),
    Misconception(
        "counted-from-one",
        "You counted the cells from 1. The top left cell has index 0.",
        _counted_from_one,
    ),
    Misconception(
        "column-by-column",
        "You counted the cells down the columns. Indices run along the rows.",
        _column_by_column,
    ),
    Misconception(
        "kept-order",
        "You filled the cells in the order of the maxima. Each maximum has its own index, at "
        "the same place of the other matrix.",
        _kept_order,
    ),
)
"""Most typical first."""
