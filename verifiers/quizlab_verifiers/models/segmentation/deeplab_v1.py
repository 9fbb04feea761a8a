"""DeepLab v1: VGG-16 with fewer strides and with holes in its kernels, for scores 8 pixels apart.

Source:
    Chen, Papandreou, Kokkinos, Murphy & Yuille 2014, Semantic Image Segmentation with Deep
    Convolutional Nets and Fully Connected CRFs, section 3, as DeepLab-LargeFOV of table 2,
    https://arxiv.org/abs/1412.7062

Counted:
    All convolutions have a bias. The dense CRF, which the paper runs on these scores afterwards,
    is no part of the network; `dense-crf` is a network of its own.

Deviations:
    - Pooling windows are 3 × 3 and padded, and pool5 is followed by an average, as in the model
      that the authors released; the paper names no change to VGG's 2 × 2. With them the 41 × 41
      scores fall on every eighth of 321 = 8·40 + 1 pixels, corner on corner.
    - The scores are interpolated to the size of the image, as the paper does to predict; its loss
      is taken at one eighth of the size.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Chen, Papandreou, Kokkinos, Murphy & Yuille 2014, Semantic Image Segmentation with Deep "
    "Convolutional Nets and Fully Connected CRFs, https://arxiv.org/abs/1412.7062"
)


class DeepLabV1(nn.Module):
    """VGG-16 whose last two pools keep the size; what follows them is dilated.

    Args:
        classes: Scores of each pixel.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = convs(3, 64, 2)
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2 = convs(64, 128, 2)
        self.pool2 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv3 = convs(128, 256, 3)
        self.pool3 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv4 = convs(256, 512, 3)
        self.pool4 = nn.MaxPool2d(3, stride=1, padding=1)
        self.conv5 = convs(512, 512, 3, dilation=2)
        self.pool5 = nn.MaxPool2d(3, stride=1, padding=1)
        self.pool5a = nn.AvgPool2d(3, stride=1, padding=1)
        self.fc6 = nn.Conv2d(512, 1024, 3, padding=12, dilation=12)
        self.drop6 = nn.Dropout()
        self.fc7 = nn.Conv2d(1024, 1024, 1)
        self.drop7 = nn.Dropout()
        self.fc8 = nn.Conv2d(1024, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of each pixel."""
        y = self.pool1(self.conv1(x))  # 64 × 161 × 161
        y = self.pool2(self.conv2(y))  # 128 × 81 × 81
        y = self.pool3(self.conv3(y))  # 256 × 41 × 41
        y = self.pool4(self.conv4(y))  # 512 × 41 × 41: the stride of 2 is gone
        y = self.pool5(self.conv5(y))  # 512 × 41 × 41: and here; conv5 has dilation 2
        y = self.pool5a(y)  # 512 × 41 × 41
        y = self.drop6(F.relu(self.fc6(y)))  # 1024 × 41 × 41: sees 25 × 25 of pool5a
        y = self.drop7(F.relu(self.fc7(y)))  # 1024 × 41 × 41
        y = self.fc8(y)  # classes × 41 × 41
        size = x.shape[-2:]
        return F.interpolate(y, size=size, mode="bilinear", align_corners=True)  # classes × h × w


def convs(inputs: int, width: int, depth: int, dilation: int = 1) -> nn.Sequential:
    """Return `depth` 3 × 3 convolutions that keep the size, with their ReLUs."""
    layers: list[nn.Module] = []
    for source in (inputs, *[width] * (depth - 1)):
        layers += [nn.Conv2d(source, width, 3, padding=dilation, dilation=dilation), nn.ReLU()]
    return nn.Sequential(*layers)


def deeplab_v1(*, classes: Classes = 21) -> DeepLabV1:
    """Return DeepLab-LargeFOV."""
    return DeepLabV1(classes)


NETWORKS = (
    Network(
        name="deeplab-v1",
        title="DeepLab v1 (LargeFOV)",
        year=2014,
        paper=PAPER,
        builder=deeplab_v1,
        inputs=((3, 321, 321),),
        outputs=((21, 321, 321),),
        published=(
            Published("parameters", "20.5 M", f"{PAPER}, table 2, DeepLab-CRF-LargeFOV"),
            Published(
                "macs",
                9 * (3 * 64 + 64 * 64) * 321**2
                + 9 * (64 * 128 + 128 * 128) * 161**2
                + 9 * (128 * 256 + 2 * 256 * 256) * 81**2
                + 9 * (256 * 512 + 2 * 512 * 512) * 41**2
                + 9 * 3 * 512 * 512 * 41**2
                + (9 * 512 * 1024 + 1024 * 1024 + 1024 * 21) * 41**2,
                "by hand: weights times places, block by block from conv1 to fc8",
                by_hand=True,
            ),
        ),
    ),
)
