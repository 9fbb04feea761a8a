"""Where people put the windows of a pooling, whatever they then make of the numbers below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from quizlab.verify import Misconception
from quizlab_verifiers.pooling.windows import Pooling, windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.maths.pooled_values import Matrix
    from quizlab_verifiers.pooling.windows import Windows

    # (parameters, windows) -> answer
    Reduce = Callable[["V", Windows], Matrix]

V = TypeVar("V", bound=Pooling)


def wrong_strides(reduce: Reduce[V]) -> tuple[Misconception[V], Misconception[V]]:
    """Return the mistakes about the stride; `reduce` makes a number of each window."""

    def side_by_side(v: V) -> Matrix | None:
        return None if v.stride == v.kernel else reduce(v, windows(v, v.kernel, v.padding))

    def cell_by_cell(v: V) -> Matrix | None:
        return None if v.stride == 1 else reduce(v, windows(v, 1, v.padding))

    return (
        Misconception(
            "side-by-side",
            "You laid the windows side by side. They start a stride apart, and the stride is "
            "given here.",
            side_by_side,
        ),
        Misconception(
            "cell-by-cell",
            "You moved the window cell by cell. It moves on by the stride.",
            cell_by_cell,
        ),
    )


def padding_forgotten(reduce: Reduce[V]) -> Misconception[V]:
    """Return the mistake about the padding; it cannot be made where no window fits without."""

    def without_padding(v: V) -> Matrix | None:
        if not v.padding or v.kernel > min(len(v.values), len(v.values[0])):
            return None
        return reduce(v, windows(v, v.stride, 0))

    return Misconception(
        "no-padding",
        "You left out the padding: the first window starts on it, outside the input.",
        without_padding,
    )
