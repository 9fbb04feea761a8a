"""DeepLab v2: parallel convolutions of four dilations look at four scales, and are added up.

Source:
    Chen, Papandreou, Kokkinos, Murphy & Yuille 2016, DeepLab: Semantic Image Segmentation with
    Deep Convolutional Nets, Atrous Convolution, and Fully Connected CRFs, section 3 and figure 7,
    https://arxiv.org/abs/1606.00915

Counted:
    Convolutions have no bias, except those of the pyramid; batch normalisation's scale and shift
    count. The dense CRF, which the paper runs on the scores afterwards, is no part of the network;
    `dense-crf` is a network of its own.

Deviations:
    - One scale. The paper's best results run the network on the image at three sizes and take the
      maximum of the scores.
    - The ResNet takes its stride in the first 1 × 1 of a stage, as in its paper and in the
      authors' release.
    - On ResNet-101 each branch is one 3 × 3 that scores, as released; fc7 and fc8 of figure 7 are
      those of the paper's VGG-16.
    - The scores are interpolated to the size of the image, as the paper does to predict; its loss
      is taken at one eighth of the size.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes
from quizlab_verifiers.models.segmentation.dilated_resnet import dilated_stage, stretched

PAPER = (
    "Chen, Papandreou, Kokkinos, Murphy & Yuille 2016, DeepLab: Semantic Image Segmentation with "
    "Deep Convolutional Nets, Atrous Convolution, and Fully Connected CRFs, "
    "https://arxiv.org/abs/1606.00915"
)


class AtrousPyramid(nn.Module):
    """Atrous spatial pyramid pooling: the sum of four dilated convolutions (figure 4).

    Args:
        inputs: Channels that come in.
        classes: Scores that go out.
    """

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.rate6 = nn.Conv2d(inputs, classes, 3, padding=6, dilation=6)
        self.rate12 = nn.Conv2d(inputs, classes, 3, padding=12, dilation=12)
        self.rate18 = nn.Conv2d(inputs, classes, 3, padding=18, dilation=18)
        self.rate24 = nn.Conv2d(inputs, classes, 3, padding=24, dilation=24)

    def forward(self, x: Tensor) -> Tensor:
        """Return scores to which each scale has added its own."""
        y = self.rate6(x) + self.rate12(x)  # classes × h × w
        return y + self.rate18(x) + self.rate24(x)  # classes × h × w


class DeepLabV2(nn.Module):
    """A ResNet-101 of output stride 8 and the pyramid that scores.

    Args:
        classes: Scores of each pixel.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = dilated_stage(64, 64, (1,) * 3, v1=True)
        self.conv3_x = dilated_stage(256, 128, (1,) * 4, stride=2, v1=True)
        self.conv4_x = dilated_stage(512, 256, (2,) * 23, v1=True)
        self.conv5_x = dilated_stage(1024, 512, (4,) * 3, v1=True)
        self.aspp = AtrousPyramid(2048, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of each pixel."""
        y = F.relu(self.bn1(self.conv1(x)))  # 64 × 161 × 161
        y = self.pool1(y)  # 64 × 81 × 81
        y = self.conv2_x(y)  # 256 × 81 × 81
        y = self.conv3_x(y)  # 512 × 41 × 41
        y = self.conv4_x(y)  # 1024 × 41 × 41: dilation 2 instead of a stride
        y = self.conv5_x(y)  # 2048 × 41 × 41: dilation 4
        y = self.aspp(y)  # classes × 41 × 41
        return stretched(y, x)  # classes × h × w


def deeplab_v2(*, classes: Classes = 21) -> DeepLabV2:
    """Return DeepLab v2 on a ResNet-101."""
    return DeepLabV2(classes)


NETWORKS = (
    Network(
        name="deeplab-v2",
        title="DeepLab v2 (ResNet-101)",
        year=2016,
        paper=PAPER,
        builder=deeplab_v2,
        inputs=((3, 321, 321),),
        outputs=((21, 321, 321),),
        published=(
            Published(
                "parameters",
                44_549_160 - (2048 * 1000 + 1000) + 4 * (9 * 2048 * 21 + 21),
                "by hand: torchvision's ResNet-101 without its linear layer, and four branches; "
                "three of them (one for each scale) with their running means and variances, at 4 "
                "bytes a number, are the 505 MB of deeplab-res101-v2 in convnet-burden, "
                "https://github.com/albanie/convnet-burden",
                by_hand=True,
            ),
            Published(
                "macs",
                9_408 * 161**2
                + (3 * 17 * 64**2 - 256 * 64 + 64 * 64 + 64 * 256) * 81**2
                + (4 * 17 * 128**2 - 512 * 128 + 256 * 128 + 256 * 512) * 41**2
                + (23 * 17 * 256**2 - 1024 * 256 + 512 * 256 + 512 * 1024) * 41**2
                + (3 * 17 * 512**2 - 2048 * 512 + 1024 * 512 + 1024 * 2048) * 41**2
                + 4 * 9 * 2048 * 21 * 41**2,
                "by hand: conv1; the stages, whose blocks have 17·width² weights each, the first "
                "of them another first 1 × 1 and a projection; four branches",
                by_hand=True,
            ),
        ),
    ),
)
