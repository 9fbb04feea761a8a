"""DeepLab v3: dilated convolutions of several rates beside the mean of the image, normalised.

Source:
    Chen, Papandreou, Schroff & Adam 2017, Rethinking Atrous Convolution for Semantic Image
    Segmentation, sections 3 and 4 and figure 5, https://arxiv.org/abs/1706.05587

Counted:
    Convolutions have no bias, except the last; batch normalisation's scale and shift count. No
    CRF follows. There is no auxiliary head: the one that torchvision adds is PSPNet's.

Deviations:
    - A stage takes its stride in its first block, as in ResNet's table. The authors (section 3.2)
      take it in the last block of the stage before: the same parameters, 3 % fewer multiply-adds.
    - conv1 is ResNet's 7 × 7; the authors' released code has three 3 × 3 there, of which the paper
      says nothing.
    - Dropout, which the released code has before the scores, is not in the paper, and so left out.
    - The scores are interpolated to the size of the image, as the paper does to train and predict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, OneOf
from quizlab_verifiers.models.segmentation.dilated_resnet import (
    conv_bn_relu,
    dilated_stage,
    stretched,
)

PAPER = (
    "Chen, Papandreou, Schroff & Adam 2017, Rethinking Atrous Convolution for Semantic Image "
    "Segmentation, https://arxiv.org/abs/1706.05587"
)

OutputStride = Annotated[int, OneOf(16, 8)]
"""Pixels of the image between two neighbours of the encoder's last map."""


def atrous(inputs: int, outputs: int, rate: int) -> nn.Module:
    """Return a 3 × 3 convolution of this dilation."""
    return conv_bn_relu(inputs, outputs, 3, dilation=rate)


class AtrousPyramid(nn.Module):
    """Atrous spatial pyramid pooling: five views of one map, concatenated (figure 5, a and b).

    Args:
        inputs: Channels that come in; 256 go out.
        doubled: Twice the rates 6, 12 and 18, for output stride 8.
        branch: Makes a dilated branch from its input channels, output channels and rate.
    """

    def __init__(
        self,
        inputs: int,
        *,
        doubled: bool,
        branch: Callable[[int, int, int], nn.Module] = atrous,
    ) -> None:
        super().__init__()
        times = 2 if doubled else 1
        self.point = conv_bn_relu(inputs, 256, 1)
        self.rate6 = branch(inputs, 256, 6 * times)
        self.rate12 = branch(inputs, 256, 12 * times)
        self.rate18 = branch(inputs, 256, 18 * times)
        self.image = nn.Sequential(nn.AdaptiveAvgPool2d(1), *conv_bn_relu(inputs, 256, 1))
        self.project = conv_bn_relu(5 * 256, 256, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return what the five views say together."""
        y1 = self.point(x)  # 256 × h × w
        y2 = self.rate6(x)  # 256 × h × w
        y3 = self.rate12(x)  # 256 × h × w
        y4 = self.rate18(x)  # 256 × h × w
        mean = self.image(x)  # 256 × 1 × 1
        y5 = stretched(mean, x)  # 256 × h × w
        y = torch.cat((y1, y2, y3, y4, y5), dim=1)  # 1280 × h × w
        return self.project(y)  # 256 × h × w


class DeepLabV3(nn.Module):
    """A dilated ResNet-101 with a multi-grid at its end, the pyramid, and a 1 × 1 that scores.

    Args:
        classes: Scores of each pixel.
        output_stride: 16 as in training, or 8.
    """

    def __init__(self, classes: int, output_stride: int) -> None:
        super().__init__()
        self.classes = classes
        self.side = 512 // output_stride + 1
        times = 16 // output_stride
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = dilated_stage(64, 64, (1,) * 3)
        self.conv3_x = dilated_stage(256, 128, (1,) * 4, stride=2)
        self.conv4_x = dilated_stage(512, 256, (times,) * 23, stride=2 // times)
        self.conv5_x = dilated_stage(1024, 512, (2 * times, 4 * times, 8 * times))
        self.aspp = AtrousPyramid(2048, doubled=times == 2)
        self.score = nn.Conv2d(256, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of each pixel."""
        y = F.relu(self.bn1(self.conv1(x)))  # 64 × 257 × 257
        y = self.pool1(y)  # 64 × 129 × 129
        y = self.conv2_x(y)  # 256 × 129 × 129
        y = self.conv3_x(y)  # 512 × 65 × 65
        y = self.conv4_x(y)  # 1024 × side × side: 33, or 65 at output stride 8
        y = self.conv5_x(y)  # 2048 × side × side: the multi-grid 1, 2, 4 twice or four times
        y = self.aspp(y)  # 256 × side × side
        y = self.score(y)  # classes × side × side
        return stretched(y, x)  # classes × h × w


def deeplab_v3(*, classes: Classes = 21, output_stride: OutputStride = 16) -> DeepLabV3:
    """Return DeepLab v3 on a ResNet-101."""
    return DeepLabV3(classes, output_stride)


_MODELS = "https://docs.pytorch.org/vision/stable/models.html"

NETWORKS = (
    Network(
        name="deeplab-v3",
        title="DeepLab v3 (ResNet-101)",
        year=2017,
        paper=PAPER,
        builder=deeplab_v3,
        inputs=((3, 513, 513),),
        outputs=((21, 513, 513),),
        published=(
            Published(
                "parameters",
                "60,996,202",
                f"torchvision, deeplabv3_resnet101, num_params, {_MODELS}",
                within=0.05,
                difference=(
                    "an auxiliary head (2,365,205) and a 3 × 3 with its normalisation before the "
                    "scores (590,336), neither of which the paper has, are counted too"
                ),
            ),
            Published(
                "macs",
                "258.74 G",
                f"torchvision, deeplabv3_resnet101, GFLOPS, {_MODELS}",
                options={"output_stride": 8},
                size=(520, 520),
                within=0.05,
                difference=(
                    "the auxiliary head (9.99 G) and the 3 × 3 before the scores (2.49 G) are "
                    "counted too"
                ),
            ),
            Published(
                "parameters",
                44_549_160
                - (2048 * 1000 + 1000)
                + (2048 * 256 + 3 * 9 * 2048 * 256 + 2048 * 256 + 5 * 256 * 256 + 6 * 2 * 256)
                + (256 * 21 + 21),
                "by hand: torchvision's ResNet-101 without its linear layer, the pyramid, scores",
                by_hand=True,
            ),
            Published(
                "macs",
                9_408 * 257**2
                + (3 * 17 * 64**2 - 256 * 64 + 64 * 64 + 64 * 256) * 129**2
                + (256 * 128 * 129**2 + (4 * 17 * 128**2 - 512 * 128 + 256 * 512) * 65**2)
                + (512 * 256 * 65**2 + (23 * 17 * 256**2 - 1024 * 256 + 512 * 1024) * 33**2)
                + (3 * 17 * 512**2 - 2048 * 512 + 1024 * 512 + 1024 * 2048) * 33**2
                + (2048 * 256 + 3 * 9 * 2048 * 256 + 5 * 256 * 256) * 33**2
                + 2048 * 256
                + 256 * 21 * 33**2,
                "by hand: conv1; the stages, whose blocks have 17·width² weights each, the first "
                "of them another first 1 × 1 and a projection; the pyramid; the scores",
                by_hand=True,
            ),
        ),
    ),
)
