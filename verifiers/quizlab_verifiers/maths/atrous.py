"""Atrous (dilated) convolution in segmentation networks: dense features, wide context.

One axis is enough, since height and width do not know of each other:

    s  strides of the network's parts in order, stem first     m  parts at the end that are dilated
    i  side of the input image      o  side of the feature map
    k  kernel side in taps          r  rate, the distance from tap to tap (dilation)

A classifier shrinks the image at every stride. To keep the last feature maps large, DeepLab takes
the last strides away and spreads the kernels behind them by the same factor, so that their taps
lie on the same image positions as before: pretrained weights still see what they were trained on.
"""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple


class Features(NamedTuple):
    """What a dilated network makes of an image.

    Attributes:
        output_stride: Image cells from one feature to the next.
        side: Side of the last feature map in cells.
        rate: Dilation of the last part's kernels behind its removed stride.
    """

    output_stride: int
    side: int
    rate: int


def dilated_features(i: int, s: Sequence[int], m: int = 0) -> Features:
    """Return the output stride, the feature side and the last rate of a dilated network.

    Formula:
        output stride = product of the strides that are kept, s[:-m]
        o = ceil(i / output stride)
        rate = product of the strides that are removed, s[-m:]

        Every layer is padded so that it takes i cells to ceil(i / stride); rounding up layer by
        layer comes to the same as rounding up once. Removed strides multiply, because each of
        them spreads all that comes behind it. The product of output stride and rate is the output
        stride of the network without dilation.

    Args:
        i: Input side in cells.
        s: Strides, each at least 1; a ResNet has (2, 2, 1, 2, 2, 2): first convolution, max
            pooling, four stages.
        m: How many parts at the end give their stride away, 0 to len(s).

    Returns:
        The output stride in image cells, the side in cells and the rate, each at least 1. An
        image (N, 3, i, i) becomes features (N, C, o, o).

    Raises:
        ValueError: A size or stride is below 1, or m is more than there are parts.

    Source:
        Chen et al., "Rethinking Atrous Convolution for Semantic Image Segmentation", sections 3.1
        and 3.2, https://arxiv.org/abs/1706.05587; torchvision, ResNet._make_layer with dilate,
        https://github.com/pytorch/vision/blob/main/torchvision/models/resnet.py
    """
    if i < 1 or min(s) < 1:
        raise ValueError(f"got i={i}, s={s}; all must be at least 1")
    if not 0 <= m <= len(s):
        raise ValueError(f"got m={m}; of {len(s)} parts 0 to {len(s)} can be dilated")
    kept = len(s) - m
    output_stride, rate = prod(s[:kept]), prod(s[kept:])
    return Features(output_stride, -(-i // output_stride), rate)  # -(-a // b) is a / b rounded up


def effective_kernel(k: int, r: int) -> int:
    """Return how many cells an atrous kernel spans.

    Formula:
        k + (k - 1)(r - 1) = r(k - 1) + 1

        Between k taps lie k - 1 gaps, and rate r puts r - 1 holes into each.

    Args:
        k: Kernel side in taps, at least 1.
        r: Rate, the distance from tap to tap in cells, at least 1.

    Returns:
        The span in cells; k itself where r = 1.

    Raises:
        ValueError: k or r is below 1.

    Source:
        Chen et al., "DeepLab", section 3.1, https://arxiv.org/abs/1606.00915
    """
    if k < 1 or r < 1:
        raise ValueError(f"got k={k}, r={r}; both must be at least 1")
    return r * (k - 1) + 1


def taps_inside(k: int, r: int, before: int, after: int) -> int:
    """Return how many taps of an atrous kernel along one axis lie on cells of the feature map.

    Formula:
        1 + min((k - 1)/2, floor(before / r)) + min((k - 1)/2, floor(after / r))

        The middle tap always lies on the map. To either side the taps follow at r, 2r, ... cells,
        half of the others each; those beyond the edge fall on padding and see only zeros. In two
        dimensions multiply the counts of both axes.

    Args:
        k: Kernel side in taps, odd.
        r: Rate in cells, at least 1.
        before: Cells of the map before the cell under the middle tap, at least 0.
        after: Cells of the map behind it, at least 0.

    Returns:
        The count, 1 to k. At 1 the kernel is no more than a 1 x 1 convolution.

    Raises:
        ValueError: k is even or below 1, r is below 1, or there is no such cell.

    Source:
        Chen et al., "Rethinking Atrous Convolution for Semantic Image Segmentation", section 3.3
        and figure 4, https://arxiv.org/abs/1706.05587
    """
    if k < 1 or k % 2 == 0:
        raise ValueError(f"got k={k}; only an odd kernel has a middle tap")
    if r < 1 or before < 0 or after < 0:
        raise ValueError(f"got r={r}, before={before}, after={after}; r must be at least 1")
    half = (k - 1) // 2
    return 1 + min(half, before // r) + min(half, after // r)
