"""Inception-v3: large filters replaced by rows of small and one-sided ones.

Source:
    Szegedy, Vanhoucke, Ioffe, Shlens & Wojna 2015, Rethinking the Inception Architecture for
    Computer Vision, table 1 and figures 5 to 8 and 10, https://arxiv.org/abs/1512.00567

Variants:
    ``auxiliary=True`` adds the batch-normalised classifier on the last 17 × 17 stage; it
    regularises training and is thrown away in use. Besides it, the paper's v3 differs from its
    v2 by a 7 × 7 in the stem that became three 3 × 3, and by training: RMSProp, label smoothing.

Counted:
    Convolutions have no bias, since batch normalisation follows; its scale and shift count as
    parameters (TensorFlow's networks leave the scale out). The paper says 4.8 · 10⁹ operations
    (table 3; 5 · 10⁹ multiply-adds in the abstract) and 2.5 times the cost of GoogLeNet; the
    released network has 5.7 · 10⁹ multiply-adds, 3.6 times those of GoogLeNet.

Deviations:
    - The paper leaves the widths to a file beside it, and its table 1 is not the network that
      was released; built is the released one (TF-Slim's, of which torchvision's is a port). The
      table has a 3 × 3 to 80 channels, a 3 × 3 of stride 2 to 192 and a 3 × 3 to 288 before the
      modules; released are a 1 × 1 to 80, a 3 × 3 to 192 and a max pool, and 288 channels leave
      only the second module.
    - Table 1 counts five modules at 17 × 17; released are four, after the reduction.
    - Figure 5 replaces each 5 × 5 by two 3 × 3; the released 35 × 35 modules keep a 5 × 5 in
      one branch and have the two 3 × 3 in another.
    - The auxiliary classifier's 5 × 5 convolution covers all of its 5 × 5 input: it is the
      paper's fully connected layer.
    - Averages leave the padding out, as in TensorFlow. Dropout is 20 %, as released. The
      last softmax is left to the loss.
    - Stages bear the names of the release, since the paper gives none.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch

PAPER = (
    "Szegedy, Vanhoucke, Ioffe, Shlens & Wojna 2015, Rethinking the Inception Architecture for "
    "Computer Vision, https://arxiv.org/abs/1512.00567"
)


def conv(
    inputs: int, outputs: int, height: int, width: int, stride: int = 1, *, padded: bool = True
) -> nn.Sequential:
    """Return a height × width convolution without bias, batch normalisation and ReLU.

    Args:
        inputs: Channels that come in.
        outputs: Channels that go out.
        height: Of the filter.
        width: Of the filter.
        stride: In both directions.
        padded: Pad with zeros so that stride 1 keeps the size.
    """
    padding = (height // 2, width // 2) if padded else 0
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, (height, width), stride, padding, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


def pooled(inputs: int, outputs: int) -> nn.Sequential:
    """Return the mean over 3 × 3 neighbours, at the border over those that exist, and a 1 × 1."""
    average = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
    return nn.Sequential(average, conv(inputs, outputs, 1, 1))


class InceptionA(nn.Module):
    """At 35 × 35: a 5 × 5 beside two 3 × 3, which see as far (figure 5)."""

    def __init__(self, inputs: int, pool: int) -> None:
        super().__init__()
        self.pool = pool
        self.branch_1x1 = conv(inputs, 64, 1, 1)
        self.branch_5x5 = nn.Sequential(conv(inputs, 48, 1, 1), conv(48, 64, 5, 5))
        self.branch_double_3x3 = nn.Sequential(
            conv(inputs, 64, 1, 1), conv(64, 96, 3, 3), conv(96, 96, 3, 3)
        )
        self.branch_pool = pooled(inputs, pool)

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another."""
        one = self.branch_1x1(x)  # 64 × h × w
        five = self.branch_5x5(x)  # 64 × h × w
        double = self.branch_double_3x3(x)  # 96 × h × w
        mean = self.branch_pool(x)  # pool × h × w
        return torch.cat((one, five, double, mean), 1)  # 224 + pool × h × w


class ReductionA(nn.Module):
    """From 35 × 35 to 17 × 17: convolutions and a pool, both of stride 2 (figure 10)."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.branch_3x3 = conv(inputs, 384, 3, 3, stride=2, padded=False)
        self.branch_double_3x3 = nn.Sequential(
            conv(inputs, 64, 1, 1),
            conv(64, 96, 3, 3),
            conv(96, 96, 3, 3, stride=2, padded=False),
        )
        self.branch_pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another, at half the size."""
        three = self.branch_3x3(x)  # 384 × ⌊h/2⌋ × ⌊w/2⌋
        double = self.branch_double_3x3(x)  # 96 × ⌊h/2⌋ × ⌊w/2⌋
        most = self.branch_pool(x)  # c × ⌊h/2⌋ × ⌊w/2⌋
        return torch.cat((three, double, most), 1)  # 480 + c × ⌊h/2⌋ × ⌊w/2⌋


class InceptionB(nn.Module):
    """At 17 × 17: each 7 × 7 is a 1 × 7 and a 7 × 1 (figure 6, n = 7)."""

    def __init__(self, inputs: int, inner: int) -> None:
        super().__init__()
        self.branch_1x1 = conv(inputs, 192, 1, 1)
        self.branch_7x7 = nn.Sequential(
            conv(inputs, inner, 1, 1), conv(inner, inner, 1, 7), conv(inner, 192, 7, 1)
        )
        self.branch_double_7x7 = nn.Sequential(
            conv(inputs, inner, 1, 1),
            conv(inner, inner, 7, 1),
            conv(inner, inner, 1, 7),
            conv(inner, inner, 7, 1),
            conv(inner, 192, 1, 7),
        )
        self.branch_pool = pooled(inputs, 192)

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another."""
        one = self.branch_1x1(x)  # 192 × h × w
        seven = self.branch_7x7(x)  # 192 × h × w
        double = self.branch_double_7x7(x)  # 192 × h × w
        mean = self.branch_pool(x)  # 192 × h × w
        return torch.cat((one, seven, double, mean), 1)  # 768 × h × w


class ReductionB(nn.Module):
    """From 17 × 17 to 8 × 8: as before, with a factorised 7 × 7 in one branch."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.branch_3x3 = nn.Sequential(
            conv(inputs, 192, 1, 1), conv(192, 320, 3, 3, stride=2, padded=False)
        )
        self.branch_7x7 = nn.Sequential(
            conv(inputs, 192, 1, 1),
            conv(192, 192, 1, 7),
            conv(192, 192, 7, 1),
            conv(192, 192, 3, 3, stride=2, padded=False),
        )
        self.branch_pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another, at half the size."""
        three = self.branch_3x3(x)  # 320 × ⌊h/2⌋ × ⌊w/2⌋
        seven = self.branch_7x7(x)  # 192 × ⌊h/2⌋ × ⌊w/2⌋
        most = self.branch_pool(x)  # c × ⌊h/2⌋ × ⌊w/2⌋
        return torch.cat((three, seven, most), 1)  # 512 + c × ⌊h/2⌋ × ⌊w/2⌋


class InceptionC(nn.Module):
    """At 8 × 8: 1 × 3 and 3 × 1 side by side, which widens what goes out (figure 7)."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.branch_1x1 = conv(inputs, 320, 1, 1)
        self.branch_3x3 = conv(inputs, 384, 1, 1)
        self.branch_3x3_1x3 = conv(384, 384, 1, 3)
        self.branch_3x3_3x1 = conv(384, 384, 3, 1)
        self.branch_double = nn.Sequential(conv(inputs, 448, 1, 1), conv(448, 384, 3, 3))
        self.branch_double_1x3 = conv(384, 384, 1, 3)
        self.branch_double_3x1 = conv(384, 384, 3, 1)
        self.branch_pool = pooled(inputs, 192)

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all branches, one after another."""
        one = self.branch_1x1(x)  # 320 × h × w
        y = self.branch_3x3(x)  # 384 × h × w
        three = torch.cat((self.branch_3x3_1x3(y), self.branch_3x3_3x1(y)), 1)  # 768 × h × w
        y = self.branch_double(x)  # 384 × h × w
        double = torch.cat((self.branch_double_1x3(y), self.branch_double_3x1(y)), 1)  # 768 × h × w
        mean = self.branch_pool(x)  # 192 × h × w
        return torch.cat((one, three, double, mean), 1)  # 2048 × h × w


class Auxiliary(nn.Module):
    """A batch-normalised classifier on the last 17 × 17 stage (section 4, figure 8)."""

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.pool = nn.AvgPool2d(5, stride=3)
        self.conv1 = conv(inputs, 128, 1, 1)
        self.conv2 = conv(128, 768, 5, 5, padded=False)
        self.linear = nn.Linear(768, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.pool(x)  # c × 5 × 5
        x = self.conv1(x)  # 128 × 5 × 5
        x = self.conv2(x)  # 768 × 1 × 1
        return self.linear(x.flatten(1))  # classes


class InceptionV3(nn.Module):
    """A stem of small filters, eleven modules, average pooling and one linear layer."""

    def __init__(self, classes: int, *, auxiliary: bool) -> None:
        super().__init__()
        self.classes, self.auxiliary = classes, auxiliary
        self.conv_1a = conv(3, 32, 3, 3, stride=2, padded=False)
        self.conv_2a = conv(32, 32, 3, 3, padded=False)
        self.conv_2b = conv(32, 64, 3, 3)
        self.pool_3a = nn.MaxPool2d(3, stride=2)
        self.conv_3b = conv(64, 80, 1, 1)
        self.conv_4a = conv(80, 192, 3, 3, padded=False)
        self.pool_5a = nn.MaxPool2d(3, stride=2)
        self.mixed_5b = InceptionA(192, pool=32)
        self.mixed_5c = InceptionA(256, pool=64)
        self.mixed_5d = InceptionA(288, pool=64)
        self.mixed_6a = ReductionA(288)
        self.mixed_6b = InceptionB(768, inner=128)
        self.mixed_6c = InceptionB(768, inner=160)
        self.mixed_6d = InceptionB(768, inner=160)
        self.mixed_6e = InceptionB(768, inner=192)
        self.mixed_7a = ReductionB(768)
        self.mixed_7b = InceptionC(1280)
        self.mixed_7c = InceptionC(2048)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.2)
        self.linear = nn.Linear(2048, classes)
        if auxiliary:
            self.auxiliary_6e = Auxiliary(768, classes)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Return one score for each class, with those of the auxiliary classifier if built."""
        x = self.conv_1a(x)  # 32 × 149 × 149
        x = self.conv_2a(x)  # 32 × 147 × 147
        x = self.conv_2b(x)  # 64 × 147 × 147
        x = self.pool_3a(x)  # 64 × 73 × 73
        x = self.conv_3b(x)  # 80 × 73 × 73
        x = self.conv_4a(x)  # 192 × 71 × 71
        x = self.pool_5a(x)  # 192 × 35 × 35
        x = self.mixed_5b(x)  # 256 × 35 × 35
        x = self.mixed_5c(x)  # 288 × 35 × 35
        x = self.mixed_5d(x)  # 288 × 35 × 35
        x = self.mixed_6a(x)  # 768 × 17 × 17
        x = self.mixed_6b(x)  # 768 × 17 × 17
        x = self.mixed_6c(x)  # 768 × 17 × 17
        x = self.mixed_6d(x)  # 768 × 17 × 17
        x = after_6e = self.mixed_6e(x)  # 768 × 17 × 17
        x = self.mixed_7a(x)  # 1280 × 8 × 8
        x = self.mixed_7b(x)  # 2048 × 8 × 8
        x = self.mixed_7c(x)  # 2048 × 8 × 8
        x = self.average(x).flatten(1)  # 2048
        scores = self.linear(self.dropout(x))  # classes
        if not self.auxiliary:
            return scores  # classes
        return scores, self.auxiliary_6e(after_6e)  # classes, classes


def inception_v3(*, classes: Classes = 1000, auxiliary: Switch = False) -> InceptionV3:
    """Return Inception-v3; with `auxiliary`, outputs are the last scores and the inner ones."""
    return InceptionV3(classes, auxiliary=auxiliary)


_MODELS = "https://docs.pytorch.org/vision/stable/models.html"

NETWORKS = (
    Network(
        name="inception-v3",
        title="Inception-v3",
        year=2015,
        paper=PAPER,
        builder=inception_v3,
        inputs=((3, 299, 299),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters",
                "23.8 M",
                "Zoph, Vasudevan, Shlens & Le 2017, Learning Transferable Architectures for "
                "Scalable Image Recognition, table 2, https://arxiv.org/abs/1707.07012",
            ),
            Published(
                "parameters",
                "23,834,568",
                "pytorchcv, table of ImageNet models, InceptionV3, Params, "
                "https://github.com/osmr/pytorchcv",
            ),
            Published(
                "parameters",
                "27,161,264",
                f"torchvision, inception_v3, num_params, {_MODELS}",
                options={"auxiliary": True},
            ),
            Published("macs", "5.71 G", f"torchvision, inception_v3, GFLOPS, {_MODELS}"),
            Published(
                "macs",
                "12.727 G",
                "google-research/receptive_field, inception_v3 at 321 up to Mixed_7c (TF-Slim), "
                "https://github.com/google-research/receptive_field/blob/master/receptive_field/"
                "RECEPTIVE_FIELD_TABLE.md",
                size=(321, 321),
                factor=2,
                within=0.003,
                difference="TensorFlow's profiler adds nine operations for each output of a "
                "pool (27.1M) and one for each normalised output (10.1M); the linear layer "
                "(4.1M) comes after Mixed_7c.",
            ),
        ),
    ),
)
