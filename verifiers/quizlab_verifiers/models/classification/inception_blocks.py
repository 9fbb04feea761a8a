"""What the networks of the Inception-v4 paper share: two convolutions, stems, a reduction.

Source:
    Szegedy, Ioffe, Vanhoucke & Alemi 2016, Inception-v4, Inception-ResNet and the Impact of
    Residual Connections on Learning, figures 3, 7 and 14, https://arxiv.org/abs/1602.07261

Deviations:
    In figure 3 the last convolution of the stem has no stride; it must have 2, since it stands
    beside a pooling of stride 2. The order of 7 × 1 and 1 × 7 is the figure's; the released code
    has 1 × 7 first, at the same cost. `stem_released` is of TF-Slim's inception_resnet_v2.py, not
    of the paper.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

PAPER = (
    "Szegedy, Ioffe, Vanhoucke & Alemi 2016, Inception-v4, Inception-ResNet and the Impact of "
    "Residual Connections on Learning, https://arxiv.org/abs/1602.07261"
)


def same(inputs: int, outputs: int, kernel: int | tuple[int, int]) -> nn.Sequential:
    """Return a convolution that keeps height and width, batch normalisation and ReLU."""
    tall, wide = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    padding = (tall // 2, wide // 2)
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, (tall, wide), padding=padding, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


def valid(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """Return a convolution without padding (V in the figures), batch normalisation and ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class Stem(nn.Module):
    """From the image to 384 channels of 35 × 35, forking three times (figure 3).

    Inception-v4 and the paper's Inception-ResNet-v2 begin with it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = valid(3, 32, 3, stride=2)
        self.conv2 = valid(32, 32, 3)
        self.conv3 = same(32, 64, 3)
        self.pool4 = nn.MaxPool2d(3, stride=2)
        self.conv4 = valid(64, 96, 3, stride=2)
        self.short5 = nn.Sequential(same(160, 64, 1), valid(64, 96, 3))
        self.long5 = nn.Sequential(
            same(160, 64, 1), same(64, 64, (7, 1)), same(64, 64, (1, 7)), valid(64, 96, 3)
        )
        self.conv6 = valid(192, 192, 3, stride=2)
        self.pool6 = nn.MaxPool2d(3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        """Return the last of three filter concatenations."""
        x = self.conv1(x)  # 32 × 149 × 149
        x = self.conv2(x)  # 32 × 147 × 147
        x = self.conv3(x)  # 64 × 147 × 147
        x = torch.cat((self.pool4(x), self.conv4(x)), dim=1)  # 64+96 × 73 × 73
        x = torch.cat((self.short5(x), self.long5(x)), dim=1)  # 96+96 × 71 × 71
        return torch.cat((self.conv6(x), self.pool6(x)), dim=1)  # 192+192 × 35 × 35


class ReductionA(nn.Module):
    """From 35 × 35 to 17 × 17: a pooling and two convolutional branches (figure 7).

    Args:
        inputs: Channels that come in.
        tower: Widths of the longer branch: k, l and m of table 1.
        n: Width of the single convolution.
    """

    def __init__(self, inputs: int, tower: tuple[int, int, int], n: int) -> None:
        super().__init__()
        k, middle, m = tower
        self.m, self.n = m, n
        self.pool = nn.MaxPool2d(3, stride=2)
        self.conv = valid(inputs, n, 3, stride=2)
        self.tower = nn.Sequential(
            same(inputs, k, 1), same(k, middle, 3), valid(middle, m, 3, stride=2)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the pooled input and what the branches found, one after the other."""
        pooled = self.pool(x)  # c × ⌊(h-1)/2⌋ × ⌊(w-1)/2⌋
        single = self.conv(x)  # n × ⌊(h-1)/2⌋ × ⌊(w-1)/2⌋
        double = self.tower(x)  # m × ⌊(h-1)/2⌋ × ⌊(w-1)/2⌋
        return torch.cat((pooled, single, double), dim=1)  # c+n+m × ⌊(h-1)/2⌋ × ⌊(w-1)/2⌋


class FirstModule(nn.Module):
    """The Inception module that ends `stem_released`: 192 channels become 320."""

    def __init__(self) -> None:
        super().__init__()
        self.see1 = same(192, 96, 1)
        self.see5 = nn.Sequential(same(192, 48, 1), same(48, 64, 5))
        self.twice3 = nn.Sequential(same(192, 64, 1), same(64, 96, 3), same(96, 96, 3))
        pool = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.average = nn.Sequential(pool, same(192, 64, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of the four branches, one after the other."""
        see1 = self.see1(x)  # 96 × h × w
        see5 = self.see5(x)  # 64 × h × w
        twice3 = self.twice3(x)  # 96 × h × w
        average = self.average(x)  # 64 × h × w
        return torch.cat((see1, see5, twice3, average), dim=1)  # 96+64+96+64 × h × w


def stem_v1() -> nn.Sequential:
    """Return Inception-ResNet-v1's stem: 256 channels of 35 × 35, no forks (figure 14)."""
    return nn.Sequential(*_to_71(), valid(192, 256, 3, stride=2))


def stem_released() -> nn.Sequential:
    """Return the stem of the released Inception-ResNet-v2: 320 channels of 35 × 35."""
    return nn.Sequential(*_to_71(), nn.MaxPool2d(3, stride=2), FirstModule())


def _to_71() -> tuple[nn.Module, ...]:
    """Return six layers that lead from the image to 192 channels of 71 × 71."""
    to_147 = (valid(3, 32, 3, stride=2), valid(32, 32, 3), same(32, 64, 3))
    return (*to_147, nn.MaxPool2d(3, stride=2), same(64, 80, 1), valid(80, 192, 3))
