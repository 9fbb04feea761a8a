"""RefineNet: a cascade of blocks that refine coarse meaning with fine detail, stage by stage.

Source:
    Lin, Milan, Shen & Reid 2016, RefineNet: Multi-Path Refinement Networks for High-Resolution
    Semantic Segmentation, section 3 and figures 2(c) and 3, https://arxiv.org/abs/1611.06612
    The authors' code: https://github.com/guosheng/refinenet

Variants:
    ``improved_pooling=True`` chains four pooling blocks that convolve and then pool, as the
    authors' later code does; the paper's two blocks pool and then convolve.

Counted:
    Convolutions of the ResNet have no bias, its normalisations count. In the refining part there
    is no normalisation; of a residual unit's two convolutions the first has a bias, the others
    there have none, as in the authors' code. The interpolations have no parameters.

Deviations:
    The paper speaks of a chain of pooling blocks and draws two; the authors' code says "2 or 4".
    Two is the default here.
    Taken from the authors' code, since the paper does not say: each path from the ResNet starts
    with a 3 × 3 to 512 or 256 channels; where the biases are; the last layer is a 3 × 3 after
    a dropout of 0.5.
    The stride of the ResNet lies in the first 1 × 1, as in the ResNets of that time.
    The paper up-samples bilinearly; here without aligned corners.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.classification.resnet import Bottleneck, stage
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch

PAPER = (
    "Lin, Milan, Shen & Reid 2016, RefineNet: Multi-Path Refinement Networks for High-Resolution "
    "Semantic Segmentation, https://arxiv.org/abs/1611.06612"
)


class ResidualConvUnit(nn.Module):
    """ResNet's block without normalisation, activated before each convolution (figure 3(b))."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found."""
        y = self.conv1(F.relu(x))  # c × h × w
        y = self.conv2(F.relu(y))  # c × h × w
        return x + y  # c × h × w


class Fusion(nn.Module):
    """Bring two paths to the same channels and the finer one's pixels, and add (figure 3(c)).

    Args:
        fine: Channels of the path with more pixels.
        coarse: Channels of the path with fewer.
        width: Channels that go out: the smaller of the two.
    """

    def __init__(self, fine: int, coarse: int, width: int) -> None:
        super().__init__()
        self.width = width
        self.conv_fine = nn.Conv2d(fine, width, 3, padding=1, bias=False)
        self.conv_coarse = nn.Conv2d(coarse, width, 3, padding=1, bias=False)

    def forward(self, fine: Tensor, coarse: Tensor) -> Tensor:
        """Return the sum, at the pixels of `fine`."""
        fine = self.conv_fine(fine)  # width × h × w
        coarse = self.conv_coarse(coarse)  # width × ⌈h/2⌉ × ⌈w/2⌉
        size = fine.shape[-2:]
        coarse = F.interpolate(coarse, size=size, mode="bilinear")  # width × h × w
        return fine + coarse  # width × h × w


class ChainedResidualPooling(nn.Module):
    """Pool again what was pooled, so that the windows grow, and add everything (figure 3(d)).

    Args:
        width: Channels that come in and go out.
        improved: Four blocks that convolve first, and not two that pool first.
    """

    def __init__(self, width: int, *, improved: bool) -> None:
        super().__init__()
        block, count = (_convolve_then_pool, 4) if improved else (_pool_then_convolve, 2)
        self.blocks = nn.ModuleList(block(width) for _ in range(count))

    def forward(self, x: Tensor) -> Tensor:
        """Return the activated input plus the output of every link of the chain."""
        link = x = F.relu(x)  # c × h × w
        for block in self.blocks:
            link = block(link)  # c × h × w
            x = x + link  # c × h × w
        return x  # c × h × w


def _pool_then_convolve(width: int) -> nn.Sequential:
    convolution = nn.Conv2d(width, width, 3, padding=1, bias=False)
    return nn.Sequential(nn.MaxPool2d(5, stride=1, padding=2), convolution)


def _convolve_then_pool(width: int) -> nn.Sequential:
    convolution = nn.Conv2d(width, width, 3, padding=1, bias=False)
    return nn.Sequential(convolution, nn.MaxPool2d(5, stride=1, padding=2))


class RefineNetBlock(nn.Module):
    """Adapt two paths, fuse them, look around, and adapt the result (figure 3(a)).

    Args:
        inputs: Channels of the ResNet's stage.
        coarse: Channels of the block before, which has half the pixels per side.
        improved: Of the pooling.
    """

    def __init__(self, inputs: int, coarse: int, *, improved: bool) -> None:
        super().__init__()
        self.coarse = coarse
        self.adapt_fine = adaptation(inputs, 256)
        self.adapt_coarse = nn.Sequential(ResidualConvUnit(coarse), ResidualConvUnit(coarse))
        self.fusion = Fusion(256, coarse, 256)
        self.pooling = ChainedResidualPooling(256, improved=improved)
        self.output = ResidualConvUnit(256)

    def forward(self, fine: Tensor, coarse: Tensor) -> Tensor:
        """Return the refined features at the pixels of `fine`."""
        fine = self.adapt_fine(fine)  # 256 × h × w
        coarse = self.adapt_coarse(coarse)  # coarse × ⌈h/2⌉ × ⌈w/2⌉
        x = self.fusion(fine, coarse)  # 256 × h × w
        x = self.pooling(x)  # 256 × h × w
        return self.output(x)  # 256 × h × w


def adaptation(inputs: int, width: int) -> nn.Sequential:
    """Return a 3 × 3 that reduces the channels of a ResNet stage, and two residual units."""
    reduce = nn.Conv2d(inputs, width, 3, padding=1, bias=False)
    return nn.Sequential(reduce, ResidualConvUnit(width), ResidualConvUnit(width))


class RefineNet(nn.Module):
    """ResNet-101, four RefineNet blocks from the coarsest stage to the finest, and a 3 × 3.

    Args:
        classes: Outputs per pixel.
        improved_pooling: Of every block.
    """

    def __init__(self, classes: int, *, improved_pooling: bool) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.conv2_x = stage(Bottleneck, 64, 64, 3, 1, v1=True)
        self.conv3_x = stage(Bottleneck, 256, 128, 4, 2, v1=True)
        self.conv4_x = stage(Bottleneck, 512, 256, 23, 2, v1=True)
        self.conv5_x = stage(Bottleneck, 1024, 512, 3, 2, v1=True)
        # One path only: nothing to fuse.
        self.refinenet_4 = nn.Sequential(
            adaptation(2048, 512),
            ChainedResidualPooling(512, improved=improved_pooling),
            ResidualConvUnit(512),
        )
        self.refinenet_3 = RefineNetBlock(1024, 512, improved=improved_pooling)
        self.refinenet_2 = RefineNetBlock(512, 256, improved=improved_pooling)
        self.refinenet_1 = RefineNetBlock(256, 256, improved=improved_pooling)
        self.units = nn.Sequential(ResidualConvUnit(256), ResidualConvUnit(256))
        self.dropout = nn.Dropout(0.5)
        self.classifier = nn.Conv2d(256, classes, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        """Return one score for each class and pixel of the image."""
        x = F.relu(self.bn1(self.conv1(image)))  # 64 × 256 × 256
        x = self.pool(x)  # 64 × 128 × 128
        x2 = self.conv2_x(x)  # 256 × 128 × 128
        x3 = self.conv3_x(x2)  # 512 × 64 × 64
        x4 = self.conv4_x(x3)  # 1024 × 32 × 32
        x5 = self.conv5_x(x4)  # 2048 × 16 × 16
        x = self.refinenet_4(x5)  # 512 × 16 × 16
        x = self.refinenet_3(x4, x)  # 256 × 32 × 32
        x = self.refinenet_2(x3, x)  # 256 × 64 × 64
        x = self.refinenet_1(x2, x)  # 256 × 128 × 128
        x = self.units(x)  # 256 × 128 × 128
        x = self.classifier(self.dropout(x))  # classes × 128 × 128
        return F.interpolate(x, size=image.shape[-2:], mode="bilinear")  # classes × h × w


def refinenet(*, classes: Classes = 21, improved_pooling: Switch = False) -> RefineNet:
    """Return RefineNet on ResNet-101."""
    return RefineNet(classes, improved_pooling=improved_pooling)


def _resnet_stage(inputs: int, width: int, depth: int) -> int:
    """Sum up the weights of a stage's convolutions; all of them run at its output's pixels."""
    first = inputs * width + 9 * width**2 + 4 * width**2 + inputs * 4 * width
    return first + (depth - 1) * (4 + 9 + 4) * width**2


# Two 3 × 3 from as many channels to as many: a residual unit, or two pooling blocks.
_PAIR_512, _PAIR_256 = 2 * 9 * 512**2, 2 * 9 * 256**2

_WEIGHTS = (
    44_549_160  # ResNet-101
    - 2049 * 1000  # its linear layer
    + 9 * 256 * (2 * 2048 + 1024 + 512 + 256)  # reductions
    + (2 + 1 + 2) * (_PAIR_512 + 512)  # units of 512: refinenet_4, coarse path of refinenet_3
    + (6 + 4 + 3 + 2) * (_PAIR_256 + 256)  # fine paths, coarse paths, outputs, after the cascade
    + 9 * 256 * (256 + 512 + 4 * 256)  # fusions
    + _PAIR_512  # pooling
    + 3 * _PAIR_256
    + (9 * 256 + 1) * 21  # classifier
)
_MULTIPLY_ADDS = (
    256**2 * 7**2 * 3 * 64
    + 128**2 * _resnet_stage(64, 64, 3)
    + 64**2 * _resnet_stage(256, 128, 4)
    + 32**2 * _resnet_stage(512, 256, 23)
    + 16**2 * _resnet_stage(1024, 512, 3)
    # refinenet_4 and the coarse path of refinenet_3
    + 16**2 * (9 * 2048 * 512 + (2 + 1 + 1 + 2) * _PAIR_512 + 9 * 512 * 256)
    # reduction; two units, pooling, output, and the next block's two units; two fusing 3 × 3
    + 32**2 * (9 * 1024 * 256 + (2 + 1 + 1 + 2) * _PAIR_256 + 2 * 9 * 256**2)
    + 64**2 * (9 * 512 * 256 + (2 + 1 + 1 + 2) * _PAIR_256 + 2 * 9 * 256**2)
    + 128**2 * (9 * 256 * 256 + (2 + 1 + 1) * _PAIR_256 + 9 * 256**2)
    # after the cascade
    + 128**2 * (2 * _PAIR_256 + 9 * 256 * 21)
)
_SUM = "by hand: ResNet-101 without its linear layer, then figures 2(c) and 3 convolution by convolution"
_LIGHT = (
    "Nekrasov, Shen & Reid 2018, Light-Weight RefineNet for Real-Time Semantic Segmentation, the "
    "RefineNet-101 that it is compared with, https://arxiv.org/abs/1810.03272"
)

NETWORKS = (
    Network(
        name="refinenet",
        title="RefineNet (ResNet-101)",
        year=2016,
        paper=PAPER,
        builder=refinenet,
        inputs=((3, 512, 512),),
        outputs=((21, 512, 512),),
        published=(
            Published("parameters", _WEIGHTS, _SUM, by_hand=True),
            Published("parameters", "118 M", _LIGHT, options={"improved_pooling": True}),
            Published("macs", _MULTIPLY_ADDS, _SUM, by_hand=True),
            Published(
                "macs",
                "263 G",
                f"{_LIGHT} (its FLOPs are multiply-adds)",
                options={"improved_pooling": True},
                within=0.006,
                difference="its ResNet has the stride in the 3 × 3, which adds 1.2 G at this size",
            ),
        ),
    ),
)
