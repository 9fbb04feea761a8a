"""The worked steps about the shape that leaves a stage."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.joins import Concatenation
from quizlab_verifiers.maths.networks.layers import Convolution, Pool, TransposedConvolution
from quizlab_verifiers.networks import inside, known, naming
from quizlab_verifiers.networks.layer_output_shape_branches import (
    entering,
    growth,
    is_dense,
    side_by_side,
)
from quizlab_verifiers.networks.layer_output_shape_parameters import made_of_image
from quizlab_verifiers.notation import shape as shape_tex
from quizlab_verifiers.wording import table

if TYPE_CHECKING:
    from quizlab_verifiers.maths.networks.evaluation import Step
    from quizlab_verifiers.maths.networks.layers import Layer, Shape
    from quizlab_verifiers.networks.layer_output_shape_parameters import (
        LayerOutputShapeParameters as Parameters,
    )

METHOD = (
    "Follow the image from stage to stage. The channels are those of the last convolution; they "
    "add up where branches are concatenated, and stay where they are added or pooled. Height and "
    "width change where a layer has a stride, or a kernel that is padded too little or too "
    "much:\n\n"
    "$$o = \\left\\lfloor \\frac{i + 2p - d(k - 1) - 1}{s} \\right\\rfloor + 1$$"
)

_MOST_LINES = 5
_MOST_ROWS = 12


def steps_of(v: Parameters) -> tuple[str, ...]:
    """Return the steps behind the method: the way to the stage, its sides, its channels."""
    return _before(v), _sides(v), _channels(v)


def _before(v: Parameters) -> str:
    """Tell the shapes on the way to the stage."""
    found, shapes = inside.modules(v.network), made_of_image(v)
    way = set(inside.leading_to(v.network, found[v.stage].last))
    passed = [
        (stage, shapes[found[stage].last])
        for stage in inside.stages(v.network)
        if stage != v.stage and found[stage].last in way
    ]
    if not passed:
        return f"`{v.stage}` comes first and is given the image: {_of(shapes[0])}."
    rows = [
        (naming.listing([stage for stage, _ in same]), _plain(shape))
        for shape, same in groupby(passed, lambda one: one[1])
    ]
    if len(rows) > _MOST_ROWS:
        rows[1 : 2 - _MOST_ROWS] = [("…", "…")]
    source = entering(v.network, v.stage)
    given = "" if source is None else f"\n\nSo `{v.stage}` is given {_of(shapes[source])}."
    return f"On the way there:\n\n{table(('stage', 'what leaves it'), rows)}{given}"


def _sides(v: Parameters) -> str:
    """Work the layers of the stage that change height and width."""
    steps, shapes = known.steps(v.network), made_of_image(v)
    found = inside.modules(v.network)[v.stage]
    way = set(inside.leading_to(v.network, found.last))
    lines: dict[tuple[Shape, Shape], str] = {}
    for place in found.places:
        step = steps[place]
        if place not in way or not step.sources:
            continue
        before, after = shapes[step.sources[0]][2:], shapes[place][2:]
        is_gate = after == (1, 1) != shapes[found.last][2:]
        if len(before) == len(after) == 2 and before != after and not is_gate:
            lines.setdefault((before, after), f"- {_named(step)}: {_worked(step, before, after)}")
    if not lines:
        return (
            "No layer of it changes height or width: strides are 1, and kernels are padded to keep "
            "the sides."
        )
    shown = list(lines.values())
    if len(shown) > _MOST_LINES:
        left = len(shown) - _MOST_LINES + 1
        shown[_MOST_LINES - 2 : -1] = [f"- … {left} more like these"]
    return "Inside of it these layers change height and width:\n\n" + "\n".join(shown)


def _named(step: Step) -> str:
    layer = step.layer
    padding = getattr(layer, "padding", (0, 0))[0]
    padded = f", padding {padding}" if padding else ""
    up = ", rounded up" if isinstance(layer, Pool) and layer.ceil else ""
    inner = f"`{step.module}`, " if step.module else ""
    return f"{inner}{step.kind}{padded}{up}"


def _worked(step: Step, before: Shape, after: Shape) -> str:
    """Work a side; height and width apart where they differ."""
    if before[0] == before[1] and after[0] == after[1]:
        return f"${_side(step.layer, before, after, 0)}$"
    return ", ".join(
        f"{('height', 'width')[axis]} ${_side(step.layer, before, after, axis)}$"
        for axis in (0, 1)
        if before[axis] != after[axis]
    )


def _side(layer: Layer, before: Shape, after: Shape, axis: int) -> str:
    i, o = before[axis], after[axis]
    if isinstance(layer, TransposedConvolution):
        k, s, p = layer.kernel[axis], layer.stride[axis], layer.padding[axis]
        less = f" - 2 \\cdot {p}" if p else ""
        return f"({i} - 1) \\cdot {s}{less} + {k} = {o}"
    if not isinstance(layer, Convolution | Pool):
        return f"{i} \\to {o}"
    k, s, p, d = (
        setting[axis] for setting in (layer.kernel, layer.stride, layer.padding, layer.dilation)
    )
    far = f"{i} + 2 \\cdot {p}" if p else f"{i}"
    far += f" - {k}" if d == 1 else f" - {d} \\cdot {k - 1} - 1"
    if s == 1:
        return f"{far} + 1 = {o}"
    # Where it rounds up, no network pads, so that no last window starts in padding and is dropped.
    rounded = "ceil" if isinstance(layer, Pool) and layer.ceil else "floor"
    return f"\\l{rounded} ({far}) / {s} \\r{rounded} + 1 = {o}"


def _channels(v: Parameters) -> str:
    """Say where the channels come from, and the shape."""
    steps, shapes = known.steps(v.network), made_of_image(v)
    last = inside.modules(v.network)[v.stage].last
    own = inside.modules(v.network)[v.stage].places
    place: int | None = last
    while place is not None and not isinstance(
        steps[place].layer, Convolution | TransposedConvolution | Concatenation
    ):
        place = inside.main_source(v.network, place, own)
    right = shapes[last]
    if len(right) != 4:
        why = f"The last layer, {steps[last].kind}, makes ${right[-1]}$ numbers."
    elif place is None:
        why = f"Nothing in it changes the ${right[1]}$ channels."
    elif isinstance(steps[place].layer, Concatenation):
        why = _concatenated(v, place, shapes, right[1])
    else:
        after = " What follows keeps them." if place != last else ""
        added = steps[last].kind == "add"
        made = f"`{steps[place].module}`, {steps[place].kind}, makes ${right[1]}$ channels"
        why = f"{made}; adding the shortcut keeps them." if added else f"{made}.{after}"
    return f"{why} So what leaves `{v.stage}` is\n\n$${shape_tex(right[1:])}$$"


def _concatenated(v: Parameters, place: int, shapes: tuple[Shape, ...], total: int) -> str:
    if is_dense(v):
        given, new = growth(v)
        layers = (total - given) // new
        return (
            f"It keeps the ${given}$ channels that it is given, and each of its ${layers}$ layers "
            f"adds ${new}$: ${given} + {layers} \\cdot {new} = {total}$."
        )
    parts = [shapes[part][1] for part in side_by_side(v, place)]
    if set(parts) == {1}:
        return f"It makes ${total}$ maps one by one and puts them side by side."
    summed = " + ".join(map(str, parts))
    return f"Its branches are concatenated, so channels add up: ${summed} = {total}$."


def _plain(shape: Shape) -> str:
    return " × ".join(map(str, shape[1:]))


def _of(shape: Shape) -> str:
    return f"${shape_tex(shape[1:])}$"
