"""Global Convolutional Network: kernels nearly as large as the map, made of one-dimensional ones.

Source:
    Peng, Zhang, Yu, Luo & Sun 2017, Large Kernel Matters: Improve Semantic Segmentation by Global
    Convolutional Network, sections 3.2 and 3.3, figure 2, https://arxiv.org/abs/1703.02719

Counted:
    Convolutions of the ResNet have no bias, its normalisations count. The convolutions after it
    have a bias and no normalisation; the five deconvolutions have none.

Deviations:
    ResNet-152 is the paper's base model; its stride lies in the first 1 × 1, as in the ResNets of
    that time.
    The paper does not say what its deconvolutions look like. Here they are 4 × 4 with stride 2 from
    all classes to all classes, learned, and start as bilinear interpolation of each class, as in
    FCN. Neither does it say which convolutions have a bias; table 2 prints too few digits to tell.
    k is 15, the paper's for the 16 × 16 map of a 512 × 512 image.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.classification.resnet import Bottleneck, stage
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

PAPER = (
    "Peng, Zhang, Yu, Luo & Sun 2017, Large Kernel Matters: Improve Semantic Segmentation by Global "
    "Convolutional Network, https://arxiv.org/abs/1703.02719"
)


class LargeKernel(nn.Module):
    """A k × 1 then a 1 × k, plus a 1 × k then a k × 1: every pixel of k × k is seen (figure 2, B).

    Nothing non-linear stands between the two, so the whole is one linear map.

    Args:
        inputs: Channels that come in.
        classes: Channels that go out.
        k: Side of the window, odd.
    """

    def __init__(self, inputs: int, classes: int, k: int = 15) -> None:
        super().__init__()
        self.classes = classes
        tall, wide = (k // 2, 0), (0, k // 2)
        self.left1 = nn.Conv2d(inputs, classes, (k, 1), padding=tall)
        self.left2 = nn.Conv2d(classes, classes, (1, k), padding=wide)
        self.right1 = nn.Conv2d(inputs, classes, (1, k), padding=wide)
        self.right2 = nn.Conv2d(classes, classes, (k, 1), padding=tall)

    def forward(self, x: Tensor) -> Tensor:
        """Return a score map for each class."""
        left = self.left2(self.left1(x))  # classes × h × w
        right = self.right2(self.right1(x))  # classes × h × w
        return left + right  # classes × h × w


class BoundaryRefinement(nn.Module):
    """Add to the score maps what two 3 × 3 see along the boundaries (figure 2, C)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(classes, classes, 3, padding=1)
        self.conv2 = nn.Conv2d(classes, classes, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """Return refined score maps."""
        y = F.relu(self.conv1(x))  # c × h × w
        return x + self.conv2(y)  # c × h × w


def deconvolution(classes: int) -> nn.ConvTranspose2d:
    """Return a layer that doubles the sides; it starts as bilinear interpolation."""
    layer = nn.ConvTranspose2d(classes, classes, 4, stride=2, padding=1, bias=False)
    line = torch.tensor([0.25, 0.75, 0.75, 0.25])
    with torch.no_grad():
        layer.weight.zero_()
        for one in range(classes):
            layer.weight[one, one] = torch.outer(line, line)
    return layer


class GCN(nn.Module):
    """ResNet-152, a large kernel on each of its stages, and score maps added from coarse to fine.

    Args:
        classes: Outputs per pixel.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.res2 = stage(Bottleneck, 64, 64, 3, 1, v1=True)
        self.res3 = stage(Bottleneck, 256, 128, 8, 2, v1=True)
        self.res4 = stage(Bottleneck, 512, 256, 36, 2, v1=True)
        self.res5 = stage(Bottleneck, 1024, 512, 3, 2, v1=True)
        self.score2 = nn.Sequential(LargeKernel(256, classes), BoundaryRefinement(classes))
        self.score3 = nn.Sequential(LargeKernel(512, classes), BoundaryRefinement(classes))
        self.score4 = nn.Sequential(LargeKernel(1024, classes), BoundaryRefinement(classes))
        self.score5 = nn.Sequential(LargeKernel(2048, classes), BoundaryRefinement(classes))
        self.up5 = deconvolution(classes)
        self.refine4 = BoundaryRefinement(classes)
        self.up4 = deconvolution(classes)
        self.refine3 = BoundaryRefinement(classes)
        self.up3 = deconvolution(classes)
        self.refine2 = BoundaryRefinement(classes)
        self.up2 = deconvolution(classes)
        self.refine1 = BoundaryRefinement(classes)
        self.up1 = deconvolution(classes)
        self.refine0 = BoundaryRefinement(classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return one score for each class and pixel of the image."""
        x = F.relu(self.bn1(self.conv1(x)))  # 64 × 256 × 256
        x2 = self.res2(self.pool(x))  # 256 × 128 × 128
        x3 = self.res3(x2)  # 512 × 64 × 64
        x4 = self.res4(x3)  # 1024 × 32 × 32
        x5 = self.res5(x4)  # 2048 × 16 × 16
        s2 = self.score2(x2)  # classes × 128 × 128
        s3 = self.score3(x3)  # classes × 64 × 64
        s4 = self.score4(x4)  # classes × 32 × 32
        s5 = self.score5(x5)  # classes × 16 × 16
        s = self.refine4(self.up5(s5) + s4)  # classes × 32 × 32
        s = self.refine3(self.up4(s) + s3)  # classes × 64 × 64
        s = self.refine2(self.up3(s) + s2)  # classes × 128 × 128
        s = self.refine1(self.up2(s))  # classes × 256 × 256
        return self.refine0(self.up1(s))  # classes × 512 × 512


def gcn(*, classes: Classes = 21) -> GCN:
    """Return GCN on ResNet-152."""
    return GCN(classes)


def _resnet_stage(inputs: int, width: int, depth: int) -> int:
    """Sum up the weights of a stage's convolutions; all of them run at its output's pixels."""
    first = inputs * width + 9 * width**2 + 4 * width**2 + inputs * 4 * width
    return first + (depth - 1) * (4 + 9 + 4) * width**2


def _large_kernel(inputs: int) -> int:
    """Sum up the weights of four one-dimensional kernels of 15."""
    return 2 * 15 * (inputs * 21 + 21 * 21)


_REFINEMENT = 2 * 9 * 21 * 21
_DECONVOLUTION = 4 * 4 * 21 * 21

_WEIGHTS = (
    60_192_808  # ResNet-152
    - 2049 * 1000  # its linear layer
    + sum(_large_kernel(inputs) + 4 * 21 for inputs in (256, 512, 1024, 2048))
    + 9 * (_REFINEMENT + 2 * 21)
    + 5 * _DECONVOLUTION
)
_MULTIPLY_ADDS = (
    256**2 * 7**2 * 3 * 64
    + 128**2 * (_resnet_stage(64, 64, 3) + _large_kernel(256))
    + 64**2 * (_resnet_stage(256, 128, 8) + _large_kernel(512))
    + 32**2 * (_resnet_stage(512, 256, 36) + _large_kernel(1024))
    + 16**2 * (_resnet_stage(1024, 512, 3) + _large_kernel(2048))
    + (512**2 + 256**2 + 2 * 128**2 + 2 * 64**2 + 2 * 32**2 + 16**2) * _REFINEMENT
    + (256**2 + 128**2 + 64**2 + 32**2 + 16**2) * _DECONVOLUTION  # each at its input's pixels
)
_SUM = (
    "by hand: ResNet-152 without its linear layer; four large kernels, nine boundary refinements and "
    "five 4 × 4 deconvolutions with 21 classes (figure 2)"
)

NETWORKS = (
    Network(
        name="gcn",
        title="Global Convolutional Network (ResNet-152)",
        year=2017,
        paper=PAPER,
        builder=gcn,
        inputs=((3, 512, 512),),
        outputs=((21, 512, 512),),
        published=(
            Published("parameters", _WEIGHTS, _SUM, by_hand=True),
            Published("macs", _MULTIPLY_ADDS, _SUM, by_hand=True),
        ),
    ),
)
