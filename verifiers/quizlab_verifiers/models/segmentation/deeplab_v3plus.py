"""DeepLab v3+: DeepLab v3 as an encoder, and a small decoder that brings back the edges.

Source:
    Chen, Zhu, Papandreou, Schroff & Adam 2018, Encoder-Decoder with Atrous Separable Convolution
    for Semantic Image Segmentation, sections 3 and 4 and figure 2,
    https://arxiv.org/abs/1802.02611

Variants:
    ``encoder="xception"``, the paper's best, or ``"resnet101"``. With ``separable`` the 3 × 3
    convolutions of the pyramid and of the decoder are depthwise separable; the paper's rows for
    ResNet-101 have it off.

Counted:
    Convolutions have no bias, except the last; batch normalisation's scale and shift count.

Deviations:
    - Output stride 16, as trained; the paper predicts at 8 too, with doubled rates.
    - conv1 of the ResNet is three 3 × 3 (64, 64, 128), as released: the paper says nothing of it,
      but its multiply-adds come out with it alone.
    - The ResNet takes its strides in the first block of a stage, the authors take them in the last
      block of the stage before. It has no multi-grid, which the paper names only to drop it.
    - Which map of the Xception the decoder reads is not in the paper: here, as released, the one
      of stride 4 before the stride of the second block.
"""

from __future__ import annotations

from typing import Annotated

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, OneOf, Switch
from quizlab_verifiers.models.segmentation.aligned_xception import AlignedXception, SeparableConv
from quizlab_verifiers.models.segmentation.deeplab_v3 import AtrousPyramid, atrous
from quizlab_verifiers.models.segmentation.dilated_resnet import (
    conv_bn_relu,
    deep_stem,
    dilated_stage,
    stretched,
)

PAPER = (
    "Chen, Zhu, Papandreou, Schroff & Adam 2018, Encoder-Decoder with Atrous Separable Convolution "
    "for Semantic Image Segmentation, https://arxiv.org/abs/1802.02611"
)

Encoder = Annotated[str, OneOf("xception", "resnet101")]
"""The network whose maps the pyramid and the decoder read."""


class ResNetEncoder(nn.Module):
    """A dilated ResNet-101 of output stride 16."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = deep_stem()
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = dilated_stage(128, 64, (1,) * 3)
        self.conv3_x = dilated_stage(256, 128, (1,) * 4, stride=2)
        self.conv4_x = dilated_stage(512, 256, (1,) * 23, stride=2)
        self.conv5_x = dilated_stage(1024, 512, (2,) * 3)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the last map, of stride 16, and one of stride 4 for the decoder."""
        y = self.conv1(x)  # 128 × 257 × 257
        y = self.pool1(y)  # 128 × 129 × 129
        low = self.conv2_x(y)  # 256 × 129 × 129
        y = self.conv3_x(low)  # 512 × 65 × 65
        y = self.conv4_x(y)  # 1024 × 33 × 33
        deep = self.conv5_x(y)  # 2048 × 33 × 33: dilation 2 instead of a stride
        return deep, low  # 2048 × 33 × 33, 256 × 129 × 129


class DeepLabV3Plus(nn.Module):
    """An encoder, the pyramid of DeepLab v3, and a decoder at a quarter of the image's size.

    Args:
        classes: Scores of each pixel.
        encoder: Makes a map of stride 16 with 2048 channels, and one of stride 4 with 256.
        separable: Build pyramid and decoder of depthwise separable convolutions.
    """

    def __init__(self, classes: int, encoder: nn.Module, *, separable: bool) -> None:
        super().__init__()
        conv = SeparableConv if separable else atrous
        self.classes = classes
        self.encoder = encoder
        self.aspp = AtrousPyramid(2048, doubled=False, branch=conv)
        self.narrow = conv_bn_relu(256, 48, 1)
        self.refine1 = conv(256 + 48, 256, 1)
        self.refine2 = conv(256, 256, 1)
        self.score = nn.Conv2d(256, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of each pixel."""
        deep, low = self.encoder(x)  # 2048 × 33 × 33, 256 × 129 × 129
        y = self.aspp(deep)  # 256 × 33 × 33
        low = self.narrow(low)  # 48 × 129 × 129: lest it outweigh the rest
        y = stretched(y, low)  # 256 × 129 × 129
        y = torch.cat((y, low), dim=1)  # 304 × 129 × 129
        y = self.refine1(y)  # 256 × 129 × 129
        y = self.refine2(y)  # 256 × 129 × 129
        y = self.score(y)  # classes × 129 × 129
        return stretched(y, x)  # classes × h × w


def deeplab_v3plus(
    *, classes: Classes = 21, encoder: Encoder = "xception", separable: Switch = True
) -> DeepLabV3Plus:
    """Return DeepLab v3+."""
    chosen = AlignedXception() if encoder == "xception" else ResNetEncoder()
    return DeepLabV3Plus(classes, chosen, separable=separable)


NETWORKS = (
    Network(
        name="deeplab-v3plus",
        title="DeepLab v3+",
        year=2018,
        paper=PAPER,
        builder=deeplab_v3plus,
        inputs=((3, 513, 513),),
        outputs=((21, 513, 513),),
        published=(
            Published(
                "parameters",
                "41,258,213",
                "Keras-inference-time-optimizer, table, DeepLabV3+ (xception), "
                "https://github.com/ZFTurbo/Keras-inference-time-optimizer",
                within=0.005,
                difference="Keras counts the running means and variances too: 202,800 of them",
            ),
            Published(
                "macs",
                "54.17 G",
                f"{PAPER}, table 5, eval OS 16, Decoder, SC",
                within=0.003,
                difference=(
                    "TensorFlow's profiler counts the graph as run: dilated convolutions on padded "
                    "maps (0.01 G), and what is no convolution, 0.1 to 0.2 G in each row"
                ),
            ),
            Published(
                "macs",
                "89.76 G",
                f"{PAPER}, table 5, eval OS 16, Decoder",
                options={"separable": False},
                within=0.035,
                difference=(
                    "TensorFlow runs a dilated convolution on a map padded to a multiple of its "
                    "rate, here 36 × 36 for 33 × 33: 2.93 G of the 3.08 G"
                ),
            ),
            Published(
                "macs",
                "101.28 G",
                f"{PAPER}, table 3, eval OS 16, Decoder",
                options={"encoder": "resnet101", "separable": False},
                within=0.014,
                difference=(
                    "padded maps as above add 2.93 G in the pyramid and 0.47 G in conv5_x; "
                    "strides in the last blocks save 2.15 G"
                ),
            ),
        ),
    ),
)
