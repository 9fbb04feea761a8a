"""DenseNet: every layer reads all that the layers before it in its block have found.

Source:
    Huang, Liu, van der Maaten & Weinberger 2016, Densely Connected Convolutional Networks,
    section 3 and table 1, https://arxiv.org/abs/1608.06993

Variants:
    DenseNet-121, -169 and -201 are DenseNet-BC: a bottleneck of 4·k channels in each layer, and
    transitions that halve the channels (θ = 0.5). DenseNet-40 for CIFAR is the plain one: neither
    bottleneck nor compression (θ = 1). In the paper k is the growth rate: what each layer adds.

Counted:
    Convolutions have no bias, since batch normalisation precedes the next one; its scale and
    shift count as parameters. The 1 × 1 of a transition works before the pooling, at full size.

Deviations:
    Without the dropout of 0.2 that the paper uses where images are not augmented.
    Where the text leaves it open, as in https://github.com/liuzhuang13/DenseNet by the authors:
    batch normalisation and ReLU follow the ImageNet stem and the last block, and transitions have
    a ReLU too. The plain network starts with 16 channels, as in the text; that code starts with
    2·k, and counts that follow it are larger (282.9 M multiply-adds).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Huang, Liu, van der Maaten & Weinberger 2016, Densely Connected Convolutional Networks, "
    "https://arxiv.org/abs/1608.06993"
)


class PlainLayer(nn.Module):
    """Batch normalisation, ReLU, a 3 × 3 convolution that finds k new channels."""

    def __init__(self, inputs: int, k: int) -> None:
        super().__init__()
        self.k = k
        self.norm = nn.BatchNorm2d(inputs)
        self.conv = nn.Conv2d(inputs, k, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return the new channels alone."""
        return self.conv(F.relu(self.norm(x)))  # k × h × w


class BottleneckLayer(nn.Module):
    """The same, after a 1 × 1 that narrows all that came before to 4·k channels."""

    def __init__(self, inputs: int, k: int) -> None:
        super().__init__()
        self.k = k
        self.norm1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, 4 * k, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(4 * k)
        self.conv2 = nn.Conv2d(4 * k, k, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return the new channels alone."""
        x = self.conv1(F.relu(self.norm1(x)))  # 4·k × h × w
        return self.conv2(F.relu(self.norm2(x)))  # k × h × w


class DenseBlock(nn.Module):
    """Layers whose outputs are all kept, side by side (figure 1)."""

    def __init__(
        self, layer: type[PlainLayer | BottleneckLayer], depth: int, inputs: int, k: int
    ) -> None:
        super().__init__()
        self.depth, self.k = depth, k
        self.layers = nn.ModuleList(layer(inputs + before * k, k) for before in range(depth))

    def forward(self, x: Tensor) -> Tensor:
        """Return the input and, behind it, the k new channels of every layer."""
        for i in range(self.depth):
            new = self.layers[i](x)  # k × h × w
            x = torch.cat((x, new), dim=1)  # c + i·k + k × h × w: what was there stays as it is
        return x  # c + depth·k × h × w


class Transition(nn.Module):
    """A 1 × 1 convolution that may drop channels, and pooling that halves the sides."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.outputs = outputs
        self.norm = nn.BatchNorm2d(inputs)
        self.conv = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.pool = nn.AvgPool2d(2)

    def forward(self, x: Tensor) -> Tensor:
        """Return what goes into the next block: concatenation ends here."""
        x = self.conv(F.relu(self.norm(x)))  # outputs × h × w
        return self.pool(x)  # outputs × h/2 × w/2


class DenseNet(nn.Module):
    """DenseNet-BC for ImageNet: `depths` are the layers of its four dense blocks (table 1)."""

    def __init__(self, depths: tuple[int, int, int, int], classes: int) -> None:
        super().__init__()
        k = 32
        self.classes = classes
        self.c0 = 2 * k
        # What leaves each block: its input, and k channels of every layer.
        self.c1 = self.c0 + depths[0] * k
        self.c2 = self.c1 // 2 + depths[1] * k
        self.c3 = self.c2 // 2 + depths[2] * k
        self.c4 = self.c3 // 2 + depths[3] * k
        self.conv1 = nn.Conv2d(3, self.c0, 7, stride=2, padding=3, bias=False)
        self.norm1 = nn.BatchNorm2d(self.c0)
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.dense_block1 = DenseBlock(BottleneckLayer, depths[0], self.c0, k)
        self.transition1 = Transition(self.c1, self.c1 // 2)
        self.dense_block2 = DenseBlock(BottleneckLayer, depths[1], self.c1 // 2, k)
        self.transition2 = Transition(self.c2, self.c2 // 2)
        self.dense_block3 = DenseBlock(BottleneckLayer, depths[2], self.c2 // 2, k)
        self.transition3 = Transition(self.c3, self.c3 // 2)
        self.dense_block4 = DenseBlock(BottleneckLayer, depths[3], self.c3 // 2, k)
        self.norm5 = nn.BatchNorm2d(self.c4)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(self.c4, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.norm1(self.conv1(x)))  # 64 × 112 × 112
        x = self.pool1(x)  # 64 × 56 × 56
        x = self.dense_block1(x)  # c1 × 56 × 56
        x = self.transition1(x)  # c1/2 × 28 × 28
        x = self.dense_block2(x)  # c2 × 28 × 28
        x = self.transition2(x)  # c2/2 × 14 × 14
        x = self.dense_block3(x)  # c3 × 14 × 14
        x = self.transition3(x)  # c3/2 × 7 × 7
        x = self.dense_block4(x)  # c4 × 7 × 7
        x = self.average(F.relu(self.norm5(x))).flatten(1)  # c4
        return self.fc(x)  # classes


class DenseNetCifar(nn.Module):
    """The plain DenseNet with L = 40 and k = 12: three blocks of twelve 3 × 3 layers."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        k, depth = 12, 12
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.dense_block1 = DenseBlock(PlainLayer, depth, 16, k)
        self.transition1 = Transition(160, 160)
        self.dense_block2 = DenseBlock(PlainLayer, depth, 160, k)
        self.transition2 = Transition(304, 304)
        self.dense_block3 = DenseBlock(PlainLayer, depth, 304, k)
        self.norm4 = nn.BatchNorm2d(448)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(448, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.conv1(x)  # 16 × 32 × 32
        x = self.dense_block1(x)  # 160 × 32 × 32: 16 + 12·12
        x = self.transition1(x)  # 160 × 16 × 16
        x = self.dense_block2(x)  # 304 × 16 × 16
        x = self.transition2(x)  # 304 × 8 × 8
        x = self.dense_block3(x)  # 448 × 8 × 8
        x = self.average(F.relu(self.norm4(x))).flatten(1)  # 448
        return self.fc(x)  # classes


def densenet121(*, classes: Classes = 1000) -> DenseNet:
    """Return DenseNet-121."""
    return DenseNet((6, 12, 24, 16), classes)


def densenet169(*, classes: Classes = 1000) -> DenseNet:
    """Return DenseNet-169."""
    return DenseNet((6, 12, 32, 32), classes)


def densenet201(*, classes: Classes = 1000) -> DenseNet:
    """Return DenseNet-201."""
    return DenseNet((6, 12, 48, 32), classes)


def densenet40_cifar(*, classes: Classes = 10) -> DenseNetCifar:
    """Return the plain DenseNet-40 with growth rate 12."""
    return DenseNetCifar(classes)


def _network(depth: int, builder: Callable[..., DenseNet], parameters: str, macs: str) -> Network:
    """Describe one depth; the paper shows its costs in a plot only (figure 3)."""
    source = f"torchvision, densenet{depth}, https://docs.pytorch.org/vision/stable/models.html"
    return Network(
        name=f"densenet{depth}",
        title=f"DenseNet-{depth}",
        year=2016,
        paper=PAPER,
        builder=builder,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", parameters, f"{source}, num_params"),
            Published("macs", macs, f"{source}, GFLOPS"),
        ),
    )


# Channels that the twelve layers of each block read, added up: 12 inputs and 12·(0 + … + 11).
_READ = (12 * 16 + 792, 12 * 160 + 792, 12 * 304 + 792)
_BLOCKS = 9 * 12 * (_READ[0] * 32**2 + _READ[1] * 16**2 + _READ[2] * 8**2)

NETWORKS = (
    _network(121, densenet121, "7,978,856", "2.83 G"),
    _network(169, densenet169, "14,149,480", "3.36 G"),
    _network(201, densenet201, "20,013,928", "4.29 G"),
    Network(
        name="densenet40-cifar",
        title="DenseNet-40 (CIFAR, k = 12)",
        year=2016,
        paper=PAPER,
        builder=densenet40_cifar,
        inputs=((3, 32, 32),),
        outputs=((10,),),
        published=(
            Published("parameters", "1.0 M", f"{PAPER}, table 2, DenseNet, depth 40, k = 12"),
            Published(
                "parameters",
                "1.02 M",
                "Liu, Li, Shen, Huang, Yan & Zhang 2017, Learning Efficient Convolutional Networks "
                "through Network Slimming, table 1(a), https://arxiv.org/abs/1708.06519",
            ),
            Published(
                "parameters",
                27 * 16 + (9 * 12 + 2) * sum(_READ) + 160 * 162 + 304 * 306 + 448 * 2 + 449 * 10,
                "by hand: the stem; 9·12 weights and scale and shift for every channel that a "
                "layer reads; two transitions; the last batch normalisation; the classes",
                by_hand=True,
            ),
            Published(
                "macs",
                27 * 16 * 32**2 + _BLOCKS + 160**2 * 32**2 + 304**2 * 16**2 + 448 * 10,
                "by hand: weights times positions, the transitions' before pooling",
                by_hand=True,
            ),
        ),
    ),
)
