"""AlexNet: five convolutions and three wide layers, trained end to end on a million photographs.

Source:
    Krizhevsky, Sutskever & Hinton 2012, ImageNet Classification with Deep Convolutional Neural
    Networks, sections 3.3 to 3.5 and figure 2,
    https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html

Variants:
    ``alexnet-torchvision`` is what torchvision calls AlexNet. It goes back to a later paper
    (Krizhevsky 2014, One weird trick for parallelizing convolutional neural networks, footnote 1):
    narrower, one group, 224 pixels with padding 2. That paper has 384 maps in conv4; torchvision
    has 256, as in the code released with it, and leaves out response normalisation.

Counted:
    Every layer has a bias. The paper's two GPUs are two groups in conv2, conv4 and conv5: without
    them the parameters would be 62,378,344.

Deviations:
    The paper says 224 pixels and names no padding, but kernels of 11 at stride 4 then give 54
    places; built are 227 pixels, which give the 55 of figure 2. The 253,440 neurons that the
    figure's caption gives conv1 fit neither: 96 · 55² are 290,400. The paper's formula does not
    divide α = 10⁻⁴ by the five maps that it adds up; torch does, so α is five times that here.
    Maps of both groups are neighbours in the normalisation, since the formula runs over all maps
    of the layer. The paper numbers its layers; the names are Caffe's. The softmax is left to the
    loss.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Krizhevsky, Sutskever & Hinton 2012, ImageNet Classification with Deep Convolutional "
    "Neural Networks, "
    "https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html"
)

ONE_WEIRD_TRICK = (
    "Krizhevsky 2014, One weird trick for parallelizing convolutional neural networks, "
    "https://arxiv.org/abs/1404.5997"
)


class AlexNet(nn.Module):
    """The network of the paper's figure 2, its two halves as groups."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 96, 11, stride=4)
        self.norm1 = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        self.pool1 = nn.MaxPool2d(3, stride=2)
        self.conv2 = nn.Conv2d(96, 256, 5, padding=2, groups=2)
        self.norm2 = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        self.pool2 = nn.MaxPool2d(3, stride=2)
        self.conv3 = nn.Conv2d(256, 384, 3, padding=1)
        self.conv4 = nn.Conv2d(384, 384, 3, padding=1, groups=2)
        self.conv5 = nn.Conv2d(384, 256, 3, padding=1, groups=2)
        self.pool5 = nn.MaxPool2d(3, stride=2)
        self.fc6 = nn.Linear(256 * 6 * 6, 4096)
        self.drop6 = nn.Dropout(0.5)
        self.fc7 = nn.Linear(4096, 4096)
        self.drop7 = nn.Dropout(0.5)
        self.fc8 = nn.Linear(4096, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.conv1(x))  # 96 × 55 × 55
        x = self.norm1(x)  # 96 × 55 × 55
        x = self.pool1(x)  # 96 × 27 × 27
        x = F.relu(self.conv2(x))  # 256 × 27 × 27
        x = self.norm2(x)  # 256 × 27 × 27
        x = self.pool2(x)  # 256 × 13 × 13
        x = F.relu(self.conv3(x))  # 384 × 13 × 13
        x = F.relu(self.conv4(x))  # 384 × 13 × 13
        x = F.relu(self.conv5(x))  # 256 × 13 × 13
        x = self.pool5(x).flatten(1)  # 256·6·6
        x = self.drop6(F.relu(self.fc6(x)))  # 4096
        x = self.drop7(F.relu(self.fc7(x)))  # 4096
        return self.fc8(x)  # classes


class TorchvisionAlexNet(nn.Module):
    """Torchvision's network: other widths, no groups, dropout before the layers and not after."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 64, 11, stride=4, padding=2)
        self.pool1 = nn.MaxPool2d(3, stride=2)
        self.conv2 = nn.Conv2d(64, 192, 5, padding=2)
        self.pool2 = nn.MaxPool2d(3, stride=2)
        self.conv3 = nn.Conv2d(192, 384, 3, padding=1)
        self.conv4 = nn.Conv2d(384, 256, 3, padding=1)
        self.conv5 = nn.Conv2d(256, 256, 3, padding=1)
        self.pool5 = nn.MaxPool2d(3, stride=2)
        self.average = nn.AdaptiveAvgPool2d(6)
        self.drop6 = nn.Dropout(0.5)
        self.fc6 = nn.Linear(256 * 6 * 6, 4096)
        self.drop7 = nn.Dropout(0.5)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class."""
        x = F.relu(self.conv1(x))  # 64 × 55 × 55
        x = self.pool1(x)  # 64 × 27 × 27
        x = F.relu(self.conv2(x))  # 192 × 27 × 27
        x = self.pool2(x)  # 192 × 13 × 13
        x = F.relu(self.conv3(x))  # 384 × 13 × 13
        x = F.relu(self.conv4(x))  # 256 × 13 × 13
        x = F.relu(self.conv5(x))  # 256 × 13 × 13
        x = self.pool5(x)  # 256 × 6 × 6
        x = self.average(x).flatten(1)  # 256·6·6: changes images of other sizes only
        x = F.relu(self.fc6(self.drop6(x)))  # 4096
        x = F.relu(self.fc7(self.drop7(x)))  # 4096
        return self.fc8(x)  # classes


def alexnet(*, classes: Classes = 1000) -> AlexNet:
    """Return AlexNet as it was published."""
    return AlexNet(classes)


def alexnet_torchvision(*, classes: Classes = 1000) -> TorchvisionAlexNet:
    """Return what torchvision calls AlexNet."""
    return TorchvisionAlexNet(classes)


_WORKLOAD = "CNN-Workload, README, AlexNet, {}, https://github.com/KamelAbdelouahab/CNN-Workload"
_MODELS = "https://docs.pytorch.org/vision/stable/models.html"

NETWORKS = (
    Network(
        name="alexnet",
        title="AlexNet",
        year=2012,
        paper=PAPER,
        builder=alexnet,
        inputs=((3, 227, 227),),
        outputs=((1000,),),
        published=(
            Published("parameters", "60 M", f"{PAPER}, abstract (cut off)"),
            Published("parameters", "61 M", _WORKLOAD.format("total parameters")),
            Published(
                "parameters",
                96 * (3 * 11**2 + 1)
                + 256 * (48 * 5**2 + 1)
                + 384 * (256 * 3**2 + 1)
                + 384 * (192 * 3**2 + 1)
                + 256 * (192 * 3**2 + 1)
                + 4096 * (9216 + 1)
                + 4096 * (4096 + 1)
                + 1000 * (4096 + 1),
                "by hand: maps times kernel and bias, conv1 to conv5, then fc6 to fc8",
                by_hand=True,
            ),
            Published("macs", "724 M", _WORKLOAD.format("total workload (MACs)")),
            Published(
                "macs",
                55**2 * 96 * 3 * 11**2
                + 27**2 * 256 * 48 * 5**2
                + 13**2 * 9 * (384 * 256 + 384 * 192 + 256 * 192)
                + 9216 * 4096
                + 4096 * 4096
                + 4096 * 1000,
                "by hand: places times kernel of conv1, conv2, conv3 to conv5, then fc6 to fc8",
                by_hand=True,
            ),
        ),
    ),
    Network(
        name="alexnet-torchvision",
        title="AlexNet in torchvision",
        year=2014,
        paper=ONE_WEIRD_TRICK,
        builder=alexnet_torchvision,
        inputs=((3, 224, 224),),
        outputs=((1000,),),
        published=(
            Published("parameters", "61,100,840", f"torchvision, alexnet, num_params, {_MODELS}"),
            Published("macs", "0.71 G", f"torchvision, alexnet, GFLOPS, {_MODELS}"),
        ),
    ),
)
