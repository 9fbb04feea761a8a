"""SegNet: the way up puts each value back where its maximum was, then fills in by convolution.

Source:
    Badrinarayanan, Kendall & Cipolla 2015, SegNet: A Deep Convolutional Encoder-Decoder
    Architecture for Image Segmentation, section 3 and figures 2 and 3,
    https://arxiv.org/abs/1511.00561; layer by layer as in the authors' segnet_train.prototxt,
    https://github.com/alexgkendall/SegNet-Tutorial

Variants:
    This is the paper's SegNet, whose encoder is VGG-16 without its fully connected layers. Its
    SegNet-Basic, with four encoders of 7 × 7, is another network.

Counted:
    Convolutions have a bias although batch normalisation follows (as released); its scale and
    shift count as parameters.

Deviations:
    360 halves to 45 and then, since Caffe rounds up, to 23 and 12; unpooling is told the odd sizes.
    Classes are CamVid's 11. The twelfth label, void, is left out of the loss: it has no output.
    The paper ends in a softmax; here, as everywhere in this collection, scores come out.
    The paper's local contrast normalisation of the image is not part of the network.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Badrinarayanan, Kendall & Cipolla 2015, SegNet: A Deep Convolutional Encoder-Decoder "
    "Architecture for Image Segmentation, https://arxiv.org/abs/1511.00561"
)


def convolutions(names: list[str], inputs: int, widths: list[int]) -> nn.Sequential:
    """Return 3 × 3 convolutions, each with batch normalisation and a ReLU."""
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for name, width in zip(names, widths, strict=True):
        layers[name] = nn.Conv2d(inputs, width, 3, padding=1)
        layers[f"{name}_bn"] = nn.BatchNorm2d(width)
        layers[f"{name}_relu"] = nn.ReLU()
        inputs = width
    return nn.Sequential(layers)


def encoder(number: int, inputs: int, width: int, depth: int) -> nn.Sequential:
    """Return the convolutions of one stage of VGG-16."""
    names = [f"conv{number}_{i}" for i in range(1, depth + 1)]
    return convolutions(names, inputs, [width] * depth)


def decoder(number: int, inputs: int, outputs: int, depth: int) -> nn.Sequential:
    """Return the mirror image of an encoder: its last convolution changes the channels."""
    names = [f"conv{number}_{i}_D" for i in range(depth, 0, -1)]
    return convolutions(names, inputs, [inputs] * (depth - 1) + [outputs])


def pool() -> nn.MaxPool2d:
    """Return a max pooling that also tells where each maximum was."""
    return nn.MaxPool2d(2, stride=2, ceil_mode=True, return_indices=True)


class SegNet(nn.Module):
    """Five encoders, each with a pooling, and five decoders, each with the unpooling to match."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = encoder(1, 3, 64, 2)
        self.pool1 = pool()
        self.conv2 = encoder(2, 64, 128, 2)
        self.pool2 = pool()
        self.conv3 = encoder(3, 128, 256, 3)
        self.pool3 = pool()
        self.conv4 = encoder(4, 256, 512, 3)
        self.pool4 = pool()
        self.conv5 = encoder(5, 512, 512, 3)
        self.pool5 = pool()
        self.upsample5 = nn.MaxUnpool2d(2)
        self.conv5_D = decoder(5, 512, 512, 3)
        self.upsample4 = nn.MaxUnpool2d(2)
        self.conv4_D = decoder(4, 512, 256, 3)
        self.upsample3 = nn.MaxUnpool2d(2)
        self.conv3_D = decoder(3, 256, 128, 3)
        self.upsample2 = nn.MaxUnpool2d(2)
        self.conv2_D = decoder(2, 128, 64, 2)
        self.upsample1 = nn.MaxUnpool2d(2)
        self.conv1_2_D = convolutions(["conv1_2_D"], 64, [64])
        self.conv1_1_D = nn.Conv2d(64, classes, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        """Return one score for each class and pixel."""
        x, at1 = self.pool1(self.conv1(image))  # 64 × 180 × 240, 64 × 180 × 240: values, places
        x, at2 = self.pool2(self.conv2(x))  # 128 × 90 × 120, 128 × 90 × 120
        x, at3 = self.pool3(self.conv3(x))  # 256 × 45 × 60, 256 × 45 × 60
        x, at4 = self.pool4(self.conv4(x))  # 512 × 23 × 30, 512 × 23 × 30
        x, at5 = self.pool5(self.conv5(x))  # 512 × 12 × 15, 512 × 12 × 15
        x = self.upsample5(x, at5, at4.shape[-2:])  # 512 × 23 × 30: 3 of 4 are zero
        x = self.conv5_D(x)  # 512 × 23 × 30
        x = self.upsample4(x, at4, at3.shape[-2:])  # 512 × 45 × 60
        x = self.conv4_D(x)  # 256 × 45 × 60
        x = self.upsample3(x, at3, at2.shape[-2:])  # 256 × 90 × 120
        x = self.conv3_D(x)  # 128 × 90 × 120
        x = self.upsample2(x, at2, at1.shape[-2:])  # 128 × 180 × 240
        x = self.conv2_D(x)  # 64 × 180 × 240
        x = self.upsample1(x, at1, image.shape[-2:])  # 64 × h × w
        x = self.conv1_2_D(x)  # 64 × h × w
        return self.conv1_1_D(x)  # classes × h × w


def segnet(*, classes: Classes = 11) -> SegNet:
    """Return SegNet."""
    return SegNet(classes)


# By hand: a layer of n channels has n biases, n scales and n shifts; the last has its bias only.
_PARAMETERS = (
    (9 * 3 + 3) * 64
    + (9 * 64 + 3) * (64 + 128)
    + (9 * 128 + 3) * (128 + 256)
    + (9 * 256 + 3) * (256 + 256 + 512)
    + (9 * 512 + 3) * 5 * 512
    + (9 * 512 + 3) * (5 * 512 + 256)
    + (9 * 256 + 3) * (256 + 256 + 128)
    + (9 * 128 + 3) * (128 + 64)
    + (9 * 64 + 3) * 64
    + (9 * 64 + 1) * 11
)
# By hand: the sizes are 360 × 480, 180 × 240, 90 × 120, 45 × 60, 23 × 30; 12 × 15 meets no layer.
_MACS = 9 * (
    360 * 480 * (3 * 64 + 64 * 64 + 64 * 64 + 64 * 11)
    + 180 * 240 * (64 * 128 + 128 * 128 + 128 * 128 + 128 * 64)
    + 90 * 120 * (128 * 256 + 2 * 256 * 256 + 2 * 256 * 256 + 256 * 128)
    + 45 * 60 * (256 * 512 + 2 * 512 * 512 + 2 * 512 * 512 + 512 * 256)
    + 23 * 30 * (3 * 512 * 512 + 3 * 512 * 512)
)
_ENET = (
    "Paszke et al. 2016, ENet: A Deep Neural Network Architecture for Real-Time Semantic "
    "Segmentation, table 3, SegNet, https://arxiv.org/abs/1606.02147"
)

NETWORKS = (
    Network(
        name="segnet",
        title="SegNet",
        year=2015,
        paper=PAPER,
        builder=segnet,
        inputs=((3, 360, 480),),
        outputs=((11, 360, 480),),
        published=(
            Published(
                "parameters",
                _PARAMETERS,
                "by hand: segnet_train.prototxt, layer by layer, with batch norm's scale and shift",
                by_hand=True,
            ),
            Published(
                "parameters",
                "29.4 M",
                "ENet in Caffe, SegNet beside it, https://github.com/TimoSaemann/ENet",
            ),
            Published(
                "parameters",
                "29,447,047",
                "Road Lane Instance Segmentation, SegNet summary (2 and 5 outputs), "
                "https://github.com/jaeoh2/Road-Lane-Instance-Segmentation-PyTorch",
                options={"classes": 7},
            ),
            Published(
                "macs",
                _MACS,
                "by hand: size by size, 9 · pixels · channels in · out, encoder and decoder",
                by_hand=True,
            ),
            Published(
                "macs",
                "286.03 G",
                f"{_ENET} (floating-point operations at 640 × 360)",
                options={"classes": 20},
                size=(360, 640),
                factor=2,
                within=0.0035,
                difference=(
                    "The sum comes out with 20 outputs (Cityscapes' 19 and the rest) if the pooled "
                    "45 rows are rounded down to 22 and 11 (here 23 and 12): 285.82 G; and an "
                    "operation is counted for each bias and each ReLU: 0.21 G."
                ),
            ),
        ),
    ),
)
