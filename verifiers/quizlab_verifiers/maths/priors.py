"""How many default boxes (priors) SSD300 has: from the side of the image, map by map.

SSD scores fixed boxes on six maps of features, each smaller than the one before:

    conv4_3     behind three 2 x 2 poolings of stride 2
    fc7         behind a fourth one; the pooling behind conv5_3 has stride 1
    conv8_2     a 3 x 3 convolution of stride 2 with padding 1
    conv9_2     another one
    conv10_2    a 3 x 3 convolution of stride 1 without padding
    conv11_2    another one

Poolings round up, as in Caffe, in which SSD was published; all other layers keep the side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAPS = ("conv4_3", "fc7", "conv8_2", "conv9_2", "conv10_2", "conv11_2")
"""The maps that boxes stand on, from the finest to the coarsest."""

RATIOS = (1, 2, 2, 2, 1, 1)
"""Aspect ratios besides 1 : 1 on each map: 2, or 2 and 3, and their inverses."""


def map_sides(size: int) -> tuple[int, ...]:
    """Return the side of each of the six maps.

    Formula:
        2 x 2 pooling of stride 2, rounding up       o = ceil(i / 2)
        3 x 3, stride 2, padding 1                   o = floor((i - 1) / 2) + 1 = ceil(i / 2)
        3 x 3, stride 1, no padding                  o = i - 2

    Args:
        size: Side of the square image in pixels.

    Returns:
        Six sides in cells; 38, 19, 10, 5, 3 and 1 for an image of 300.

    Raises:
        ValueError: A window without padding does not fit any more; the message names the map.

    Source:
        Liu et al. 2016, "SSD: Single Shot MultiBox Detector", figure 2,
        https://arxiv.org/abs/1512.02325; layers and roundings of the released model,
        https://github.com/weiliu89/caffe/tree/ssd
    """
    if size < 1:
        raise ValueError(f"got size={size}; it must be at least 1")
    side = size
    for _pooling in range(3):
        side = _halved(side)
    sides = [side]
    for _halving in range(3):
        sides.append(_halved(sides[-1]))
    for name in MAPS[4:]:
        before = sides[-1]
        if before < 3:
            raise ValueError(
                f"{name} vanishes, since its 3 x 3 windows have no padding and get a map of "
                f"{before} x {before}"
            )
        sides.append(before - 2)
    return tuple(sides)


def boxes_per_cell(ratios: int) -> int:
    """Return how many boxes stand on a cell.

    Formula:
        2 + 2 r

        A square, a second square a bit larger, and for each further ratio a wide box and a tall
        one.

    Args:
        ratios: How many aspect ratios there are besides 1 : 1, an inverse not counted apart.

    Returns:
        4 boxes for one further ratio, 6 for two.

    Raises:
        ValueError: The number is negative.

    Source:
        Liu et al. 2016, section 2.2, "Choosing scales and aspect ratios for default boxes",
        https://arxiv.org/abs/1512.02325
    """
    if ratios < 0:
        raise ValueError(f"got ratios={ratios}; it must be at least 0")
    return 2 + 2 * ratios


def count(size: int, ratios: Sequence[int] = RATIOS) -> int:
    """Return how many default boxes SSD300's network has on an image.

    Formula:
        sum over the maps of f^2 (2 + 2 r)

        f is the side of a map and r the number of its further aspect ratios.

    Args:
        size: Side of the square image in pixels.
        ratios: Further aspect ratios, one number for each of the six maps.

    Returns:
        The number of boxes; 8,732 for an image of 300 and the paper's ratios.

    Raises:
        ValueError: A map vanishes, or there are not six ratios.

    Source:
        Liu et al. 2016, sections 2.2 and 3.1, https://arxiv.org/abs/1512.02325
    """
    if len(ratios) != len(MAPS):
        raise ValueError(f"got {len(ratios)} numbers of ratios; SSD300 has {len(MAPS)} maps")
    return sum(
        side**2 * boxes_per_cell(further)
        for side, further in zip(map_sides(size), ratios, strict=True)
    )


def _halved(side: int) -> int:
    return -(-side // 2)  # Half of it, rounded up.
