"""ResNet: blocks that learn what to add to their input.

Source:
    He, Zhang, Ren & Sun 2015, Deep Residual Learning for Image Recognition, table 1 and figure 5,
    https://arxiv.org/abs/1512.03385

Variants:
    The authors' bottleneck (``v1=True``) takes its stride in the first 1 × 1; as built here by
    default it takes it in the 3 × 3, which everyone calls v1.5: the same parameters, 231 million
    multiply-adds more (6 % of ResNet-50's), better accuracy.

Counted:
    Convolutions have no bias, since batch normalisation follows; its scale and shift count as
    parameters.

Deviations:
    Shortcuts that change shape are 1 × 1 projections at every depth: option B. The paper builds
    18 and 34 layers with zeros instead (option A: resnet_cifar.py) and 34 also with B; table 1's
    3.6 billion for 34 layers are option A's 3.64, here they are 3.66.
    The paper names no paddings. The max pooling has one of 1, as in FAIR's code; the authors'
    release has none and rounds up: the same size, windows one pixel further right and down.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch

PAPER = (
    "He, Zhang, Ren & Sun 2015, Deep Residual Learning for Image Recognition, "
    "https://arxiv.org/abs/1512.03385"
)


class BasicBlock(nn.Module):
    """Two 3 × 3 convolutions and a shortcut (figure 5, left)."""

    expansion = 1

    def __init__(self, inputs: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.width, self.stride = width, stride
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.shortcut = shortcut(inputs, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found."""
        y = F.relu(self.bn1(self.conv1(x)))  # width × ⌈h/stride⌉ × ⌈w/stride⌉
        y = self.bn2(self.conv2(y))  # width × ⌈h/stride⌉ × ⌈w/stride⌉
        return F.relu(y + self.shortcut(x))  # width × ⌈h/stride⌉ × ⌈w/stride⌉


class Bottleneck(nn.Module):
    """A 1 × 1 that narrows, a 3 × 3, a 1 × 1 that widens again, and a shortcut (figure 5, right).

    Args:
        inputs: Channels that come in.
        width: Channels of the 3 × 3; four times as many go out.
        stride: Of the whole block.
        v1: Take the stride in the first 1 × 1, as in the paper, and not in the 3 × 3.
        dilation: Of the 3 × 3, for segmentation networks that keep the resolution.
    """

    expansion = 4

    def __init__(
        self, inputs: int, width: int, stride: int = 1, *, v1: bool = False, dilation: int = 1
    ) -> None:
        super().__init__()
        outputs = width * self.expansion
        first, second = (stride, 1) if v1 else (1, stride)
        self.width, self.stride, self.first = width, stride, first
        self.conv1 = nn.Conv2d(inputs, width, 1, first, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(
            width, width, 3, second, padding=dilation, dilation=dilation, bias=False
        )
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.shortcut = shortcut(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found."""
        y = F.relu(self.bn1(self.conv1(x)))  # width × ⌈h/first⌉ × ⌈w/first⌉
        y = F.relu(self.bn2(self.conv2(y)))  # width × ⌈h/stride⌉ × ⌈w/stride⌉
        y = self.bn3(self.conv3(y))  # 4·width × ⌈h/stride⌉ × ⌈w/stride⌉
        return F.relu(y + self.shortcut(x))  # 4·width × ⌈h/stride⌉ × ⌈w/stride⌉


def shortcut(inputs: int, outputs: int, stride: int) -> nn.Module:
    """Return the identity, or a 1 × 1 projection where the shape changes."""
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class ResNet(nn.Module):
    """A 7 × 7 stem, four stages of blocks, global average pooling and one linear layer.

    In the comments e is the block's expansion: how many times its width goes out.

    Args:
        block: Which block the stages are made of.
        depths: Blocks of each stage.
        classes: Outputs of the last layer.
        options: What else the block takes: `v1` of a bottleneck.
    """

    def __init__(
        self,
        block: type[BasicBlock | Bottleneck],
        depths: tuple[int, int, int, int],
        classes: int,
        **options: bool,
    ) -> None:
        super().__init__()
        self.classes, self.e = classes, block.expansion
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = stage(block, 64, 64, depths[0], 1, **options)
        self.conv3_x = stage(block, 64 * self.e, 128, depths[1], 2, **options)
        self.conv4_x = stage(block, 128 * self.e, 256, depths[2], 2, **options)
        self.conv5_x = stage(block, 256 * self.e, 512, depths[3], 2, **options)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(512 * self.e, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.bn1(self.conv1(x)))  # 64 × 112 × 112
        x = self.pool(x)  # 64 × 56 × 56
        x = self.conv2_x(x)  # 64·e × 56 × 56
        x = self.conv3_x(x)  # 128·e × 28 × 28
        x = self.conv4_x(x)  # 256·e × 14 × 14
        x = self.conv5_x(x)  # 512·e × 7 × 7
        x = self.average(x).flatten(1)  # 512·e
        return self.fc(x)  # classes


def stage(
    block: type[BasicBlock | Bottleneck],
    inputs: int,
    width: int,
    depth: int,
    stride: int,
    **options: bool,
) -> nn.Sequential:
    """Return `depth` blocks, the first of which takes the stride and changes the channels."""
    first = block(inputs, width, stride, **options)
    rest = (block(width * block.expansion, width, **options) for _ in range(depth - 1))
    return nn.Sequential(first, *rest)


def resnet18(*, classes: Classes = 1000) -> ResNet:
    """Return ResNet-18."""
    return ResNet(BasicBlock, (2, 2, 2, 2), classes)


def resnet34(*, classes: Classes = 1000) -> ResNet:
    """Return ResNet-34."""
    return ResNet(BasicBlock, (3, 4, 6, 3), classes)


def resnet50(*, classes: Classes = 1000, v1: Switch = False) -> ResNet:
    """Return ResNet-50."""
    return ResNet(Bottleneck, (3, 4, 6, 3), classes, v1=v1)


def resnet101(*, classes: Classes = 1000, v1: Switch = False) -> ResNet:
    """Return ResNet-101."""
    return ResNet(Bottleneck, (3, 4, 23, 3), classes, v1=v1)


def resnet152(*, classes: Classes = 1000, v1: Switch = False) -> ResNet:
    """Return ResNet-152."""
    return ResNet(Bottleneck, (3, 8, 36, 3), classes, v1=v1)


def _network(
    depth: int, builder: Callable[..., ResNet], parameters: str, macs: str, printed: str
) -> Network:
    """Describe one depth; `printed` is its cost in the paper, whose stride is v1's."""
    bottlenecks = depth >= 50
    more = (_PRECISE,) if depth == 50 else ()
    return Network(
        name=f"resnet{depth}",
        title=f"ResNet-{depth}" + (" (v1.5)" if bottlenecks else ""),
        year=2015,
        paper=PAPER,
        builder=builder,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters", parameters, f"torchvision, resnet{depth}, num_params, {_MODELS}"
            ),
            Published("macs", macs, f"torchvision, resnet{depth}, GFLOPS, {_MODELS}"),
            Published(
                "macs",
                printed,
                f"{PAPER}, table 1 (its FLOPs are multiply-adds)",
                options={"v1": True} if bottlenecks else {},
            ),
            *more,
        ),
    )


_MODELS = "https://docs.pytorch.org/vision/stable/models.html"
_PRECISE = Published(
    "macs",
    "3.86 G",
    "Hu, Shen, Albanie, Sun & Wu 2017, https://arxiv.org/abs/1709.01507, table 13, ResNet-50 "
    "(its FLOPs are multiply-adds)",
    options={"v1": True},
)

NETWORKS = (
    _network(18, resnet18, "11,689,512", "1.81 G", "1.8 G"),
    _network(34, resnet34, "21,797,672", "3.66 G", "3.6 G"),
    _network(50, resnet50, "25,557,032", "4.09 G", "3.8 G"),
    _network(101, resnet101, "44,549,160", "7.80 G", "7.6 G"),
    _network(152, resnet152, "60,192,808", "11.51 G", "11.3 G"),
)
