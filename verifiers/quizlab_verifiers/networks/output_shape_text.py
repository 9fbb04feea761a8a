"""How the shape that a network returns is explained, kind by kind."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from quizlab_verifiers.networks import inside, known
from quizlab_verifiers.networks.classes import classes_of, task
from quizlab_verifiers.networks.image_asked import size_of
from quizlab_verifiers.networks.output_shape_asked import answered, traced
from quizlab_verifiers.networks.output_shape_box_mistakes import anchors, stride
from quizlab_verifiers.networks.parts import Part, few
from quizlab_verifiers.notation import digits, shape
from quizlab_verifiers.tables.rows import without_batch
from quizlab_verifiers.wording import sides, table

if TYPE_CHECKING:
    from quizlab_verifiers.maths.networks.layers import Shape
    from quizlab_verifiers.networks.output_shape_asked import OutputAsked

_LOST = 184
"""Cells that a side of U-Net's image loses where nothing is rounded."""

_METHODS = {
    "classification": (
        "Convolutions and poolings make the map smaller and its channels more; before the last "
        "layer height and width are gone, by a global pooling or by flattening. That layer has "
        "one output for each class, whatever the image."
    ),
    "segmentation": (
        "A segmentation network scores every class in every cell, so channels become classes. "
        "What counts then is how far its maps shrink on the way down, and how far it brings them "
        "up again."
    ),
    "unet": (
        "Without padding each $3 \\times 3$ takes two cells off both sides. Poolings halve what is "
        "left, rounding down, and up-convolutions double it; what the way down kept is cropped to "
        "fit. Channels become classes at the end."
    ),
    "grid": (
        "A YOLO grid has a cell for every stride of the image, in both directions. Each cell "
        "describes one box for each anchor, and a box takes four coordinates, one objectness and "
        "a score for each class:\n\n"
        "$$A \\, (4 + 1 + C) \\times \\frac{H}{s} \\times \\frac{W}{s}$$"
    ),
    "yolo-v1": (
        "YOLO v1 ends in a fully connected layer that is read as a grid of cells. A cell has "
        "several boxes with four coordinates and a confidence each, and one score a class that "
        "its boxes share:\n\n"
        "$$S \\times S \\times (5 B + C)$$"
    ),
    "ssd300": (
        "SSD predicts from several maps. Every cell of a map has a fixed number of default boxes, "
        "and each of those a score for every class. The maps are put one below the other, so the "
        "boxes of all maps add up."
    ),
}


def kind(network: str) -> str:
    """Return which of the explanations a network needs."""
    if network in {"yolo-v2", "yolo-v3"}:
        return "grid"
    return network if network in _METHODS else task(network)


def explained(v: OutputAsked) -> tuple[str, ...]:
    """Return the method, then what leads to the answer; without the answer itself."""
    way = kind(v.network)
    size = shape(size_of(v.network, v.size))
    return _METHODS[way], f"From an image of ${size}$:\n\n{_table(v)}", *_WAYS[way](v)


def _classification(v: OutputAsked) -> tuple[str, ...]:
    del v
    return ()


def _segmentation(v: OutputAsked) -> tuple[str, ...]:
    found = traced(v)
    if not found.below:
        return ()
    below, above, output = (shape(one[1:]) for one in (found.below, found.above, found.output))
    turned = f"The last upsampling turns ${below}$ cells into ${above}$"
    if above == output:
        return (f"{turned}, as many as the image has.",)
    cut = (
        f"{turned}: more than the image has, since it was padded by $100$ cells. They are cut to "
        f"${output}$."
    )
    return (cut,)


def _unet(v: OutputAsked) -> tuple[str, ...]:
    height, _ = size_of(v.network, v.size)
    left = traced(v).output[1]
    lost = height - left
    why = (
        "as ever where all four poolings come out even"
        if lost == _LOST
        else f"more than ${_LOST}$, since a pooling rounds down"
    )
    return (f"In all, a side loses ${lost}$ cells, {why}: ${height} - {lost} = {left}$.",)


def _grid(v: OutputAsked) -> tuple[str, ...]:
    found, count, classes = traced(v), anchors(v), classes_of(v.network, v.classes)
    height, _ = size_of(v.network, v.size)
    side, over = divmod(height, stride(v))
    cells = f"{height} / {stride(v)} = {side}" if not over and side == found.output[1] else ""
    grid = (
        f"The stride of this output is ${stride(v)}$, so a side has ${cells}$ cells."
        if cells
        else f"The stride of this output is ${stride(v)}$; rounded on the way, a side has "
        f"${found.output[1]}$ cells."
    )
    worked = (
        f"{grid} With ${count}$ anchors and ${classes}$ classes a cell takes\n\n"
        f"$${count} \\cdot (4 + 1 + {classes}) = {digits(found.output[0])}$$\n\nnumbers."
    )
    return (worked,)


def _yolo_v1(v: OutputAsked) -> tuple[str, ...]:
    side, _, values = traced(v).output
    classes = classes_of(v.network, v.classes)
    boxes = (values - classes) // 5
    worked = (
        f"The grid has ${side} \\times {side}$ cells with ${boxes}$ boxes each, so a cell takes"
        f"\n\n$$5 \\cdot {boxes} + {classes} = {values}$$\n\nnumbers."
    )
    return (worked,)


def _ssd(v: OutputAsked) -> tuple[str, ...]:
    maps: list[str] = []
    counts: list[int] = []
    cells: Shape = ()
    for one in _stages(v):
        if len(one.shape) == 3:
            cells = one.shape[1:]
        elif one.first.startswith("head"):
            boxes = one.shape[0]
            counts.append(boxes)
            maps.append(f"- ${shape((*cells, boxes // prod(cells)))} = {digits(boxes)}$")
    lines = "\n".join(maps)
    return (
        f"Height, width and boxes a cell of each map:\n\n{lines}",
        f"Together:\n\n$${' + '.join(map(digits, counts))} = {digits(sum(counts))}$$\n\nboxes.",
    )


_WAYS = {
    "classification": _classification,
    "segmentation": _segmentation,
    "unet": _unet,
    "grid": _grid,
    "yolo-v1": _yolo_v1,
    "ssd300": _ssd,
}


def _stages(v: OutputAsked) -> list[Part]:
    """Return the stages on the way to the output, with what leaves each."""
    classes = classes_of(v.network, v.classes)
    made = known.shapes(v.network, size_of(v.network, v.size), classes)
    way = inside.leading_to(v.network, answered(v.network))
    return [
        Part(stage, stage, without_batch(made[places[-1]]))
        for stage, places in inside.by_stage(v.network, way).items()
    ]


def _table(v: OutputAsked) -> str:
    """Return the stages before the last, those with maps of one size as one where they are many."""
    told = [one for one in _stages(v)[:-1] if not one.first.startswith(("head", "bn", "norm"))]
    return table(("part", "output"), [(one.name, sides(one.shape)) for one in few(told)])
