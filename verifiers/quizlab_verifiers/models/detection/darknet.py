"""Rows of convolutions as Darknet's networks have them: 3 × 3 that widen, 1 × 1 that narrow again.

Source:
    Darknet-19: Redmon & Farhadi 2016, YOLO9000: Better, Faster, Stronger, table 6,
    https://arxiv.org/abs/1612.08242
    Darknet-53: Redmon & Farhadi 2018, YOLOv3: An Incremental Improvement, table 1,
    https://arxiv.org/abs/1804.02767

Deviations:
    The tables name neither padding nor activation. As in the released configurations, every
    convolution is padded so that the size stays at stride 1, and is followed by a leaky ReLU
    with slope 0.1.
"""

from __future__ import annotations

from torch import Tensor, nn

SLOPE = 0.1
"""Of the leaky ReLU where its input is negative."""


def convolutions(
    inputs: int, *layers: tuple[int, int], stride: int = 1, normalised: bool = True
) -> nn.Sequential:
    """Return convolutions, each with its leaky ReLU.

    Args:
        inputs: Channels that come in.
        layers: Side of the kernel and number of output channels of each.
        stride: Of the last convolution; the others keep the size.
        normalised: Put batch normalisation in place of the biases.
    """
    row = nn.Sequential()
    for number, (kernel, outputs) in enumerate(layers, start=1):
        step = stride if number == len(layers) else 1
        convolution = nn.Conv2d(inputs, outputs, kernel, step, kernel // 2, bias=not normalised)
        row.add_module(f"conv{number}", convolution)
        if normalised:
            row.add_module(f"bn{number}", nn.BatchNorm2d(outputs))
        row.add_module(f"leaky{number}", nn.LeakyReLU(SLOPE))
        inputs = outputs
    return row


class Residual(nn.Module):
    """A 1 × 1 to half the width, a 3 × 3 back to it, and a shortcut around both."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.narrow = convolutions(width, (1, width // 2))
        self.widen = convolutions(width // 2, (3, width))

    def forward(self, x: Tensor) -> Tensor:
        """Return the input plus what the convolutions found; no activation follows the sum."""
        y = self.narrow(x)  # c/2 × h × w
        return x + self.widen(y)  # c × h × w


def residual_stage(inputs: int, width: int, blocks: int) -> nn.Sequential:
    """Return a stage of Darknet-53: a 3 × 3 with stride 2, then blocks with shortcuts."""
    down = convolutions(inputs, (3, width), stride=2)
    return nn.Sequential(down, *(Residual(width) for _ in range(blocks)))
