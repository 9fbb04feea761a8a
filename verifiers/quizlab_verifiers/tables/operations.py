"""What torch's operations are in the arithmetic of layers, by torch's own names for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from quizlab_verifiers.maths.networks import joins
from quizlab_verifiers.tables import axis_operations as axis
from quizlab_verifiers.tables import weighted_operations as weighted
from quizlab_verifiers.tables import window_operations as window
from quizlab_verifiers.tables.call_settings import trained
from quizlab_verifiers.tables.recording import NotRecordedError, Recorded, recorded_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.tables.recording import Recorder


def _pointwise(what: str) -> Callable[..., Recorded]:
    """Return the operation that works cell by cell; without weights and partner it is no step."""

    def operation(recorder: Recorder, *args: object, **settings: object) -> Recorded:
        sources = list(recorded_in((args, settings)))
        weights = trained(*args, *settings.values())
        x, shape = sources[0], recorder.shapes[sources[0].step]
        like = _broadcast(*args, *settings.values())
        spreads = torch.broadcast_shapes(shape, like) != shape  # type: ignore[no-untyped-call]
        if len(sources) == 1 and not weights and not spreads:
            return x
        count = sum(one.numel() for one in weights)
        layer = joins.Pointwise(count, like if spreads else ())
        return recorder.take(what, layer, sources, weights)

    return operation


def _softmax(recorder: Recorder, x: Recorded, dim: int | None = None, **_: object) -> Recorded:
    """Leave out what brings channels to a sum of one."""
    return _over_channels(recorder, x, dim)


def _normalize(
    recorder: Recorder, x: Recorded, p: float = 2.0, dim: int = 1, **_: object
) -> Recorded:
    """Leave out what brings channels to a length of one."""
    del p
    return _over_channels(recorder, x, dim)


def _over_channels(recorder: Recorder, x: Recorded, dim: int | None) -> Recorded:
    """Refuse what runs along a side of a map: it would see all of that side."""
    rank = len(recorder.shapes[x.step])
    if dim is None or (rank == 4 and dim % rank > 1):
        raise NotRecordedError(f"{recorder.module}: a softmax or norm over a side of a map")
    return x


def _broadcast(*values: object) -> tuple[int, ...]:
    """Return the shape that the fixed tensors among these values have together."""
    fixed = [one for one in values if isinstance(one, Tensor) and not isinstance(one, Recorded)]
    return tuple(torch.broadcast_shapes(*(one.shape for one in fixed)))  # type: ignore[no-untyped-call]


_POINTWISE = [
    "relu",
    "relu6",
    "leaky_relu",
    "elu",
    "hardtanh",
    "sigmoid",
    "tanh",
    "gelu",
    "silu",
    "mish",
    "hardswish",
    "hardsigmoid",
    "softplus",
    "exp",
    "log",
    "sqrt",
    "rsqrt",
    "neg",
    "pow",
    "square",
    "abs",
    "clamp",
    "dropout",
    "local_response_norm",
    "contiguous",
    "type_as",
    "to",
    "float",
    "clone",
    "detach",
]
_SUMS = ("add", "sub", "__rsub__", "rsub")
_PRODUCTS = ("mul", "div", "__rtruediv__", "__rdiv__")

OPERATIONS: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(_POINTWISE, _pointwise("scale")),
    **dict.fromkeys(_SUMS, _pointwise("add")),
    **dict.fromkeys(_PRODUCTS, _pointwise("multiply")),
    "maximum": _pointwise("maximum"),
    "softmax": _softmax,
    "log_softmax": _softmax,
    "normalize": _normalize,
    "prelu": weighted.prelu,
    "batch_norm": weighted.norm,
    "conv2d": weighted.conv2d,
    "conv_transpose2d": weighted.conv_transpose2d,
    "linear": weighted.linear,
    "matmul": weighted.matmul,
    "__matmul__": weighted.matmul,
    "__rmatmul__": lambda recorder, x, matrix: weighted.matmul(recorder, matrix, x),
    "bmm": weighted.matmul,
    "max_pool2d": window.pool("max"),
    "avg_pool2d": window.pool("average"),
    "max_pool2d_with_indices": window.pool_with_indices,
    "max_unpool2d": window.unpool,
    "adaptive_avg_pool2d": window.adaptive("average"),
    "adaptive_max_pool2d": window.adaptive("max"),
    "interpolate": window.interpolate,
    "cat": axis.cat,
    "stack": axis.stack,
    "pad": axis.pad,
    "flatten": axis.flatten,
    "view": axis.reshape,
    "reshape": axis.reshape,
    "permute": axis.permute,
    "transpose": axis.transpose,
    "unsqueeze": axis.unsqueeze,
    "squeeze": axis.squeeze,
    "mean": axis.mean("mean"),
    "sum": axis.mean("sum"),
    "__getitem__": axis.getitem,
    "split": axis.split,
    "chunk": axis.chunk,
    "unbind": axis.unbind,
    "new_zeros": axis.zeros,
    "zeros_like": axis.zeros,
}
"""Operations that are noted, in place or not; any other is refused."""
