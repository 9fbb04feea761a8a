"""Xception: Inception taken to its extreme, one spatial filter for each channel.

Source:
    Chollet 2017, Xception: Deep Learning with Depthwise Separable Convolutions, figure 5 and
    section 4, https://arxiv.org/abs/1610.02357

Counted:
    Convolutions have no bias, since batch normalisation follows each of them and each separable
    convolution as a whole; its scale and shift count as parameters. Keras' total of 22,910,480
    adds the running statistics: 2 · 27,264.

Deviations:
    The hypothesis behind the network speaks of 1 × 1 first; the network, here as in figure 5, has
    the depthwise convolution first, and nothing non-linear between the two (section 4.7). The
    figure does not name paddings: its first two convolutions have none, as in Keras (299, 149,
    147). Keras pads a pooling of stride 2 at the right and the bottom only where the side is even,
    here both ends are padded: the same shapes. The fully-connected layers that the figure calls
    optional are left out, as in the paper's own count, and the softmax is left to the loss.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Chollet 2017, Xception: Deep Learning with Depthwise Separable Convolutions, "
    "https://arxiv.org/abs/1610.02357"
)


class SeparableConv(nn.Module):
    """A 3 × 3 in each channel by itself, then a 1 × 1 across them; batch normalisation."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.outputs = outputs
        self.depthwise = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return what the two convolutions found; no ReLU in or after them."""
        x = self.depthwise(x)  # c × h × w
        x = self.pointwise(x)  # outputs × h × w
        return self.bn(x)  # outputs × h × w


class DownBlock(nn.Module):
    """Two separable convolutions and a pooling of stride 2, beside a 1 × 1 of stride 2.

    Args:
        inputs: Channels that come in.
        middle: Channels between the separable convolutions.
        outputs: Channels that go out.
        relu: Begin with a ReLU; the first block does not, since one comes just before it.
    """

    def __init__(self, inputs: int, middle: int, outputs: int, *, relu: bool = True) -> None:
        super().__init__()
        self.middle, self.outputs = middle, outputs
        self.begin = nn.ReLU() if relu else nn.Identity()
        self.sepconv1 = SeparableConv(inputs, middle)
        self.sepconv2 = SeparableConv(middle, outputs)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.shortcut = nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride=2, bias=False), nn.BatchNorm2d(outputs)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the pooled result plus the projected input."""
        y = self.begin(x)  # c × h × w
        y = F.relu(self.sepconv1(y))  # middle × h × w
        y = self.sepconv2(y)  # outputs × h × w
        y = self.pool(y)  # outputs × ⌈h/2⌉ × ⌈w/2⌉
        return y + self.shortcut(x)  # outputs × ⌈h/2⌉ × ⌈w/2⌉


class MiddleBlock(nn.Module):
    """Three times ReLU and a separable convolution, beside the identity."""

    def __init__(self) -> None:
        super().__init__()
        self.sepconv1 = SeparableConv(728, 728)
        self.sepconv2 = SeparableConv(728, 728)
        self.sepconv3 = SeparableConv(728, 728)

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found."""
        y = self.sepconv1(F.relu(x))  # 728 × 19 × 19
        y = self.sepconv2(F.relu(y))  # 728 × 19 × 19
        y = self.sepconv3(F.relu(y))  # 728 × 19 × 19
        return y + x  # 728 × 19 × 19


class Xception(nn.Module):
    """Entry flow, eight equal middle blocks, exit flow (figure 5).

    Args:
        classes: Outputs of the last layer.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 32, 3, stride=2, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 64, 3, bias=False)
        self.bn2 = nn.BatchNorm2d(64)
        self.entry1 = DownBlock(64, 128, 128, relu=False)
        self.entry2 = DownBlock(128, 256, 256)
        self.entry3 = DownBlock(256, 728, 728)
        self.middle = nn.Sequential(*(MiddleBlock() for _ in range(8)))
        self.exit1 = DownBlock(728, 728, 1024)
        self.exit2 = SeparableConv(1024, 1536)
        self.exit3 = SeparableConv(1536, 2048)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(2048, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.bn1(self.conv1(x)))  # 32 × 149 × 149
        x = F.relu(self.bn2(self.conv2(x)))  # 64 × 147 × 147
        x = self.entry1(x)  # 128 × 74 × 74
        x = self.entry2(x)  # 256 × 37 × 37
        x = self.entry3(x)  # 728 × 19 × 19
        x = self.middle(x)  # 728 × 19 × 19
        x = self.exit1(x)  # 1024 × 10 × 10
        x = F.relu(self.exit2(x))  # 1536 × 10 × 10
        x = F.relu(self.exit3(x))  # 2048 × 10 × 10
        x = self.average(x).flatten(1)  # 2048
        return self.fc(self.dropout(x))  # classes


def xception(*, classes: Classes = 1000) -> Xception:
    """Return Xception."""
    return Xception(classes)


_TIMM = (
    "timm, results/benchmark-infer-amp-nchw-pt240-cu124-rtx3090.csv, legacy_xception, "
    "https://github.com/huggingface/pytorch-image-models"
)

NETWORKS = (
    Network(
        name="xception",
        title="Xception",
        year=2016,
        paper=PAPER,
        builder=xception,
        inputs=((3, 299, 299),),
        outputs=((1000,),),
        published=(
            Published("parameters", "22,855,952", f"{PAPER}, table 3"),
            Published("parameters", "22.86 M", f"{_TIMM}, infer_param_count"),
            Published(
                "macs",
                "8.4 G",
                f"{_TIMM}, infer_gmacs (with two more for each value normalised)",
            ),
        ),
    ),
)
