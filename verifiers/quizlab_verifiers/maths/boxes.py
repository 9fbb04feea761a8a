"""How much two boxes overlap: areas, intersection, union and their ratio, the IoU.

A box is given by two corners in continuous coordinates, y pointing down as in images:

    [x1, y1, x2, y2]    (x1, y1) upper left corner, (x2, y2) lower right corner

Its width is x2 - x1. Old code for pixel indices adds 1 to it, since pixels 3 to 5 are three
pixels; with continuous coordinates nothing is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Box = Sequence[float]


def area(box: Box) -> float:
    """Return the area of a box.

    Formula:
        (x2 - x1)(y2 - y1)

    Args:
        box: Corners [x1, y1, x2, y2].

    Returns:
        The area in squared units of the coordinates, above 0.

    Raises:
        ValueError: The corners are in the wrong order, or the box has no area.
    """
    x1, y1, x2, y2 = box
    if not (x1 < x2 and y1 < y2):
        raise ValueError(f"got the box {list(box)}; needed are x1 < x2 and y1 < y2")
    return (x2 - x1) * (y2 - y1)


def intersection(a: Box, b: Box) -> float:
    """Return the area that two boxes share.

    Formula:
        max(0, min(x2, x2') - max(x1, x1')) * max(0, min(y2, y2') - max(y1, y1'))

        The shared part starts where the later box starts and ends where the earlier one ends.
        Where it would end before it starts there is none: without the max(0, ...) two negative
        sides would even make a positive area.

    Args:
        a: Corners [x1, y1, x2, y2].
        b: Corners [x1', y1', x2', y2'].

    Returns:
        The shared area in squared units, 0 for boxes that only touch or lie apart.
    """
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def iou(a: Box, b: Box) -> float:
    """Return the intersection over union of two boxes, also called their Jaccard index.

    Formula:
        I / (A + B - I)

        A and B are the areas, I is the area that they share. A + B counts the shared part
        twice, so the union takes it off once.

    Args:
        a: Corners [x1, y1, x2, y2], continuous coordinates.
        b: Corners of the other box, in the same units.

    Returns:
        A number without unit: 0 for boxes that do not overlap, 1 for equal ones.

    Raises:
        ValueError: A box has its corners in the wrong order, or no area.

    Source:
        Everingham et al. 2010, "The PASCAL Visual Object Classes (VOC) Challenge", section 4.2
        (area of overlap), https://doi.org/10.1007/s11263-009-0275-4;
        torchvision.ops.box_iou,
        https://docs.pytorch.org/vision/stable/generated/torchvision.ops.box_iou.html
    """
    shared = intersection(a, b)
    return shared / (area(a) + area(b) - shared)
