"""Questions about max pooling: what it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import (
    AnswerPart,
    Generated,
    MatrixOf,
    Misconception,
    Number,
    Vector,
    Verifier,
    Whole,
)
from quizlab_verifiers.maths import pooled_values
from quizlab_verifiers.notation import aligned, matrix, number
from quizlab_verifiers.pooling import windows as shared
from quizlab_verifiers.pooling.window_mistakes import padding_forgotten, wrong_strides
from quizlab_verifiers.pooling.windows import MOST_SHOWN, MOST_SIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab.verify import Answered
    from quizlab_verifiers.maths.pooled_values import Matrix


@dataclass(frozen=True, slots=True)
class MaxPoolParameters:
    """A max pooling of one channel.

    Attributes:
        values: The input, rows of numbers.
        kernel: Window side in cells.
        stride: Stride in cells.
        padding: Padding in cells, at each of the four edges.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(Number(-1e6, 1e6), (1, MOST_SIDE), (1, MOST_SIDE), Generated(shared.drawn_matrix)),
    ]
    kernel: Annotated[int, Whole(1, MOST_SIDE, draws=(2, 2, 3))]
    stride: Annotated[int, Whole(1, MOST_SIDE, draws=(1, 2, 2, 2, 3))]
    padding: Annotated[int, Whole(0, MOST_SIDE // 2, draws=(0, 0, 1))] = 0


def _windows(v: MaxPoolParameters) -> shared.Windows:
    return shared.windows(v, v.stride, v.padding)


def _each(found: shared.Windows, reduce: Callable[[list[float]], float]) -> Matrix:
    """Reduce each window to a number."""
    return tuple(tuple(map(reduce, row)) for row in found)


def _maxima(v: MaxPoolParameters, found: shared.Windows) -> Matrix:
    del v
    return _each(found, max)


def _other(v: MaxPoolParameters, reduce: Callable[[list[float]], float]) -> Matrix | None:
    """Reduce each window in a wrong way; None where this does not show."""
    found = _windows(v)
    wrong = _each(found, reduce)
    return wrong if wrong != _each(found, max) else None


def _average(v: MaxPoolParameters) -> Matrix | None:
    return _other(v, lambda numbers: sum(numbers) / len(numbers))


def _zero_padding(v: MaxPoolParameters) -> Matrix | None:
    full = v.kernel**2
    return _other(v, lambda numbers: max(numbers if len(numbers) == full else (0.0, *numbers)))


def _without_sign(v: MaxPoolParameters) -> Matrix | None:
    return _other(v, lambda numbers: max(numbers, key=abs))


def _ceil(v: MaxPoolParameters) -> Matrix | None:
    found = shared.rounded_up(v)
    return None if found is None else _each(found, max)


class MaxPoolValues(Verifier[MaxPoolParameters]):
    """``max-pool.values``: the output of a max pooling, number by number."""

    id = "max-pool.values"
    version = 1
    title = "Max pooling by hand"
    Parameters = MaxPoolParameters
    parts = (AnswerPart("values", Vector(relative=0.001, floor=1e-9)),)
    convention = (
        "PyTorch: padding never wins, as if it held minus infinity; only windows that lie "
        "completely on the padded input count (rounded down)."
    )
    citation = (
        "torch.nn.MaxPool2d, https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html"
    )
    code = pooled_values.max_pool
    misconceptions: tuple[Misconception[MaxPoolParameters], ...] = (
        Misconception(
            "average",
            "You averaged. Max pooling keeps the largest number of each window.",
            _average,
        ),
        *wrong_strides(_maxima),
        Misconception(
            "ceil",
            "You let a window hang over the end. Without ceil_mode a window must lie completely "
            "on the padded input; cells left over are dropped.",
            _ceil,
        ),
        padding_forgotten(_maxima),
        Misconception(
            "zero-padding",
            "You took zeros of the padding for maxima. Max pooling pads with minus infinity, so "
            "a window at the edge may well give a negative number.",
            _zero_padding,
        ),
        Misconception(
            "without-sign",
            "You looked at the size without the sign. The largest number counts: 1 beats −5.",
            _without_sign,
        ),
    )

    def where(self, v: MaxPoolParameters) -> str | None:
        """Say which parameters torch refuses."""
        return shared.clash(v)

    def comfortable(self, v: MaxPoolParameters) -> bool:
        """Hold draws to a handful of windows without cells between them, not all alike."""
        return shared.is_comfortable(v) and len({x for row in self.compute(v) for x in row}) > 1

    def difficulty(self, v: MaxPoolParameters) -> int:
        """1: windows side by side. 2: overlapping ones. 3: padding."""
        return shared.difficulty(v)

    def compute(self, v: MaxPoolParameters) -> Matrix:
        """Take the largest number of each window."""
        return pooled_values.max_pool(v.values, v.kernel, v.stride, v.padding)

    def reference(self, v: MaxPoolParameters) -> Answered:
        """Run torch's max pooling."""
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            pooled = functional.max_pool2d(
                torch.tensor([v.values], dtype=torch.float64), v.kernel, v.stride, v.padding
            )
        return tuple(map(tuple, pooled[0].tolist()))

    def prompt(self, v: MaxPoolParameters, language: str = "en") -> str:
        """Show the input and ask for the output."""
        del language
        return shared.asked(v, "max")

    def explain(self, v: MaxPoolParameters, language: str = "en") -> tuple[str, ...]:
        """Say what pooling does, place the windows, take the maxima."""
        del language
        pooled = self.compute(v)
        method = (
            "Max pooling moves a window over the input and keeps the largest number under each "
            "position. With stride $s$ and a window of $k \\times k$ cells, counted from 0:\n\n"
            "$$Y_{ij} = \\max \\ \\text{of} \\ X_{rc} \\ \\text{over} \\ "
            "i \\cdot s \\le r < i \\cdot s + k, \\ j \\cdot s \\le c < j \\cdot s + k$$"
        )
        if v.padding:
            method += (
                "\n\nWith padding $p$ everything starts $p$ cells earlier, outside the input: $i \\cdot s "
                "- p$ and $j \\cdot s - p$ stand for $i \\cdot s$ and $j \\cdot s$. The cells of the "
                "padding take no part, as if they held minus infinity."
            )
        pairs = [
            (shared.name(i, j), numbers, pooled[i][j])
            for i, row in enumerate(_windows(v))
            for j, numbers in enumerate(row)
        ]
        lines = [
            (name, f"= \\max({shared.in_order(numbers)}) = {number(largest)}")
            for name, numbers, largest in pairs[:MOST_SHOWN]
        ]
        more = "\n\nThe other windows are done alike." if len(pairs) > MOST_SHOWN else ""
        return (
            method,
            shared.placed(v, pooled),
            f"Window by window, each read row by row:\n\n{aligned(lines)}{more}",
            f"So the output is\n\n$$Y = {matrix(pooled)}$$",
        )
