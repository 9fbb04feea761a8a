"""What people get wrong about dilated backbones."""

from __future__ import annotations

from math import prod

from quizlab.verify import Misconception
from quizlab_verifiers.segmentation.atrous_parameters import AtrousParameters, kept, removed

Answers = dict[str, int]


def _shrunk(v: AtrousParameters, stride: int) -> Answers:
    """Return a wrong output stride and the side that follows from it."""
    return {"output-stride": stride, "side": -(-v.size // stride)}


def _stride_kept(v: AtrousParameters) -> Answers | None:
    return _shrunk(v, prod(v.strides)) if prod(removed(v)) > 1 else None


def _no_dilation(v: AtrousParameters) -> Answers | None:
    return {"dilation": 1} if prod(removed(v)) > 1 else None


def _own_stride_only(v: AtrousParameters) -> Answers | None:
    own = v.strides[-1] if v.dilated else 1
    # Where it has no stride of its own, this is the mistake of not dilating.
    return {"dilation": own} if 1 < own < prod(removed(v)) else None


def _rates_added(v: AtrousParameters) -> Answers | None:
    strides = [stride for stride in removed(v) if stride > 1]
    return {"dilation": sum(strides)} if 0 < sum(strides) != prod(strides) else None


def _stem_forgotten(v: AtrousParameters) -> Answers | None:
    stem = kept(v)
    return _shrunk(v, prod(stem[1:])) if len(stem) > 1 and stem[0] > 1 else None


def _strides_added(v: AtrousParameters) -> Answers | None:
    strides = [stride for stride in kept(v) if stride > 1]
    return _shrunk(v, sum(strides)) if 0 < sum(strides) != prod(strides) else None


def _rounded_down(v: AtrousParameters) -> Answers | None:
    side, left = divmod(v.size, prod(kept(v)))
    return {"side": side} if left and side else None


def _dilation_as_stride(v: AtrousParameters) -> Answers | None:
    stride, rate = prod(kept(v)), prod(removed(v))
    return {"output-stride": rate, "dilation": stride} if 1 < rate != stride > 1 else None


MISTAKES: tuple[Misconception[AtrousParameters], ...] = (
    Misconception(
        "stride-kept",
        "You multiplied all strides. Those that are replaced by dilation no longer shrink the "
        "image: leave them out.",
        _stride_kept,
    ),
    Misconception(
        "no-dilation",
        "You took the stride away and left the kernels as they were. They would then see a smaller "
        "part of the image; spread their taps by the stride that is gone.",
        _no_dilation,
    ),
    Misconception(
        "own-stride-only",
        "You dilated the last part by its own stride only. The strides removed before it have made "
        "its input denser too: multiply them all.",
        _own_stride_only,
    ),
    Misconception(
        "rates-added",
        "You added the removed strides. Each spreads what comes behind it by its factor, so they "
        "multiply.",
        _rates_added,
    ),
    Misconception(
        "stem-forgotten",
        "You left out the first stride. The stem shrinks the image as well and counts in the "
        "output stride.",
        _stem_forgotten,
    ),
    Misconception(
        "strides-added",
        "You added the strides. Each divides the side by its factor, so they multiply.",
        _strides_added,
    ),
    Misconception(
        "rounded-down",
        "You rounded the side down. With padding that keeps ⌈size / stride⌉ cells an incomplete "
        "last cell counts: 513 at output stride 16 makes 33.",
        _rounded_down,
    ),
    Misconception(
        "roles-swapped",
        "You swapped the two: kept strides make the output stride, removed ones the dilation.",
        _dilation_as_stride,
    ),
)
"""Most typical first. Parts that a mistake leaves right are left out."""
