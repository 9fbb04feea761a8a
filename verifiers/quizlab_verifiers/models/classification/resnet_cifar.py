"""ResNet for CIFAR: thin stages of basic blocks, and shortcuts that cost nothing at all.

Source:
    He, Zhang, Ren & Sun 2015, Deep Residual Learning for Image Recognition, section 4.2,
    https://arxiv.org/abs/1512.03385

Counted:
    6n + 2 layers with weights: the first 3 × 3, three stages of n blocks of two, and the linear
    layer. Convolutions have no bias; batch normalisation's scale and shift count as parameters.
    Shortcuts have no parameters (the paper's option A) and no multiply-adds.

Deviations:
    The paper does not say on which side the extra channels of zeros stand; here they come last.
    Others project with two 1 × 1 (option B): 2,752 parameters more at any depth.
    The paper gives no multiply-adds for these networks.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "He, Zhang, Ren & Sun 2015, Deep Residual Learning for Image Recognition, "
    "https://arxiv.org/abs/1512.03385"
)


class PaddedIdentity(nn.Module):
    """A shortcut without parameters: leave out pixels, fill up with channels of zeros."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.outputs, self.stride = outputs, stride
        self.extra = outputs - inputs

    def forward(self, x: Tensor) -> Tensor:
        """Return every `stride`-th pixel in the same channels, and zeros in the new ones."""
        x = x[:, :, :: self.stride, :: self.stride]  # c × h/stride × w/stride
        return F.pad(x, (0, 0, 0, 0, 0, self.extra))  # outputs × h/stride × w/stride


class Block(nn.Module):
    """Two 3 × 3 convolutions and a shortcut that is always an identity."""

    def __init__(self, inputs: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.width, self.stride = width, stride
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.shortcut = PaddedIdentity(inputs, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found."""
        y = F.relu(self.bn1(self.conv1(x)))  # width × h/stride × w/stride
        y = self.bn2(self.conv2(y))  # width × h/stride × w/stride
        return F.relu(y + self.shortcut(x))  # width × h/stride × w/stride


class ResNetCifar(nn.Module):
    """One 3 × 3, three stages of `depth` blocks at 32, 16 and 8 pixels, and a linear layer.

    Args:
        depth: Blocks of each stage, the paper's n.
        classes: Outputs of the last layer.
    """

    def __init__(self, depth: int, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2_x = stage(16, 16, depth, 1)
        self.conv3_x = stage(16, 32, depth, 2)
        self.conv4_x = stage(32, 64, depth, 2)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(64, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.bn1(self.conv1(x)))  # 16 × 32 × 32
        x = self.conv2_x(x)  # 16 × 32 × 32
        x = self.conv3_x(x)  # 32 × 16 × 16
        x = self.conv4_x(x)  # 64 × 8 × 8
        x = self.average(x).flatten(1)  # 64
        return self.fc(x)  # classes


def stage(inputs: int, width: int, depth: int, stride: int) -> nn.Sequential:
    """Return `depth` blocks, the first of which takes the stride and changes the channels."""
    first = Block(inputs, width, stride)
    return nn.Sequential(first, *(Block(width, width) for _ in range(depth - 1)))


def resnet20_cifar(*, classes: Classes = 10) -> ResNetCifar:
    """Return ResNet-20: n = 3."""
    return ResNetCifar(3, classes)


def resnet110_cifar(*, classes: Classes = 10) -> ResNetCifar:
    """Return ResNet-110: n = 18."""
    return ResNetCifar(18, classes)


def _weights(n: int) -> int:
    """Sum up the table of section 4.2: convolutions, scale and shift of each, linear layer."""
    convolutions = 9 * (
        3 * 16 + 2 * n * 16 * 16 + 16 * 32 + (2 * n - 1) * 32 * 32 + 32 * 64 + (2 * n - 1) * 64 * 64
    )
    normalisations = 2 * (16 + 2 * n * (16 + 32 + 64))
    return convolutions + normalisations + (64 + 1) * 10


def _multiply_adds(n: int) -> int:
    """Sum up the table of section 4.2: each convolution's weights times its output's pixels."""
    at_32 = 32 * 32 * 9 * (3 * 16 + 2 * n * 16 * 16)
    at_16 = 16 * 16 * 9 * (16 * 32 + (2 * n - 1) * 32 * 32)
    at_8 = 8 * 8 * 9 * (32 * 64 + (2 * n - 1) * 64 * 64)
    return at_32 + at_16 + at_8 + 64 * 10


_SUM = (
    "by hand: section 4.2's table; 2n 3 × 3 convolutions at each of 32, 16 and 8 pixels with 16, 32 "
    "and 64 channels, the first before them and the linear layer after"
)

_HRANK = "HRankPlus, ResNet-110 (baseline) on CIFAR-10, https://github.com/lmbxmu/HRankPlus"

NETWORKS = (
    Network(
        name="resnet20-cifar",
        title="ResNet-20 for CIFAR-10",
        year=2015,
        paper=PAPER,
        builder=resnet20_cifar,
        inputs=((3, 32, 32),),
        outputs=((10,),),
        published=(
            Published("parameters", "0.27 M", f"{PAPER}, table 6"),
            Published("parameters", _weights(3), f"{_SUM}; n = 3", by_hand=True),
            Published("macs", _multiply_adds(3), f"{_SUM}; n = 3", by_hand=True),
        ),
    ),
    Network(
        name="resnet110-cifar",
        title="ResNet-110 for CIFAR-10",
        year=2015,
        paper=PAPER,
        builder=resnet110_cifar,
        inputs=((3, 32, 32),),
        outputs=((10,),),
        published=(
            Published("parameters", "1.7 M", f"{PAPER}, table 6"),
            Published("parameters", "1.72 M", _HRANK),
            Published("macs", "252.89 M", f"{_HRANK} (its FLOPs are multiply-adds)"),
            Published("parameters", _weights(18), f"{_SUM}; n = 18", by_hand=True),
            Published("macs", _multiply_adds(18), f"{_SUM}; n = 18", by_hand=True),
        ),
    ),
)
