"""VGG: nothing but 3 × 3 convolutions, made deep.

Source:
    Simonyan & Zisserman 2014, Very Deep Convolutional Networks for Large-Scale Image Recognition,
    tables 1 and 2, https://arxiv.org/abs/1409.1556

Variants:
    The columns A, B, D and E of table 1 are VGG-11, 13, 16 and 19: the name counts the layers
    with weights. Column C, with its 1 × 1 convolutions, and A with response normalisation are
    not among them.

Counted:
    Every layer has a bias. Most parameters are in fc6, most multiply-adds in the convolutions.

Deviations:
    None, but for the softmax, which is left to the loss. The paper tests on whole images, with
    its linear layers turned into convolutions of 7 × 7 and 1 × 1; this is the network that it
    trains, on crops of 224. The layers bear the names of the authors' release.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Simonyan & Zisserman 2014, Very Deep Convolutional Networks for Large-Scale Image "
    "Recognition, https://arxiv.org/abs/1409.1556"
)


class VGG(nn.Module):
    """Five stages of 3 × 3 convolutions, each halved by a max pooling, then three linear layers.

    Two such convolutions see 5 × 5 pixels and three see 7 × 7, with fewer weights than one of
    that size and a ReLU after each.

    Args:
        depths: Convolutions of each stage.
        classes: Outputs of the last layer.
    """

    def __init__(self, depths: tuple[int, int, int, int, int], classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = stage(1, 3, 64, depths[0])
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = stage(2, 64, 128, depths[1])
        self.pool2 = nn.MaxPool2d(2)
        self.conv3 = stage(3, 128, 256, depths[2])
        self.pool3 = nn.MaxPool2d(2)
        self.conv4 = stage(4, 256, 512, depths[3])
        self.pool4 = nn.MaxPool2d(2)
        self.conv5 = stage(5, 512, 512, depths[4])
        self.pool5 = nn.MaxPool2d(2)
        self.fc6 = nn.Linear(512 * 7 * 7, 4096)
        self.drop6 = nn.Dropout(0.5)
        self.fc7 = nn.Linear(4096, 4096)
        self.drop7 = nn.Dropout(0.5)
        self.fc8 = nn.Linear(4096, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = self.conv1(x)  # 64 × 224 × 224
        x = self.pool1(x)  # 64 × 112 × 112
        x = self.conv2(x)  # 128 × 112 × 112
        x = self.pool2(x)  # 128 × 56 × 56
        x = self.conv3(x)  # 256 × 56 × 56
        x = self.pool3(x)  # 256 × 28 × 28
        x = self.conv4(x)  # 512 × 28 × 28
        x = self.pool4(x)  # 512 × 14 × 14
        x = self.conv5(x)  # 512 × 14 × 14
        x = self.pool5(x).flatten(1)  # 512·7·7
        x = self.drop6(F.relu(self.fc6(x)))  # 4096
        x = self.drop7(F.relu(self.fc7(x)))  # 4096
        return self.fc8(x)  # classes


def stage(number: int, inputs: int, width: int, depth: int) -> nn.Sequential:
    """Return `depth` convolutions with their ReLUs; the first changes the channels."""
    layers = nn.Sequential()
    for place in range(1, depth + 1):
        conv = nn.Conv2d(inputs if place == 1 else width, width, 3, padding=1)
        layers.add_module(f"conv{number}_{place}", conv)
        layers.add_module(f"relu{number}_{place}", nn.ReLU())
    return layers


def vgg11(*, classes: Classes = 1000) -> VGG:
    """Return VGG-11, column A."""
    return VGG((1, 1, 2, 2, 2), classes)


def vgg13(*, classes: Classes = 1000) -> VGG:
    """Return VGG-13, column B."""
    return VGG((2, 2, 2, 2, 2), classes)


def vgg16(*, classes: Classes = 1000) -> VGG:
    """Return VGG-16, column D."""
    return VGG((2, 2, 3, 3, 3), classes)


def vgg19(*, classes: Classes = 1000) -> VGG:
    """Return VGG-19, column E."""
    return VGG((2, 2, 4, 4, 4), classes)


def _network(
    depth: int,
    builder: Callable[..., VGG],
    printed: str,
    parameters: str,
    macs: str,
    *more: Published,
) -> Network:
    """Describe one depth; `printed` is what the paper says of its parameters."""
    return Network(
        name=f"vgg{depth}",
        title=f"VGG-{depth}",
        year=2014,
        paper=PAPER,
        builder=builder,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", printed, f"{PAPER}, table 2"),
            Published("parameters", parameters, f"torchvision, vgg{depth}, num_params, {_MODELS}"),
            Published("macs", macs, f"torchvision, vgg{depth}, GFLOPS, {_MODELS}"),
            *more,
        ),
    )


_MODELS = "https://docs.pytorch.org/vision/stable/models.html"

_CONVOLUTIONS_ONLY = Published(
    "macs",
    "15.3 G",
    "Howard et al. 2017, MobileNets, table 8, https://arxiv.org/abs/1704.04861",
    within=0.012,
    difference="Convolutions only: 15,470,264,320 less the 123,633,664 of fc6 to fc8.",
)

NETWORKS = (
    _network(11, vgg11, "133 M", "132,863,336", "7.61 G"),
    _network(13, vgg13, "133 M", "133,047,848", "11.31 G"),
    _network(16, vgg16, "138 M", "138,357,544", "15.47 G", _CONVOLUTIONS_ONLY),
    _network(
        19,
        vgg19,
        "144 M",
        "143,667,240",
        "19.63 G",
        Published(
            "macs",
            "19.6 G",
            "He, Zhang, Ren & Sun 2015, Deep Residual Learning for Image Recognition, section 3.3, "
            "https://arxiv.org/abs/1512.03385",
        ),
    ),
)
