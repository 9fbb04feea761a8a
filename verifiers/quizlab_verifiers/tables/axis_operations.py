"""Operations that join, cut and rearrange: no number is computed, or all of an axis is averaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizlab_verifiers.maths.networks import joins
from quizlab_verifiers.tables.recording import NotRecordedError, Recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quizlab_verifiers.tables.recording import Recorder


def cat(recorder: Recorder, tensors: Sequence[Recorded], dim: int = 0) -> Recorded:
    """Note maps put side by side."""
    _refuse_fixed(recorder, tensors)
    return recorder.take("concatenate", joins.Concatenation(dim), tensors)


def stack(recorder: Recorder, tensors: Sequence[Recorded], dim: int = 0) -> Recorded:
    """Note equal shapes put along a new axis."""
    _refuse_fixed(recorder, tensors)
    return recorder.take("stack", joins.Stack(dim), tensors)


def _refuse_fixed(recorder: Recorder, tensors: Sequence[object]) -> None:
    if not all(isinstance(one, Recorded) for one in tensors):
        raise NotRecordedError(f"{recorder.module}: fixed cells beside others are not recorded")


def pad(
    recorder: Recorder, x: Recorded, pad: Sequence[int], *_: object, **_settings: object
) -> Recorded:
    """Note cells added at the ends of the last axes."""
    return recorder.take("pad", joins.Padding(tuple(pad)), (x,))


def flatten(recorder: Recorder, x: Recorded, start_dim: int = 0, end_dim: int = -1) -> Recorded:
    """Note axes laid out as one."""
    axes = len(recorder.shapes[x.step])
    end = end_dim % axes
    sizes = (*(0 for _ in range(start_dim % axes)), -1)
    if end != axes - 1:
        sizes = (*sizes, *recorder.shapes[x.step][end + 1 :])
    return recorder.take("flatten", joins.Reshape(sizes), (x,))


def reshape(recorder: Recorder, x: Recorded, *sizes: Any, **settings: Any) -> Recorded:
    """Note the same numbers in other axes."""
    flat = _listed(sizes or tuple(settings.values()))
    if not all(isinstance(side, int) for side in flat):
        raise NotRecordedError(f"{recorder.module}: a view as another type is not recorded")
    return recorder.take("reshape", joins.Reshape(tuple(flat)), (x,))


def permute(recorder: Recorder, x: Recorded, *axes: Any, dims: Sequence[int] = ()) -> Recorded:
    """Note axes in another order."""
    rank = len(recorder.shapes[x.step])
    order = tuple(axis % rank for axis in _listed(axes or (dims,)))
    return recorder.take("permute", joins.Permutation(order), (x,))


def _listed(given: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return sizes or axes, which torch takes one by one or as one list."""
    return tuple(given[0]) if isinstance(given[0], (tuple, list)) else given


def transpose(recorder: Recorder, x: Recorded, dim0: int, dim1: int) -> Recorded:
    """Note two axes that change places."""
    order = list(range(len(recorder.shapes[x.step])))
    order[dim0], order[dim1] = order[dim1], order[dim0]
    return recorder.take("transpose", joins.Permutation(tuple(order)), (x,))


def unsqueeze(recorder: Recorder, x: Recorded, dim: int) -> Recorded:
    """Note a new axis of one."""
    return recorder.take("unsqueeze", joins.Stack(dim), (x,))


def squeeze(recorder: Recorder, x: Recorded, dim: int | Sequence[int] | None = None) -> Recorded:
    """Note the axes of one that go; a longer one stays."""
    shape = recorder.shapes[x.step]
    asked = range(len(shape)) if dim is None else (dim,) if isinstance(dim, int) else dim
    made = x
    for axis in sorted({axis % len(shape) for axis in asked}, reverse=True):
        if shape[axis] == 1:
            made = recorder.take("squeeze", joins.Slice(axis, 0, 1, drop=True), (made,))
    return made


def mean(kind: str) -> Callable[..., Recorded]:
    """Return the operation that averages or sums over whole axes."""

    def operation(
        recorder: Recorder,
        x: Recorded,
        dim: Any = None,
        keepdim: bool = False,
        dtype: object = None,
    ) -> Recorded:
        del dtype
        axes = range(len(recorder.shapes[x.step])) if dim is None else dim
        axes = (axes,) if isinstance(axes, int) else tuple(axes)
        return recorder.take(kind, joins.Mean(axes, keepdim), (x,))

    return operation


def getitem(recorder: Recorder, x: Recorded, places: Any) -> Recorded:
    """Note an indexing: slices, single places, new axes."""
    given = places if isinstance(places, tuple) else (places,)
    rank = len(recorder.shapes[x.step])
    if any(isinstance(place, bool) or not _is_place(place) for place in given):
        raise NotRecordedError(f"{recorder.module}: choosing places by a list is not recorded")
    if Ellipsis in given:
        at = given.index(Ellipsis)
        fill = (slice(None),) * (rank - sum(place is not None for place in given) + 1)
        given = (*given[:at], *fill, *given[at + 1 :])
    made, axis = x, 0
    for place in given:
        if place is None:
            made = unsqueeze(recorder, made, axis)
            axis += 1
        elif isinstance(place, int):
            last = None if place == -1 else place + 1
            made = recorder.take("slice", joins.Slice(axis, place, last, drop=True), (made,))
        else:
            if place != slice(None):
                cut = joins.Slice(axis, place.start, place.stop, place.step)
                made = recorder.take("slice", cut, (made,))
            axis += 1
    return made


def _is_place(place: object) -> bool:
    return place is None or place is Ellipsis or isinstance(place, (int, slice))


def split(
    recorder: Recorder,
    x: Recorded,
    split_size_or_sections: Any,
    dim: int = 0,
) -> tuple[Recorded, ...]:
    """Note an axis cut into parts of given sizes."""
    side = recorder.shapes[x.step][dim]
    sizes = split_size_or_sections
    if isinstance(sizes, int):
        sizes = [min(sizes, side - start) for start in range(0, side, sizes)]
    ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    axis = dim % len(recorder.shapes[x.step])
    return tuple(
        recorder.take("slice", joins.Slice(axis, end - size, end), (x,))
        for size, end in zip(sizes, ends, strict=True)
    )


def chunk(recorder: Recorder, x: Recorded, chunks: int, dim: int = 0) -> tuple[Recorded, ...]:
    """Note an axis cut into so many parts."""
    return split(recorder, x, -(-recorder.shapes[x.step][dim] // chunks), dim)


def unbind(recorder: Recorder, x: Recorded, dim: int = 0) -> tuple[Recorded, ...]:
    """Note an axis taken apart."""
    axis = dim % len(recorder.shapes[x.step])
    return tuple(
        recorder.take("slice", joins.Slice(axis, place, place + 1, drop=True), (x,))
        for place in range(recorder.shapes[x.step][axis])
    )


def zeros(
    recorder: Recorder, x: Recorded, *sizes: Any, size: Sequence[int] = (), **_: object
) -> Recorded:
    """Note a state that starts at zero."""
    given = sizes or ((size,) if size else ())
    shape = _listed(given) if given else recorder.shapes[x.step]
    return recorder.take("zeros", joins.BlackBox(shape, whole=False), ())
