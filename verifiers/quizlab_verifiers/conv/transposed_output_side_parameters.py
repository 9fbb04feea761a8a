"""What a question about a transposed convolution varies, and how long its output becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import Whole


@dataclass(frozen=True, slots=True)
class TransposedOutputSideParameters:
    """A transposed convolution over a square input.

    Attributes:
        size: Input side in cells.
        kernel: Kernel side in taps.
        stride: Distance of the prints of neighbouring cells, in output cells.
        padding: Cells cut off at each of the two ends of the output.
        output_padding: Cells added at one end of the output.
        dilation: Distance from tap to tap in cells.
    """

    size: Annotated[int, Whole(1, 8192, draws=range(4, 65))]
    kernel: Annotated[int, Whole(1, 1024, draws=(2, 3, 3, 3, 4, 4, 5))]
    stride: Annotated[int, Whole(1, 1024, draws=(1, 2, 2, 2, 2, 3, 4))] = 1
    padding: Annotated[int, Whole(0, 4096, draws=(0, 1, 1, 1, 2, 2))] = 0
    output_padding: Annotated[int, Whole(0, 1023, draws=(0, 0, 1, 1, 2))] = 0
    dilation: Annotated[int, Whole(1, 1024, draws=(1, 1, 1, 1, 2, 3))] = 1


def output_side(v: TransposedOutputSideParameters) -> int:
    """Return the output side, 0 or less where nothing is left of it."""
    span = v.dilation * (v.kernel - 1) + 1
    return (v.size - 1) * v.stride - 2 * v.padding + span + v.output_padding
