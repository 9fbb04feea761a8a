"""What people get wrong about the output side of a transposed convolution."""

from __future__ import annotations

from quizlab.verify import Misconception
from quizlab_verifiers.conv.transposed_output_side_parameters import (
    TransposedOutputSideParameters,
    output_side,
)


def _positive(side: int) -> int | None:
    return side if side > 0 else None


def _forward(v: TransposedOutputSideParameters) -> int | None:
    travel = v.size + 2 * v.padding - v.dilation * (v.kernel - 1) - 1
    side = travel // v.stride + 1 if travel >= 0 else 0
    return _positive(side) if side != output_side(v) else None


def _padding_added(v: TransposedOutputSideParameters) -> int | None:
    return output_side(v) + 4 * v.padding if v.padding else None


def _padding_once(v: TransposedOutputSideParameters) -> int | None:
    return output_side(v) + v.padding if v.padding else None


def _size_times_stride(v: TransposedOutputSideParameters) -> int | None:
    side = v.size * v.stride
    return side if side != output_side(v) else None


def _no_minus_one(v: TransposedOutputSideParameters) -> int:
    return output_side(v) + v.stride


def _no_output_padding(v: TransposedOutputSideParameters) -> int | None:
    return _positive(output_side(v) - v.output_padding) if v.output_padding else None


def _output_padding_twice(v: TransposedOutputSideParameters) -> int | None:
    return output_side(v) + v.output_padding if v.output_padding else None


def _no_dilation(v: TransposedOutputSideParameters) -> int | None:
    if v.dilation == 1 or v.kernel == 1:
        return None
    return _positive(output_side(v) - (v.dilation - 1) * (v.kernel - 1))


MISTAKES: tuple[Misconception[TransposedOutputSideParameters], ...] = (
    Misconception(
        "forward-formula",
        "You used the formula of an ordinary convolution. A transposed one runs the other "
        "way: the stride multiplies and the padding is taken off.",
        _forward,
    ),
    Misconception(
        "padding-added",
        "You added the padding. It is that of the convolution which is turned round, so here "
        "it cuts cells off the output.",
        _padding_added,
    ),
    Misconception(
        "padding-once",
        "You took the padding off once. It is cut off at both ends: 2p.",
        _padding_once,
    ),
    Misconception(
        "size-times-stride",
        "You multiplied input and stride. That is the output only where kernel and padding "
        "happen to fit.",
        _size_times_stride,
    ),
    Misconception(
        "no-minus-one",
        "You counted a step for each input cell. From the first to the last of i cells there "
        "are i − 1 steps.",
        _no_minus_one,
    ),
    Misconception(
        "no-output-padding",
        "You left out the output padding: it adds cells at one end of the output.",
        _no_output_padding,
    ),
    Misconception(
        "output-padding-twice",
        "You added the output padding at both ends. It is added at one end only.",
        _output_padding_twice,
    ),
    Misconception(
        "no-dilation",
        "You left out the dilation: with taps d cells apart the kernel spans d(k − 1) + 1 "
        "cells, not k.",
        _no_dilation,
    ),
)
