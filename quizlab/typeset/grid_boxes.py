"""Cells in rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.typeset.box import NOTHING, Box, aligned, column_box, extended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.typeset.nodes import Grid


@dataclass(frozen=True, slots=True)
class GridLook:
    """How a grid is row.

    Attributes:
        aligns: The alignment of each column, as in `widths.pad`.
        gaps: The cells of space before each column; that of the first is not row.
        bars: Columns with a vertical rule to their left.
        rules: Rows with a horizontal rule above them.
        airy: Whether rows keep an empty line between them even where all are one line high.
    """

    aligns: Sequence[str]
    gaps: Sequence[int]
    bars: Sequence[int] = ()
    rules: Sequence[int] = ()
    airy: bool = False


def look_of(grid: Grid, cells: Sequence[Sequence[Box]]) -> GridLook:
    """Return how to draw `grid`, once its cells are row."""
    count = max(map(len, grid.rows))
    if grid.style == "stack":
        return GridLook(["center"] * count, [0] * count)
    if grid.style == "aligned":  # pairs of a right and a left column, which touch
        aligns = ["left" if column % 2 else "right" for column in range(count)]
        gaps = [0 if column % 2 else 4 for column in range(count)]
        return GridLook(aligns, gaps, rules=grid.rules)
    if grid.style == "cases":
        is_flat = all(box.height == 1 for row in cells for box in row)
        # The tip of a brace wants a line of its own.
        return GridLook(["left"] * count, [2] * count, airy=is_flat and len(cells) == 2)
    names = {"l": "left", "c": "middle", "r": "right"}
    columns = (grid.columns or "c").ljust(count, (grid.columns or "c")[-1])
    return GridLook(
        [names[letter] for letter in columns[:count]], [2] * count, grid.bars, grid.rules
    )


def grid_box(cells: Sequence[Sequence[Box]], look: GridLook) -> Box:
    """Return the cells as one box with its baseline at half height.

    Args:
        cells: Rows of boxes; short rows are filled up.
        look: Alignment, gaps and rules.
    """
    count = len(look.aligns)
    widths = [max((row[i].width for row in cells if i < len(row)), default=0) for i in range(count)]
    separators = _separators(look, count)
    empty = _interleaved(separators, [" " * width for width in widths])
    rule = "".join({" ": "─", "│": "┼"}[sign] for sign in empty)
    lines: list[str] = []
    baseline = 0
    rows = [
        _row_box([*row, *[NOTHING] * (count - len(row))], widths, separators, look) for row in cells
    ]
    airy = look.airy or any(row.height > 1 for row in rows)
    for number, row in enumerate(rows):
        if number in look.rules:
            lines.append(rule)
        elif number and airy:
            lines.append(empty)
        baseline = len(lines) + row.baseline
        lines.extend(row.lines)
    if len(cells) in look.rules:
        lines.append(rule)
    if len(cells) > 1:
        baseline = (len(lines) - 1) // 2
    return column_box(lines, baseline, len(empty))


def _separators(look: GridLook, count: int) -> list[str]:
    """What stands before each column and after the last."""
    inner = [
        " │ " if column in look.bars else " " * look.gaps[column] for column in range(1, count)
    ]
    return ["│ " if 0 in look.bars else "", *inner, " │" if count in look.bars else ""]


def _interleaved(separators: Sequence[str], columns: Sequence[str]) -> str:
    between = zip(separators, (*columns, ""), strict=True)
    return "".join(separator + column for separator, column in between)


def _row_box(
    cells: Sequence[Box], widths: Sequence[int], separators: Sequence[str], look: GridLook
) -> Box:
    above = max(box.baseline for box in cells)
    below = max(box.below for box in cells)
    columns = [
        extended(aligned(box, width, align), above, below).lines
        for box, width, align in zip(cells, widths, look.aligns, strict=True)
    ]
    lines = [_interleaved(separators, row) for row in zip(*columns, strict=True)]
    return column_box(lines, above, sum(widths) + sum(map(len, separators)))
