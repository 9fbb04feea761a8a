"""VGG-16 as region-based detectors and SSD use it: the convolutions and the fully connected layers.

Source:
    Simonyan & Zisserman 2014, Very Deep Convolutional Networks for Large-Scale Image Recognition,
    table 1, column D, https://arxiv.org/abs/1409.1556

Deviations:
    Pooling rounds up, as in the framework in which these detectors were published: a map of
    75 × 100 becomes 38 × 50, not 37 × 50. At 224 × 224 there is no difference.
"""

from __future__ import annotations

from typing import Annotated

from torch import Tensor, nn

from quizlab_verifiers.models.options import AtLeast

WithBackground = Annotated[int, AtLeast(2)]
"""How many classes the scores tell apart; the first of them is the background."""

STAGES_BY_HAND = (
    9 * (3 * 64 + 64 * 64),
    9 * (64 * 128 + 128 * 128),
    9 * (128 * 256 + 2 * 256 * 256),
    9 * (256 * 512 + 2 * 512 * 512),
    9 * (3 * 512 * 512),
)
"""Weights of the 3 × 3 convolutions of each stage, without biases, from the paper's table."""

BIASES_BY_HAND = 2 * 64 + 2 * 128 + 3 * 256 + 6 * 512
"""One for each output channel of the 13 convolutions."""


def convolutions(stage: int, inputs: int, width: int, depth: int) -> nn.Sequential:
    """Return the 3 × 3 convolutions of one stage, each followed by a ReLU; the size stays."""
    layers = nn.Sequential()
    for number in range(1, depth + 1):
        convolution = nn.Conv2d(inputs if number == 1 else width, width, 3, padding=1)
        layers.add_module(f"conv{stage}_{number}", convolution)
        layers.add_module(f"relu{stage}_{number}", nn.ReLU())
    return layers


def halving() -> nn.MaxPool2d:
    """Return the pooling between two stages."""
    return nn.MaxPool2d(2, stride=2, ceil_mode=True)


def fully_connected(inputs: int, outputs: int) -> nn.Sequential:
    """Return fc6 or fc7: a linear layer, ReLU, and dropout while training."""
    return nn.Sequential(nn.Linear(inputs, outputs), nn.ReLU(), nn.Dropout(0.5))


class VGG16(nn.Module):
    """The 13 convolutions up to conv5_3: one value for every 16 × 16 pixels, pool5 left out."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = convolutions(1, 3, 64, 2)
        self.pool1 = halving()
        self.conv2 = convolutions(2, 64, 128, 2)
        self.pool2 = halving()
        self.conv3 = convolutions(3, 128, 256, 3)
        self.pool3 = halving()
        self.conv4 = convolutions(4, 256, 512, 3)
        self.pool4 = halving()
        self.conv5 = convolutions(5, 512, 512, 3)

    def forward(self, x: Tensor) -> Tensor:
        """Return the features of an image."""
        x = self.conv1(x)  # 64 × h × w
        x = self.conv2(self.pool1(x))  # 128 × ⌈h/2⌉ × ⌈w/2⌉
        x = self.conv3(self.pool2(x))  # 256 × ⌈h/4⌉ × ⌈w/4⌉
        x = self.conv4(self.pool3(x))  # 512 × ⌈h/8⌉ × ⌈w/8⌉
        return self.conv5(self.pool4(x))  # 512 × ⌈h/16⌉ × ⌈w/16⌉
