"""What a detector predicts around anchors: how many boxes, which offsets, which output shape.

Anchors (SSD says default boxes or priors) are boxes of a few fixed sizes that stand on every cell
of a feature map. The network does not predict boxes from nothing: it says how far, and by which
factor, an anchor has to be moved and stretched.

    [x, y, w, h]        centre and sides of a box
    [xa, ya, wa, ha]    centre and sides of the anchor
    [tx, ty, tw, th]    offsets, what the network learns to predict
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Four = tuple[float, float, float, float]


def count(maps: Sequence[tuple[int, int]], boxes: Sequence[int]) -> int:
    """Return how many anchors a detector has on all its feature maps.

    Formula:
        sum over the maps of height * width * boxes

        Every cell of a map carries the same number of boxes.

    Args:
        maps: Height and width in cells of each feature map.
        boxes: Boxes on each cell, one number for each map, or one for all.

    Returns:
        The number of anchors. SSD300 has 8,732 of them.

    Raises:
        ValueError: A number is below 1, or there is neither one number of boxes nor one a map.

    Source:
        Liu et al. 2016, "SSD: Single Shot MultiBox Detector", section 3.1,
        https://arxiv.org/abs/1512.02325
    """
    if len(boxes) == 1:
        boxes = tuple(boxes) * len(maps)
    if len(boxes) != len(maps) or min(map(min, maps)) < 1 or min(boxes) < 1:
        raise ValueError(
            f"got maps {list(maps)} and boxes {list(boxes)}; needed are numbers of "
            "at least 1, and one number of boxes for each map or for all"
        )
    total = 0
    for (height, width), k in zip(maps, boxes, strict=True):
        total += height * width * k
    return total


def encode(
    anchor: Sequence[float], box: Sequence[float], v_centre: float = 1.0, v_size: float = 1.0
) -> Four:
    """Return the offsets that lead from an anchor to a box: the targets of training.

    Formula:
        tx = (x - xa) / (wa v_centre)        tw = log(w / wa) / v_size
        ty = (y - ya) / (ha v_centre)        th = log(h / ha) / v_size

        Shifts are measured in sides of the anchor, sizes as the natural logarithm of a ratio:
        so the same offsets mean the same for small and for large anchors. The variances of SSD
        (0.1 and 0.2) only stretch the scale; R-CNN's paper has none. torchvision's `weights`
        are their inverses.

    Args:
        anchor: Centre and sides [xa, ya, wa, ha].
        box: Centre and sides [x, y, w, h] in the same units.
        v_centre: Variance that the shifts are divided by.
        v_size: Variance that the logarithms are divided by.

    Returns:
        tx, ty, tw, th without unit; all 0 where the box is the anchor.

    Raises:
        ValueError: A side or a variance is not above 0.

    Source:
        Girshick et al. 2014, "Rich feature hierarchies ...", appendix C,
        https://arxiv.org/abs/1311.2524; Ren et al. 2015, "Faster R-CNN", equation 2,
        https://arxiv.org/abs/1506.01497; torchvision/models/detection/_utils.py,
        https://github.com/pytorch/vision
    """
    xa, ya, wa, ha = anchor
    x, y, w, h = box
    if min(wa, ha, w, h, v_centre, v_size) <= 0:
        raise ValueError(
            f"got anchor {list(anchor)}, box {list(box)}, variances {v_centre} and "
            f"{v_size}; sides and variances must be above 0"
        )
    return (
        (x - xa) / (wa * v_centre),
        (y - ya) / (ha * v_centre),
        log(w / wa) / v_size,
        log(h / ha) / v_size,
    )


def decode(
    anchor: Sequence[float], offsets: Sequence[float], v_centre: float = 1.0, v_size: float = 1.0
) -> Four:
    """Return the box that predicted offsets make of an anchor.

    Formula:
        x = xa + wa v_centre tx        w = wa exp(v_size tw)
        y = ya + ha v_centre ty        h = ha exp(v_size th)

        The inverse of `encode`. The exponential keeps sides above 0 whatever is predicted.

    Args:
        anchor: Centre and sides [xa, ya, wa, ha].
        offsets: tx, ty, tw, th without unit.
        v_centre: Variance that the shifts were divided by in training.
        v_size: Variance that the logarithms were divided by in training.

    Returns:
        Centre and sides x, y, w, h in the units of the anchor.

    Raises:
        ValueError: A side of the anchor or a variance is not above 0.

    Source:
        Girshick et al. 2014, "Rich feature hierarchies ...", appendix C,
        https://arxiv.org/abs/1311.2524; Liu et al. 2016, "SSD", equation 2,
        https://arxiv.org/abs/1512.02325; torchvision/models/detection/_utils.py,
        https://github.com/pytorch/vision
    """
    xa, ya, wa, ha = anchor
    tx, ty, tw, th = offsets
    if min(wa, ha, v_centre, v_size) <= 0:
        raise ValueError(
            f"got anchor {list(anchor)}, variances {v_centre} and {v_size}; "
            "sides and variances must be above 0"
        )
    return (
        xa + wa * v_centre * tx,
        ya + ha * v_centre * ty,
        wa * exp(v_size * tw),
        ha * exp(v_size * th),
    )


def yolo_shape(
    size: int, stride: int, boxes: int, classes: int, version: str = "v3"
) -> tuple[int, int, int]:
    """Return the shape of what YOLO predicts on one grid.

    Formula:
        S = size / stride
        v1:      S x S x (5B + C)      the classes are predicted once a cell
        v2, v3:  S x S x B(5 + C)      the classes are predicted for every box

        The 5 are x, y, w, h and the objectness, also called confidence. There is no class for
        the background: low objectness says it.

    Args:
        size: Side of the square image in pixels, a multiple of the stride.
        stride: Side of a cell in pixels.
        boxes: B, boxes predicted by each cell; in v3 those of one scale.
        classes: C.
        version: ``v1``, ``v2`` or ``v3``.

    Returns:
        Rows, columns and numbers a cell, as the papers write it; without the batch.

    Raises:
        ValueError: The cells do not fill the image, a number is below 1, or the version is
            unknown.

    Source:
        Redmon et al. 2016, "You Only Look Once", section 2, https://arxiv.org/abs/1506.02640;
        Redmon & Farhadi 2017, "YOLO9000", https://arxiv.org/abs/1612.08242;
        Redmon & Farhadi 2018, "YOLOv3", section 2.3, https://arxiv.org/abs/1804.02767
    """
    if min(size, stride, boxes, classes) < 1 or size % stride:
        raise ValueError(
            f"got size={size}, stride={stride}, boxes={boxes}, classes={classes}; "
            "all must be at least 1, and size a multiple of stride"
        )
    if version not in ("v1", "v2", "v3"):
        raise ValueError(f"got version {version!r}; there are v1, v2 and v3")
    side = size // stride
    depth = 5 * boxes + classes if version == "v1" else boxes * (5 + classes)
    return side, side, depth
