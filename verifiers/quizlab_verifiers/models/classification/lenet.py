"""LeNet-5: small filters that look everywhere alike, and maps that grow coarser.

Source:
    LeCun, Bottou, Bengio & Haffner 1998, Gradient-Based Learning Applied to Document Recognition,
    section II.B, figures 2 and 3, table I, https://doi.org/10.1109/5.726791

Variants:
    ``lenet5`` is the paper's network. What is called LeNet-5 today is ``lenet5-modern``, here as
    in PyTorch's tutorial on neural networks: every map of C3 sees all six of S2, max pooling
    instead of trainable sub-sampling, ReLU, and a linear layer with scores instead of distances.

Counted:
    The paper counts 340,908 connections: besides the 325,680 multiply-adds of convolutions and
    matrices there are 6,508 additions of a bias, 7,880 connections of the sub-sampling (four
    inputs and a bias each) and 840 of the output. The codes of the output are no parameters.

Deviations:
    The paper's codes are its figure 3; those here are drawn anew on the same 7 × 12 cells.
    Weights start as torch starts them and sub-sampling starts as the average; in the paper both
    are uniform within ±2.4 over the number of inputs. ``classes`` below 10 keeps the first codes.
"""

from __future__ import annotations

from typing import Annotated

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import AtLeast, Classes

PAPER = (
    "LeCun, Bottou, Bengio & Haffner 1998, Gradient-Based Learning Applied to Document "
    "Recognition, https://doi.org/10.1109/5.726791"
)

TABLE_I = """\
X...XXX..XXXX.XX
XX...XXX..XXXX.X
XXX...XXX..X.XXX
.XXX..XXXX..X.XX
..XXX..XXXX.XX.X
...XXX..XXXX.XXX
"""

DIGITS = """\
..###.. ...#... .#####. .#####. .....#. ####### ..####. ####### .#####. ..###..
.#...#. ..##... #.....# #.....# ....##. #...... .#..... ......# #.....# .#...#.
#.....# .#.#... ......# ......# ...#.#. #...... #...... ......# #.....# #.....#
#.....# ...#... ......# ......# ..#..#. #...... #...... .....#. #.....# #.....#
#.....# ...#... .....#. ......# .#...#. ######. #.####. .....#. .#####. #.....#
#.....# ...#... ....#.. ..####. #....#. ......# ##....# ....#.. #.....# #....##
#.....# ...#... ...#... ......# ####### ......# #.....# ....#.. #.....# .####.#
#.....# ...#... ..#.... ......# .....#. ......# #.....# ...#... #.....# ......#
#.....# ...#... .#..... ......# .....#. ......# #.....# ...#... #.....# ......#
.#...#. ...#... #...... #.....# .....#. #.....# .#...#. ..#.... #.....# .....#.
..###.. .#####. ####### .#####. .....#. .#####. ..###.. ..#.... .#####. .####..
....... ....... ....... ....... ....... ....... ....... ....... ....... .......
"""


def codes(classes: int) -> Tensor:
    """Return the code of each digit: its picture row by row, +1 for ink and −1 for paper."""
    rows = DIGITS.splitlines()
    pictures = ("".join(row[8 * digit : 8 * digit + 7] for row in rows) for digit in range(classes))
    return torch.tensor([[1.0 if cell == "#" else -1.0 for cell in one] for one in pictures])


def squash(x: Tensor) -> Tensor:
    """Return 1.7159 tanh(2x/3), which takes +1 to +1 and −1 to −1 (appendix A)."""
    return 1.7159 * torch.tanh(x * 2 / 3)


class SubSampling(nn.Module):
    """Four neighbours added up, times a coefficient, plus a bias: two parameters a map."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.coefficient = nn.Parameter(torch.full((maps, 1, 1), 0.25))
        self.bias = nn.Parameter(torch.zeros(maps, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Return maps of half the height and half the width."""
        x = 4 * F.avg_pool2d(x, 2)  # c × h/2 × w/2: the sum of four neighbours
        return self.coefficient * x + self.bias  # c × h/2 × w/2


class FeatureMap(nn.Module):
    """One map of C3: a 5 × 5 convolution of those maps of S2 that it is connected to."""

    def __init__(self, seen: list[int]) -> None:
        super().__init__()
        self.seen, self.n = seen, len(seen)
        self.conv = nn.Conv2d(self.n, 1, 5)

    def forward(self, x: Tensor) -> Tensor:
        """Return the map, from all six maps of S2."""
        x = torch.stack([x[:, one] for one in self.seen], dim=1)  # n × h × w
        return self.conv(x)  # 1 × h - 4 × w - 4


class PartialConvolution(nn.Module):
    """Sixteen maps that see different inputs, so that they learn different things.

    A row of table I is a map of S2, a column a map of C3: 60 kernels of 5 × 5 and not 96.
    """

    def __init__(self) -> None:
        super().__init__()
        rows = TABLE_I.splitlines()
        self.maps = nn.ModuleList(
            FeatureMap([one for one, row in enumerate(rows) if row[column] == "X"])
            for column in range(16)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the sixteen maps."""
        return torch.cat([one(x) for one in self.maps], dim=1)  # 16 × h - 4 × w - 4


class RadialBasis(nn.Module):
    """How far the 84 units of F6 are from the code of each class: the nearest class is meant."""

    codes: Tensor

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.register_buffer("codes", codes(classes))

    def forward(self, x: Tensor) -> Tensor:
        """Return the squared distance to each code."""
        difference = x.unsqueeze(1) - self.codes  # classes × 84
        return difference.square().sum(2)  # classes


class LeNet5(nn.Module):
    """The network of the paper's figure 2; its layers bear the paper's names."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.C1 = nn.Conv2d(1, 6, 5)
        self.S2 = SubSampling(6)
        self.C3 = PartialConvolution()
        self.S4 = SubSampling(16)
        self.C5 = nn.Conv2d(16, 120, 5)
        self.F6 = nn.Linear(120, 84)
        self.output = RadialBasis(classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return a distance for each class: the smallest wins."""
        x = squash(self.C1(x))  # 6 × 28 × 28
        x = squash(self.S2(x))  # 6 × 14 × 14
        x = squash(self.C3(x))  # 16 × 10 × 10
        x = squash(self.S4(x))  # 16 × 5 × 5
        x = squash(self.C5(x)).flatten(1)  # 120
        x = squash(self.F6(x))  # 84
        return self.output(x)  # classes


class ModernLeNet5(nn.Module):
    """Two convolutions with max pooling and three linear layers; names as in the tutorial."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.pool2 = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.conv1(x))  # 6 × 28 × 28
        x = self.pool1(x)  # 6 × 14 × 14
        x = F.relu(self.conv2(x))  # 16 × 10 × 10
        x = self.pool2(x).flatten(1)  # 16·5·5
        x = F.relu(self.fc1(x))  # 120
        x = F.relu(self.fc2(x))  # 84
        return self.fc3(x)  # classes


def lenet5(*, classes: Annotated[int, AtLeast(1, 10)] = 10) -> LeNet5:
    """Return the LeNet-5 of 1998."""
    return LeNet5(classes)


def lenet5_modern(*, classes: Classes = 10) -> ModernLeNet5:
    """Return LeNet-5 as it is built today."""
    return ModernLeNet5(classes)


_TUTORIAL = "https://docs.pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html"

NETWORKS = (
    Network(
        name="lenet5",
        title="LeNet-5",
        year=1998,
        paper=PAPER,
        builder=lenet5,
        inputs=((1, 32, 32),),
        outputs=((10,),),
        published=(
            Published("parameters", "60,000", f"{PAPER}, section II.B, trainable free parameters"),
            Published(
                "macs",
                "340,908",
                f"{PAPER}, section II.B, connections",
                within=0.05,
                difference="The connections of a bias (6,508), of the sub-sampling (7,880) and of "
                "the distances (840) are counted too: 325,680 + 6,508 + 7,880 + 840 = 340,908.",
            ),
            Published(
                "macs",
                6 * 25 * 28**2 + 60 * 25 * 10**2 + 120 * 16 * 25 + 84 * 120,
                "by hand: C1, C3 with the 60 crosses of table I, C5, F6; kernel times places",
                by_hand=True,
            ),
        ),
    ),
    Network(
        name="lenet5-modern",
        title="LeNet-5, modern",
        year=2017,
        paper=f"PyTorch tutorials, Neural Networks, {_TUTORIAL}, after {PAPER}",
        builder=lenet5_modern,
        inputs=((1, 32, 32),),
        outputs=((10,),),
        published=(
            Published(
                "parameters",
                "61,706",
                "README, summary of the models, https://github.com/planetopenllms/lenet.sandbox",
            ),
            Published(
                "macs",
                6 * 25 * 28**2 + 16 * 6 * 25 * 10**2 + 120 * 400 + 84 * 120 + 10 * 84,
                "by hand: kernel times places, layer by layer",
                by_hand=True,
            ),
        ),
    ),
)
