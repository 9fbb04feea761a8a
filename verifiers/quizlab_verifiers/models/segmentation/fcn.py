"""FCN: a classifier made convolutional, its coarse scores added to those of finer layers.

Source:
    Long, Shelhamer & Darrell 2015, Fully Convolutional Networks for Semantic Segmentation, table 1
    (FCN-VGG16) and figure 3, https://arxiv.org/abs/1411.4038; paddings and crops as in voc-fcn32s,
    voc-fcn16s and voc-fcn8s of https://github.com/shelhamer/fcn.berkeleyvision.org

Variants:
    FCN-32s scores the end of VGG-16 and upsamples 32 times. FCN-16s adds scores of pool4, FCN-8s
    of pool3 as well. What is added are score maps, made by a 1 × 1 convolution; features are not.

Counted:
    Convolutions have a bias. The bilinear filters are fixed: buffers, not parameters; but the
    multiply-adds of upsampling count, one filter for each class.

Deviations:
    The first convolution pads by 100, as released, so that small images still fill fc6's 7 × 7;
    the surplus is cut off again at fixed offsets. The paper's text says nothing of it.
    Upsampling is fixed everywhere, as released; the paper's text trains all but the last.
    The released filters are 21 × 21 × k × k, zero off the diagonal; here each class is upsampled
    by itself: the same numbers for 1/21 of the work.
    Layers that score start with torch's weights; the paper starts them at zero.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes
from quizlab_verifiers.models.segmentation.cropping import Crop

PAPER = (
    "Long, Shelhamer & Darrell 2015, Fully Convolutional Networks for Semantic Segmentation, "
    "https://arxiv.org/abs/1411.4038"
)


class BilinearUpsampling(nn.Module):
    """A transposed convolution of kernel 2s and stride s that interpolates each class by itself.

    Args:
        classes: Score maps that come in.
        stride: How many times larger they become, s.
    """

    weight: Tensor

    def __init__(self, classes: int, stride: int) -> None:
        super().__init__()
        self.classes, self.stride = classes, stride
        # Largest at the centre between the two middle taps, falling to zero in s steps.
        taps = 1 - (torch.arange(2 * stride) - (stride - 0.5)).abs() / stride
        self.register_buffer("weight", (taps[:, None] * taps).repeat(classes, 1, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Return score maps of (h + 1) s × (w + 1) s pixels."""
        return F.conv_transpose2d(
            x, self.weight, stride=self.stride, groups=self.classes
        )  # classes × (h+1)·stride × (w+1)·stride


def up_to_pool(number: int, inputs: int, width: int, depth: int, padding: int = 1) -> nn.Sequential:
    """Return `depth` convolutions of VGG-16 and the pooling after them, named as in its paper."""
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for i in range(1, depth + 1):
        layers[f"conv{number}_{i}"] = nn.Conv2d(inputs, width, 3, padding=padding)
        layers[f"relu{number}_{i}"] = nn.ReLU()
        inputs, padding = width, 1
    # Caffe rounds the size of a pooled map up.
    layers[f"pool{number}"] = nn.MaxPool2d(2, stride=2, ceil_mode=True)
    return nn.Sequential(layers)


def as_convolution(inputs: int, kernel: int) -> nn.Sequential:
    """Return a fully connected layer of VGG-16, slid over the map."""
    return nn.Sequential(nn.Conv2d(inputs, 4096, kernel), nn.ReLU(), nn.Dropout(0.5))


class ConvolutionalVGG16(nn.Module):
    """VGG-16 up to fc7 and scores; its stages bear the names of the poolings that end them."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.pool1 = up_to_pool(1, 3, 64, 2, padding=100)
        self.pool2 = up_to_pool(2, 64, 128, 2)
        self.pool3 = up_to_pool(3, 128, 256, 3)
        self.pool4 = up_to_pool(4, 256, 512, 3)
        self.pool5 = up_to_pool(5, 512, 512, 3)
        self.fc6 = as_convolution(512, 7)
        self.fc7 = as_convolution(4096, 1)
        self.score_fr = nn.Conv2d(4096, classes, 1)


class FCN32s(ConvolutionalVGG16):
    """The coarse scores, upsampled 32 times in one step."""

    def __init__(self, classes: int) -> None:
        super().__init__(classes)
        self.upscore = BilinearUpsampling(classes, 32)
        self.crop = Crop(19)

    def forward(self, image: Tensor) -> Tensor:
        """Return one score for each class and pixel."""
        x = self.pool1(image)  # 64 × 349 × 349
        x = self.pool2(x)  # 128 × 175 × 175
        x = self.pool3(x)  # 256 × 88 × 88
        x = self.pool4(x)  # 512 × 44 × 44
        x = self.pool5(x)  # 512 × 22 × 22
        x = self.fc6(x)  # 4096 × 16 × 16
        x = self.fc7(x)  # 4096 × 16 × 16
        x = self.score_fr(x)  # classes × 16 × 16
        x = self.upscore(x)  # classes × 544 × 544
        return self.crop(x, image)  # classes × h × w


class FCN16s(ConvolutionalVGG16):
    """Scores of pool4 are added on the way up."""

    def __init__(self, classes: int) -> None:
        super().__init__(classes)
        self.upscore2 = BilinearUpsampling(classes, 2)
        self.score_pool4 = nn.Conv2d(512, classes, 1)
        self.crop_pool4 = Crop(5)
        self.upscore16 = BilinearUpsampling(classes, 16)
        self.crop = Crop(27)

    def forward(self, image: Tensor) -> Tensor:
        """Return one score for each class and pixel."""
        x = self.pool1(image)  # 64 × 349 × 349
        x = self.pool2(x)  # 128 × 175 × 175
        x = self.pool3(x)  # 256 × 88 × 88
        pool4 = self.pool4(x)  # 512 × 44 × 44
        x = self.pool5(pool4)  # 512 × 22 × 22
        x = self.fc6(x)  # 4096 × 16 × 16
        x = self.fc7(x)  # 4096 × 16 × 16
        x = self.score_fr(x)  # classes × 16 × 16
        x = self.upscore2(x)  # classes × 34 × 34
        x = x + self.crop_pool4(self.score_pool4(pool4), x)  # classes × 34 × 34
        x = self.upscore16(x)  # classes × 560 × 560
        return self.crop(x, image)  # classes × h × w


class FCN8s(ConvolutionalVGG16):
    """Scores of pool4, then of pool3 are added on the way up."""

    def __init__(self, classes: int) -> None:
        super().__init__(classes)
        self.upscore2 = BilinearUpsampling(classes, 2)
        self.score_pool4 = nn.Conv2d(512, classes, 1)
        self.crop_pool4 = Crop(5)
        self.upscore_pool4 = BilinearUpsampling(classes, 2)
        self.score_pool3 = nn.Conv2d(256, classes, 1)
        self.crop_pool3 = Crop(9)
        self.upscore8 = BilinearUpsampling(classes, 8)
        self.crop = Crop(31)

    def forward(self, image: Tensor) -> Tensor:
        """Return one score for each class and pixel."""
        x = self.pool1(image)  # 64 × 349 × 349
        x = self.pool2(x)  # 128 × 175 × 175
        pool3 = self.pool3(x)  # 256 × 88 × 88
        pool4 = self.pool4(pool3)  # 512 × 44 × 44
        x = self.pool5(pool4)  # 512 × 22 × 22
        x = self.fc6(x)  # 4096 × 16 × 16
        x = self.fc7(x)  # 4096 × 16 × 16
        x = self.score_fr(x)  # classes × 16 × 16
        x = self.upscore2(x)  # classes × 34 × 34
        x = x + self.crop_pool4(self.score_pool4(pool4), x)  # classes × 34 × 34
        x = self.upscore_pool4(x)  # classes × 70 × 70
        x = x + self.crop_pool3(self.score_pool3(pool3), x)  # classes × 70 × 70
        x = self.upscore8(x)  # classes × 568 × 568
        return self.crop(x, image)  # classes × h × w


def fcn32s(*, classes: Classes = 21) -> FCN32s:
    """Return FCN-32s."""
    return FCN32s(classes)


def fcn16s(*, classes: Classes = 21) -> FCN16s:
    """Return FCN-16s."""
    return FCN16s(classes)


def fcn8s(*, classes: Classes = 21) -> FCN8s:
    """Return FCN-8s."""
    return FCN8s(classes)


# By hand. VGG-16 has 138,357,544 parameters (torchvision) and loses its last layer of 1000 classes.
_COARSE = 138_357_544 - 4097 * 1000 + 4097 * 21
# 500 + 2·100 − 2 = 698 pixels enter, the poolings halve and round up: 349, 175, 88, 44, 22.
_COARSE_MACS = (
    9 * 698**2 * (3 * 64 + 64 * 64)
    + 9 * 349**2 * (64 * 128 + 128 * 128)
    + 9 * 175**2 * (128 * 256 + 2 * 256 * 256)
    + 9 * 88**2 * (256 * 512 + 2 * 512 * 512)
    + 9 * 44**2 * (3 * 512 * 512)
    + 16**2 * (7 * 7 * 512 * 4096 + 4096 * 4096 + 4096 * 21)
)
_POOL4_MACS = 16**2 * 21 * 4**2 + 44**2 * 512 * 21


def _network(stride: int, builder: Callable[..., nn.Module], parameters: int, macs: int) -> Network:
    """Describe one of the three; the figures are those summed up by hand."""
    return Network(
        name=f"fcn{stride}s",
        title=f"FCN-{stride}s",
        year=2014,
        paper=PAPER,
        builder=builder,
        inputs=((3, 500, 500),),
        outputs=((21, 500, 500),),
        published=(
            Published("parameters", "134 M", f"{PAPER}, table 1, FCN-VGG16"),
            Published(
                "parameters",
                parameters,
                "by hand: VGG-16 without its 1000 classes; for each of 21 classes 4096 weights and "
                "a bias, with pool4 512 more and a bias, with pool3 256 more and a bias",
                by_hand=True,
            ),
            Published(
                "macs",
                macs,
                "by hand: VGG-16 from 698 pixels on; 1 × 1 on each whole pool that is scored; "
                "and a filter of 2s × 2s for each score that is upsampled s times",
                by_hand=True,
            ),
            Published(
                "macs",
                "125 G",
                f"Albanie, convnet-burden, semantic segmentation, pascal-fcn{stride}s, GFLOPS at "
                "384 × 384 (a multiply-add is one operation there), "
                "https://github.com/albanie/convnet-burden",
                size=(384, 384),
            ),
        ),
    )


NETWORKS = (
    _network(32, fcn32s, _COARSE, _COARSE_MACS + 16**2 * 21 * 64**2),
    _network(16, fcn16s, _COARSE + 513 * 21, _COARSE_MACS + _POOL4_MACS + 34**2 * 21 * 32**2),
    _network(
        8,
        fcn8s,
        _COARSE + 513 * 21 + 257 * 21,
        _COARSE_MACS + _POOL4_MACS + 34**2 * 21 * 4**2 + 88**2 * 256 * 21 + 70**2 * 21 * 16**2,
    ),
)
