"""Operations that look through windows, or make cells: pooling, unpooling, interpolation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizlab_verifiers.maths.networks import joins, layers
from quizlab_verifiers.tables.call_settings import notes, pair, sides
from quizlab_verifiers.tables.recording import NotRecordedError, SizeOf

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.tables.recording import Recorded, Recorder


def pool(kind: str) -> Callable[..., Recorded]:
    """Return the operation that pools by maximum or mean."""

    def pool(
        recorder: Recorder,
        x: Recorded,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        *rest: Any,
        **settings: Any,
    ) -> Recorded:
        if kind == "average":
            ceil = rest[0] if rest else settings.get("ceil_mode", False)
            dilation: Any = 1
        else:
            dilation = rest[0] if rest else settings.get("dilation", 1)
            ceil = rest[1] if len(rest) > 1 else settings.get("ceil_mode", False)
        layer = layers.Pool(
            pair(kernel_size),
            pair(stride or kernel_size),
            pair(padding),
            pair(dilation),
            bool(ceil),
        )
        name = f"{kind} pool {sides(layer.kernel)}{notes(layer.stride, layer.dilation)}"
        return recorder.take(name, layer, (x,))

    return pool


def pool_with_indices(recorder: Recorder, *args: Any, **settings: Any) -> tuple[Recorded, Recorded]:
    """Note a max pooling that remembers where the maxima stood."""
    pooled = pool("max")(recorder, *args, **settings)
    return pooled, recorder.tensor(pooled.step)


def unpool(
    recorder: Recorder,
    x: Recorded,
    indices: Recorded,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Recorded:
    """Note a max unpooling."""
    del indices  # they say where each value goes, not how many there are
    if not (output_size is None or isinstance(output_size, SizeOf)):
        raise NotRecordedError(
            f"{recorder.module}: unpooling to given sides is not recorded; write output_size=x.shape"
        )
    layer = joins.Unpool(pair(kernel_size), pair(stride or kernel_size), pair(padding))
    sources = [x, output_size.owner] if isinstance(output_size, SizeOf) else [x]
    return recorder.take(f"max unpool {sides(layer.kernel)}", layer, sources)


def adaptive(kind: str) -> Callable[..., Recorded]:
    """Return the operation that pools to a fixed number of bins."""

    def pool(recorder: Recorder, x: Recorded, output_size: Any) -> Recorded:
        size = pair(output_size)
        if None in size:
            raise NotRecordedError(f"{recorder.module}: bins along one side only are not recorded")
        name = f"global {kind} pool" if size == (1, 1) else f"{kind} pool to {sides(size)}"
        return recorder.take(name, layers.AdaptivePool(size), (x,))

    return pool


_TAPS = {"nearest": 1, "nearest-exact": 1, "bilinear": 2, "bicubic": 4}
"""Cells that an interpolation looks at along an axis."""


def interpolate(
    recorder: Recorder,
    x: Recorded,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Recorded:
    """Note an interpolation."""
    del align_corners, recompute_scale_factor  # they move cells by less than one
    if mode not in _TAPS or antialias or len(recorder.shapes[x.step]) != 4:
        raise NotRecordedError(
            f"{recorder.module}: only maps are resized, without antialiasing, by "
            f"{', '.join(_TAPS)}; got {mode}"
        )
    taps = _TAPS[mode]
    if isinstance(size, SizeOf) and tuple(size) == recorder.shapes[size.owner.step][2:]:
        return recorder.take(f"{mode} resize", joins.Resize(taps=taps), (x, size.owner))
    if size is not None:
        return recorder.take(f"{mode} resize", joins.Resize(size=pair(size), taps=taps), (x,))
    scale, *others = scale_factor if isinstance(scale_factor, (tuple, list)) else [scale_factor]
    if any(other != scale for other in others):
        raise NotRecordedError(f"{recorder.module}: one factor for both sides, got {scale_factor}")
    name = f"{mode} upsample ×{scale:g}"
    return recorder.take(name, joins.Resize(scale=float(scale), taps=taps), (x,))
