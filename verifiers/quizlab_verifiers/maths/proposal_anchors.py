"""How many anchors a region proposal network has: positions of the map times boxes on each.

The network of Faster R-CNN slides over the last convolutions of VGG-16, conv5_3. Their 3 x 3
windows have padding 1 and keep the side; the four poolings before them halve it. Caffe, in which
Faster R-CNN was published, rounds a pooling up, PyTorch rounds it down unless told otherwise.
"""

from __future__ import annotations

POOLINGS = 4
"""Poolings of VGG-16 up to conv5_3; pool5 comes after it."""


def map_side(side: int, *, up: bool = True) -> int:
    """Return the side of the map for a side of the image.

    Formula:
        o = ceil(i / 2)  or  floor(i / 2)        four times, so ceil(i / 16) or floor(i / 16)

    Args:
        side: Height or width of the image in pixels.
        up: Whether poolings round up, as in Caffe.

    Returns:
        Positions of the map along this side.

    Raises:
        ValueError: Nothing of the side is left.

    Source:
        Simonyan & Zisserman 2014, table 1, column D, https://arxiv.org/abs/1409.1556
    """
    left = side
    for _pooling in range(POOLINGS):
        left = (left + up) // 2
    if left < 1:
        raise ValueError(f"got a side of {side}, of which the poolings leave nothing")
    return left


def count(height: int, width: int, scales: int = 3, ratios: int = 3, *, up: bool = True) -> int:
    """Return how many anchors a region proposal network on VGG-16 has.

    Formula:
        h w k        with k = scales * ratios anchors at each of the h w positions of the map

    Args:
        height: Of the image, in pixels.
        width: Of the image, in pixels.
        scales: How many sizes anchors have.
        ratios: How many aspect ratios each size comes in.
        up: Whether poolings round up, as in Caffe.

    Returns:
        The number of anchors, those that stick out of the image included.

    Raises:
        ValueError: A number is below 1, or a side so small that nothing of it is left.

    Source:
        Ren, He, Girshick & Sun 2015, Faster R-CNN, section 3.1.1 ("W H k anchors in total"),
        https://arxiv.org/abs/1506.01497
    """
    if scales < 1 or ratios < 1:
        raise ValueError(f"got scales={scales}, ratios={ratios}; both must be at least 1")
    return map_side(height, up=up) * map_side(width, up=up) * scales * ratios
