"""What people get wrong about the multiply-adds of a convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.conv import shapes

if TYPE_CHECKING:
    from quizlab_verifiers.conv.macs import MacsParameters


def _cells(v: MacsParameters) -> int:
    """Return the output cells of one channel."""
    _, height, width = v.shape
    return (shapes.travel(v, height) // v.stride + 1) * (shapes.travel(v, width) // v.stride + 1)


def _weights(v: MacsParameters) -> int:
    """Return the weights of all kernels."""
    return v.out_channels * (v.shape[0] // v.groups) * v.kernel**2


def _flops(v: MacsParameters) -> int:
    return 2 * _weights(v) * _cells(v)


def _input_side(v: MacsParameters) -> int | None:
    cells = v.shape[1] * v.shape[2]
    return None if cells == _cells(v) else _weights(v) * cells


def _weights_only(v: MacsParameters) -> int | None:
    return None if _cells(v) == 1 else _weights(v)


def _one_input_channel(v: MacsParameters) -> int | None:
    if v.shape[0] == v.groups:
        return None
    return v.out_channels * v.kernel**2 * _cells(v)


def _not_squared(v: MacsParameters) -> int | None:
    return None if v.kernel == 1 else _weights(v) * _cells(v) // v.kernel


def _no_groups(v: MacsParameters) -> int | None:
    return None if v.groups == 1 else _weights(v) * _cells(v) * v.groups


def _both_divided(v: MacsParameters) -> int | None:
    return None if v.groups == 1 else _weights(v) * _cells(v) // v.groups


def _holes_counted(v: MacsParameters) -> int | None:
    if v.dilation == 1 or v.kernel == 1:
        return None
    return v.out_channels * (v.shape[0] // v.groups) * shapes.span(v) ** 2 * _cells(v)


MISTAKES: tuple[Misconception[MacsParameters], ...] = (
    Misconception(
        "flops",
        "You counted multiplications and additions apart: those are FLOPs. A multiply-add counts "
        "both as one.",
        _flops,
    ),
    Misconception(
        "input-side",
        "You counted the cells of the input. The kernel works once for each cell of the output.",
        _input_side,
    ),
    Misconception(
        "weights-only",
        "You counted the weights. Each of them is used again at every position of the output.",
        _weights_only,
    ),
    Misconception(
        "one-input-channel",
        "You took a kernel for a flat k × k window. It reaches through every input channel that "
        "it sees, and multiplies in each.",
        _one_input_channel,
    ),
    Misconception(
        "kernel-not-squared",
        "You counted k taps. A kernel with side k has k × k taps in each channel.",
        _not_squared,
    ),
    Misconception(
        "no-groups",
        "You left out the groups: each kernel sees only its own group's input channels, a share "
        "of 1/g.",
        _no_groups,
    ),
    Misconception(
        "both-divided",
        "You divided input and output channels by the groups. That counts one group; there are g "
        "of them, so only the input channels are divided.",
        _both_divided,
    ),
    Misconception(
        "holes-counted",
        "You counted the holes of the dilated kernel. Dilation moves the taps apart, but the "
        "kernel still has k × k of them.",
        _holes_counted,
    ),
)
