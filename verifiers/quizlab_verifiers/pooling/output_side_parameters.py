"""What a question about pooling varies, and the counts that everything about it builds on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import Flag, Whole


@dataclass(frozen=True, slots=True)
class OutputSideParameters:
    """A max pooling over a square input.

    Attributes:
        size: Input side in cells.
        kernel: Window side in taps.
        stride: Stride in cells.
        padding: Padding in cells, at each of the two ends.
        dilation: Distance from tap to tap in cells.
        ceil: Whether to round up, torch's ``ceil_mode``.
    """

    size: Annotated[int, Whole(1, 65536, draws=(*range(9, 113), 224))]
    kernel: Annotated[int, Whole(1, 4096, draws=(2, 2, 3, 3, 4, 5))]
    stride: Annotated[int, Whole(1, 4096, draws=(2, 2, 3, 3))]
    padding: Annotated[int, Whole(0, 2048, draws=(0, 1, 1, 1, 1, 2))] = 0
    dilation: Annotated[int, Whole(1, 4096, draws=(1, 1, 1, 1, 2))] = 1
    ceil: Annotated[bool, Flag(draws=(False, True, True, True))] = False


def span(v: OutputSideParameters) -> int:
    """Return how many cells the window spans."""
    return v.dilation * (v.kernel - 1) + 1


def travel(v: OutputSideParameters) -> int:
    """Return how many cells the window can move before it hangs over the end."""
    return v.size + 2 * v.padding - span(v)


def rounded_up(v: OutputSideParameters) -> int:
    """Count the windows with ceil, before the rule that may drop the last one."""
    return -(-travel(v) // v.stride) + 1


def windows_along(v: OutputSideParameters, way: int) -> int:
    """Count the windows where they can move `way` cells, which may be a wrong number."""
    if not v.ceil:
        return way // v.stride + 1
    steps = -(-way // v.stride)
    return steps if steps * v.stride >= v.size + v.padding else steps + 1


def is_dropped(v: OutputSideParameters) -> bool:
    """Whether the last window would start in the right padding, or behind the input."""
    return v.ceil and (rounded_up(v) - 1) * v.stride >= v.size + v.padding
