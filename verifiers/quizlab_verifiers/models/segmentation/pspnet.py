"""PSPNet: what is around a pixel, averaged at four scales, helps to name it.

Source:
    Zhao, Shi, Qi, Wang & Jia 2016, Pyramid Scene Parsing Network, figure 3 and sections 3.2 to 4,
    https://arxiv.org/abs/1612.01105; the authors' pspnet101_VOC2012_473.prototxt,
    https://github.com/hszhao/PSPNet

Counted:
    Convolutions have no bias, except the ones that give the scores; batch normalisation's scale
    and shift count. The auxiliary head helps training alone and counts only with `auxiliary`.

Deviations:
    - The paper speaks of a ResNet, and leaves its stem and its strides open. Here they are those
      of the release: three 3 × 3 convolutions (64, 64, 128) instead of a 7 × 7, and the stride of
      conv3_x in the 3 × 3.
    - Classes are the 21 of PASCAL VOC, for which the 101 layers were released at 473 × 473.
      ADE20K has 150 and Cityscapes 19.
    - The levels are concatenated in the order of figure 3, coarse to fine; the release has them
      fine to coarse. Trained weights differ by a permutation only.
    - The dropout of 0.1 before the scores stands in the release only.
    - The paper does not describe the auxiliary head, and the release for inference has none: it is
      a 3 × 3 with 256 channels and a 1 × 1, as in https://github.com/hszhao/semseg.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch
from quizlab_verifiers.models.segmentation.dilated_resnet import (
    conv_bn_relu,
    deep_stem,
    dilated_stage,
    stretched,
)

PAPER = (
    "Zhao, Shi, Qi, Wang & Jia 2016, Pyramid Scene Parsing Network, "
    "https://arxiv.org/abs/1612.01105"
)


class PyramidPooling(nn.Module):
    """One map, averaged over 1, 4, 9 and 36 regions, beside itself (figure 3, c).

    Args:
        inputs: Channels of the map; a quarter of them goes to each level.
    """

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.level = inputs // 4
        self.pool1 = pooled(inputs, self.level, 1)
        self.pool2 = pooled(inputs, self.level, 2)
        self.pool3 = pooled(inputs, self.level, 3)
        self.pool6 = pooled(inputs, self.level, 6)

    def forward(self, x: Tensor) -> Tensor:
        """Return the map and its four levels, stretched to its size."""
        y1 = stretched(self.pool1(x), x)  # level × h × w
        y2 = stretched(self.pool2(x), x)  # level × h × w
        y3 = stretched(self.pool3(x), x)  # level × h × w
        y6 = stretched(self.pool6(x), x)  # level × h × w
        return torch.cat((x, y1, y2, y3, y6), dim=1)  # c+4·level × h × w


def pooled(inputs: int, outputs: int, bins: int) -> nn.Sequential:
    """Return averages over `bins` × `bins` regions of the map and a 1 × 1 that narrows."""
    return nn.Sequential(nn.AdaptiveAvgPool2d(bins), *conv_bn_relu(inputs, outputs, 1))


class PSPNet(nn.Module):
    """A ResNet-101 of output stride 8, the pyramid over its last map, and a small head.

    Args:
        classes: Scores of each pixel.
        auxiliary: Give the scores of the fourth stage too, for a second loss.
    """

    def __init__(self, classes: int, *, auxiliary: bool) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = deep_stem()
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = dilated_stage(128, 64, (1,) * 3)
        self.conv3_x = dilated_stage(256, 128, (1,) * 4, stride=2)
        self.conv4_x = dilated_stage(512, 256, (2,) * 23)
        self.conv5_x = dilated_stage(1024, 512, (4,) * 3)
        self.pyramid = PyramidPooling(2048)
        self.score = score_head(4096, 512, classes)
        self.aux = score_head(1024, 256, classes) if auxiliary else None

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Return the scores of each pixel, and with `auxiliary` those of the fourth stage."""
        y = self.conv1(x)  # 128 × 237 × 237
        y = self.pool1(y)  # 128 × 119 × 119
        y = self.conv2_x(y)  # 256 × 119 × 119
        y = self.conv3_x(y)  # 512 × 60 × 60
        fourth = self.conv4_x(y)  # 1024 × 60 × 60: dilation 2 instead of a stride
        y = self.conv5_x(fourth)  # 2048 × 60 × 60: dilation 4
        y = self.pyramid(y)  # 4096 × 60 × 60
        y = stretched(self.score(y), x)  # classes × h × w
        if self.aux is None:
            return y  # classes × h × w
        return y, stretched(self.aux(fourth), x)  # classes × h × w, classes × h × w


def score_head(inputs: int, width: int, classes: int) -> nn.Sequential:
    """Return a 3 × 3 that mixes, and a 1 × 1 that scores."""
    mix = conv_bn_relu(inputs, width, 3)
    return nn.Sequential(*mix, nn.Dropout(0.1), nn.Conv2d(width, classes, 1))


def pspnet(*, classes: Classes = 21, auxiliary: Switch = False) -> PSPNet:
    """Return PSPNet on a ResNet-101."""
    return PSPNet(classes, auxiliary=auxiliary)


_TABLE = "https://github.com/osmr/imgclsmob/blob/master/gluon/README.md"

NETWORKS = (
    Network(
        name="pspnet",
        title="PSPNet (ResNet-101)",
        year=2016,
        paper=PAPER,
        builder=pspnet,
        inputs=((3, 473, 473),),
        outputs=((21, 473, 473),),
        published=(
            Published("parameters", "65,708,501", f"gluoncv2, PSPNet ResNet(D)-101b VOC, {_TABLE}"),
            Published(
                "macs",
                "230,586.69 M",
                f"gluoncv2, PSPNet ResNet(D)-101b VOC, FLOPs/2, {_TABLE}",
                size=(480, 480),
                within=0.003,
                difference=(
                    "half of its operations: 4 for each number that is normalised, 1 for a ReLU, "
                    "9 for a number of the max pool are counted too, 541.61 M of ours"
                ),
            ),
            Published(
                "macs",
                (1_728 + 36_864 + 73_728) * 237**2
                + (3 * 17 * 64**2 - 256 * 64 + 128 * 64 + 128 * 256) * 119**2
                + 256 * 128 * 119**2
                + (4 * 17 * 128**2 - 512 * 128 + 256 * 512) * 60**2
                + (23 * 17 * 256**2 - 1024 * 256 + 512 * 256 + 512 * 1024) * 60**2
                + (3 * 17 * 512**2 - 2048 * 512 + 1024 * 512 + 1024 * 2048) * 60**2
                + 2048 * 512 * (1 + 4 + 9 + 36)
                + (9 * 4096 * 512 + 512 * 21) * 60**2,
                "by hand: the stem; the stages, whose blocks have 17·width² weights each, the "
                "first of them another first 1 × 1 and a projection; the levels; the scores",
                by_hand=True,
            ),
        ),
    ),
)
