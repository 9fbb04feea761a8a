"""Aligned Xception: an encoder of depthwise separable convolutions, strided where others pool.

Source:
    Chen, Zhu, Papandreou, Schroff & Adam 2018, Encoder-Decoder with Atrous Separable Convolution
    for Semantic Image Segmentation, section 3.2 and figure 4, https://arxiv.org/abs/1802.02611;
    xception_65 of https://github.com/tensorflow/models/tree/master/research/deeplab

It is Chollet's Xception made deeper (65 layers), its max pools replaced by separable convolutions
with stride, and with batch normalisation and a ReLU after each depthwise convolution.

Deviations:
    - The paper's words are followed: normalisation and ReLU stand after each depthwise and after
      each 1 × 1 convolution. In the authors' code all blocks but the last have a ReLU before the
      depthwise convolution instead, as Chollet has it. Either way the counts are the same.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.segmentation.dilated_resnet import conv_bn_relu


class SeparableConv(nn.Module):
    """A 3 × 3 for each channel alone, then a 1 × 1 across them (figure 3).

    Args:
        inputs: Channels that come in.
        outputs: Channels that go out.
        rate: Dilation of the depthwise convolution.
        stride: Of the depthwise convolution.
    """

    def __init__(self, inputs: int, outputs: int, rate: int = 1, stride: int = 1) -> None:
        super().__init__()
        self.outputs, self.stride = outputs, stride
        self.depthwise = nn.Conv2d(
            inputs, inputs, 3, stride, padding=rate, dilation=rate, groups=inputs, bias=False
        )
        self.bn1 = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return what is found in the channels one by one, mixed."""
        y = F.relu(self.bn1(self.depthwise(x)))  # c × ⌈h/stride⌉ × ⌈w/stride⌉
        return F.relu(self.bn2(self.pointwise(y)))  # outputs × ⌈h/stride⌉ × ⌈w/stride⌉


class ThreeConvs(nn.Module):
    """Three separable convolutions, the last of which takes the stride, and a shortcut.

    Args:
        inputs: Channels that come in.
        widths: Channels that leave each of the three convolutions.
        stride: Of the whole block.
    """

    def __init__(self, inputs: int, widths: tuple[int, int, int], stride: int = 1) -> None:
        super().__init__()
        first, self.before, self.outputs = widths
        self.stride = stride
        self.conv1 = SeparableConv(inputs, first)
        self.conv2 = SeparableConv(first, self.before)
        self.conv3 = SeparableConv(self.before, self.outputs, stride=stride)
        self.shortcut = shortcut(inputs, self.outputs, stride)


class XceptionBlock(ThreeConvs):
    """A block of the flows (figure 4)."""

    def forward(self, x: Tensor) -> Tensor:
        """Return the shortcut plus what the convolutions found."""
        y = self.conv2(self.conv1(x))  # before × h × w
        y = self.conv3(y)  # outputs × ⌈h/stride⌉ × ⌈w/stride⌉
        return y + self.shortcut(x)  # outputs × ⌈h/stride⌉ × ⌈w/stride⌉


class TappedBlock(ThreeConvs):
    """A block that also gives away its map before the stride, which a decoder can use."""

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the block's own output, and the map before the stride."""
        low = self.conv2(self.conv1(x))  # before × h × w
        y = self.conv3(low) + self.shortcut(x)  # outputs × ⌈h/stride⌉ × ⌈w/stride⌉
        return y, low  # outputs × ⌈h/stride⌉ × ⌈w/stride⌉, before × h × w


def shortcut(inputs: int, outputs: int, stride: int) -> nn.Module:
    """Return the identity, or a 1 × 1 projection where the shape changes."""
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class AlignedXception(nn.Module):
    """Entry, middle and exit flow at output stride 16."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = conv_bn_relu(3, 32, 3, stride=2)
        self.conv2 = conv_bn_relu(32, 64, 3)
        self.entry1 = XceptionBlock(64, (128, 128, 128), stride=2)
        self.entry2 = TappedBlock(128, (256, 256, 256), stride=2)
        self.entry3 = XceptionBlock(256, (728, 728, 728), stride=2)
        self.middle = nn.Sequential(*(XceptionBlock(728, (728, 728, 728)) for _ in range(16)))
        self.exit1 = XceptionBlock(728, (728, 1024, 1024))
        self.exit2 = nn.Sequential(
            SeparableConv(1024, 1536, rate=2),
            SeparableConv(1536, 1536, rate=2),
            SeparableConv(1536, 2048, rate=2),
        )

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the last map, of stride 16, and one of stride 4 for the decoder."""
        y = self.conv1(x)  # 32 × 257 × 257
        y = self.conv2(y)  # 64 × 257 × 257
        y = self.entry1(y)  # 128 × 129 × 129
        y, low = self.entry2(y)  # 256 × 65 × 65, 256 × 129 × 129
        y = self.entry3(y)  # 728 × 33 × 33
        y = self.middle(y)  # 728 × 33 × 33
        y = self.exit1(y)  # 1024 × 33 × 33: its stride of 2 is gone
        deep = self.exit2(y)  # 2048 × 33 × 33: and so its dilation is 2
        return deep, low  # 2048 × 33 × 33, 256 × 129 × 129
