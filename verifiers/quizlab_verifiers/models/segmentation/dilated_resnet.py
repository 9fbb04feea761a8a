"""Pieces of a ResNet that keeps its resolution: strides left out, kernels spread instead.

Source:
    Chen, Papandreou, Kokkinos, Murphy & Yuille 2016, DeepLab: Semantic Image Segmentation with
    Deep Convolutional Nets, Atrous Convolution, and Fully Connected CRFs, section 3.1,
    https://arxiv.org/abs/1606.00915

A stage that loses its stride of 2 gives its own 3 × 3 convolutions, and those of all stages after
it, twice the dilation: each weight then looks at the same pixels of the image as before, and
ImageNet weights go on working. (Where the stride was in a 3 × 3, that one alone looks twice as
far.) A kernel with holes costs what one without costs; the larger map is what costs more.

The networks that use these pieces list their stages themselves. At the end `stretched` brings the
scores back to the size of the image.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.classification.resnet import Bottleneck


def dilated_stage(
    inputs: int, width: int, dilations: tuple[int, ...], *, stride: int = 1, v1: bool = False
) -> nn.Sequential:
    """Return one bottleneck for each of `dilations`, the first of which takes the stride.

    Args:
        inputs: Channels that come in.
        width: Channels of the 3 × 3; four times as many go out.
        dilations: Of the 3 × 3, block by block.
        stride: Of the whole stage.
        v1: Take the stride in the first 1 × 1 and not in the 3 × 3.
    """
    sources = [inputs] + [width * Bottleneck.expansion] * (len(dilations) - 1)
    strides = [stride] + [1] * (len(dilations) - 1)
    blocks = (
        Bottleneck(source, width, step, v1=v1, dilation=dilation)
        for source, step, dilation in zip(sources, strides, dilations, strict=True)
    )
    return nn.Sequential(*blocks)


def conv_bn_relu(
    inputs: int, outputs: int, kernel: int, *, stride: int = 1, dilation: int = 1
) -> nn.Sequential:
    """Return a convolution that is padded to keep the size, batch normalisation and a ReLU."""
    padding = dilation * (kernel // 2)
    conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU())


def deep_stem() -> nn.Sequential:
    """Return three 3 × 3 convolutions, the first with stride 2, in place of one 7 × 7.

    They give 128 channels and not 64, as in PSPNet's release.
    """
    return nn.Sequential(
        conv_bn_relu(3, 64, 3, stride=2), conv_bn_relu(64, 64, 3), conv_bn_relu(64, 128, 3)
    )


def stretched(x: Tensor, like: Tensor) -> Tensor:
    """Return `x`, interpolated to the height and width of `like`; the corners stay corners."""
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=True)
