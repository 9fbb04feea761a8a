"""What a question about a dilated backbone varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import ListOf, Whole

MOST_STRIDE = 4096
"""Product of all strides up to which networks are run."""

RESNET = (2, 2, 1, 2, 2, 2)
"""First convolution, max pooling, four stages."""

_BACKBONES: tuple[tuple[int, ...], ...] = (
    RESNET,
    RESNET,
    RESNET,
    (2, 2, 2, 2, 2),  # VGG's poolings; Xception and MobileNets shrink alike
    (4, 2, 2, 2),  # patches of 4, as in ConvNeXt and Swin
    (4, 1, 2, 2, 2),
    (2, 2, 2, 1, 2),
    (2, 3, 2, 2),
    (2, 2, 3, 2),
    (3, 2, 2, 3),
)


@dataclass(frozen=True, slots=True)
class AtrousParameters:
    """A backbone whose last strides are replaced by dilation.

    Attributes:
        size: Side of the input in cells.
        strides: The stride of each part in order; those of a ResNet where none are given.
        dilated: How many parts at the end run at stride 1 instead, and dilate what follows.
    """

    size: Annotated[
        int,
        Whole(
            1,
            8192,
            draws=(*range(192, 817, 16), *range(193, 818, 32), *range(201, 642, 20), 512, 513),
        ),
    ]
    strides: Annotated[tuple[int, ...], ListOf(Whole(1, 16), 1, 12, draws=_BACKBONES)] = RESNET
    dilated: Annotated[int, Whole(0, 12, draws=(1, 1, 1, 2, 2, 3))] = 0


def kept(v: AtrousParameters) -> tuple[int, ...]:
    """Return the strides that still shrink the image."""
    return v.strides[: len(v.strides) - v.dilated]


def removed(v: AtrousParameters) -> tuple[int, ...]:
    """Return the strides that are replaced by dilation."""
    return v.strides[len(v.strides) - v.dilated :]
