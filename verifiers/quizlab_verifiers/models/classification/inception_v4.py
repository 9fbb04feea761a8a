"""Inception-v4: a deeper and more uniform Inception, without residual connections.

Source:
    Szegedy, Ioffe, Vanhoucke & Alemi 2016, Inception-v4, Inception-ResNet and the Impact of
    Residual Connections on Learning, figures 3 to 9, https://arxiv.org/abs/1602.07261

Counted:
    Convolutions have no bias, since batch normalisation follows each of them; its scale and shift
    count as parameters (the released TF-Slim code has no scale).

Deviations:
    The middle branch of figure 5 names 1 × 7 twice; the second is read as 7 × 1, as in the
    released code. Elsewhere 1 × 7 and 7 × 1 stand in the figures' order, which that code turns
    round in places, at the same cost. Whether average pooling counts the padding is not said;
    here it does not, as in that code. Figure 9 has no auxiliary classifier and neither has this
    network, though the released code trains with one. The softmax is left to the loss.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.classification.inception_blocks import (
    PAPER,
    ReductionA,
    Stem,
    same,
    valid,
)
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes


def averaged(inputs: int, outputs: int) -> nn.Sequential:
    """Return the branch that averages over 3 × 3 and then mixes the channels."""
    pool = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
    return nn.Sequential(pool, same(inputs, outputs, 1))


class InceptionA(nn.Module):
    """The 35 × 35 module; two 3 × 3 in a row see 5 × 5 (figure 4)."""

    def __init__(self) -> None:
        super().__init__()
        self.average = averaged(384, 96)
        self.see1 = same(384, 96, 1)
        self.see3 = nn.Sequential(same(384, 64, 1), same(64, 96, 3))
        self.see5 = nn.Sequential(same(384, 64, 1), same(64, 96, 3), same(96, 96, 3))

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of the four branches, one after the other."""
        average = self.average(x)  # 96 × h × w
        see1 = self.see1(x)  # 96 × h × w
        see3 = self.see3(x)  # 96 × h × w
        see5 = self.see5(x)  # 96 × h × w
        return torch.cat((average, see1, see3, see5), dim=1)  # 4·96 × h × w


class InceptionB(nn.Module):
    """The 17 × 17 module; 1 × 7 and 7 × 1 in a row see 7 × 7, twice 13 × 13 (figure 5)."""

    def __init__(self) -> None:
        super().__init__()
        self.average = averaged(1024, 128)
        self.see1 = same(1024, 384, 1)
        self.see7 = nn.Sequential(
            same(1024, 192, 1), same(192, 224, (1, 7)), same(224, 256, (7, 1))
        )
        self.see13 = nn.Sequential(
            same(1024, 192, 1),
            same(192, 192, (1, 7)),
            same(192, 224, (7, 1)),
            same(224, 224, (1, 7)),
            same(224, 256, (7, 1)),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of the four branches, one after the other."""
        average = self.average(x)  # 128 × h × w
        see1 = self.see1(x)  # 384 × h × w
        see7 = self.see7(x)  # 256 × h × w
        see13 = self.see13(x)  # 256 × h × w
        return torch.cat((average, see1, see7, see13), dim=1)  # 128+384+256+256 × h × w


class InceptionC(nn.Module):
    """The 8 × 8 module, whose branches fork again into 1 × 3 and 3 × 1 (figure 6)."""

    def __init__(self) -> None:
        super().__init__()
        self.average = averaged(1536, 256)
        self.one = same(1536, 256, 1)
        self.short = same(1536, 384, 1)
        self.short_wide = same(384, 256, (1, 3))
        self.short_tall = same(384, 256, (3, 1))
        self.long = nn.Sequential(
            same(1536, 384, 1), same(384, 448, (1, 3)), same(448, 512, (3, 1))
        )
        self.long_tall = same(512, 256, (3, 1))
        self.long_wide = same(512, 256, (1, 3))

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of all six ends, one after the other."""
        average = self.average(x)  # 256 × h × w
        one = self.one(x)  # 256 × h × w
        y = self.short(x)  # 384 × h × w
        short = torch.cat((self.short_wide(y), self.short_tall(y)), dim=1)  # 2·256 × h × w
        y = self.long(x)  # 512 × h × w
        long = torch.cat((self.long_tall(y), self.long_wide(y)), dim=1)  # 2·256 × h × w
        return torch.cat((average, one, short, long), dim=1)  # 6·256 × h × w


class ReductionB(nn.Module):
    """From 17 × 17 to 8 × 8: a pooling and two convolutional branches (figure 8)."""

    def __init__(self) -> None:
        super().__init__()
        self.pool = nn.MaxPool2d(3, stride=2)
        self.short = nn.Sequential(same(1024, 192, 1), valid(192, 192, 3, stride=2))
        self.long = nn.Sequential(
            same(1024, 256, 1),
            same(256, 256, (1, 7)),
            same(256, 320, (7, 1)),
            valid(320, 320, 3, stride=2),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the pooled input and what the branches found, one after the other."""
        pooled = self.pool(x)  # 1024 × 8 × 8
        short = self.short(x)  # 192 × 8 × 8
        long = self.long(x)  # 320 × 8 × 8
        return torch.cat((pooled, short, long), dim=1)  # 1024+192+320 × 8 × 8


class InceptionV4(nn.Module):
    """A stem and 4 + 7 + 3 Inception modules with two reductions between them (figure 9).

    Args:
        classes: Outputs of the last layer.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.stem = Stem()
        self.inception_a = nn.Sequential(*(InceptionA() for _ in range(4)))
        self.reduction_a = ReductionA(384, tower=(192, 224, 256), n=384)
        self.inception_b = nn.Sequential(*(InceptionB() for _ in range(7)))
        self.reduction_b = ReductionB()
        self.inception_c = nn.Sequential(*(InceptionC() for _ in range(3)))
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.2)  # the paper keeps 0.8
        self.fc = nn.Linear(1536, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.stem(x)  # 384 × 35 × 35
        x = self.inception_a(x)  # 384 × 35 × 35
        x = self.reduction_a(x)  # 1024 × 17 × 17
        x = self.inception_b(x)  # 1024 × 17 × 17
        x = self.reduction_b(x)  # 1536 × 8 × 8
        x = self.inception_c(x)  # 1536 × 8 × 8
        x = self.average(x).flatten(1)  # 1536
        return self.fc(self.dropout(x))  # classes


def inception_v4(*, classes: Classes = 1000) -> InceptionV4:
    """Return Inception-v4."""
    return InceptionV4(classes)


_TIMM = "timm, model card of inception_v4, https://huggingface.co/timm/inception_v4.tf_in1k"

NETWORKS = (
    Network(
        name="inception-v4",
        title="Inception-v4",
        year=2016,
        paper=PAPER,
        builder=inception_v4,
        inputs=((3, 299, 299),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters",
                "42,679,816",
                "pytorchcv, table of ImageNet models, InceptionV4, Params, "
                "https://github.com/osmr/pytorchcv",
            ),
            Published("parameters", "42.7 M", f"{_TIMM}, Params"),
            Published(
                "macs", "12.3 G", f"{_TIMM}, GMACs (with two more for each value normalised)"
            ),
            Published(
                "macs",
                "12.271 G",
                "google-research/receptive_field, inception_v4 at 224 up to Mixed_7d (TF-Slim), "
                "https://github.com/google-research/receptive_field/blob/master/receptive_field/"
                "RECEPTIVE_FIELD_TABLE.md",
                size=(224, 224),
                factor=2,
                within=0.003,
                difference="TensorFlow's profiler adds nine operations for each output of a "
                "pool (22.5M) and one for each normalised output (7.8M); the linear layer "
                "(3.1M) comes after Mixed_7d.",
            ),
        ),
    ),
)
