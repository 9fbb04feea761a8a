"""Boxes as numbers: overlap, offsets from an anchor, and non-maximum suppression.

A box is left, top, right, bottom, measured between pixels: its width is right − left, with no
pixel added. Boxes are rows of the last axis, and any axes may stand before them. Every function
but `detections` gives a shape that does not depend on the numbers, so it runs on meta as well.

Source:
    Offsets: Girshick, Donahue, Darrell & Malik 2013, Rich feature hierarchies for accurate object
    detection and semantic segmentation, appendix C, https://arxiv.org/abs/1311.2524

Deviations:
    The released code of these detectors counts pixels, and takes right − left + 1 for a width.
    ``decode`` lets no side grow by more than 1000/16, a limit that detection code came to use
    later; the paper's exponential has none, and one wild output would give an infinite box.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

UNSCALED = (1.0, 1.0, 1.0, 1.0)

MOST_GROWTH = math.log(1000 / 16)
"""Largest logarithm of a side's growth that ``decode`` follows."""


def area(boxes: Tensor) -> Tensor:
    """Return the area of each box (…, n, 4): (…, n); a box inside out has none."""
    left, top, right, bottom = boxes.unbind(-1)
    return (right - left).clamp(min=0) * (bottom - top).clamp(min=0)


def iou(a: Tensor, b: Tensor) -> Tensor:
    """Return intersection over union of each of `a` with each of `b`.

    Args:
        a: Boxes (…, n, 4).
        b: Boxes (…, m, 4).

    Returns:
        Shares (…, n, m) from 0 to 1; 0 where both areas are 0.
    """
    left_top = torch.maximum(a[..., :, None, :2], b[..., None, :, :2])
    right_bottom = torch.minimum(a[..., :, None, 2:], b[..., None, :, 2:])
    intersection = area(torch.cat((left_top, right_bottom), dim=-1))
    union = area(a)[..., :, None] + area(b)[..., None, :] - intersection
    return intersection / union.clamp(min=torch.finfo(union.dtype).tiny)


def to_centres(boxes: Tensor) -> Tensor:
    """Turn left, top, right, bottom into centre x, centre y, width, height."""
    low, high = boxes[..., :2], boxes[..., 2:]
    return torch.cat(((low + high) / 2, high - low), dim=-1)


def to_corners(boxes: Tensor) -> Tensor:
    """Turn centre x, centre y, width, height into left, top, right, bottom."""
    centre, half = boxes[..., :2], boxes[..., 2:] / 2
    return torch.cat((centre - half, centre + half), dim=-1)


def encode(boxes: Tensor, anchors: Tensor, scales: Sequence[float] = UNSCALED) -> Tensor:
    """Return the offsets that lead from `anchors` to `boxes`; undone by ``decode``.

    Args:
        boxes: The boxes aimed at (…, 4).
        anchors: Where to start from (…, 4): anchors, default boxes or proposals.
        scales: What the four offsets are divided by at the end.

    Returns:
        Shift of the centre in anchor widths and heights, then the logarithms of the growth of
        width and height (…, 4).
    """
    goal, start = to_centres(boxes), to_centres(anchors)
    shift = (goal[..., :2] - start[..., :2]) / start[..., 2:]
    growth = torch.log(goal[..., 2:] / start[..., 2:])
    return torch.cat((shift, growth), dim=-1) / shift.new_tensor(scales)


def decode(offsets: Tensor, anchors: Tensor, scales: Sequence[float] = UNSCALED) -> Tensor:
    """Return the boxes to which `offsets` lead from `anchors`.

    Args:
        offsets: As ``encode`` gives them (…, 4).
        anchors: Where to start from (…, 4).
        scales: What the four offsets are multiplied by first.

    Returns:
        Boxes (…, 4).
    """
    start = to_centres(anchors)
    moves = offsets * offsets.new_tensor(scales)
    centre = start[..., :2] + moves[..., :2] * start[..., 2:]
    sides = start[..., 2:] * moves[..., 2:].clamp(max=MOST_GROWTH).exp()
    return to_corners(torch.cat((centre, sides), dim=-1))


def clip(boxes: Tensor, height: float, width: float) -> Tensor:
    """Cut off what lies outside of an image of that height and width."""
    left, top, right, bottom = boxes.unbind(-1)
    across = left.clamp(0, width), right.clamp(0, width)
    down = top.clamp(0, height), bottom.clamp(0, height)
    return torch.stack((across[0], down[0], across[1], down[1]), dim=-1)


def nms(
    boxes: Tensor,
    scores: Tensor,
    threshold: float,
    *,
    labels: Tensor | None = None,
    most: int | None = None,
) -> Tensor:
    """Say which boxes non-maximum suppression keeps.

    The best box that is left is kept, and every other one whose overlap with it is greater than
    the threshold goes; then again. Of equal scores the first box wins.

    Args:
        boxes: Boxes (n, 4).
        scores: Their scores (n); a box with −∞ is out from the start.
        threshold: Boxes with an intersection over union above it are taken for the same object.
        labels: Class of each box (n): only boxes of one class suppress each other. Without it all
            do.
        most: Stop when so many are kept.

    Returns:
        True for each box that is kept (n).
    """
    keep = torch.zeros_like(scores, dtype=torch.bool)
    if keep.is_meta:
        return keep  # there are no numbers to compare
    left = scores.clone()  # the scores of those still in the running, −∞ for the rest
    for _ in range(len(boxes) if most is None else min(most, len(boxes))):
        best = left.argmax(dim=0, keepdim=True)
        keep = keep.index_put((best,), keep[best] | (left[best] > -math.inf))
        gone = iou(boxes[best], boxes)[0] > threshold
        if labels is not None:
            gone = gone & (labels == labels[best])
        left = left.masked_fill(gone, -math.inf).index_fill(0, best, -math.inf)
    return keep


def detections(
    boxes: Tensor,
    scores: Tensor,
    *,
    least: float,
    threshold: float,
    most: int,
    candidates: int = 10_000,
) -> tuple[Tensor, Tensor, Tensor]:
    """Turn a box and a score for each class into the detections of one image.

    Args:
        boxes: Boxes (n, classes, 4), or (n, 1, 4) where all classes share them.
        scores: Probabilities (n, classes), without the background.
        least: Lower scores are no detections.
        threshold: Overlap above which boxes of one class suppress each other.
        most: Largest number of detections.
        candidates: Only so many of the best pairs of box and class enter the suppression.

    Returns:
        Boxes (k, 4), classes (k) counted from 0, scores (k), best first.
    """
    classes = scores.shape[1]
    flat = scores.flatten()
    order = flat.topk(min(candidates, len(flat))).indices
    order = order[flat[order] >= least]
    chosen = boxes.expand(-1, classes, 4).reshape(-1, 4)[order]
    keep = nms(chosen, flat[order], threshold, labels=order % classes, most=most)
    return chosen[keep], order[keep] % classes, flat[order][keep]


def check_image(image: Tensor, side: int = 0) -> None:
    """Refuse what is not one image, or not as large as a detector's fixed layers need it.

    Args:
        image: What `detect` was given; (1, 3, height, width) is right.
        side: Height and width that it must have; 0 for any.

    Raises:
        ValueError: What was got and what is possible.
    """
    shape = tuple(image.shape)
    if len(shape) != 4 or shape[:2] != (1, 3):
        raise ValueError(f"detect takes one image of (1, 3, height, width); got {shape}")
    if side and shape[2:] != (side, side):
        raise ValueError(f"this detector takes images of {side} × {side}; got {shape[2:]}")
