"""What people get wrong about average pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import pooled_values
from quizlab_verifiers.pooling import windows as shared
from quizlab_verifiers.pooling.avg_pool_values_parameters import AvgPoolParameters, fixed_cells
from quizlab_verifiers.pooling.window_mistakes import padding_forgotten, wrong_strides

if TYPE_CHECKING:
    from quizlab_verifiers.maths.pooled_values import Matrix


def _average(found: shared.Windows, cells: int) -> Matrix:
    """Average each window over so many cells; 0 stands for those that hold numbers."""
    return tuple(tuple(sum(numbers) / (cells or len(numbers)) for numbers in row) for row in found)


def _not_counted(v: AvgPoolParameters) -> Matrix | None:
    if not (v.padding and v.count_include_pad):
        return None
    return _average(shared.windows(v, v.stride, v.padding), 0)


def _counted(v: AvgPoolParameters) -> Matrix | None:
    if not v.padding or v.count_include_pad:
        return None
    return _average(shared.windows(v, v.stride, v.padding), v.kernel**2)


def _largest(v: AvgPoolParameters) -> Matrix:
    return pooled_values.max_pool(v.values, v.kernel, v.stride, v.padding)


def _sum(v: AvgPoolParameters) -> Matrix | None:
    return None if v.kernel == 1 else _average(shared.windows(v, v.stride, v.padding), 1)


def _by_the_side(v: AvgPoolParameters) -> Matrix | None:
    if v.kernel == 1 or not (v.padding == 0 or v.count_include_pad):
        return None
    return _average(shared.windows(v, v.stride, v.padding), v.kernel)


def _right_cells(v: AvgPoolParameters, found: shared.Windows) -> Matrix:
    return _average(found, fixed_cells(v))


MISTAKES: tuple[Misconception[AvgPoolParameters], ...] = (
    Misconception(
        "padding-not-counted",
        "You divided by the cells inside the input. With count_include_pad, torch's default, "
        "the padding's zeros count too: divide by k² everywhere.",
        _not_counted,
    ),
    Misconception(
        "padding-counted",
        "You counted the padding's cells. Here they do not count: at the edge divide by the "
        "cells inside the input only.",
        _counted,
    ),
    Misconception(
        "maximum",
        "You took the maximum. Average pooling sums the window and divides by its cells.",
        _largest,
    ),
    Misconception(
        "sum",
        "You summed and did not divide by the number of cells.",
        _sum,
    ),
    Misconception(
        "divided-by-side",
        "You divided by the window's side k. The window has k² cells.",
        _by_the_side,
    ),
    *wrong_strides(_right_cells),
    padding_forgotten(_right_cells),
)
"""Most typical first."""
