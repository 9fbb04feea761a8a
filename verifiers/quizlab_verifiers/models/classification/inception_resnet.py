"""Inception-ResNet: Inception modules that learn what to add to their input.

Source:
    Szegedy, Ioffe, Vanhoucke & Alemi 2016, Inception-v4, Inception-ResNet and the Impact of
    Residual Connections on Learning, figures 3, 7 and 10 to 19, table 1, section 3.3,
    https://arxiv.org/abs/1602.07261

Variants:
    ``released=True`` of v2 is the network behind everybody's weights (TF-Slim, Keras, timm). It is
    not the paper's: v1's stem, but ended by a pooling and an Inception module of 320 channels, in
    place of figure 3; 10, 20 and 10 modules, not 5, 10 and 5; so 320, 1088 and 2080 channels, not
    384, 1152 and 2144; the last module neither scales its branch nor ends in a ReLU; a 1 × 1 to
    1536 channels follows it. The default is the paper's network: at 9.3 G multiply-adds it does not
    match the cost of Inception-v4 (12.3 G), as the paper says it does; the released one nearly
    does (13.2 G).

Counted:
    Convolutions have no bias, since batch normalisation follows; its scale and shift count as
    parameters (the released code has no scale). The linear 1 × 1 before each addition has a bias
    and no normalisation, as in the released code: the paper normalises the traditional layers
    and not the summations.

Deviations:
    v2's figures 17 and 19 expand to 1154 and 2048 channels, which cannot be added to an input of
    1152 and 2144; they are read as 1152 and 2144. Residuals are scaled before the addition (section
    3.3: by 0.1 to 0.3) with the released code's numbers, 0.17, 0.10 and 0.20. The ReLU drawn at a
    module's beginning is the one that ends what comes before. No auxiliary classifier, as in figure
    15; the released code trains with one. The softmax is left to the loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.classification import inception_resnet_by_hand as by_hand
from quizlab_verifiers.models.classification.inception_blocks import (
    PAPER,
    ReductionA,
    Stem,
    same,
    stem_released,
    stem_v1,
    valid,
)
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch


class Residual(nn.Module):
    """Branches joined by a linear 1 × 1, whose output is scaled and added to the input.

    Args:
        channels: Channels that come in and go out.
        branches: The branches.
        joined: Channels of all branches together.
        scale: Of what is added, so that wide networks do not die early in training.
        relu: End in a ReLU.
    """

    def __init__(
        self, channels: int, *branches: nn.Module, joined: int, scale: float, relu: bool = True
    ) -> None:
        super().__init__()
        self.joined, self.scale = joined, scale
        self.branches = nn.ModuleList(branches)
        self.linear = nn.Conv2d(joined, channels, 1)
        self.end = nn.ReLU() if relu else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus a little of what the branches found."""
        y = torch.cat([branch(x) for branch in self.branches], dim=1)  # joined × h × w
        y = self.linear(y)  # c × h × w
        return self.end(x + self.scale * y)  # c × h × w


def module_a(channels: int, middle: int, last: int) -> Residual:
    """Return the 35 × 35 module; `middle` and `last` end its longest branch (figures 10, 16)."""
    return Residual(
        channels,
        same(channels, 32, 1),
        nn.Sequential(same(channels, 32, 1), same(32, 32, 3)),
        nn.Sequential(same(channels, 32, 1), same(32, middle, 3), same(middle, last, 3)),
        joined=32 + 32 + last,
        scale=0.17,
    )


def module_b(channels: int, one: int, tower: tuple[int, int, int]) -> Residual:
    """Return the 17 × 17 module: a 1 × 1 beside a tower with 1 × 7, 7 × 1 (figures 11, 17)."""
    first, wide, tall = tower
    return Residual(
        channels,
        same(channels, one, 1),
        nn.Sequential(
            same(channels, first, 1), same(first, wide, (1, 7)), same(wide, tall, (7, 1))
        ),
        joined=one + tall,
        scale=0.10,
    )


def module_c(channels: int, tower: tuple[int, int, int], *, last: bool = False) -> Residual:
    """Return the 8 × 8 module: a 1 × 1 beside a tower with 1 × 3, 3 × 1 (figures 13, 19)."""
    first, wide, tall = tower
    return Residual(
        channels,
        same(channels, 192, 1),
        nn.Sequential(
            same(channels, first, 1), same(first, wide, (1, 3)), same(wide, tall, (3, 1))
        ),
        joined=192 + tall,
        scale=1.0 if last else 0.20,
        relu=not last,
    )


class ReductionB(nn.Module):
    """From 17 × 17 to 8 × 8: a pooling and three convolutional branches (figures 12, 18).

    Args:
        inputs: Channels that come in.
        second: Width of the second branch.
        third: Widths of the third branch's 3 × 3.
    """

    def __init__(self, inputs: int, second: int, third: tuple[int, int]) -> None:
        super().__init__()
        self.outputs = inputs + 384 + second + third[1]
        self.pool = nn.MaxPool2d(3, stride=2)
        self.branches = nn.ModuleList(
            (
                nn.Sequential(same(inputs, 256, 1), valid(256, 384, 3, stride=2)),
                nn.Sequential(same(inputs, 256, 1), valid(256, second, 3, stride=2)),
                nn.Sequential(
                    same(inputs, 256, 1), same(256, third[0], 3), valid(*third, 3, stride=2)
                ),
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the pooled input and what the branches found, one after the other."""
        found = torch.cat([branch(x) for branch in self.branches], dim=1)  # outputs-c × 8 × 8
        return torch.cat((self.pool(x), found), dim=1)  # outputs × 8 × 8


@dataclass(frozen=True, slots=True)
class Plan:
    """What differs between the networks, from the image on.

    Attributes:
        stem: Makes the stem.
        channels: Channels that leave the stem.
        depths: How many modules A, B and C.
        a: Last two widths of a module A's longest branch.
        reduction_a: k, l and m of table 1; n is always 384.
        b: Widths of a module B: of its 1 × 1, and of its tower.
        reduction_b: Widths of the second and of the third branch.
        c: Widths of a module C's tower.
        top: Channels of a 1 × 1 that follows the last module; 0 for none.
    """

    stem: Callable[[], nn.Module]
    channels: int
    depths: tuple[int, int, int]
    a: tuple[int, int]
    reduction_a: tuple[int, int, int]
    b: tuple[int, tuple[int, int, int]]
    reduction_b: tuple[int, tuple[int, int]]
    c: tuple[int, int, int]
    top: int = 0


V1 = Plan(
    stem=stem_v1,
    channels=256,
    depths=(5, 10, 5),
    a=(32, 32),
    reduction_a=(192, 192, 256),
    b=(128, (128, 128, 128)),
    reduction_b=(256, (256, 256)),
    c=(192, 192, 192),
)
V2 = Plan(
    stem=Stem,
    channels=384,
    depths=(5, 10, 5),
    a=(48, 64),
    reduction_a=(256, 256, 384),
    b=(192, (128, 160, 192)),
    reduction_b=(288, (288, 320)),
    c=(192, 224, 256),
)
RELEASED = replace(V2, stem=stem_released, channels=320, depths=(10, 20, 10), top=1536)


class InceptionResNet(nn.Module):
    """A stem and three rows of residual modules with two reductions between them (figure 15).

    Args:
        plan: Which network.
        classes: Outputs of the last layer.
    """

    def __init__(self, plan: Plan, classes: int) -> None:
        super().__init__()
        many_a, many_b, many_c = plan.depths
        a = plan.channels
        b = a + plan.reduction_a[2] + 384
        c = b + 384 + plan.reduction_b[0] + plan.reduction_b[1][1]
        self.at35, self.at17, self.at8, self.top = a, b, c, plan.top or c
        self.classes = classes
        self.stem = plan.stem()
        self.inception_resnet_a = nn.Sequential(*(module_a(a, *plan.a) for _ in range(many_a)))
        self.reduction_a = ReductionA(a, plan.reduction_a, n=384)
        self.inception_resnet_b = nn.Sequential(*(module_b(b, *plan.b) for _ in range(many_b)))
        self.reduction_b = ReductionB(b, *plan.reduction_b)
        self.inception_resnet_c = nn.Sequential(*(module_c(c, plan.c) for _ in range(many_c)))
        if plan.top:
            self.inception_resnet_c[-1] = module_c(c, plan.c, last=True)
            self.inception_resnet_c.append(same(c, plan.top, 1))
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.2)  # the paper keeps 0.8
        self.fc = nn.Linear(self.top, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.stem(x)  # at35 × 35 × 35
        x = self.inception_resnet_a(x)  # at35 × 35 × 35
        x = self.reduction_a(x)  # at17 × 17 × 17
        x = self.inception_resnet_b(x)  # at17 × 17 × 17
        x = self.reduction_b(x)  # at8 × 8 × 8
        x = self.inception_resnet_c(x)  # top × 8 × 8
        x = self.average(x).flatten(1)  # top
        return self.fc(self.dropout(x))  # classes


def inception_resnet_v1(*, classes: Classes = 1000) -> InceptionResNet:
    """Return Inception-ResNet-v1."""
    return InceptionResNet(V1, classes)


def inception_resnet_v2(*, classes: Classes = 1000, released: Switch = False) -> InceptionResNet:
    """Return Inception-ResNet-v2, or the other network that was released under its name."""
    return InceptionResNet(RELEASED if released else V2, classes)


_HAND = "by hand: figures {}; weights by the side of their output, {}"
_PARAMETERS = "then scales, shifts and biases"
_MACS = "each used once for every place of the output"
_TIMM = (
    "timm, model card of inception_resnet_v2, "
    "https://huggingface.co/timm/inception_resnet_v2.tf_ens_adv_in1k"
)
_PYTORCHCV = "pytorchcv, table of ImageNet models, {}, Params, https://github.com/osmr/pytorchcv"

NETWORKS = (
    Network(
        name="inception-resnet-v1",
        title="Inception-ResNet-v1",
        year=2016,
        paper=PAPER,
        builder=inception_resnet_v1,
        inputs=((3, 299, 299),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters",
                by_hand.V1_PARAMETERS,
                _HAND.format("7 and 10 to 15", _PARAMETERS),
                by_hand=True,
            ),
            Published(
                "macs",
                by_hand.V1_MACS,
                _HAND.format("7 and 10 to 15", _MACS),
                by_hand=True,
            ),
            Published(
                "parameters",
                "23,995,624",
                _PYTORCHCV.format("InceptionResNetV1"),
                within=0.06,
                difference="that network has a sixth module C (1,600,768 more) and a layer of 512 "
                "before the classes (361,472 fewer)",
            ),
        ),
    ),
    Network(
        name="inception-resnet-v2",
        title="Inception-ResNet-v2",
        year=2016,
        paper=PAPER,
        builder=inception_resnet_v2,
        inputs=((3, 299, 299),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters",
                by_hand.V2_PARAMETERS,
                _HAND.format("3, 7 and 15 to 19", _PARAMETERS),
                by_hand=True,
            ),
            Published(
                "macs",
                by_hand.V2_MACS,
                _HAND.format("3, 7 and 15 to 19", _MACS),
                by_hand=True,
            ),
            Published(
                "parameters",
                "55,843,464",
                _PYTORCHCV.format("InceptionResNetV2"),
                options={"released": True},
            ),
            Published("parameters", "55.8 M", f"{_TIMM}, Params", options={"released": True}),
            Published(
                "macs",
                "13.2 G",
                f"{_TIMM}, GMACs (with two more for each value normalised)",
                options={"released": True},
            ),
            Published(
                "macs",
                "12.958 G",
                "google-research/receptive_field, inception_resnet_v2 at 224 up to Conv2d_7b_1x1 "
                "(TF-Slim), https://github.com/google-research/receptive_field/blob/master/"
                "receptive_field/RECEPTIVE_FIELD_TABLE.md",
                options={"released": True},
                size=(224, 224),
                factor=2,
                within=0.003,
                difference="TensorFlow's profiler adds nine operations for each output of a "
                "pool (4.5M), one for each normalised output (6.9M) and two for each output of a "
                "residual module (11.3M); the linear layer (3.1M) comes after Conv2d_7b_1x1.",
            ),
            Published(
                "parameters",
                "55.9 M",
                "Keras Applications, InceptionResNetV2, https://keras.io/api/applications/",
                options={"released": True},
                within=0.002,
                difference="Keras counts a shift and two running statistics for each of 30,272 "
                "normalised channels, here it is a scale and a shift: 30,272 more",
            ),
        ),
    ),
)
