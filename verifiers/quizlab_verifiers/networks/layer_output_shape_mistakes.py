"""What people get wrong about the shape that leaves a stage."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError
from quizlab_verifiers.maths.networks.joins import Pointwise
from quizlab_verifiers.maths.networks.layers import Convolution, Layer, Pool
from quizlab_verifiers.networks import inside, known
from quizlab_verifiers.networks.image_asked import size_of
from quizlab_verifiers.networks.layer_output_shape_branches import (
    entering,
    growth,
    is_dense,
    joined,
)
from quizlab_verifiers.networks.layer_output_shape_parameters import is_map, made_of_image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab_verifiers.maths.networks.layers import Shape
    from quizlab_verifiers.networks.known import Size
    from quizlab_verifiers.networks.layer_output_shape_parameters import (
        LayerOutputShapeParameters as Parameters,
    )


def _right(v: Parameters) -> Shape:
    return made_of_image(v)[inside.modules(v.network)[v.stage].last]


def _wrong(v: Parameters, shape: Shape) -> Shape | None:
    """Return a wrong shape without its batch axis; None where it is no map, or right after all."""
    right = _right(v)
    return shape[1:] if is_map(right) and is_map(shape) and shape != right else None


def _with_channels(v: Parameters, channels: int) -> Shape | None:
    right = _right(v)
    return _wrong(v, (1, channels, *right[2:]))


def _with_sides(v: Parameters, sides: Shape) -> Shape | None:
    return _wrong(v, (*_right(v)[:2], *sides))


def _enters(v: Parameters) -> Shape | None:
    source = entering(v.network, v.stage)
    return None if source is None else _wrong(v, made_of_image(v)[source])


def _next(v: Parameters) -> Shape | None:
    """Return what the stage makes that takes this one's output."""
    steps, found = known.steps(v.network), inside.modules(v.network)
    last = found[v.stage].last
    taking = (step.module for step in steps if last in inside.carried(step))
    after = next((name.partition(".")[0] for name in taking if name), v.stage)
    return _wrong(v, made_of_image(v)[found[after].last])


def _sides_kept(v: Parameters) -> Shape | None:
    source = entering(v.network, v.stage)
    if source is None:
        return None
    before = made_of_image(v)[source]
    kept = _with_sides(v, before[2:]) if is_map(before) else None
    # Where the channels stay too, it is what enters the stage.
    return None if kept == _enters(v) else kept


def _halved_again(v: Parameters) -> Shape | None:
    right = _right(v)
    if len(right) != 4 or min(right[2:]) < 2:
        return None
    halved = _with_sides(v, tuple(side // 2 for side in right[2:]))
    # Before a pooling it is what leaves the next stage.
    return None if halved == _next(v) else halved


def _usual_size(v: Parameters) -> Shape | None:
    return _wrong(v, known.shapes(v.network)[inside.modules(v.network)[v.stage].last])


def _batch_axis(v: Parameters) -> Shape | None:
    return _right(v) if is_map(_right(v)) else None


def _channels_last(v: Parameters) -> Shape | None:
    _, channels, *sides = _right(v)
    return _wrong(v, (1, *sides, channels)) if is_map(_right(v)) else None


def _inner_width(v: Parameters) -> Shape | None:
    """Return the shape with the channels that a block's last 1 × 1 convolution reads."""
    steps, found = known.steps(v.network), inside.modules(v.network)[v.stage]
    place: int | None = found.last
    while place is not None and isinstance(steps[place].layer, Pointwise):
        place = inside.main_source(v.network, place, found.places)
    if place is None:
        return None
    layer = steps[place].layer
    before = [one for one in found.places if one < place]
    if (
        not isinstance(layer, Convolution)
        or layer.kernel != (1, 1)
        or not any(isinstance(steps[one].layer, Convolution) for one in before)
    ):
        return None
    return _with_channels(v, layer.inputs)


def _growth_only(v: Parameters) -> Shape | None:
    if not is_dense(v):
        return None
    return _with_channels(v, growth(v)[1])


def _widest_branch(v: Parameters) -> Shape | None:
    widths = [known.shapes(v.network)[part][1] for part in joined(v)]
    # Maps that are made one by one, as in C3 of LeNet-5, are no branches.
    return _with_channels(v, max(widths)) if max(widths, default=1) > 1 else None


def _rounded_otherwise(v: Parameters) -> Shape | None:
    last = inside.modules(v.network)[v.stage].last
    found = _rounding_otherwise(v.network, size_of(v.network, v.size), last)
    return None if found is None else _wrong(v, found)


@lru_cache(maxsize=4096)
def _rounding_otherwise(name: str, size: Size, last: int) -> Shape | None:
    """Return what a step makes where everything is rounded the other way; None if it clashes."""
    way = inside.leading_to(name, last, sizes=True)
    try:
        return known.follow(known.steps(name), way, size, _other_shape)[last]
    except DoesNotFitError:
        return None


def _other_shape(layer: Layer, given: Sequence[Shape]) -> Shape:
    if isinstance(layer, Pool):
        return replace(layer, ceil=not layer.ceil).shape(*given)
    if not isinstance(layer, Convolution) or layer.stride == (1, 1):
        return layer.shape(*given)
    axes = zip(given[0][2:], layer.kernel, layer.stride, layer.padding, layer.dilation, strict=True)
    sides = (-(-(i + 2 * p - d * (k - 1) - 1) // s) + 1 for i, k, s, p, d in axes)
    return (*layer.shape(*given)[:2], *sides)


MISTAKES: tuple[Misconception[Parameters], ...] = (
    Misconception(
        "stage-before",
        "You gave what enters the stage; asked is what leaves it.",
        _enters,
    ),
    Misconception(
        "stage-after",
        "You went one stage too far; asked is what leaves this one, before the next one works on "
        "it.",
        _next,
    ),
    Misconception(
        "sides-kept",
        "You kept the height and width that enter the stage; its strides and paddings change them.",
        _sides_kept,
    ),
    Misconception(
        "halved-once-too-often",
        "You halved the sides once too often; count the strides of 2 from the image up to here.",
        _halved_again,
    ),
    Misconception(
        "usual-size",
        "You gave the shape for the usual image, as papers print it; for another one height and "
        "width change and the channels stay.",
        _usual_size,
    ),
    Misconception(
        "rounded-the-other-way",
        "You rounded a side the other way; convolutions round down, and so does pooling unless "
        "its network says that it rounds up.",
        _rounded_otherwise,
    ),
    Misconception(
        "inner-width",
        "You gave the channels inside of a block; its last 1 × 1 convolution changes their number.",
        _inner_width,
    ),
    Misconception(
        "growth-only",
        "You gave what the last layer adds; a dense block returns its input and the new channels "
        "of all its layers side by side.",
        _growth_only,
    ),
    Misconception(
        "widest-branch",
        "You gave the channels of the widest branch; branches are concatenated, so their channels "
        "add up.",
        _widest_branch,
    ),
    Misconception(
        "channels-last",
        "You put the channels last, as TensorFlow does by default; here the order is channels, "
        "height, width.",
        _channels_last,
    ),
    Misconception(
        "batch-axis",
        "You put the batch axis in front, as tensors have it; asked is one image's channels × "
        "height × width.",
        _batch_axis,
    ),
)
