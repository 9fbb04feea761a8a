"""What people get wrong about bilinear resizing."""

from __future__ import annotations

from math import floor, isclose
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import resizing

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.pooling.bilinear_value import BilinearParameters

    # (output cell, input cells, output cells) -> position
    Rule = Callable[[int, int, int], float]


def _mixed(v: BilinearParameters, y: float, x: float) -> float:
    """Mix around a position; beyond the ends the outermost cells go on."""
    rows, columns = len(v.values), len(v.values[0])
    r, c = floor(y), floor(x)
    u, t = y - r, x - c

    def cell(i: int, j: int) -> float:
        return v.values[min(max(i, 0), rows - 1)][min(max(j, 0), columns - 1)]

    upper = (1 - t) * cell(r, c) + t * cell(r, c + 1)
    lower = (1 - t) * cell(r + 1, c) + t * cell(r + 1, c + 1)
    return (1 - u) * upper + u * lower


def _right(v: BilinearParameters) -> float:
    return resizing.bilinear_value(
        v.values, v.height, v.width, v.row, v.column, align_corners=v.align_corners
    )


def _shown(v: BilinearParameters, wrong: float) -> float | None:
    """Return a wrong value, None where it happens to be the right one."""
    right = _right(v)
    return None if isclose(wrong, right, rel_tol=0.01, abs_tol=1e-6) else wrong


def _by(v: BilinearParameters, rule: Rule) -> float | None:
    """Mix at the positions that a wrong `rule` gives."""
    y = rule(v.row, len(v.values), v.height)
    return _shown(v, _mixed(v, y, rule(v.column, len(v.values[0]), v.width)))


def _corners_aligned(v: BilinearParameters) -> float | None:
    if v.align_corners:
        return None
    return _by(v, lambda i, n, m: resizing.source_position(i, n, m, align_corners=True))


def _corners_free(v: BilinearParameters) -> float | None:
    if not v.align_corners:
        return None
    return _by(v, resizing.source_position)


def _scaled(v: BilinearParameters) -> float | None:
    return _by(v, lambda i, n, m: i * n / m)


def _nearest(v: BilinearParameters) -> float | None:
    return _by(v, lambda i, n, m: i * n // m)


def _weights_swapped(v: BilinearParameters) -> float | None:
    def mirrored(i: int, n: int, m: int) -> float:
        x = resizing.source_position(i, n, m, align_corners=v.align_corners)
        cell = floor(x + 1e-9)
        rest = x - cell
        return cell + 1 - rest if rest > 1e-9 else x

    return _by(v, mirrored)


def _row_and_column_swapped(v: BilinearParameters) -> float | None:
    if v.row >= v.width or v.column >= v.height or v.row == v.column:
        return None
    swapped = resizing.bilinear_value(
        v.values, v.height, v.width, v.column, v.row, align_corners=v.align_corners
    )
    return _shown(v, swapped)


MISTAKES: tuple[Misconception[BilinearParameters], ...] = (
    Misconception(
        "corners-aligned",
        "You kept the centres of the corner cells in place. align_corners is off: the edges of the "
        "image stay, x = (i + ½) n/m − ½.",
        _corners_aligned,
    ),
    Misconception(
        "corners-not-aligned",
        "You measured from the edges of the image. align_corners is on: the centres of the corner "
        "cells stay in place, x = i (n − 1)/(m − 1).",
        _corners_free,
    ),
    Misconception(
        "no-half-cell",
        "You took x = i n/m. Positions are measured between the centres of cells, so that half a "
        "cell comes in (align_corners off) or n − 1 and m − 1 (on).",
        _scaled,
    ),
    Misconception(
        "nearest",
        "You copied the nearest cell. Bilinear interpolation mixes the neighbours by distance.",
        _nearest,
    ),
    Misconception(
        "weights-swapped",
        "You gave the nearer neighbour the smaller weight. At distance t from a cell its weight "
        "is 1 − t.",
        _weights_swapped,
    ),
    Misconception(
        "row-and-column-swapped",
        "You took the row for the column. The row counts downwards, the column to the right.",
        _row_and_column_swapped,
    ),
)
"""Most typical first."""
