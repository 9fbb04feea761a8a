"""What people get wrong about the output side of a pooling."""

from __future__ import annotations

from quizlab.verify import Misconception
from quizlab_verifiers.pooling.output_side_parameters import (
    OutputSideParameters,
    is_dropped,
    rounded_up,
    travel,
    windows_along,
)


def _shown(v: OutputSideParameters, way: int) -> int | None:
    """Count the windows along a wrong `way`; None where rounding hides the mistake."""
    windows = windows_along(v, way)
    return windows if 0 < windows != windows_along(v, travel(v)) else None


def _floor(v: OutputSideParameters) -> int | None:
    # Where the last window is dropped anyway, rounding down is no mistake.
    if not v.ceil or v.stride == 1 or is_dropped(v):
        return None
    return travel(v) // v.stride + 1 or None


def _window_kept(v: OutputSideParameters) -> int | None:
    return rounded_up(v) if is_dropped(v) else None


def _ceil(v: OutputSideParameters) -> int | None:
    return None if v.ceil or v.stride == 1 else rounded_up(v)


def _no_plus_one(v: OutputSideParameters) -> int | None:
    windows = windows_along(v, travel(v))
    # Rounding down where it should be up gives the same number, and is the likelier slip.
    return None if _floor(v) == windows - 1 else windows - 1 or None


def _padding_once(v: OutputSideParameters) -> int | None:
    return _shown(v, travel(v) - v.padding)


def _no_padding(v: OutputSideParameters) -> int | None:
    return _shown(v, travel(v) - 2 * v.padding)


def _no_dilation(v: OutputSideParameters) -> int | None:
    return _shown(v, v.size + 2 * v.padding - v.kernel)


def _window_as_stride(v: OutputSideParameters) -> int | None:
    if v.stride == v.kernel:
        return None
    padded = v.size + 2 * v.padding
    windows = -(-padded // v.kernel) if v.ceil else padded // v.kernel
    return windows if 0 < windows != windows_along(v, travel(v)) else None


MISTAKES: tuple[Misconception[OutputSideParameters], ...] = (
    Misconception(
        "floor",
        "You rounded down. With ceil_mode a window may hang over the end, as long as it "
        "starts in the input or the left padding: round up.",
        _floor,
    ),
    Misconception(
        "window-kept",
        "You rounded up and stopped there. The last window would start in the right "
        "padding, where there is nothing to pool, so PyTorch drops it.",
        _window_kept,
    ),
    Misconception(
        "ceil",
        "You rounded up. Without ceil_mode PyTorch rounds down: a window must lie completely "
        "on the padded input. (Caffe rounds up by default.)",
        _ceil,
    ),
    Misconception(
        "no-plus-one",
        "You counted the steps instead of the windows: there is one before the first step, "
        "hence the + 1.",
        _no_plus_one,
    ),
    Misconception(
        "padding-once",
        "You counted the padding once. It is added at both ends, so the input grows by 2p.",
        _padding_once,
    ),
    Misconception(
        "no-padding",
        "You left out the padding: it lengthens the input by 2p before the window starts.",
        _no_padding,
    ),
    Misconception(
        "no-dilation",
        "You left out the dilation: with taps d cells apart the window spans d(k − 1) + 1 "
        "cells, not k.",
        _no_dilation,
    ),
    Misconception(
        "window-as-stride",
        "You divided by the window's side, as if windows lay side by side. They start a "
        "stride apart, and the stride is given here.",
        _window_as_stride,
    ),
)
