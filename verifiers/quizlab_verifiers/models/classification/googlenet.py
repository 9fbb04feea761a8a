"""GoogLeNet: modules that look at several scales at once and join what they find.

Source:
    Szegedy et al. 2014, Going Deeper with Convolutions, table 1 and figures 2(b) and 3,
    https://arxiv.org/abs/1409.4842

Variants:
    ``auxiliary=True`` adds the two classifiers that the paper trains beside the last one, on the
    outputs of 4a and 4d (section 5). In use they are thrown away, so they are off by default.
    torchvision's GoogLeNet is another network: 3 × 3 where the paper has 5 × 5, and batch
    normalisation, which came a year later.

Counted:
    Every convolution has a bias. Table 1 gives fewer parameters and multiply-adds: it leaves the
    biases out and counts in units of 1,024, its first row holds 2.7K weights, which is a
    depthwise separable 7 × 7 (3·8·49 + 24·64) and not the convolution that it names, and several
    rows, 5a and 4c most of all, do not follow from their own columns.

Deviations:
    - Row 1 is built as the 7 × 7 convolution that the table names and figure 3 draws.
    - The paper gives no constants for local response normalisation: 5 channels, α = 10⁻⁴,
      β = 0.75, k = 1, as in Caffe's replication.
    - It does not say how a pool of 3 × 3 and stride 2 halves 112: it rounds up, as in Caffe, so
      the last window hangs over the edge.
    - Dropout is written as a layer, 40 % as in table 1 (70 % in the auxiliary classifiers); the
      last softmax is left to the loss.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch

PAPER = "Szegedy et al. 2014, Going Deeper with Convolutions, https://arxiv.org/abs/1409.4842"


def conv(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """Return a convolution, padded so that only the stride changes the size, and its ReLU."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2), nn.ReLU())


class Inception(nn.Module):
    """Four branches side by side, joined along the channels (figure 2(b)).

    Args:
        inputs: Channels that come in.
        ones: Channels of the 1 × 1 branch.
        threes: Channels of the 1 × 1 that narrows, and of the 3 × 3 after it.
        fives: Channels of the 1 × 1 that narrows, and of the 5 × 5 after it.
        pooled: Channels of the 1 × 1 after the max pool.
    """

    def __init__(
        self, inputs: int, ones: int, threes: tuple[int, int], fives: tuple[int, int], pooled: int
    ) -> None:
        super().__init__()
        self.ones, self.threes, self.fives, self.pooled = ones, threes[1], fives[1], pooled
        self.branch_1x1 = conv(inputs, ones, 1)
        self.branch_3x3 = nn.Sequential(conv(inputs, threes[0], 1), conv(*threes, 3))
        self.branch_5x5 = nn.Sequential(conv(inputs, fives[0], 1), conv(*fives, 5))
        self.branch_pool = nn.Sequential(
            nn.MaxPool2d(3, stride=1, padding=1), conv(inputs, pooled, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another."""
        one = self.branch_1x1(x)  # ones × h × w
        three = self.branch_3x3(x)  # threes × h × w
        five = self.branch_5x5(x)  # fives × h × w
        pool = self.branch_pool(x)  # pooled × h × w
        return torch.cat((one, three, five, pool), dim=1)  # ones + threes + fives + pooled × h × w


class Auxiliary(nn.Module):
    """A classifier on an inner stage, which sends a gradient there in training (section 5)."""

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.pool = nn.AvgPool2d(5, stride=3)
        self.conv = conv(inputs, 128, 1)
        self.fc = nn.Sequential(nn.Linear(128 * 4 * 4, 1024), nn.ReLU())
        self.dropout = nn.Dropout(0.7)
        self.linear = nn.Linear(1024, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.pool(x)  # c × 4 × 4
        x = self.conv(x)  # 128 × 4 × 4
        x = self.fc(x.flatten(1))  # 1024
        x = self.dropout(x)  # 1024
        return self.linear(x)  # classes


class GoogLeNet(nn.Module):
    """A stem, nine Inception modules, global average pooling and one linear layer (table 1)."""

    def __init__(self, classes: int, *, auxiliary: bool) -> None:
        super().__init__()
        self.classes, self.auxiliary = classes, auxiliary
        self.conv1 = conv(3, 64, 7, stride=2)
        self.pool1 = max_pool()
        self.norm1 = nn.LocalResponseNorm(5)
        self.conv2 = nn.Sequential(conv(64, 64, 1), conv(64, 192, 3))
        self.norm2 = nn.LocalResponseNorm(5)
        self.pool2 = max_pool()
        self.inception_3a = Inception(192, 64, (96, 128), (16, 32), 32)
        self.inception_3b = Inception(256, 128, (128, 192), (32, 96), 64)
        self.pool3 = max_pool()
        self.inception_4a = Inception(480, 192, (96, 208), (16, 48), 64)
        self.inception_4b = Inception(512, 160, (112, 224), (24, 64), 64)
        self.inception_4c = Inception(512, 128, (128, 256), (24, 64), 64)
        self.inception_4d = Inception(512, 112, (144, 288), (32, 64), 64)
        self.inception_4e = Inception(528, 256, (160, 320), (32, 128), 128)
        self.pool4 = max_pool()
        self.inception_5a = Inception(832, 256, (160, 320), (32, 128), 128)
        self.inception_5b = Inception(832, 384, (192, 384), (48, 128), 128)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.4)
        self.linear = nn.Linear(1024, classes)
        if auxiliary:
            self.auxiliary_4a = Auxiliary(512, classes)
            self.auxiliary_4d = Auxiliary(528, classes)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, Tensor, Tensor]:
        """Return one score for each class, with those of both auxiliary classifiers if built."""
        x = self.conv1(x)  # 64 × 112 × 112
        x = self.norm1(self.pool1(x))  # 64 × 56 × 56
        x = self.norm2(self.conv2(x))  # 192 × 56 × 56
        x = self.pool2(x)  # 192 × 28 × 28
        x = self.inception_3a(x)  # 256 × 28 × 28
        x = self.inception_3b(x)  # 480 × 28 × 28
        x = self.pool3(x)  # 480 × 14 × 14
        x = after_4a = self.inception_4a(x)  # 512 × 14 × 14
        x = self.inception_4b(x)  # 512 × 14 × 14
        x = self.inception_4c(x)  # 512 × 14 × 14
        x = after_4d = self.inception_4d(x)  # 528 × 14 × 14
        x = self.inception_4e(x)  # 832 × 14 × 14
        x = self.pool4(x)  # 832 × 7 × 7
        x = self.inception_5a(x)  # 832 × 7 × 7
        x = self.inception_5b(x)  # 1024 × 7 × 7
        x = self.average(x).flatten(1)  # 1024
        scores = self.linear(self.dropout(x))  # classes
        if not self.auxiliary:
            return scores  # classes
        lower, upper = self.auxiliary_4a(after_4a), self.auxiliary_4d(after_4d)  # classes, classes
        return scores, lower, upper  # classes, classes, classes


def max_pool() -> nn.MaxPool2d:
    """Return the pool between stages: it halves an even side, rounding up."""
    return nn.MaxPool2d(3, stride=2, ceil_mode=True)


def googlenet(*, classes: Classes = 1000, auxiliary: Switch = False) -> GoogLeNet:
    """Return GoogLeNet; with `auxiliary`, outputs are the last scores, 4a's and 4d's."""
    return GoogLeNet(classes, auxiliary=auxiliary)


_TABLE = f"{PAPER}, table 1, sum of the column"

NETWORKS = (
    Network(
        name="googlenet",
        title="GoogLeNet",
        year=2014,
        paper=PAPER,
        builder=googlenet,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters",
                "6,998,552",
                "Hewlett Packard Deep Learning Cookbook, table of models, googlenet (Caffe's), "
                "https://github.com/HewlettPackard/dlcookbook-dlbs/blob/master/docs/models/models.md",
            ),
            Published(
                "parameters",
                "6,797.7 K",
                f"{_TABLE} params",
                within=0.03,
                difference="The table counts in units of 1,024 (6,960,845 then) and leaves out "
                "8,280 biases; its first row is 6.6K short, 4c 34K, 4a, 4d, 4e and 5b some more, "
                "and 5a has 54K too many for their own columns.",
            ),
            Published(
                "parameters",
                6_998_552
                + (512 * 128 + 128 + 128 * 4 * 4 * 1024 + 1024 + 1024 * 1000 + 1000)
                + (528 * 128 + 128 + 128 * 4 * 4 * 1024 + 1024 + 1024 * 1000 + 1000),
                "by hand: the network's own and, for each auxiliary classifier of section 5, the "
                "weights and biases of its 1 × 1, of 2048 to 1024 and of 1024 to 1000",
                by_hand=True,
                options={"auxiliary": True},
            ),
            Published(
                "macs",
                "1.58 G",
                "CNN Workload Benchmark, GoogleNet, total workload (MACs), "
                "https://github.com/KamelAbdelouahab/CNN-Workload",
            ),
            Published(
                "macs",
                "1,502 M",
                f"{_TABLE} ops",
                within=0.055,
                difference="The table's first row has 34M, a separable 7 × 7; the convolution "
                "that it names has 118M. The other rows are within 3M of ours.",
            ),
        ),
    ),
)
