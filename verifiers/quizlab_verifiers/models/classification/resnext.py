"""ResNeXt: many narrow paths side by side, which one grouped convolution computes at once.

Source:
    Xie, Girshick, Dollár, Tu & He 2016, Aggregated Residual Transformations for Deep Neural
    Networks, table 1 and figure 3(c), https://arxiv.org/abs/1611.05431

Variants:
    32x4d is 32 paths of width 4 in the first stage; the widths double from stage to stage, the
    number of paths stays. The paper has no ResNeXt-101 of 32x8d (its own are 32x4d and 64x4d); that
    one was released later, by Mahajan et al. 2018 (https://arxiv.org/abs/1805.00932), then by
    torchvision.

Counted:
    Convolutions have no bias; batch normalisation's scale and shift count as parameters. One
    group of c / 32 channels sees only itself, so a grouped 3 × 3 has a 32nd of the weights.

Deviations:
    None. The stride lies in the 3 × 3 and shortcuts that change shape are 1 × 1 projections, as the
    paper says; its code (https://github.com/facebookresearch/ResNeXt) has the same paddings.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.classification.resnet import shortcut
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Xie, Girshick, Dollár, Tu & He 2016, Aggregated Residual Transformations for Deep Neural "
    "Networks, https://arxiv.org/abs/1611.05431"
)


class Block(nn.Module):
    """A 1 × 1 for all paths, a 3 × 3 in groups, a 1 × 1 that adds the paths up, and a shortcut.

    Args:
        inputs: Channels that come in.
        width: Channels of the 3 × 3, all groups together.
        outputs: Channels that go out.
        stride: Of the 3 × 3 and of the shortcut.
        groups: How many paths there are, the paper's cardinality C.
    """

    def __init__(self, inputs: int, width: int, outputs: int, stride: int, groups: int) -> None:
        super().__init__()
        self.width, self.outputs, self.stride = width, outputs, stride
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, groups=groups, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.shortcut = shortcut(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus the sum of what the paths found."""
        y = F.relu(self.bn1(self.conv1(x)))  # width × h × w
        y = F.relu(self.bn2(self.conv2(y)))  # width × h/stride × w/stride
        y = self.bn3(self.conv3(y))  # outputs × h/stride × w/stride
        return F.relu(y + self.shortcut(x))  # outputs × h/stride × w/stride


class ResNeXt(nn.Module):
    """ResNet's stem, four stages of blocks in groups, global average pooling, one linear layer.

    Args:
        depths: Blocks of each stage.
        groups: Paths of each block.
        width: Channels of each path in the first stage, the paper's d.
        classes: Outputs of the last layer.
    """

    def __init__(
        self, depths: tuple[int, int, int, int], groups: int, width: int, classes: int
    ) -> None:
        super().__init__()
        self.classes = classes
        inner = groups * width
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = stage(64, inner, 256, depths[0], 1, groups=groups)
        self.conv3_x = stage(256, 2 * inner, 512, depths[1], 2, groups=groups)
        self.conv4_x = stage(512, 4 * inner, 1024, depths[2], 2, groups=groups)
        self.conv5_x = stage(1024, 8 * inner, 2048, depths[3], 2, groups=groups)
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


def stage(
    inputs: int, width: int, outputs: int, depth: int, stride: int, *, groups: int
) -> nn.Sequential:
    """Return `depth` blocks, the first of which takes the stride and changes the channels."""
    first = Block(inputs, width, outputs, stride, groups)
    rest = (Block(outputs, width, outputs, 1, groups) for _ in range(depth - 1))
    return nn.Sequential(first, *rest)


def resnext50_32x4d(*, classes: Classes = 1000) -> ResNeXt:
    """Return ResNeXt-50 (32x4d)."""
    return ResNeXt((3, 4, 6, 3), 32, 4, classes)


def resnext101_32x8d(*, classes: Classes = 1000) -> ResNeXt:
    """Return ResNeXt-101 (32x8d)."""
    return ResNeXt((3, 4, 23, 3), 32, 8, classes)


_MODELS = "https://docs.pytorch.org/vision/stable/models.html"
_RELEASED = "WSL-Images, table of models, https://github.com/facebookresearch/WSL-Images"

NETWORKS = (
    Network(
        name="resnext50-32x4d",
        title="ResNeXt-50 (32x4d)",
        year=2016,
        paper=PAPER,
        builder=resnext50_32x4d,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", "25.0 M", f"{PAPER}, table 1"),
            Published(
                "parameters", "25,028,904", f"torchvision, resnext50_32x4d, num_params, {_MODELS}"
            ),
            Published("macs", "4.2 G", f"{PAPER}, table 1 (its FLOPs are multiply-adds)"),
            Published("macs", "4.23 G", f"torchvision, resnext50_32x4d, GFLOPS, {_MODELS}"),
        ),
    ),
    Network(
        name="resnext101-32x8d",
        title="ResNeXt-101 (32x8d)",
        year=2018,
        paper=f"{PAPER}; released by Mahajan et al. 2018, https://arxiv.org/abs/1805.00932",
        builder=resnext101_32x8d,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters", "88,791,336", f"torchvision, resnext101_32x8d, num_params, {_MODELS}"
            ),
            Published("parameters", "88 M", _RELEASED),
            Published("macs", "16.41 G", f"torchvision, resnext101_32x8d, GFLOPS, {_MODELS}"),
            Published("macs", "16 G", f"{_RELEASED} (16B; its FLOPS are multiply-adds)"),
        ),
    ),
)
