"""Inception-v2, or BN-Inception: the network with which batch normalisation was introduced.

Source:
    Ioffe & Szegedy 2015, Batch Normalization: Accelerating Deep Network Training by Reducing
    Internal Covariate Shift, figure 5 (in the appendix), https://arxiv.org/abs/1502.03167

Variants:
    "Inception-v2" also names the factorised network of https://arxiv.org/abs/1512.00567, from
    which Inception-v3 comes; that is not this one. Ports with a plain 7 × 7 convolution in
    front and wider 4c and 4d (see below) have 11.3 M parameters.

Counted:
    Convolutions have no bias, since batch normalisation follows; its scale and shift count as
    parameters. The paper's text says 13.6 · 10⁶ parameters, which figure 5 does not give: its
    rows sum up to 11.2 · 10⁶.

Deviations:
    - Figure 5 contradicts itself: with the 128 channels that it prints for the pools of 4c and
      4d, 608 leave them and 1056 leave 4e, where it prints 576, 576 and 1024. Built with 96
      channels, as in the authors' TF-Slim, from which the printed sizes follow.
    - Its 3c and 4e print the size before their stride.
    - The 7 × 7 is separable with depth multiplier 8, as the appendix says below figure 5.
    - The paper does not say how the borders are treated: pools of stride 2 round up, as in
      GoogLeNet, and averages leave the padding out, as in TensorFlow.
    - No dropout: figure 5 has none, and the paper's batch-normalised networks do without.
    - The last softmax is left to the loss.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Ioffe & Szegedy 2015, Batch Normalization: Accelerating Deep Network Training by Reducing "
    "Internal Covariate Shift, https://arxiv.org/abs/1502.03167"
)


def conv(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """Return a convolution that keeps the size but for its stride, normalisation and ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


def separable(inputs: int, outputs: int, kernel: int, stride: int, multiplier: int) -> nn.Module:
    """Return `multiplier` filters for each channel by itself, and a 1 × 1 that mixes them."""
    middle = inputs * multiplier
    alone = nn.Conv2d(
        inputs, middle, kernel, stride, padding=kernel // 2, groups=inputs, bias=False
    )
    return nn.Sequential(alone, conv(middle, outputs, 1))


class Inception(nn.Module):
    """Four branches joined along the channels; two 3 × 3 stand where GoogLeNet has a 5 × 5.

    Args:
        inputs: Channels that come in.
        ones: Channels of the 1 × 1 branch.
        threes: Channels of the 1 × 1 that narrows, and of the 3 × 3 after it.
        doubles: Channels of the 1 × 1 that narrows, and of each of the two 3 × 3 after it.
        pooled: Channels of the 1 × 1 after the pool.
        maximum: Pool by maximum and not by mean.
    """

    def __init__(
        self,
        inputs: int,
        ones: int,
        threes: tuple[int, int],
        doubles: tuple[int, int],
        pooled: int,
        *,
        maximum: bool = False,
    ) -> None:
        super().__init__()
        self.ones, self.threes, self.doubles, self.pooled = ones, threes[1], doubles[1], pooled
        self.branch_1x1 = conv(inputs, ones, 1)
        self.branch_3x3 = nn.Sequential(conv(inputs, threes[0], 1), conv(*threes, 3))
        self.branch_double_3x3 = nn.Sequential(
            conv(inputs, doubles[0], 1), conv(*doubles, 3), conv(doubles[1], doubles[1], 3)
        )
        pool = nn.MaxPool2d(3, 1, padding=1) if maximum else average()
        self.branch_pool = nn.Sequential(pool, conv(inputs, pooled, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another."""
        one = self.branch_1x1(x)  # ones × h × w
        three = self.branch_3x3(x)  # threes × h × w
        double = self.branch_double_3x3(x)  # doubles × h × w
        pool = self.branch_pool(x)  # pooled × h × w
        return torch.cat((one, three, double, pool), 1)  # ones + threes + doubles + pooled × h × w


class Reduction(nn.Module):
    """A module of stride 2: no 1 × 1 branch, and the max pool passes its input through."""

    def __init__(self, inputs: int, threes: tuple[int, int], doubles: tuple[int, int]) -> None:
        super().__init__()
        self.threes, self.doubles = threes[1], doubles[1]
        self.branch_3x3 = nn.Sequential(conv(inputs, threes[0], 1), conv(*threes, 3, stride=2))
        self.branch_double_3x3 = nn.Sequential(
            conv(inputs, doubles[0], 1),
            conv(*doubles, 3),
            conv(doubles[1], doubles[1], 3, stride=2),
        )
        self.branch_pool = nn.MaxPool2d(3, stride=2, ceil_mode=True)

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another, at half the size."""
        three = self.branch_3x3(x)  # threes × h/2 × w/2
        double = self.branch_double_3x3(x)  # doubles × h/2 × w/2
        pool = self.branch_pool(x)  # c × h/2 × w/2
        return torch.cat((three, double, pool), 1)  # threes + doubles + c × h/2 × w/2


class InceptionV2(nn.Module):
    """A stem, ten modules of which 3c and 4e halve the size, average pooling, a linear layer."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = separable(3, 64, 7, stride=2, multiplier=8)
        self.pool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.conv2 = nn.Sequential(conv(64, 64, 1), conv(64, 192, 3))
        self.pool2 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception_3a = Inception(192, 64, (64, 64), (64, 96), 32)
        self.inception_3b = Inception(256, 64, (64, 96), (64, 96), 64)
        self.inception_3c = Reduction(320, (128, 160), (64, 96))
        self.inception_4a = Inception(576, 224, (64, 96), (96, 128), 128)
        self.inception_4b = Inception(576, 192, (96, 128), (96, 128), 128)
        self.inception_4c = Inception(576, 160, (128, 160), (128, 160), 96)
        self.inception_4d = Inception(576, 96, (128, 192), (160, 192), 96)
        self.inception_4e = Reduction(576, (128, 192), (192, 256))
        self.inception_5a = Inception(1024, 352, (192, 320), (160, 224), 128)
        self.inception_5b = Inception(1024, 352, (192, 320), (192, 224), 128, maximum=True)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(1024, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.conv1(x)  # 64 × 112 × 112
        x = self.pool1(x)  # 64 × 56 × 56
        x = self.conv2(x)  # 192 × 56 × 56
        x = self.pool2(x)  # 192 × 28 × 28
        x = self.inception_3a(x)  # 256 × 28 × 28
        x = self.inception_3b(x)  # 320 × 28 × 28
        x = self.inception_3c(x)  # 576 × 14 × 14
        x = self.inception_4a(x)  # 576 × 14 × 14
        x = self.inception_4b(x)  # 576 × 14 × 14
        x = self.inception_4c(x)  # 576 × 14 × 14
        x = self.inception_4d(x)  # 576 × 14 × 14
        x = self.inception_4e(x)  # 1024 × 7 × 7
        x = self.inception_5a(x)  # 1024 × 7 × 7
        x = self.inception_5b(x)  # 1024 × 7 × 7
        x = self.average(x).flatten(1)  # 1024
        return self.linear(x)  # classes


def average() -> nn.AvgPool2d:
    """Return the mean over 3 × 3 neighbours, at the border over those that exist."""
    return nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)


def inception_v2(*, classes: Classes = 1000) -> InceptionV2:
    """Return Inception-v2 (BN-Inception)."""
    return InceptionV2(classes)


NETWORKS = (
    Network(
        name="inception-v2",
        title="Inception-v2 (BN-Inception)",
        year=2015,
        paper=PAPER,
        builder=inception_v2,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters",
                "11.2 M",
                "Zoph, Vasudevan, Shlens & Le 2017, Learning Transferable Architectures for "
                "Scalable Image Recognition, table 2, https://arxiv.org/abs/1707.07012",
            ),
            Published(
                "macs",
                "3.883 G",
                "google-research/receptive_field, inception_v2 at 224 up to Mixed_5c (TF-Slim), "
                "https://github.com/google-research/receptive_field/blob/master/receptive_field/"
                "RECEPTIVE_FIELD_TABLE.md",
                factor=2,
                within=0.004,
                difference="TensorFlow's profiler adds nine operations for each output of a "
                "pool (12.1M) and one for each normalised output (3.7M); the linear layer "
                "(2.0M) comes after Mixed_5c.",
            ),
        ),
    ),
)
