"""Boxes that stand in for a proposal method, so that every run looks at the same regions."""

from __future__ import annotations

import torch
from torch import Tensor

_SHARES = (0.75, 0.5, 0.35, 0.25)


def grid_of_boxes(count: int, height: int, width: int) -> Tensor:
    """Return boxes of several sides, spread over an image.

    Selective search is not part of a network; these boxes take its place.

    Args:
        count: How many.
        height: Of the image, in pixels.
        width: Of the image, in pixels.

    Returns:
        `count` rows of left, top, right, bottom in pixels, inside of the image.
    """
    place = torch.arange(count, dtype=torch.float32)
    shares = torch.tensor(_SHARES)[torch.arange(count) % len(_SHARES)]
    # Two irrational rotations spread the corners evenly over what each box leaves free.
    across = (place * 0.7548776662466927) % 1.0
    down = (place * 0.5698402909980532) % 1.0
    left = across * (1 - shares) * width
    top = down * (1 - shares) * height
    return torch.stack((left, top, left + shares * width, top + shares * height), dim=1)
