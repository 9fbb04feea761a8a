"""What people get wrong about the output side by TensorFlow's names for padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.conv import sliding_sentences

if TYPE_CHECKING:
    from quizlab_verifiers.conv.output_side_tf import OutputSideTfParameters


def _same(v: OutputSideTfParameters) -> int:
    return -(-v.size // v.stride)


def _valid(v: OutputSideTfParameters, span: int) -> int | None:
    """Count the positions without padding; None where there are none."""
    travel = v.size - span
    return travel // v.stride + 1 if travel >= 0 else None


def _span(v: OutputSideTfParameters) -> int:
    return v.dilation * (v.kernel - 1) + 1


def _keeps_size(v: OutputSideTfParameters) -> int | None:
    return v.size if v.padding == "same" and v.size != _same(v) else None


def _floor(v: OutputSideTfParameters) -> int | None:
    if v.padding == "valid" or v.size % v.stride == 0:
        return None
    return v.size // v.stride or None


def _valid_for_same(v: OutputSideTfParameters) -> int | None:
    if v.padding == "valid":
        return None
    side = _valid(v, _span(v))
    return side if side != _same(v) else None


def _half_kernel(v: OutputSideTfParameters) -> int | None:
    if v.padding == "valid" or v.kernel % 2 or v.dilation > 1:
        return None
    side = (v.size + 2 * (v.kernel // 2) - v.kernel) // v.stride + 1
    return side if side != _same(v) else None


def _same_for_valid(v: OutputSideTfParameters) -> int | None:
    if v.padding == "same" or _valid(v, _span(v)) == _same(v):
        return None
    return _same(v)


def _ceil(v: OutputSideTfParameters) -> int | None:
    travel = v.size - _span(v)
    if v.padding == "same" or travel % v.stride == 0:
        return None
    return -(-travel // v.stride) + 1


def _no_plus_one(v: OutputSideTfParameters) -> int | None:
    return (v.size - _span(v)) // v.stride or None if v.padding == "valid" else None


def _no_dilation(v: OutputSideTfParameters) -> int | None:
    if v.padding == "same" or v.dilation == 1:
        return None
    side = _valid(v, v.kernel)
    return side if side != _valid(v, _span(v)) else None


MISTAKES: tuple[Misconception[OutputSideTfParameters], ...] = (
    Misconception(
        "same-keeps-size",
        "“same” keeps the size only at stride 1. With a larger stride the output is the input "
        "divided by the stride, rounded up.",
        _keeps_size,
    ),
    Misconception(
        "floor",
        "You rounded down. “same” pads until the last cells get a window too: round up.",
        _floor,
    ),
    Misconception(
        "valid-for-same",
        "You computed without padding, as “valid” does. “same” pads, so that the kernel's side "
        "drops out and only input and stride count.",
        _valid_for_same,
    ),
    Misconception(
        "half-kernel-padding",
        "You padded by half the kernel at both ends. For an even kernel that is too much: “same” "
        "adds k − 1 cells at most, and an odd one at the end only.",
        _half_kernel,
    ),
    Misconception(
        "same-for-valid",
        "You divided the input by the stride, as “same” does. “valid” adds no padding, so the "
        "kernel's span counts.",
        _same_for_valid,
    ),
    Misconception(
        "ceil",
        "You rounded up the steps. Without padding a last step that would carry the kernel over "
        "the end is not taken: round down.",
        _ceil,
    ),
    Misconception(
        "no-plus-one",
        sliding_sentences.NO_PLUS_ONE,
        _no_plus_one,
    ),
    Misconception(
        "no-dilation",
        sliding_sentences.NO_DILATION,
        _no_dilation,
    ),
)
