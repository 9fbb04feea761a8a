"""SENet: a small network looks at all channels and says how much each of them counts.

Source:
    Hu, Shen, Albanie, Sun & Wu 2017, Squeeze-and-Excitation Networks, section 3, table 1 and
    appendix, https://arxiv.org/abs/1709.01507
    What the paper leaves open is as released: https://github.com/hujie-frank/SENet, models/.

Variants:
    SE-ResNet-50 is ResNet-50 with a squeeze-and-excitation at the end of each residual branch,
    before the addition. ``reduction`` is the paper's r (table 10). ``biases=False`` leaves the
    biases out of the two small layers, as in the ablations of section 6.
    SENet-154, of the team that won ILSVRC 2017, is ResNeXt-152 (64 × 4d) with the same and the
    changes of the appendix: three 3 × 3 in the stem, half as many channels in the first 1 × 1 of
    each block, 3 × 3 where a shortcut has stride 2, dropout before the classifier.

Counted:
    The two small layers have biases, as in the released models: 16,048 in SE-ResNet-50, which
    takes 28,071,976 parameters (the paper's formula) to 28,088,024. Squeezing and scaling are not
    counted as multiply-adds. For r = 4, 8 and 32 the formula gives 35.6, 30.6 and 26.8 M
    parameters; table 10 prints 0.1 M more.

Deviations:
    None known. As released, SE-ResNet-50 takes a block's stride in the first 1 × 1 (unlike
    resnet50 here), SENet-154 in the 3 × 3; the 3 × 3 max pooling has no padding but rounds up.
    The 3 × 3 shortcuts start where the sides are halved; conv2_x has a 1 × 1 with stride 1.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, OneOf, Switch

PAPER = (
    "Hu, Shen, Albanie, Sun & Wu 2017, Squeeze-and-Excitation Networks, "
    "https://arxiv.org/abs/1709.01507"
)

Widths = tuple[int, int, int]
Strides = tuple[int, int]


class SqueezeExcitation(nn.Module):
    """Scales each channel by a number between 0 and 1 that depends on all channels."""

    def __init__(self, channels: int, reduction: int = 16, *, biases: bool = True) -> None:
        super().__init__()
        self.channels, self.narrow = channels, channels // reduction
        self.squeeze = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Linear(channels, self.narrow, bias=biases)
        self.fc2 = nn.Linear(self.narrow, channels, bias=biases)

    def forward(self, u: Tensor) -> Tensor:
        """Return the input with its channels reweighted."""
        z = self.squeeze(u).flatten(1)  # channels: squeeze, one number for each channel
        s = F.relu(self.fc1(z))  # narrow: excitation, through a bottleneck …
        s = torch.sigmoid(self.fc2(s))  # channels: … to a weight for each channel
        return u * s.view(-1, self.channels, 1, 1)  # channels × h × w: scale


class SEBottleneck(nn.Module):
    """A bottleneck whose branch is reweighted before it is added to the shortcut.

    Args:
        inputs: Channels that come in.
        widths: Channels after each of the three convolutions.
        strides: Of the first 1 × 1 and of the 3 × 3.
        groups: Of the 3 × 3.
        projection: Kernel of the shortcut's convolution where the sides are halved.
        reduction: How many times narrower the excitation is inside.
        biases: Whether the excitation has them.
    """

    def __init__(
        self,
        inputs: int,
        widths: Widths,
        strides: Strides,
        *,
        groups: int = 1,
        projection: int = 1,
        reduction: int = 16,
        biases: bool = True,
    ) -> None:
        super().__init__()
        self.first, self.stride = strides[0], strides[0] * strides[1]
        self.w1, self.w2, self.w3 = widths
        self.conv1 = nn.Conv2d(inputs, self.w1, 1, self.first, bias=False)
        self.bn1 = nn.BatchNorm2d(self.w1)
        self.conv2 = nn.Conv2d(
            self.w1, self.w2, 3, strides[1], padding=1, groups=groups, bias=False
        )
        self.bn2 = nn.BatchNorm2d(self.w2)
        self.conv3 = nn.Conv2d(self.w2, self.w3, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(self.w3)
        self.se = SqueezeExcitation(self.w3, reduction, biases=biases)
        self.shortcut: nn.Module = nn.Identity()
        if self.stride != 1 or inputs != self.w3:
            k = 1 if self.stride == 1 else projection
            conv = nn.Conv2d(inputs, self.w3, k, self.stride, padding=k // 2, bias=False)
            self.shortcut = nn.Sequential(conv, nn.BatchNorm2d(self.w3))

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found and the excitation let through."""
        y = F.relu(self.bn1(self.conv1(x)))  # w1 × h/first × w/first
        y = F.relu(self.bn2(self.conv2(y)))  # w2 × h/stride × w/stride
        y = self.bn3(self.conv3(y))  # w3 × h/stride × w/stride
        y = self.se(y)  # w3 × h/stride × w/stride
        return F.relu(y + self.shortcut(x))  # w3 × h/stride × w/stride


def stage(
    block: Callable[..., SEBottleneck], inputs: int, widths: Widths, strides: Strides, depth: int
) -> nn.Sequential:
    """Return `depth` blocks, the first of which takes the strides and changes the channels."""
    first = block(inputs, widths, strides)
    rest = (block(widths[2], widths, (1, 1)) for _ in range(depth - 1))
    return nn.Sequential(first, *rest)


class SEResNet50(nn.Module):
    """ResNet-50 with squeeze-and-excitation in each block (table 1, middle)."""

    def __init__(self, classes: int, reduction: int, *, biases: bool) -> None:
        super().__init__()
        block = partial(SEBottleneck, reduction=reduction, biases=biases)
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.conv2_x = stage(block, 64, (64, 64, 256), (1, 1), 3)
        self.conv3_x = stage(block, 256, (128, 128, 512), (2, 1), 4)
        self.conv4_x = stage(block, 512, (256, 256, 1024), (2, 1), 6)
        self.conv5_x = stage(block, 1024, (512, 512, 2048), (2, 1), 3)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(2048, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.bn1(self.conv1(x)))  # 64 × 112 × 112
        x = self.pool(x)  # 64 × 56 × 56
        x = self.conv2_x(x)  # 256 × 56 × 56
        x = self.conv3_x(x)  # 512 × 28 × 28
        x = self.conv4_x(x)  # 1024 × 14 × 14
        x = self.conv5_x(x)  # 2048 × 7 × 7
        x = self.average(x).flatten(1)  # 2048
        return self.fc(x)  # classes


class SENet154(nn.Module):
    """A modified ResNeXt-152 (64 × 4d) with squeeze-and-excitation in each block (appendix)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        block = partial(SEBottleneck, groups=64, projection=3)
        self.classes = classes
        self.conv1_1 = nn.Conv2d(3, 64, 3, stride=2, padding=1, bias=False)
        self.bn1_1 = nn.BatchNorm2d(64)
        self.conv1_2 = nn.Conv2d(64, 64, 3, padding=1, bias=False)
        self.bn1_2 = nn.BatchNorm2d(64)
        self.conv1_3 = nn.Conv2d(64, 128, 3, padding=1, bias=False)
        self.bn1_3 = nn.BatchNorm2d(128)
        self.pool = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.conv2_x = stage(block, 128, (128, 256, 256), (1, 1), 3)
        self.conv3_x = stage(block, 256, (256, 512, 512), (1, 2), 8)
        self.conv4_x = stage(block, 512, (512, 1024, 1024), (1, 2), 36)
        self.conv5_x = stage(block, 1024, (1024, 2048, 2048), (1, 2), 3)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(2048, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.bn1_1(self.conv1_1(x)))  # 64 × 112 × 112
        x = F.relu(self.bn1_2(self.conv1_2(x)))  # 64 × 112 × 112
        x = F.relu(self.bn1_3(self.conv1_3(x)))  # 128 × 112 × 112
        x = self.pool(x)  # 128 × 56 × 56
        x = self.conv2_x(x)  # 256 × 56 × 56
        x = self.conv3_x(x)  # 512 × 28 × 28
        x = self.conv4_x(x)  # 1024 × 14 × 14
        x = self.conv5_x(x)  # 2048 × 7 × 7
        x = self.average(x).flatten(1)  # 2048
        x = self.dropout(x)  # 2048
        return self.fc(x)  # classes


def se_resnet50(
    *,
    classes: Classes = 1000,
    reduction: Annotated[int, OneOf(2, 4, 8, 16, 32)] = 16,
    biases: Switch = True,
) -> SEResNet50:
    """Return SE-ResNet-50."""
    return SEResNet50(classes, reduction, biases=biases)


def senet154(*, classes: Classes = 1000) -> SENet154:
    """Return SENet-154."""
    return SENet154(classes)


_PYTORCHCV = "pytorchcv, table of ImageNet-1K models, https://pypi.org/project/pytorchcv/"

NETWORKS = (
    Network(
        name="se-resnet50",
        title="SE-ResNet-50 (stride in the 1 × 1)",
        year=2017,
        paper=PAPER,
        builder=se_resnet50,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", "28,088,024", _PYTORCHCV),
            Published(
                "parameters", "28.1 M", f"{PAPER}, table 10, r = 16", options={"biases": False}
            ),
            Published(
                "parameters",
                "45.7 M",
                f"{PAPER}, table 10, r = 2",
                options={"biases": False, "reduction": 2},
            ),
            Published(
                "macs",
                "3.87 G",
                f"{PAPER}, table 2 (its FLOPs are multiply-adds)",
                within=0.003,
                difference="the squeezes add up 5.5 M numbers, which are no multiply-adds here; "
                "with them it is 3.866 G",
            ),
        ),
    ),
    Network(
        name="senet154",
        title="SENet-154",
        year=2017,
        paper=PAPER,
        builder=senet154,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", "115,088,984", _PYTORCHCV),
            Published(
                "macs",
                "20,745.78 M",
                f"{_PYTORCHCV}, FLOPs/2",
                within=0.003,
                difference="half of all operations: 4 for each number that batch normalisation "
                "returns and 1 for each of ReLU's make most of the 57.4 M more",
            ),
        ),
    ),
)
