"""The windows of a pooling with numbers in them: shared by the questions that pool values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from quizlab_verifiers.maths.pooled_values import window
from quizlab_verifiers.maths.pooling import output_side
from quizlab_verifiers.notation import GIVEN, added, matrix, number
from quizlab_verifiers.wording import article, layer_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from quizlab_verifiers.maths.pooled_values import Matrix

Windows: TypeAlias = tuple[tuple[list[float], ...], ...]
"""The numbers below each window, in the rows and columns of the output."""

MOST_SIDE = 16
"""Largest side of a legal input, and of a window."""

MOST_DRAWN = 9
"""Most outputs of a drawn question."""

MOST_SHOWN = 9
"""Numbers of one window, and windows of one input, that are worked in full."""


class Pooling(Protocol):
    """What the parameters of every pooling have."""

    @property
    def values(self) -> Matrix:
        """The input."""

    @property
    def kernel(self) -> int:
        """Window side in cells."""

    @property
    def stride(self) -> int:
        """Stride in cells."""

    @property
    def padding(self) -> int:
        """Padding in cells, at each of the four edges."""


def drawn_matrix(dice: Random, step: int = 1) -> Matrix:
    """Return a small input of whole numbers, multiples of `step`."""
    rows, columns = dice.choice(((4, 4), (4, 4), (5, 5), (4, 6), (5, 4)))
    return tuple(
        tuple(float(step * dice.randint(-5, 9)) for _ in range(columns)) for _ in range(rows)
    )


def clash(v: Pooling) -> str | None:
    """Return what does not go together and what is possible, None where all does."""
    if v.padding > v.kernel // 2:
        return (
            f"padding {v.padding} is more than half of kernel {v.kernel}, which torch refuses; "
            f"take padding 0 to {v.kernel // 2}"
        )
    rows, columns = len(v.values), len(v.values[0])
    most = min(rows, columns) + 2 * v.padding
    if v.kernel > most:
        return (
            f"kernel {v.kernel} does not fit into values of {rows} x {columns} with padding "
            f"{v.padding}; take a kernel of at most {most}, or more values"
        )
    return None


def is_comfortable(v: Pooling) -> bool:
    """Whether somebody would build this pooling, with a handful of outputs."""
    if v.stride > v.kernel or v.kernel == 1:
        return False
    rows = output_side(len(v.values), v.kernel, v.stride, v.padding)
    columns = output_side(len(v.values[0]), v.kernel, v.stride, v.padding)
    return 1 < rows * columns <= MOST_DRAWN


def difficulty(v: Pooling) -> int:
    """1: windows side by side. 2: overlapping ones. 3: padding."""
    if v.padding:
        return 3
    return 1 if v.stride == v.kernel else 2


def windows(v: Pooling, stride: int, padding: int, *, ceil: bool = False) -> Windows:
    """Return the numbers below each window; cells of the padding have none."""
    rows = output_side(len(v.values), v.kernel, stride, padding, ceil=ceil)
    columns = output_side(len(v.values[0]), v.kernel, stride, padding, ceil=ceil)
    return tuple(
        tuple(
            window(v.values, v.kernel, i * stride - padding, j * stride - padding)
            for j in range(columns)
        )
        for i in range(rows)
    )


def rounded_up(v: Pooling) -> Windows | None:
    """Return the windows with those that hang over the end; None where nothing is left over."""
    sides = len(v.values), len(v.values[0])
    if all((side + 2 * v.padding - v.kernel) % v.stride == 0 for side in sides):
        return None
    found = windows(v, v.stride, v.padding, ceil=True)
    # torch drops those that would lie on padding alone, so there may be none more.
    return found if _shape(found) != _shape(windows(v, v.stride, v.padding)) else None


def _shape(found: Windows) -> tuple[int, int]:
    return len(found), len(found[0])


def asked(v: Pooling, kind: str, rule: str = "") -> str:
    """Return the question; `rule` is a sentence about the padding."""
    return (
        f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ {kind} pooling with "
        f"{layer_settings(v.stride, v.padding, 1)} runs over\n\n"
        f"$$X = {matrix(v.values, GIVEN)}$$\n\n"
        f"{rule}What comes out? Give the matrix row by row."
    )


def placed(v: Pooling, pooled: Matrix) -> str:
    """Say where the windows lie and how many there are."""
    cells = "cell" if v.stride == 1 else f"${v.stride}$ cells"
    start = (
        f"The first window starts on the corner of the padding, ${v.padding}$ up and "
        f"${v.padding}$ left of the input"
        if v.padding
        else "The first window starts at the top left cell"
    )
    rows = "row" if len(pooled) == 1 else "rows"
    return (
        f"{start}. From there on one starts every {cells}, as long as all of its "
        f"${v.kernel} \\times {v.kernel}$ cells fit. That makes ${len(pooled)}$ {rows} of "
        f"${len(pooled[0])}$."
    )


def name(i: int, j: int) -> str:
    """Return an output as LaTeX."""
    return f"Y_{{{i}{j}}}" if max(i, j) < 10 else f"Y_{{{i},{j}}}"


def in_order(numbers: Sequence[float]) -> str:
    """Return the numbers of a window, of many the first."""
    shown = ", ".join(map(number, numbers[:MOST_SHOWN]))
    return shown if len(numbers) <= MOST_SHOWN else f"{shown}, \\ldots"


def as_sum(numbers: Sequence[float]) -> str:
    """Return the numbers of a window as a sum, of many the first."""
    shown = added(numbers[:MOST_SHOWN])
    return shown if len(numbers) <= MOST_SHOWN else f"{shown} + \\ldots"
