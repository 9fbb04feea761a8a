"""What people get wrong about the shape of a detector's predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.networks import known
from quizlab_verifiers.networks.classes import classes_of
from quizlab_verifiers.networks.output_shape_asked import OutputAsked, answered, traced

if TYPE_CHECKING:
    from quizlab_verifiers.maths.networks.layers import Shape


def shown(v: OutputAsked, wrong: Shape) -> Shape | None:
    """Return a wrong shape; None where it is the right one after all."""
    return None if wrong == traced(v).output else wrong


def _grids(v: OutputAsked) -> bool:
    return v.network in {"yolo-v2", "yolo-v3"}


def _stride_for_grid(v: OutputAsked) -> Shape | None:
    if not _grids(v):
        return None
    return shown(v, (traced(v).output[0], stride(v), stride(v)))


def stride(v: OutputAsked) -> int:
    """Return how many pixels lie from cell to cell of a YOLO grid, whatever the image."""
    return int(known.figures(v.network)[answered(v.network)].view[0].jump)


def anchors(v: OutputAsked) -> int:
    """Return how many boxes each cell of a YOLO grid describes: each has a score per class."""
    return traced(v, more=1).output[0] - traced(v).output[0]


def _one_anchor(v: OutputAsked) -> Shape | None:
    classes = classes_of(v.network, v.classes)
    if v.network == "yolo-v1":
        return (*traced(v).output[:2], 5 + classes)
    return (5 + classes, *traced(v).output[1:]) if _grids(v) else None


def _no_objectness(v: OutputAsked) -> Shape | None:
    if v.network == "yolo-v1":
        height, width, numbers = traced(v).output
        return height, width, numbers - 2
    if not _grids(v):
        return None
    channels, *sides = traced(v).output
    return (channels - anchors(v), *sides)


def _anchors_apart(v: OutputAsked) -> Shape | None:
    if not _grids(v):
        return None
    channels, *sides = traced(v).output
    return (anchors(v), channels // anchors(v), *sides)


def _finest(v: OutputAsked) -> Shape | None:
    if v.network != "yolo-v3":
        return None
    channels, *sides = traced(v).output
    return (channels, *(4 * side for side in sides))


def _offsets(v: OutputAsked) -> Shape | None:
    return shown(v, (traced(v).output[0], 4)) if v.network == "ssd300" else None


def _offsets_too(v: OutputAsked) -> Shape | None:
    if v.network != "ssd300":
        return None
    boxes, classes = traced(v).output
    return (boxes, classes + 4)


def _classes_in_every_box(v: OutputAsked) -> Shape | None:
    if v.network != "yolo-v1":
        return None
    height, width, _ = traced(v).output
    return height, width, 2 * (5 + classes_of(v.network, v.classes))


BOX_MISTAKES: tuple[Misconception[OutputAsked], ...] = (
    Misconception(
        "stride-for-grid",
        "You took the stride for the grid; the stride is how many pixels lie from cell to cell, "
        "so the grid has the image's side divided by it.",
        _stride_for_grid,
    ),
    Misconception(
        "one-anchor",
        "You counted one box a cell; a cell describes several, which stand side by side in its "
        "numbers.",
        _one_anchor,
    ),
    Misconception(
        "no-objectness",
        "You left out the objectness; besides four coordinates and the classes, each box has a "
        "score for being an object at all.",
        _no_objectness,
    ),
    Misconception(
        "offsets",
        "You gave the shape of the offsets; the class scores were asked for, which have a column "
        "for each class.",
        _offsets,
    ),
    Misconception(
        "offsets-too",
        "You put the four offsets beside the scores; SSD returns them apart, from convolutions of "
        "their own.",
        _offsets_too,
    ),
    Misconception(
        "classes-for-each-box",
        "You gave every box its own class scores; in YOLO v1 both boxes of a cell share them.",
        _classes_in_every_box,
    ),
    Misconception(
        "anchors-apart",
        "You gave the anchors an axis of their own; a convolution returns them side by side, as "
        "channels, which decoding takes apart.",
        _anchors_apart,
    ),
    Misconception(
        "finest-map",
        "You gave the finest of the three maps; the coarsest has the fewest cells, one for each 32 "
        "pixels of a side.",
        _finest,
    ),
)
