"""The boxes from which detectors start: anchors of a region proposal network, default boxes of SSD.

Source:
    Anchors: Ren, He, Girshick & Sun 2015, Faster R-CNN: Towards Real-Time Object Detection with
    Region Proposal Networks, section 3.1.1, https://arxiv.org/abs/1506.01497
    Default boxes: Liu et al. 2015, SSD: Single Shot MultiBox Detector, section 2.2,
    https://arxiv.org/abs/1512.02325

Deviations:
    Anchors sit at the centre of the stride × stride pixels of their position and have exactly
    the area that they are named after. The released code rounds the sides of a small box of
    16 × 16 pixels (23 × 12 at ratio 1/2) and then enlarges it: sides up to 6 % longer.
    The paper's formula for the scales of SSD counts the maps without conv4_3, which has a scale
    of its own. It names none beyond the last map, where the second square box asks for it: the
    scales simply go on. The released model steps by 0.17 instead of 0.175.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from quizlab_verifiers.models.detection.boxes import to_corners

FOUR = (1.0, 2.0, 1 / 2)
SIX = (1.0, 2.0, 1 / 2, 3.0, 1 / 3)
"""Ratios of width to height, a second square box not counted."""


def grid_anchors(
    height: int,
    width: int,
    stride: int = 16,
    sides: Sequence[float] = (128, 256, 512),
    ratios: Sequence[float] = (1 / 2, 1, 2),
) -> Tensor:
    """Return the anchors of a map of features.

    Args:
        height: Positions of the map downwards.
        width: Positions of the map across.
        stride: Pixels between two positions.
        sides: Roots of the areas, in pixels.
        ratios: Of height to width.

    Returns:
        Boxes in pixels (height · width · ratios · sides, 4): row by row, position by position,
        at each all sides of the first ratio, then all of the second.
    """
    shapes = [(side / ratio**0.5, side * ratio**0.5) for ratio in ratios for side in sides]
    return _at_every_position(height, width, stride, shapes)


def scales_of_ssd(maps: int = 6) -> list[float]:
    """Return the side of the square box on each map, and one more, in sides of the image."""
    least, most = 0.2, 0.9
    step = (most - least) / (maps - 2)
    return [0.1, *(least + step * number for number in range(maps))]


def default_boxes(
    side: int = 300,
    maps: Sequence[int] = (38, 19, 10, 5, 3, 1),
    ratios: Sequence[Sequence[float]] = (FOUR, SIX, SIX, SIX, FOUR, FOUR),
) -> Tensor:
    """Return the default boxes of SSD.

    Args:
        side: Of the square image, in pixels.
        maps: Positions of each map, across and down.
        ratios: Of width to height, for each map; each map gets a second, larger square besides.

    Returns:
        Boxes in pixels (n, 4), map by map, position by position: the squares, then the others.
    """
    scales = scales_of_ssd(len(maps))
    boxes = []
    for places, mine, scale, following in zip(maps, ratios, scales, scales[1:], strict=False):
        shapes = [(scale * ratio**0.5, scale / ratio**0.5) for ratio in mine]
        shapes.insert(1, (math.sqrt(scale * following), math.sqrt(scale * following)))
        pixels = [(width * side, height * side) for width, height in shapes]
        boxes.append(_at_every_position(places, places, side / places, pixels))
    return torch.cat(boxes)


def _at_every_position(
    height: int, width: int, stride: float, shapes: Sequence[tuple[float, float]]
) -> Tensor:
    """Set boxes of all shapes (width, height) into the middle of every position of a map."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    centres = (torch.stack((x, y), dim=-1) + 0.5) * stride
    centres = centres.reshape(-1, 1, 2).expand(-1, len(shapes), -1)
    sizes = torch.tensor(shapes).expand(height * width, -1, -1)
    return to_corners(torch.cat((centres, sizes), dim=-1)).reshape(-1, 4)
