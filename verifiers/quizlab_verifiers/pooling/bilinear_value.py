"""Questions about bilinear resizing: the value of one output cell."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import (
    Agreement,
    AnswerPart,
    Flag,
    Generated,
    MatrixOf,
    Number,
    Real,
    Verifier,
    Whole,
)
from quizlab_verifiers.maths import resizing
from quizlab_verifiers.notation import GIVEN, equals, matrix, number, products, shape
from quizlab_verifiers.pooling.bilinear_mistakes import MISTAKES

if TYPE_CHECKING:
    from random import Random

    from quizlab.verify import Answered
    from quizlab_verifiers.maths.pooled_values import Matrix

MOST_SIDE = 16
"""Largest side of a legal input."""

MOST_OUTPUT = 256
"""Largest side of a legal output."""

_SIDES = (3, 4, 4, 5, 5, 6, 7, 8)


def _drawn_matrix(dice: Random) -> Matrix:
    rows, columns = dice.choice(((2, 2), (2, 2), (2, 3), (3, 2), (3, 3), (1, 3)))
    return tuple(tuple(float(4 * dice.randint(0, 10)) for _ in range(columns)) for _ in range(rows))


@dataclass(frozen=True, slots=True)
class BilinearParameters:
    """A cell of a resized matrix.

    Attributes:
        values: The input, rows of numbers.
        height: Rows of the output.
        width: Columns of the output.
        row: Row of the output that is asked, counted from 0.
        column: Its column.
        align_corners: Whether the centres of the corner cells stay in place.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(Number(-1e4, 1e4), (1, MOST_SIDE), (1, MOST_SIDE), Generated(_drawn_matrix)),
    ]
    height: Annotated[int, Whole(1, MOST_OUTPUT, draws=_SIDES)]
    width: Annotated[int, Whole(1, MOST_OUTPUT, draws=_SIDES)]
    row: Annotated[int, Whole(0, MOST_OUTPUT - 1, draws=(0, 1, 1, 2, 3, 4))]
    column: Annotated[int, Whole(0, MOST_OUTPUT - 1, draws=(0, 1, 1, 2, 3, 4))]
    align_corners: Annotated[bool, Flag()] = False


def _positions(v: BilinearParameters) -> tuple[float, float]:
    """Return row and column of the output cell, in cells of the input."""
    y = resizing.source_position(v.row, len(v.values), v.height, align_corners=v.align_corners)
    x = resizing.source_position(v.column, len(v.values[0]), v.width, align_corners=v.align_corners)
    return y, x


def _mixes(position: float, cells: int) -> bool:
    """Whether a position lies between two cells of the input."""
    return position < cells - 1 and not isclose(position, round(position), abs_tol=1e-9)


class BilinearValue(Verifier[BilinearParameters]):
    """``upsample.bilinear-value``: one value of a bilinearly resized matrix."""

    id = "upsample.bilinear-value"
    version = 1
    title = "One value of bilinear resizing"
    Parameters = BilinearParameters
    parts = (AnswerPart("value", Real(relative=0.01, floor=1e-6)),)
    convention = (
        "PyTorch's interpolate by size, without antialiasing. align_corners on: the centres of the "
        "corner cells stay; off, the default: the edges of the image stay, and what lies outside "
        "of the outermost centres takes their value. Rows and columns count from 0."
    )
    citation = (
        "torch.nn.functional.interpolate, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html"
    )
    code = resizing.bilinear_value
    # Numbers up to 10,000 that cancel leave rounding behind where the value is zero.
    agreement = Agreement(floor=1e-9)
    misconceptions = MISTAKES

    def where(self, v: BilinearParameters) -> str | None:
        """Say which cell does not exist."""
        if v.row >= v.height:
            return (
                f"row {v.row} is not among the {v.height} rows of height; take 0 to {v.height - 1}"
            )
        if v.column >= v.width:
            return (
                f"column {v.column} is not among the {v.width} columns of width; "
                f"take 0 to {v.width - 1}"
            )
        return None

    def comfortable(self, v: BilinearParameters) -> bool:
        """Hold draws to upsampling, positions in whole fortieths, and something to mix."""
        rows, columns = len(v.values), len(v.values[0])
        y, x = _positions(v)
        return (
            v.height >= rows
            and v.width > columns
            and (_mixes(y, rows) or _mixes(x, columns))
            and not isclose(self.compute(v), v.values[int(y)][int(x)], abs_tol=1e-6)
            and all(isclose(p * 40, round(p * 40), abs_tol=1e-9) for p in (y, x))
        )

    def difficulty(self, v: BilinearParameters) -> int:
        """1: at most one axis to mix. 2: two, with aligned corners. 3: two without."""
        y, x = _positions(v)
        if not (_mixes(y, len(v.values)) and _mixes(x, len(v.values[0]))):
            return 1
        return 2 if v.align_corners else 3

    def compute(self, v: BilinearParameters) -> float:
        """Mix the four neighbours."""
        return resizing.bilinear_value(
            v.values, v.height, v.width, v.row, v.column, align_corners=v.align_corners
        )

    def reference(self, v: BilinearParameters) -> Answered:
        """Resize the matrix with torch and look the cell up."""
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            resized = functional.interpolate(
                torch.tensor([[v.values]], dtype=torch.float64),
                size=(v.height, v.width),
                mode="bilinear",
                align_corners=v.align_corners,
            )
        value: float = resized[0, 0, v.row, v.column].item()
        return value

    def prompt(self, v: BilinearParameters, language: str = "en") -> str:
        """Show the matrix and ask for one cell."""
        del language
        state = "on" if v.align_corners else "off"
        return (
            f"Bilinear interpolation resizes\n\n$$X = {matrix(v.values, GIVEN)}$$\n\n"
            f"to ${shape((v.height, v.width))}$ cells with `align_corners` {state}.\n\n"
            f"What is the value in row ${v.row}$, column ${v.column}$ of the output, both counted "
            "from $0$?"
        )

    def explain(self, v: BilinearParameters, language: str = "en") -> tuple[str, ...]:
        """Find the position, then mix along the columns, then along the rows."""
        del language
        rows, columns = len(v.values), len(v.values[0])
        y, x = _positions(v)
        positions = (
            f"Rows, with $n = {rows}$ and $m = {v.height}$:\n\n"
            f"{self._position('y', v.row, rows, v.height, aligned=v.align_corners)}\n\n"
            f"Columns, with $n = {columns}$ and $m = {v.width}$:\n\n"
            f"{self._position('x', v.column, columns, v.width, aligned=v.align_corners)}"
        )
        return self._method(v), positions, self._mixed(v, y, x)

    def _method(self, v: BilinearParameters) -> str:
        start = (
            "Find where the output cell lies among the input cells, then mix its four neighbours, "
            "the nearer the heavier. An axis of $n$ cells becomes one of $m$. "
        )
        if v.align_corners:
            return (
                f"{start}With aligned corners the centres of the first and the last cell stay, so "
                "$m - 1$ gaps share the way of $n - 1$:\n\n"
                "$$x = i \\cdot \\frac{n - 1}{m - 1}$$"
            )
        return (
            f"{start}Without aligned corners the edges of the image stay, and the centre of cell "
            "$i$ lies at $i + \\frac{1}{2}$ from the edge:\n\n"
            "$$x = \\max\\left(0,\\ \\left(i + \\frac{1}{2}\\right) \\frac{n}{m} - "
            "\\frac{1}{2}\\right)$$\n\nPast the last centre the last cell is repeated."
        )

    def _position(self, letter: str, i: int, n: int, m: int, *, aligned: bool) -> str:
        place = resizing.source_position(i, n, m, align_corners=aligned)
        if aligned and m == 1:
            return f"$${letter} = 0$$"
        if aligned:
            return f"$${letter} = {i} \\cdot \\frac{{{n - 1}}}{{{m - 1}}} {equals(place)}$$"
        worked = ((2 * i + 1) * n / m - 1) / 2
        line = f"$${letter} = {i}.5 \\cdot \\frac{{{n}}}{{{m}}} - 0.5 {equals(worked)}$$"
        if worked < 0:
            return f"{line}\n\nThat is outside of the first centre, so ${letter} = 0$."
        if worked > n - 1:
            return f"{line}\n\nThat is past the last centre, so cell ${n - 1}$ alone counts."
        return line

    def _mixed(self, v: BilinearParameters, y: float, x: float) -> str:
        """Mix along the columns, then along the rows; axes that mix nothing are said."""
        X, rows, columns = v.values, len(v.values), len(v.values[0])  # noqa: N806 - as in the prompt
        # A position that floats put a hair beside a cell is that cell.
        r, c = int(y + 1e-9), int(x + 1e-9)
        r, c = min(r, rows - 1), min(c, columns - 1)

        def along(row: int) -> tuple[str, float]:
            if not _mixes(x, columns):
                return f"{number(X[row][c])}", X[row][c]
            t = x - c
            value = (1 - t) * X[row][c] + t * X[row][c + 1]
            work = products(((1 - t, X[row][c]), (t, X[row][c + 1])))
            return f"{work} {equals(value)}", value

        if not _mixes(y, rows):
            work, _ = along(r)
            lead = f"The cell lies in row ${r}$ of the input"
            rule = (
                f"{lead}. Mix columns ${c}$ and ${c + 1}$:"
                if _mixes(x, columns)
                else f"{lead}, column ${c}$, so nothing is mixed:"
            )
            return f"{rule}\n\n$$Y_{{{v.row},{v.column}}} = {work}$$"
        above, below = along(r), along(r + 1)
        u = y - r
        first = (
            f"Mix columns ${c}$ and ${c + 1}$, in rows ${r}$ and ${r + 1}$:"
            if _mixes(x, columns)
            else f"The cell lies in column ${c}$ of the input. Rows ${r}$ and ${r + 1}$ hold there:"
        )
        mixed = products(((1 - u, above[1]), (u, below[1])))
        return (
            f"{first}\n\n$${above[0]}$$\n\n$${below[0]}$$\n\nThen mix the two rows:\n\n"
            f"$$Y_{{{v.row},{v.column}}} = {mixed} {equals(self.compute(v))}$$"
        )
