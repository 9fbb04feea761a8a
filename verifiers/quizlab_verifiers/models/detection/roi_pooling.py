"""RoI max pooling: the same small grid of features for every box, whatever the box's size.

Source:
    Girshick 2015, Fast R-CNN, section 2.1, https://arxiv.org/abs/1504.08083

Deviations:
    The paper gives the cells of the grid only approximate sides. As in the released code, a box
    becomes the features from its rounded left to its rounded right, both counted, and the cells
    of the grid overlap by one feature where the division leaves a rest. A box that reaches
    beyond the map is cut off before it is divided, not after, so that no cell is empty.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn


class RoIPooling(nn.Module):
    """Takes the largest value of each cell of a grid laid over each box.

    Args:
        side: Cells of the grid, across and down.
        stride: Pixels of the image for one feature, across and down.
    """

    def __init__(self, side: int = 7, stride: int = 16) -> None:
        super().__init__()
        self.side, self.stride = side, stride

    def forward(self, features: Tensor, boxes: Tensor) -> Tensor:
        """Return the features of each box.

        Args:
            features: Of one image (1, channels, height, width).
            boxes: Boxes in pixels of the image (n, 4).

        Returns:
            One grid for each box (n, channels, side, side).
        """
        shared = features.expand(len(boxes), -1, -1, -1)  # c × h × w
        edges = (boxes / self.stride + 0.5).floor().long()  # 4: left, top, right, bottom
        rows = self.largest(shared, 2, edges[:, 1], edges[:, 3])  # c × side × w
        return self.largest(rows, 3, edges[:, 0], edges[:, 2])  # c × side × side

    def largest(self, maps: Tensor, axis: int, first: Tensor, last: Tensor) -> Tensor:
        """Divide first to last (n) of an axis into cells, and reduce each cell to its maximum."""
        size = maps.shape[axis]
        first, last = first.clamp(0, size - 1), last.clamp(0, size - 1)
        length = (last - first).clamp(min=0) + 1
        cell = torch.arange(self.side, device=maps.device)
        start = first[:, None] + cell * length[:, None] // self.side
        stop = first[:, None] + -(-(cell + 1) * length[:, None] // self.side)
        shape = [len(maps), 1, 1, 1]
        shape[axis] = self.side
        sides = list(maps.shape)
        sides[axis] = self.side
        result = torch.full(sides, -math.inf, dtype=maps.dtype, device=maps.device)
        # The longest cell that there can be; a shorter one looks at its last place again.
        for step in range(min(size, -(-size // self.side) + 1)):
            place = torch.minimum(start + step, stop - 1)
            result = torch.maximum(result, maps.gather(axis, place.view(shape).expand(sides)))
        return result

    def output_shape(self, *input_shapes: tuple[int, ...]) -> tuple[int, ...]:
        """Return what comes out of features and boxes of these shapes."""
        features, boxes = input_shapes
        return (boxes[0], features[1], self.side, self.side)
