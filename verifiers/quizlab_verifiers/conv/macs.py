"""Questions about convolutions: how many multiply-adds they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Count, Generated, Verifier, Whole
from quizlab_verifiers import wording
from quizlab_verifiers.conv import shapes
from quizlab_verifiers.conv.macs_mistakes import MISTAKES
from quizlab_verifiers.conv.shapes import Sides  # noqa: TC001 - the annotations need it
from quizlab_verifiers.maths import convolution_cost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from quizlab.verify import Answered

_CHANNELS = (3, 4, 8, 8, 12, 16, 16, 24, 32)
_SIDES = (8, 10, 12, 14, 16, 20, 24, 28, 30, 32, 40, 56)


def _shape(dice: Random) -> Sides:
    """Draw a shape; half of them are square."""
    height = dice.choice(_SIDES)
    width = height if dice.random() < 0.5 else dice.choice(_SIDES)
    return dice.choice(_CHANNELS), height, width


@dataclass(frozen=True, slots=True)
class MacsParameters:
    """A convolution over an input with channels.

    Attributes:
        shape: Channels, height and width of the input; no batch axis.
        out_channels: Output channels, the number of kernels.
        kernel: Kernel side in taps.
        stride: Stride in cells.
        padding: Padding in cells, at each of the four sides.
        dilation: Distance from tap to tap in cells.
        groups: Groups that the channels are dealt out to; 1 is an ordinary convolution.
    """

    shape: Annotated[Sides, shapes.shape_type(Generated(_shape))]
    out_channels: Annotated[int, Whole(1, 65536, draws=(4, 8, 12, 16, 20, 24, 32, 64))]
    kernel: Annotated[int, Whole(1, 4096, draws=(1, 3, 3, 3, 3, 3, 5, 5))]
    stride: Annotated[int, Whole(1, 4096, draws=(1, 1, 2, 2))] = 1
    padding: Annotated[int, Whole(0, 4096, draws=(0, 0, 1, 1, 1, 1, 2))] = 0
    dilation: Annotated[int, Whole(1, 4096, draws=(1, 1, 1, 1, 1, 2))] = 1
    groups: Annotated[int, Whole(1, 65536, draws=(1, 1, 1, 4, 4, 8))] = 1


class Macs(Verifier[MacsParameters]):
    """``conv2d.macs``: how many multiply-adds a convolution takes."""

    id = "conv2d.macs"
    version = 1
    title = "Multiply-adds of a convolution"
    Parameters = MacsParameters
    parts = (AnswerPart("macs", Count(magnitudes=True)),)
    convention = (
        "Multiply-adds (MACs) for one input; a FLOP count is twice as large. Biases are not "
        "counted, taps on padding are. PyTorch's output size: padding on every side, rounded "
        "down. Shapes are channels x height x width."
    )
    citation = (
        "Howard et al. 2017, MobileNets, section 3.1, https://arxiv.org/abs/1704.04861; "
        "torch.utils.flop_counter, "
        "https://github.com/pytorch/pytorch/blob/main/torch/utils/flop_counter.py"
    )
    code = convolution_cost.macs
    misconceptions = MISTAKES

    def where(self, v: MacsParameters) -> str | None:
        """Say which parameters clash."""
        for name, channels in (("channels in shape", v.shape[0]), ("out_channels", v.out_channels)):
            if channels % v.groups:
                return (
                    f"groups {v.groups} does not divide the {channels} {name}; take a number of "
                    "groups that divides both"
                )
        return shapes.too_small(v)

    def comfortable(self, v: MacsParameters) -> bool:
        """Hold draws to layers that somebody would build, with two digits for each side."""
        return shapes.is_usual(v) and self.compute(v) <= 5_000_000

    def difficulty(self, v: MacsParameters) -> int:
        """1: the output is as large as the input. 2: it is smaller. 3: groups or dilation."""
        if v.groups > 1 or v.dilation > 1:
            return 3
        return 2 if shapes.travel(v, v.shape[1]) // v.stride + 1 != v.shape[1] else 1

    def compute(self, v: MacsParameters) -> int:
        """Apply the formula."""
        return convolution_cost.macs(
            v.shape,
            v.out_channels,
            v.kernel,
            s=v.stride,
            p=v.padding,
            d=v.dilation,
            g=v.groups,
        )

    def reference(self, v: MacsParameters) -> Answered:
        """Let torch count the operations of the layer as it runs."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[MacsParameters]) -> list[Answered]:
        """Run each layer under torch's counter, which counts a multiply-add as two operations.

        On the meta device torch goes through all steps of a layer but the arithmetic, so that
        the largest legal layers need neither time nor memory.
        """
        import torch
        from torch.utils.flop_counter import FlopCounterMode

        counts: list[Answered] = []
        before = 0
        with torch.inference_mode(), FlopCounterMode(display=False) as counter:
            for v in vs:
                torch.nn.functional.conv2d(
                    torch.empty(1, *v.shape, device="meta"),
                    torch.empty(
                        v.out_channels,
                        v.shape[0] // v.groups,
                        v.kernel,
                        v.kernel,
                        device="meta",
                    ),
                    stride=v.stride,
                    padding=v.padding,
                    dilation=v.dilation,
                    groups=v.groups,
                )
                total = counter.get_total_flops()
                counts.append((total - before) // 2)
                before = total
        return counts

    def prompt(self, v: MacsParameters, language: str = "en") -> str:
        """Ask for the number in one sentence."""
        del language
        groups = f" in ${v.groups}$ groups" if v.groups > 1 else ""
        return (
            f"{wording.article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ "
            f"convolution{groups} with ${v.out_channels}$ output "
            f"channel{'s' if v.out_channels > 1 else ''}, "
            f"{wording.layer_settings(v.stride, v.padding, v.dilation)} runs "
            f"over {wording.article(v.shape[0])} {shapes.over(v)}.\n\n"
            "How many multiply-adds (MACs) does it take? Biases are not counted."
        )

    def explain(self, v: MacsParameters, language: str = "en") -> tuple[str, ...]:
        """Count output cells, then what each takes."""
        del language
        height, width = (shapes.travel(v, size) // v.stride + 1 for size in v.shape[1:])
        cells, seen = v.out_channels * height * width, v.shape[0] // v.groups
        each = seen * v.kernel**2
        share = "\\frac{C}{g}" if v.groups > 1 else "C"
        method = (
            "Count the cells of the output, then what each of them takes: one multiply-add for "
            "each weight of its kernel. With $K$ output channels of $H' \\times W'$ cells and "
            f"$C$ input channels{', dealt out to $g$ groups' if v.groups > 1 else ''}:\n\n"
            f"$$K \\cdot H' \\cdot W' \\cdot {share} \\cdot k^2$$"
        )
        of_output = (
            f"The output has\n\n$${v.out_channels} \\cdot {height} \\cdot {width} = {cells}$$\n\n"
            "cells."
        )
        sees = (
            f"A kernel sees ${v.shape[0]} / {v.groups} = {seen}$ input channels, so each cell takes"
            if v.groups > 1
            else "Each cell takes"
        )
        of_cell = f"{sees}\n\n$${seen} \\cdot {v.kernel}^2 = {each}$$\n\nmultiply-adds."
        result = f"Together:\n\n$${cells} \\cdot {each} = {cells * each}$$"
        return method, shapes.worked_sides(v), of_output, of_cell, result
