"""From the numbers at each cell of a YOLO network to boxes, and from those to detections.

Source:
    Redmon & Farhadi 2016, YOLO9000: Better, Faster, Stronger, section 2 (direct location
    prediction) and figure 3, https://arxiv.org/abs/1612.08242; the same in Redmon & Farhadi 2018,
    YOLOv3: An Incremental Improvement, figure 2, https://arxiv.org/abs/1804.02767

Deviations:
    Boxes are cut off at the edges of the image before the suppression, not after it, and an
    image has at most 100 detections; the papers name no number.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from quizlab_verifiers.models.detection.boxes import clip, detections, to_corners


def cells(height: int, width: int, like: Tensor) -> Tensor:
    """Return column and row of each cell of a grid (height, width, 2), on the device of `like`."""
    rows = torch.arange(height, dtype=like.dtype, device=like.device)
    columns = torch.arange(width, dtype=like.dtype, device=like.device)
    y, x = torch.meshgrid(rows, columns, indexing="ij")
    return torch.stack((x, y), dim=-1)


def decode(
    predictions: Tensor, anchors: Sequence[tuple[float, float]], stride: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Return what one map of predictions says about one image.

    A box has its centre somewhere inside of its own cell, wherever the sigmoid puts it, and is as
    many times wider and higher than its anchor as the exponential says.

    Args:
        predictions: Anchor by anchor t_x, t_y, t_w, t_h, t_o and a number for each class
            (anchors · (5 + classes), height, width).
        anchors: Width and height of each anchor in pixels.
        stride: Pixels from one cell to the next.

    Returns:
        Boxes in pixels (n, 4), probabilities that there is an object (n), and the numbers of the
        classes (n, classes): row by row, cell by cell, anchor by anchor.
    """
    _, height, width = predictions.shape
    each = predictions.view(len(anchors), -1, height, width).permute(2, 3, 0, 1)
    corner = cells(height, width, predictions)[:, :, None]
    centre = (each[..., 0:2].sigmoid() + corner) * stride
    sides = each[..., 2:4].exp() * predictions.new_tensor(anchors)
    boxes = to_corners(torch.cat((centre, sides), dim=-1))
    return boxes.flatten(0, 2), each[..., 4].sigmoid().flatten(), each[..., 5:].flatten(0, 2)


def found(
    boxes: Tensor, scores: Tensor, image: Tensor, *, least: float, overlap: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the detections among the boxes of one image.

    Args:
        boxes: Boxes in pixels (n, 4).
        scores: Probability of an object of each class (n, classes).
        image: The image (1, 3, height, width).
        least: Lower scores are no detections.
        overlap: Intersection over union above which the better box of a class suppresses the
            other.

    Returns:
        Boxes in pixels (k, 4), classes (k) counted from 0, scores (k), best first.
    """
    boxes = clip(boxes, image.shape[-2], image.shape[-1])
    return detections(boxes[:, None], scores, least=least, threshold=overlap, most=100)
