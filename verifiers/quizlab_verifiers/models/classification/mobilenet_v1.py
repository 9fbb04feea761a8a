"""MobileNet: filter each channel by itself, then mix the channels at each place.

Source:
    Howard et al. 2017, MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
    Applications, tables 1, 2, 6 and 7, https://arxiv.org/abs/1704.04861

Variants:
    ``width`` is the paper's width multiplier α, by which the channels of every layer are thinned.
    Its resolution multiplier is the size of the input: 224, 192, 160 or 128.

Counted:
    Convolutions have no bias, since batch normalisation follows; its scale and shift count as
    parameters. The paper's Mult-Adds are our multiply-adds.

Deviations:
    Table 1 gives the last depthwise convolution stride 2, from 7 × 7 to 7 × 7: only stride 1 does
    that. The rows of table 1 have no names: a block here is two of them, a depthwise convolution
    and the 1 × 1 behind it. The authors' release, in TensorFlow, has ReLU6 and a dropout of 0.001,
    which the paper does not name; where it strides it pads right and below, here all sides by 1.
"""

from __future__ import annotations

from typing import Annotated

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, OneOf

PAPER = (
    "Howard et al. 2017, MobileNets: Efficient Convolutional Neural Networks for Mobile Vision "
    "Applications, https://arxiv.org/abs/1704.04861"
)


class DepthwiseSeparable(nn.Module):
    """A 3 × 3 for each channel alone, then a 1 × 1 across them (figure 3, right).

    Of a full 3 × 3 convolution to N channels this costs 1/N + 1/9.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.outputs, self.stride = outputs, stride
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, padding=1, groups=inputs, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return the filtered and mixed channels."""
        x = F.relu(self.bn1(self.depthwise(x)))  # c × h/stride × w/stride
        return F.relu(self.bn2(self.pointwise(x)))  # outputs × h/stride × w/stride


class MobileNetV1(nn.Module):
    """One full convolution, thirteen separable ones, global average pooling, one linear layer.

    Args:
        width: Share of the channels of table 1 that each layer has.
        classes: Outputs of the last layer.
    """

    def __init__(self, width: float, classes: int) -> None:
        super().__init__()
        self.width, self.classes = width, classes
        c32, c64, c128, c256, c512, c1024 = (
            int(count * width) for count in (32, 64, 128, 256, 512, 1024)
        )
        self.conv = nn.Conv2d(3, c32, 3, stride=2, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(c32)
        self.block1 = DepthwiseSeparable(c32, c64)
        self.block2 = DepthwiseSeparable(c64, c128, stride=2)
        self.block3 = DepthwiseSeparable(c128, c128)
        self.block4 = DepthwiseSeparable(c128, c256, stride=2)
        self.block5 = DepthwiseSeparable(c256, c256)
        self.block6 = DepthwiseSeparable(c256, c512, stride=2)
        self.block7 = DepthwiseSeparable(c512, c512)
        self.block8 = DepthwiseSeparable(c512, c512)
        self.block9 = DepthwiseSeparable(c512, c512)
        self.block10 = DepthwiseSeparable(c512, c512)
        self.block11 = DepthwiseSeparable(c512, c512)
        self.block12 = DepthwiseSeparable(c512, c1024, stride=2)
        self.block13 = DepthwiseSeparable(c1024, c1024)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(c1024, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.bn(self.conv(x)))  # 32·width × 112 × 112
        x = self.block1(x)  # 64·width × 112 × 112
        x = self.block2(x)  # 128·width × 56 × 56
        x = self.block3(x)  # 128·width × 56 × 56
        x = self.block4(x)  # 256·width × 28 × 28
        x = self.block5(x)  # 256·width × 28 × 28
        x = self.block6(x)  # 512·width × 14 × 14
        x = self.block7(x)  # 512·width × 14 × 14
        x = self.block8(x)  # 512·width × 14 × 14
        x = self.block9(x)  # 512·width × 14 × 14
        x = self.block10(x)  # 512·width × 14 × 14
        x = self.block11(x)  # 512·width × 14 × 14
        x = self.block12(x)  # 1024·width × 7 × 7
        x = self.block13(x)  # 1024·width × 7 × 7
        x = self.average(x).flatten(1)  # 1024·width
        return self.fc(x)  # classes


def mobilenet_v1(
    *, width: Annotated[float, OneOf(0.25, 0.5, 0.75, 1.0)] = 1.0, classes: Classes = 1000
) -> MobileNetV1:
    """Return MobileNet, v1."""
    return MobileNetV1(width, classes)


def _thinned(width: float, parameters: str, macs: str) -> tuple[Published, ...]:
    source, options = f"{PAPER}, table 6", {"width": width}
    return (
        Published("parameters", parameters, source, options=options),
        Published("macs", macs, source, options=options),
    )


def _resized(side: int, macs: str) -> Published:
    return Published("macs", macs, f"{PAPER}, table 7", size=(side, side))


NETWORKS = (
    Network(
        name="mobilenet-v1",
        title="MobileNet v1",
        year=2017,
        paper=PAPER,
        builder=mobilenet_v1,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            *_thinned(1.0, "4.2 M", "569 M"),
            *_thinned(0.75, "2.6 M", "325 M"),
            *_thinned(0.5, "1.3 M", "149 M"),
            *_thinned(0.25, "0.5 M", "41 M"),
            _resized(192, "418 M"),
            _resized(160, "290 M"),
            _resized(128, "186 M"),
        ),
    ),
)
