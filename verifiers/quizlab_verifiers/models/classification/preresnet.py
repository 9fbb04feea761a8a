"""Pre-activation ResNet: normalise and activate first, so that nothing stands on the shortcut.

Source:
    He, Zhang, Ren & Sun 2016, Identity Mappings in Deep Residual Networks, figures 1(b) and 4(e),
    section 4.1 and appendix, https://arxiv.org/abs/1603.05027

Counted:
    Convolutions have no bias; batch normalisation's scale and shift count as parameters. The
    convolutions are those of ResNet, so the multiply-adds are too; there are no normalisations in
    the shortcuts.

Deviations:
    The paper draws the stride nowhere. Here it lies in the first 1 × 1 and in the projection, as in
    the authors' code for CIFAR (https://github.com/KaimingHe/resnet-1k-layers) and in their ResNet
    of 2015; other versions take it in the 3 × 3: 231 million multiply-adds more at 224 pixels.
    The appendix puts the first activation right after conv1 and before the paths part. So at 224
    pixels it comes before the max pooling, and the first unit has none of its own; others keep
    one after the pooling. Both give the same numbers as long as its scale is not negative.
    The paper trains these units on ImageNet with 152 and 200 layers; 50 and 101 are the same
    network with the depths of ResNet-50 and -101.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "He, Zhang, Ren & Sun 2016, Identity Mappings in Deep Residual Networks, "
    "https://arxiv.org/abs/1603.05027"
)


class Unit(nn.Module):
    """BN, ReLU, convolution, three times; the sum goes on as it is.

    Where the shape changes, the first BN and ReLU stand before both paths and the shortcut is
    a 1 × 1 projection; elsewhere the shortcut passes the input on untouched.

    Args:
        inputs: Channels that come in.
        width: Channels of the 3 × 3; four times as many go out.
        stride: Of the whole unit.
        activated: The input has been normalised and activated already.
    """

    def __init__(
        self, inputs: int, width: int, stride: int = 1, *, activated: bool = False
    ) -> None:
        super().__init__()
        self.width, self.stride = width, stride
        self.projects = stride != 1 or inputs != 4 * width
        self.bn1 = nn.Identity() if activated else nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, width, 1, stride, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.shortcut = (
            nn.Conv2d(inputs, 4 * width, 1, stride, bias=False) if self.projects else nn.Identity()
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found."""
        a = F.relu(self.bn1(x))  # c × h × w
        y = self.conv1(a)  # width × h/stride × w/stride
        y = self.conv2(F.relu(self.bn2(y)))  # width × h/stride × w/stride
        y = self.conv3(F.relu(self.bn3(y)))  # 4·width × h/stride × w/stride
        kept = self.shortcut(a if self.projects else x)  # 4·width × h/stride × w/stride
        return y + kept  # 4·width × h/stride × w/stride


class PreResNet(nn.Module):
    """ResNet's stem and four stages for 224 pixels; a last BN and ReLU before the average.

    Args:
        depths: Units of each stage.
        classes: Outputs of the last layer.
    """

    def __init__(self, depths: tuple[int, int, int, int], classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = stage(64, 64, depths[0], 1, activated=True)
        self.conv3_x = stage(256, 128, depths[1], 2)
        self.conv4_x = stage(512, 256, depths[2], 2)
        self.conv5_x = stage(1024, 512, depths[3], 2)
        self.bn_last = nn.BatchNorm2d(2048)
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
        x = F.relu(self.bn_last(x))  # 2048 × 7 × 7
        x = self.average(x).flatten(1)  # 2048
        return self.fc(x)  # classes


class PreResNetCifar(nn.Module):
    """One 3 × 3 and three stages of `depth` units for 32 pixels: 9n + 2 layers.

    Args:
        depth: Units of each stage.
        classes: Outputs of the last layer.
    """

    def __init__(self, depth: int, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2_x = stage(16, 16, depth, 1, activated=True)
        self.conv3_x = stage(64, 32, depth, 2)
        self.conv4_x = stage(128, 64, depth, 2)
        self.bn_last = nn.BatchNorm2d(256)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(256, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.bn1(self.conv1(x)))  # 16 × 32 × 32
        x = self.conv2_x(x)  # 64 × 32 × 32
        x = self.conv3_x(x)  # 128 × 16 × 16
        x = self.conv4_x(x)  # 256 × 8 × 8
        x = F.relu(self.bn_last(x))  # 256 × 8 × 8
        x = self.average(x).flatten(1)  # 256
        return self.fc(x)  # classes


def stage(
    inputs: int, width: int, depth: int, stride: int, *, activated: bool = False
) -> nn.Sequential:
    """Return `depth` units, the first of which takes the stride and changes the channels."""
    first = Unit(inputs, width, stride, activated=activated)
    return nn.Sequential(first, *(Unit(4 * width, width) for _ in range(depth - 1)))


def preresnet50(*, classes: Classes = 1000) -> PreResNet:
    """Return the pre-activation ResNet-50."""
    return PreResNet((3, 4, 6, 3), classes)


def preresnet101(*, classes: Classes = 1000) -> PreResNet:
    """Return the pre-activation ResNet-101."""
    return PreResNet((3, 4, 23, 3), classes)


def preresnet164_cifar(*, classes: Classes = 10) -> PreResNetCifar:
    """Return the pre-activation ResNet-164: n = 18."""
    return PreResNetCifar(18, classes)


def _bottleneck(inputs: int, width: int, depth: int) -> int:
    """Sum up the weights of one stage: its units, their normalisations and its projection."""
    outputs = 4 * width
    first = inputs * width + 9 * width * width + width * outputs + inputs * outputs
    other = outputs * width + 9 * width * width + width * outputs
    normalisations = 2 * (inputs + 2 * width) + 2 * (depth - 1) * (outputs + 2 * width)
    return first + (depth - 1) * other + normalisations


def _weights(depths: tuple[int, int, int, int]) -> int:
    """Sum up a network for 224 pixels; the scale and shift of `bn1` are counted in stage 1."""
    stages = zip((64, 256, 512, 1024), (64, 128, 256, 512), depths, strict=True)
    return 7 * 7 * 3 * 64 + sum(_bottleneck(*one) for one in stages) + 2 * 2048 + 2049 * 1000


_SUM = (
    "by hand: the stem, each stage's 1 × 1, 3 × 3 and 1 × 1 convolutions and one projection, two "
    "numbers per channel before every convolution but the projection, the last BN, the linear layer"
)
_AT_32 = 32 * 32 * (3 * 16 * 9 + 16 * 16 + 16 * 64 + 17 * 64 * 16 + 18 * (16 * 16 * 9 + 16 * 64))
_AT_16 = 16 * 16 * (64 * 32 + 64 * 128 + 17 * 128 * 32 + 18 * (32 * 32 * 9 + 32 * 128))
_AT_8 = 8 * 8 * (128 * 64 + 128 * 256 + 17 * 256 * 64 + 18 * (64 * 64 * 9 + 64 * 256))
_TABLE = "pytorchcv 0.0.74, table of pretrained models, https://pypi.org/project/pytorchcv/"
_RESNET = (
    "He, Zhang, Ren & Sun 2015, https://arxiv.org/abs/1512.03385, table 1: the same convolutions "
    "in another order (its FLOPs are multiply-adds)"
)
_HALVED = f"{_TABLE}, FLOPs/2"
_OPERATIONS = (
    "half of all operations: 4 for each number that batch normalisation returns, 1 for each of "
    "ReLU's, 9 for each of the max pooling's, 1 less for each pair of channels of a convolution"
)
_ONE_MORE = "it has 2 · 64 more: a second normalisation, between the pooling and the first unit"

NETWORKS = (
    Network(
        name="preresnet50",
        title="Pre-activation ResNet-50",
        year=2016,
        paper=PAPER,
        builder=preresnet50,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", _weights((3, 4, 6, 3)), _SUM, by_hand=True),
            Published("parameters", "25,549,480", _TABLE, within=6e-6, difference=_ONE_MORE),
            Published("macs", "3.8 G", _RESNET),
            Published("macs", "3,875.44 M", _HALVED, within=0.005, difference=_OPERATIONS),
        ),
    ),
    Network(
        name="preresnet101",
        title="Pre-activation ResNet-101",
        year=2016,
        paper=PAPER,
        builder=preresnet101,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", _weights((3, 4, 23, 3)), _SUM, by_hand=True),
            Published("parameters", "44,541,608", _TABLE, within=3e-6, difference=_ONE_MORE),
            Published("macs", "7.6 G", _RESNET),
            Published("macs", "7,595.44 M", _HALVED, within=0.004, difference=_OPERATIONS),
        ),
    ),
    Network(
        name="preresnet164-cifar",
        title="Pre-activation ResNet-164 for CIFAR-10",
        year=2016,
        paper=PAPER,
        builder=preresnet164_cifar,
        inputs=((3, 32, 32),),
        outputs=((10,),),
        published=(
            Published("parameters", "1.7 M", f"{PAPER}, table 4"),
            Published("parameters", "1,703,258", f"{_TABLE}, CIFAR-10, PreResNet-164(BN)"),
            Published(
                "macs",
                _AT_32 + _AT_16 + _AT_8 + 256 * 10,
                "by hand: 18 units at each of 32, 16 and 8 pixels, widths 16, 32 and 64, the first "
                "1 × 1 and the projection of a stage at its output's pixels; the 3 × 3 before "
                "them, the linear layer after",
                by_hand=True,
            ),
        ),
    ),
)
