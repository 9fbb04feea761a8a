"""A question about YOLO: the shape of what it predicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Misconception, OneOf, Shape, Verifier, Whole
from quizlab_verifiers.maths import anchors
from quizlab_verifiers.notation import shape

if TYPE_CHECKING:
    Sides = tuple[int, int, int]

_SIZES = (224, 320, 352, 384, 416, 448, 480, 512, 544, 576, 608)
_STRIDES = {"v1": (64,), "v2": (32,), "v3": (8, 16, 32)}


@dataclass(frozen=True, slots=True)
class YoloParameters:
    """A YOLO and the grid that it predicts on.

    Attributes:
        size: Side of the square image in pixels.
        stride: Side of a cell in pixels.
        boxes: Boxes predicted by each cell; in v3 those of one scale.
        classes: Number of classes.
        version: ``v1`` predicts the classes once a cell, ``v2`` and ``v3`` for every box.
    """

    size: Annotated[int, Whole(1, 16384, draws=_SIZES)] = 416
    stride: Annotated[int, Whole(1, 1024, draws=(8, 16, 32, 32, 32, 64, 64, 64))] = 32
    boxes: Annotated[int, Whole(1, 100, draws=(1, 2, 2, 3, 3, 4, 5, 5))] = 3
    classes: Annotated[
        int, Whole(1, 10_000, draws=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 20, 25, 40, 80))
    ] = 80
    version: Annotated[str, OneOf("v1", "v2", "v3", draws=("v1", "v1", "v2", "v3"))] = "v3"


def _sides(v: YoloParameters, depth: int) -> Sides:
    """Return the right grid with a wrong depth."""
    side = v.size // v.stride
    return side, side, depth


def _classes_once(v: YoloParameters) -> Sides | None:
    if v.version == "v1" or v.boxes == 1:
        return None
    return _sides(v, 5 * v.boxes + v.classes)


def _classes_for_each_box(v: YoloParameters) -> Sides | None:
    if v.version != "v1" or v.boxes == 1:
        return None
    return _sides(v, v.boxes * (5 + v.classes))


def _no_objectness(v: YoloParameters) -> Sides:
    if v.version == "v1":
        return _sides(v, 4 * v.boxes + v.classes)
    return _sides(v, v.boxes * (4 + v.classes))


def _background(v: YoloParameters) -> Sides:
    if v.version == "v1":
        return _sides(v, 5 * v.boxes + v.classes + 1)
    return _sides(v, v.boxes * (6 + v.classes))


def _one_box(v: YoloParameters) -> Sides | None:
    return _sides(v, 5 + v.classes) if v.boxes > 1 else None


def _stride_as_grid(v: YoloParameters) -> Sides | None:
    _, side, depth = anchors.yolo_shape(v.size, v.stride, v.boxes, v.classes, v.version)
    return (v.stride, v.stride, depth) if v.stride != side else None


def _channels_first(v: YoloParameters) -> Sides | None:
    side, _, depth = anchors.yolo_shape(v.size, v.stride, v.boxes, v.classes, v.version)
    return (depth, side, side) if depth != side else None


class YoloOutputShape(Verifier[YoloParameters]):
    """``yolo.output-shape``: rows, columns and numbers a cell."""

    id = "yolo.output-shape"
    version = 1
    title = "Output shape of YOLO"
    Parameters = YoloParameters
    parts = (AnswerPart("shape", Shape()),)
    convention = (
        "Rows × columns × numbers a cell, as the papers write it, without the batch; for v3 the "
        "output of one scale. Every box has x, y, w, h and an objectness (confidence)."
    )
    citation = (
        "Redmon et al. 2016, You Only Look Once, section 2, https://arxiv.org/abs/1506.02640; "
        "Redmon & Farhadi, YOLO9000, https://arxiv.org/abs/1612.08242, and YOLOv3, section 2.3, "
        "https://arxiv.org/abs/1804.02767; cfg/yolov3.cfg, https://github.com/pjreddie/darknet"
    )
    code = anchors.yolo_shape
    misconceptions: tuple[Misconception[YoloParameters], ...] = (
        Misconception(
            "classes-once",
            "You counted the classes once a cell, as YOLO v1 does. From v2 on every box has "
            "class scores of its own: B(5 + C).",
            _classes_once,
        ),
        Misconception(
            "classes-for-each-box",
            "You counted the classes for every box, as YOLO does from v2 on. In v1 a cell has "
            "one set of class scores for all its boxes: 5B + C.",
            _classes_for_each_box,
        ),
        Misconception(
            "no-objectness",
            "You left out the objectness. Every box has five numbers: x, y, w, h and how sure "
            "the network is that there is an object.",
            _no_objectness,
        ),
        Misconception(
            "background-class",
            "You added a class for the background, as SSD and Faster R-CNN do. YOLO has none: a "
            "low objectness says it.",
            _background,
        ),
        Misconception(
            "one-box",
            "You counted one box a cell. Each cell predicts several.",
            _one_box,
        ),
        Misconception(
            "stride-as-grid",
            "You took the stride for the grid. The stride is a cell's side in pixels: the grid "
            "has size / stride cells along each side.",
            _stride_as_grid,
        ),
        Misconception(
            "channels-first",
            "Your numbers are right, but their order is PyTorch's. Here the grid comes first: "
            "rows × columns × numbers a cell.",
            _channels_first,
        ),
    )

    def where(self, v: YoloParameters) -> str | None:
        """Refuse cells that do not fill the image."""
        if v.size % v.stride:
            below, above = v.size // v.stride * v.stride, -(-v.size // v.stride) * v.stride
            near = f"{below} or {above}" if below else f"{above}"
            return f"size {v.size} is no multiple of stride {v.stride}; take a size such as {near}"
        return None

    def comfortable(self, v: YoloParameters) -> bool:
        """Hold draws to strides that the version has, and to v1's few boxes."""
        return v.stride in _STRIDES[v.version] and (v.version != "v1" or v.boxes <= 3)

    def difficulty(self, v: YoloParameters) -> int:
        """1: at most five classes, or one box. 3: more than ten classes, two boxes. 2: the rest."""
        if v.classes <= 5 or v.boxes == 1:
            return 1
        return 3 if v.classes > 10 and v.boxes > 2 else 2

    def compute(self, v: YoloParameters) -> Sides:
        """Apply the formula of the version."""
        return anchors.yolo_shape(v.size, v.stride, v.boxes, v.classes, v.version)

    def reference(self, v: YoloParameters) -> Sides:
        """Run one layer for each thing that a cell predicts over an image, and join their maps.

        The layers run on torch's meta device, which works out shapes but no numbers.
        """
        import torch

        heads: list[torch.nn.Module] = []
        with torch.device("meta"):
            backbone = torch.nn.Conv2d(3, 1, kernel_size=v.stride, stride=v.stride)
            for _ in range(v.boxes):
                heads += [torch.nn.Conv2d(1, 4, 1), torch.nn.Conv2d(1, 1, 1)]
            for _ in range(1 if v.version == "v1" else v.boxes):
                heads.append(torch.nn.Conv2d(1, v.classes, 1))
            cells = backbone(torch.empty(1, 3, v.size, v.size))
            maps = torch.cat([head(cells) for head in heads], dim=1)
        rows, columns, depth = maps[0].permute(1, 2, 0).shape
        return rows, columns, depth

    def prompt(self, v: YoloParameters, language: str = "en") -> str:
        """Name the version, the image, the stride and what a cell predicts."""
        del language
        scale = " on one of its scales" if v.version == "v3" else ""
        boxes = "box" if v.boxes == 1 else "boxes"
        classes = "class" if v.classes == 1 else "classes"
        return (
            f"YOLO {v.version} looks at an image of ${v.size} \\times {v.size}$ pixels and "
            f"predicts{scale} with stride ${v.stride}$: ${v.boxes}$ {boxes} a cell, "
            f"${v.classes}$ {classes}.\n\nWhat is the shape of this output, "
            "rows × columns × numbers a cell?"
        )

    def explain(self, v: YoloParameters, language: str = "en") -> tuple[str, ...]:
        """Divide the image into cells, count what a cell predicts."""
        del language
        side, _, depth = self.compute(v)
        if v.version == "v1":
            how = (
                "In v1 each of the $B$ boxes has five numbers ($x$, $y$, $w$, $h$ and "
                "objectness), and the cell has one set of $C$ class scores for all of them:"
                "\n\n$$S \\times S \\times (5B + C)$$"
            )
            worked = f"5 \\cdot {v.boxes} + {v.classes} = {depth}"
        else:
            how = (
                "From v2 on each of the $B$ boxes has five numbers ($x$, $y$, $w$, $h$ and "
                "objectness) and $C$ class scores of its own:\n\n$$S \\times S \\times B(5 + C)$$"
            )
            worked = f"{v.boxes} \\cdot (5 + {v.classes}) = {depth}"
        return (
            f"Divide the image by the stride, which gives a grid of $S \\times S$ cells. {how}",
            f"The grid: $S = {v.size} / {v.stride} = {side}$.",
            f"The numbers a cell: ${worked}$.",
            f"So the shape is ${shape((side, side, depth))}$.",
        )
