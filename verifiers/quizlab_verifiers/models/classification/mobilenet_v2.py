"""MobileNetV2: widen, filter each channel by itself, narrow again, and add thin ends to thin ends.

Source:
    Sandler, Howard, Zhu, Zhmoginov & Chen 2018, MobileNetV2: Inverted Residuals and Linear
    Bottlenecks, tables 1, 2 and 4, https://arxiv.org/abs/1801.04381

Variants:
    ``width`` is the width multiplier, with the values of figure 5. Below 1 it leaves the last
    convolution its 1280 channels (section 4); at 1.4 they become 1792.

Counted:
    Convolutions have no bias, since batch normalisation follows. Its scale and shift count as
    parameters here; the paper and the authors' release leave them out.

Deviations:
    The paper does not say how thinned channels are rounded: as in the authors' release, to the
    nearest multiple of 8 that loses at most a tenth. Table 2 adds up to 17 bottlenecks, the text
    says 19: the table is built. The first bottleneck has t = 1 and, as in the release, no
    1 × 1 before its depthwise convolution; with it there would be 313 million multiply-adds and
    not 300. The last 1 × 1 convolution acts on one place, so it is a linear layer. The paper uses
    dropout but names no rate; 0.2 is the release's. Its 6.9 M parameters and 585 M multiply-adds
    at 1.4 are not met: the release prints 6.06 M and 582 M, as here. The release, in TensorFlow,
    pads right and below where it strides; here all sides are padded by 1.
"""

from __future__ import annotations

from typing import Annotated

from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, OneOf

PAPER = (
    "Sandler, Howard, Zhu, Zhmoginov & Chen 2018, MobileNetV2: Inverted Residuals and Linear "
    "Bottlenecks, https://arxiv.org/abs/1801.04381"
)


class Convolution(nn.Sequential):
    """A convolution with batch normalisation and ReLU6."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__()
        padding = kernel // 2
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(outputs)
        self.relu6 = nn.ReLU6()


class Bottleneck(nn.Module):
    """Table 1: thin in, t times as wide in between, thin out, and no ReLU on what is thin.

    Args:
        inputs: Channels that come in.
        outputs: Channels that go out.
        t: Expansion: how many times `inputs` the depthwise convolution filters.
        stride: Of the depthwise convolution.
    """

    def __init__(self, inputs: int, outputs: int, t: int, stride: int) -> None:
        super().__init__()
        self.outputs, self.t, self.stride = outputs, t, stride
        self.residual = stride == 1 and inputs == outputs
        wide = t * inputs
        self.expand = nn.Identity() if t == 1 else Convolution(inputs, wide, 1)
        self.depthwise = Convolution(wide, wide, 3, stride, groups=wide)
        self.project = nn.Conv2d(wide, outputs, 1, bias=False)
        self.bn = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return the projection, plus the input where both have one shape."""
        y = self.expand(x)  # t·c × h × w
        y = self.depthwise(y)  # t·c × h/stride × w/stride
        y = self.bn(self.project(y))  # outputs × h/stride × w/stride
        return x + y if self.residual else y  # outputs × h/stride × w/stride


class MobileNetV2(nn.Module):
    """The rows of table 2.

    Args:
        width: Share of the channels of table 2 that each layer has, see `channels`.
        classes: Outputs of the last layer.
    """

    def __init__(self, width: float, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.c16, self.c24, self.c32, self.c64, self.c96, self.c160, self.c320 = (
            channels(count, width) for count in (16, 24, 32, 64, 96, 160, 320)
        )
        self.c1280 = max(1280, channels(1280, width))
        self.conv1 = Convolution(3, self.c32, 3, stride=2)
        self.bottleneck1 = bottlenecks(self.c32, self.c16, t=1, n=1, s=1)
        self.bottleneck2 = bottlenecks(self.c16, self.c24, t=6, n=2, s=2)
        self.bottleneck3 = bottlenecks(self.c24, self.c32, t=6, n=3, s=2)
        self.bottleneck4 = bottlenecks(self.c32, self.c64, t=6, n=4, s=2)
        self.bottleneck5 = bottlenecks(self.c64, self.c96, t=6, n=3, s=1)
        self.bottleneck6 = bottlenecks(self.c96, self.c160, t=6, n=3, s=2)
        self.bottleneck7 = bottlenecks(self.c160, self.c320, t=6, n=1, s=1)
        self.conv2 = Convolution(self.c320, self.c1280, 1)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(self.c1280, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.conv1(x)  # c32 × 112 × 112
        x = self.bottleneck1(x)  # c16 × 112 × 112
        x = self.bottleneck2(x)  # c24 × 56 × 56
        x = self.bottleneck3(x)  # c32 × 28 × 28
        x = self.bottleneck4(x)  # c64 × 14 × 14
        x = self.bottleneck5(x)  # c96 × 14 × 14
        x = self.bottleneck6(x)  # c160 × 7 × 7
        x = self.bottleneck7(x)  # c320 × 7 × 7
        x = self.conv2(x)  # c1280 × 7 × 7
        x = self.average(x).flatten(1)  # c1280
        return self.fc(self.dropout(x))  # classes


def bottlenecks(inputs: int, outputs: int, t: int, n: int, s: int) -> nn.Sequential:
    """Return a row of table 2: `n` bottlenecks, the first of which takes the stride `s`."""
    first = Bottleneck(inputs, outputs, t, s)
    return nn.Sequential(first, *(Bottleneck(outputs, outputs, t, 1) for _ in range(n - 1)))


def channels(count: int, width: float) -> int:
    """Return `count` times `width` as a multiple of 8, at least 8 and no tenth less."""
    wanted = count * width
    nearest = max(8, 8 * int(wanted / 8 + 0.5))
    return nearest if nearest >= 0.9 * wanted else nearest + 8


def mobilenet_v2(
    *, width: Annotated[float, OneOf(0.35, 0.5, 0.75, 1.0, 1.4)] = 1.0, classes: Classes = 1000
) -> MobileNetV2:
    """Return MobileNetV2."""
    return MobileNetV2(width, classes)


def _figures(width: float, parameters: str, macs: str, normalisation: int) -> tuple[Published, ...]:
    """Describe a width in the authors' release; `normalisation` is what it does not count."""
    options = {"width": width}
    return (
        Published(
            "parameters",
            parameters,
            _RELEASE,
            options=options,
            within=0.011,
            difference=f"The {normalisation:,} scales and shifts are left out.",
        ),
        Published("macs", macs, _RELEASE, options=options),
    )


_MODELS = "https://docs.pytorch.org/vision/stable/models.html"
_RELEASE = (
    "the authors' release, MobileNet V2 checkpoints of 224, "
    "https://github.com/tensorflow/models/blob/master/research/slim/nets/mobilenet/README.md"
)

NETWORKS = (
    Network(
        name="mobilenet-v2",
        title="MobileNetV2",
        year=2018,
        paper=PAPER,
        builder=mobilenet_v2,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published(
                "parameters", "3,504,872", f"torchvision, mobilenet_v2, num_params, {_MODELS}"
            ),
            Published(
                "parameters",
                "3.4 M",
                f"{PAPER}, table 4",
                within=0.031,
                difference="Without the 34,112 scales and shifts it is 3,470,760, cut off.",
            ),
            Published("macs", "300 M", f"{PAPER}, table 4"),
            Published("macs", "0.30 G", f"torchvision, mobilenet_v2, GFLOPS, {_MODELS}"),
            *_figures(0.35, "1.66 M", "59 M", 14_080),
            *_figures(0.5, "1.95 M", "97 M", 18_544),
            *_figures(0.75, "2.61 M", "209 M", 26_640),
            *_figures(1.0, "3.47 M", "300 M", 34_112),
            *_figures(1.4, "6.06 M", "582 M", 47_936),
        ),
    ),
)
