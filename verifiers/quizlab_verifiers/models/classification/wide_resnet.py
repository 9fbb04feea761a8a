"""Wide ResNet: fewer, wider blocks do what a thousand thin layers do, and faster.

Source:
    Zagoruyko & Komodakis 2016, Wide Residual Networks, table 1 and figure 1(d) for CIFAR, "ImageNet
    and COCO experiments" and table 8 for ImageNet, https://arxiv.org/abs/1605.07146

Variants:
    WRN-d-k has d layers with weights, d = 6n + 4: the first 3 × 3, three groups of n blocks of two,
    and the three 1 × 1 shortcuts that the paper counts in. Its groups are k times as wide as those
    of the thin ResNet. ``dropout=True`` puts dropout between the two 3 × 3 of every block.
    WRN-50-2 is another network: the ResNet-50 for ImageNet, activated after the addition, whose
    3 × 3 have twice the channels; so the 1 × 1 before and after them grow as well, but what goes
    out of a block does not.

Counted:
    Convolutions have no bias; batch normalisation's scale and shift count as parameters. The wide
    networks have more parameters than the thin ones of the same depth, by about k².

Deviations:
    What the paper leaves open is as in https://github.com/szagoruyko/wide-residual-networks by the
    authors. At a change of shape the first BN and ReLU stand before both paths, and the stride lies
    in the first 3 × 3. The linear layer has a bias. WRN-50-2 takes its stride in the 3 × 3.
    Dropout is 0.3, the paper's value for CIFAR (0.4 for SVHN); it changes no figure.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.classification.resnext import ResNeXt
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch

PAPER = "Zagoruyko & Komodakis 2016, Wide Residual Networks, https://arxiv.org/abs/1605.07146"


class WideBlock(nn.Module):
    """BN, ReLU and a 3 × 3, twice, with dropout between them, and a shortcut (figure 1(d)).

    Args:
        inputs: Channels that come in.
        width: Channels that go out.
        stride: Of the first 3 × 3 and of the shortcut.
        dropout: Share of the numbers that dropout silences.
    """

    def __init__(self, inputs: int, width: int, stride: int, dropout: float) -> None:
        super().__init__()
        self.width, self.stride = width, stride
        self.projects = stride != 1 or inputs != width
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.dropout = nn.Dropout(dropout)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.shortcut = (
            nn.Conv2d(inputs, width, 1, stride, bias=False) if self.projects else nn.Identity()
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found."""
        a = F.relu(self.bn1(x))  # c × h × w
        y = self.conv1(a)  # width × h/stride × w/stride
        y = self.dropout(F.relu(self.bn2(y)))  # width × h/stride × w/stride
        y = self.conv2(y)  # width × h/stride × w/stride
        kept = self.shortcut(a if self.projects else x)  # width × h/stride × w/stride
        return y + kept  # width × h/stride × w/stride


class WideResNet(nn.Module):
    """One 3 × 3, three groups of wide blocks at 32, 16 and 8 pixels, and a linear layer.

    Args:
        depth: Layers with weights, d = 6n + 4.
        k: How many times wider than the thin ResNet.
        classes: Outputs of the last layer.
        dropout: Share of the numbers that dropout silences in each block.
    """

    def __init__(self, depth: int, k: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.k, self.classes = k, classes
        n = (depth - 4) // 6
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.conv2 = group(16, 16 * k, n, 1, dropout)
        self.conv3 = group(16 * k, 32 * k, n, 2, dropout)
        self.conv4 = group(32 * k, 64 * k, n, 2, dropout)
        self.bn_last = nn.BatchNorm2d(64 * k)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(64 * k, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.conv1(x)  # 16 × 32 × 32
        x = self.conv2(x)  # 16·k × 32 × 32
        x = self.conv3(x)  # 32·k × 16 × 16
        x = self.conv4(x)  # 64·k × 8 × 8
        x = F.relu(self.bn_last(x))  # 64·k × 8 × 8
        x = self.average(x).flatten(1)  # 64·k
        return self.fc(x)  # classes


def group(inputs: int, width: int, depth: int, stride: int, dropout: float) -> nn.Sequential:
    """Return `depth` blocks, the first of which takes the stride and changes the channels."""
    first = WideBlock(inputs, width, stride, dropout)
    return nn.Sequential(first, *(WideBlock(width, width, 1, dropout) for _ in range(depth - 1)))


def wrn_28_10(*, classes: Classes = 10, dropout: Switch = False) -> WideResNet:
    """Return WRN-28-10."""
    return WideResNet(28, 10, classes, 0.3 if dropout else 0.0)


def wrn_16_8(*, classes: Classes = 10, dropout: Switch = False) -> WideResNet:
    """Return WRN-16-8."""
    return WideResNet(16, 8, classes, 0.3 if dropout else 0.0)


def wide_resnet50_2(*, classes: Classes = 1000) -> ResNeXt:
    """Return WRN-50-2: ResNeXt-50's layers with one group, of twice ResNet's 64 channels."""
    return ResNeXt((3, 4, 6, 3), groups=1, width=2 * 64, classes=classes)


def _multiply_adds(n: int, k: int) -> int:
    """Sum up table 1: n blocks at each of 32, 16 and 8 pixels, their first with a 1 × 1."""
    a, b, c = 16 * k, 32 * k, 64 * k
    conv2 = 9 * (16 * a + (2 * n - 1) * a * a) + 16 * a
    conv3 = 9 * (a * b + (2 * n - 1) * b * b) + a * b
    conv4 = 9 * (b * c + (2 * n - 1) * c * c) + b * c
    return 32 * 32 * (9 * 3 * 16 + conv2) + 16 * 16 * conv3 + 8 * 8 * conv4 + c * 10


_SUM = (
    "by hand: table 1; 2n 3 × 3 convolutions and a 1 × 1 shortcut at each of 32, 16 and 8 pixels with "
    "16k, 32k and 64k channels, the first 3 × 3 before them and the linear layer after"
)
_TABLE = "pytorchcv 0.0.74, table of pretrained models, https://pypi.org/project/pytorchcv/"
_MODELS = "https://docs.pytorch.org/vision/stable/models.html"

NETWORKS = (
    Network(
        name="wrn-28-10",
        title="WRN-28-10 for CIFAR-10",
        year=2016,
        paper=PAPER,
        builder=wrn_28_10,
        inputs=((3, 32, 32),),
        outputs=((10,),),
        published=(
            Published("parameters", "36.5 M", f"{PAPER}, table 4"),
            Published("parameters", "36,479,194", f"{_TABLE}, CIFAR-10"),
            Published(
                "macs",
                "5,246.98 M",
                f"{_TABLE}, CIFAR-10, FLOPs/2",
                within=0.001,
                difference="half of all operations: 4 for each number that batch normalisation "
                "returns and 1 for each of ReLU's are 5.8 M more; 1 less for each pair of channels "
                "that a convolution connects is 2.1 M less",
            ),
            Published("macs", _multiply_adds(4, 10), f"{_SUM}; n = 4, k = 10", by_hand=True),
        ),
    ),
    Network(
        name="wrn-16-8",
        title="WRN-16-8 for CIFAR-10",
        year=2016,
        paper=PAPER,
        builder=wrn_16_8,
        inputs=((3, 32, 32),),
        outputs=((10,),),
        published=(
            Published("parameters", "11.0 M", f"{PAPER}, table 4"),
            Published("macs", _multiply_adds(2, 8), f"{_SUM}; n = 2, k = 8", by_hand=True),
        ),
    ),
    Network(
        name="wide-resnet50-2",
        title="Wide ResNet-50-2",
        year=2016,
        paper=PAPER,
        builder=wide_resnet50_2,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", "68.9 M", f"{PAPER}, table 8"),
            Published(
                "parameters", "68,883,240", f"torchvision, wide_resnet50_2, num_params, {_MODELS}"
            ),
            Published("macs", "11.40 G", f"torchvision, wide_resnet50_2, GFLOPS, {_MODELS}"),
        ),
    ),
)
