"""Operations with weights: convolutions, linear layers, norms, matrix products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizlab_verifiers.maths.networks import joins, layers
from quizlab_verifiers.tables.call_settings import notes, pair, sides, trained
from quizlab_verifiers.tables.recording import NotRecordedError, Recorded

if TYPE_CHECKING:
    from torch import Tensor

    from quizlab_verifiers.tables.call_settings import Pair
    from quizlab_verifiers.tables.recording import Recorder


def conv2d(
    recorder: Recorder,
    x: Recorded,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Recorded:
    """Note a convolution."""
    _refuse_made(recorder, weight)
    outputs, inputs, *kernel = weight.shape
    x, cells = _padded(recorder, x, padding, pair(kernel), pair(dilation))
    layer = layers.Convolution(
        inputs * groups,
        outputs,
        pair(kernel),
        pair(stride),
        cells,
        pair(dilation),
        groups,
        bias is not None,
        fixed=not trained(weight),
    )
    return recorder.take(_kind("conv", layer), layer, (x,), trained(weight, bias))


def conv_transpose2d(
    recorder: Recorder,
    x: Recorded,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Recorded:
    """Note a transposed convolution."""
    _refuse_made(recorder, weight)
    inputs, outputs, *kernel = weight.shape
    layer = layers.TransposedConvolution(
        inputs,
        outputs * groups,
        pair(kernel),
        pair(stride),
        pair(padding),
        pair(output_padding),
        pair(dilation),
        groups,
        bias is not None,
        fixed=not trained(weight),
    )
    return recorder.take(_kind("transposed conv", layer), layer, (x,), trained(weight, bias))


def _padded(
    recorder: Recorder, x: Recorded, padding: Any, kernel: Pair, dilation: Pair
) -> tuple[Recorded, Pair]:
    """Return what is convolved, and the cells that the convolution adds itself.

    ``"same"`` adds d(k - 1) cells along an axis; where that is odd, one more after than before,
    which is a step of its own.
    """
    if padding == "valid":
        return x, (0, 0)
    if padding != "same":
        return x, pair(padding)
    height, width = (d * (k - 1) for k, d in zip(kernel, dilation, strict=True))
    if height % 2 == width % 2 == 0:
        return x, (height // 2, width // 2)
    amounts = (width // 2, width - width // 2, height // 2, height - height // 2)
    return recorder.take("pad", joins.Padding(amounts), (x,)), (0, 0)


def _refuse_made(recorder: Recorder, weight: Tensor) -> None:
    if isinstance(weight, Recorded):
        raise NotRecordedError(
            f"{recorder.module}: weights that are made from the input are not recorded"
        )


def _kind(name: str, layer: layers.Convolution | layers.TransposedConvolution) -> str:
    """``depthwise conv 3×3, stride 2``."""
    depthwise = layer.groups == layer.inputs > 1
    told = notes(layer.stride, layer.dilation, 1 if depthwise else layer.groups)
    return f"{'depthwise ' if depthwise else ''}{name} {sides(layer.kernel)}{told}"


def linear(recorder: Recorder, x: Recorded, weight: Tensor, bias: Tensor | None = None) -> Recorded:
    """Note a fully connected layer."""
    _refuse_made(recorder, weight)
    outputs, inputs = weight.shape
    layer = layers.Linear(inputs, outputs, bias is not None, fixed=not trained(weight))
    return recorder.take("linear", layer, (x,), trained(weight, bias))


def norm(recorder: Recorder, x: Recorded, *args: Any, **settings: Any) -> Recorded:
    """Note a batch norm at inference: a scale and a shift for each channel."""
    weights = trained(*args, *settings.values())
    if not weights:
        return x
    layer = joins.Pointwise(sum(one.numel() for one in weights))
    return recorder.take("batch norm", layer, (x,), weights)


def prelu(recorder: Recorder, x: Recorded, weight: Tensor) -> Recorded:
    """Note an activation with a trained slope, or one for each channel."""
    weights = trained(weight)
    count = sum(one.numel() for one in weights)
    return recorder.take("prelu", joins.Pointwise(count), (x,), weights)


def matmul(recorder: Recorder, one: Tensor, other: Tensor) -> Recorded:
    """Note a matrix product."""
    if min(one.dim(), other.dim()) < 2:
        raise NotRecordedError(f"{recorder.module}: a matrix times a vector is not recorded")
    if isinstance(one, Recorded) and isinstance(other, Recorded):
        return recorder.take("matrix product", joins.Product(), (one, other))
    if not isinstance(one, Recorded):
        raise NotRecordedError(
            f"{recorder.module}: a fixed matrix times an unknown one is not recorded; "
            "write x @ matrix"
        )
    weights = trained(other)
    layer = joins.Product(tuple(other.shape), sum(weight.numel() for weight in weights))
    return recorder.take("matrix product", layer, (one,), weights)
