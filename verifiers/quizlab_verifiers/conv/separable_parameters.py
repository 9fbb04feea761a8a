"""Questions about separable convolutions: how many parameters they learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, Flag, Misconception, Verifier, Whole
from quizlab_verifiers.maths import convolution_cost

_CHANNELS = (3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128)


@dataclass(frozen=True, slots=True)
class SeparableParameterCountParameters:
    """A depthwise separable convolution.

    Attributes:
        in_channels: Input channels, which the depthwise layer keeps.
        out_channels: Output channels of the pointwise layer.
        kernel: Side of the depthwise kernels in taps.
        bias: Whether both layers have biases.
    """

    in_channels: Annotated[int, Whole(1, 65536, draws=_CHANNELS)]
    out_channels: Annotated[int, Whole(1, 65536, draws=_CHANNELS[1:])]
    kernel: Annotated[int, Whole(1, 1024, draws=(3, 3, 3, 5, 5, 7))]
    bias: Annotated[bool, Flag(draws=(False, False, True))] = False


def _depthwise(v: SeparableParameterCountParameters) -> int:
    return v.in_channels * v.kernel**2


def _pointwise(v: SeparableParameterCountParameters) -> int:
    return v.in_channels * v.out_channels


def _biases(v: SeparableParameterCountParameters) -> int:
    return v.in_channels + v.out_channels if v.bias else 0


def _full(v: SeparableParameterCountParameters) -> int:
    return _depthwise(v) * v.out_channels + (v.out_channels if v.bias else 0)


def _depthwise_only(v: SeparableParameterCountParameters) -> int:
    return _depthwise(v) + (v.in_channels if v.bias else 0)


def _pointwise_only(v: SeparableParameterCountParameters) -> int:
    return _pointwise(v) + (v.out_channels if v.bias else 0)


def _kernel_for_each_output(v: SeparableParameterCountParameters) -> int | None:
    if v.in_channels == v.out_channels:
        return None
    return v.out_channels * v.kernel**2 + _pointwise(v) + _biases(v)


def _one_kernel(v: SeparableParameterCountParameters) -> int | None:
    if v.in_channels == 1:
        return None
    return v.kernel**2 + _pointwise(v) + _biases(v)


def _not_squared(v: SeparableParameterCountParameters) -> int | None:
    if v.kernel == 1:
        return None
    return v.in_channels * v.kernel + _pointwise(v) + _biases(v)


def _no_bias(v: SeparableParameterCountParameters) -> int | None:
    return _depthwise(v) + _pointwise(v) if v.bias else None


def _bias_once(v: SeparableParameterCountParameters) -> int | None:
    return _depthwise(v) + _pointwise(v) + v.out_channels if v.bias else None


class SeparableParameterCount(Verifier[SeparableParameterCountParameters]):
    """``separable.parameters``: how many parameters a separable convolution has."""

    id = "separable.parameters"
    version = 1
    title = "Parameters of a separable convolution"
    Parameters = SeparableParameterCountParameters
    parts = (AnswerPart("parameters", Count(magnitudes=True)),)
    convention = (
        "Depthwise, then pointwise, one depthwise kernel for each input channel, nothing between; "
        "with biases both layers have them (Keras' SeparableConv2D has only the pointwise ones)."
    )
    citation = "Howard et al. 2017, MobileNets, section 3.1, https://arxiv.org/abs/1704.04861"
    code = convolution_cost.separable_parameters
    misconceptions: tuple[Misconception[SeparableParameterCountParameters], ...] = (
        Misconception(
            "full-convolution",
            "You counted the full convolution, where every kernel reaches through all channels "
            "with k × k taps. Separated, k² and the output channels are not multiplied.",
            _full,
        ),
        Misconception(
            "depthwise-only",
            "You counted the depthwise layer only. The 1 × 1 convolution that mixes the channels "
            "comes on top, and with many channels it has most of the parameters.",
            _depthwise_only,
        ),
        Misconception(
            "pointwise-only",
            "You counted the pointwise layer only. The k × k kernels of the depthwise layer come "
            "on top.",
            _pointwise_only,
        ),
        Misconception(
            "kernel-for-each-output",
            "You gave the depthwise layer a kernel for each output channel. It comes first and "
            "has one for each input channel.",
            _kernel_for_each_output,
        ),
        Misconception(
            "one-depthwise-kernel",
            "You counted one depthwise kernel. Every input channel has a kernel of its own.",
            _one_kernel,
        ),
        Misconception(
            "kernel-not-squared",
            "You counted k taps. A depthwise kernel with side k has k × k of them.",
            _not_squared,
        ),
        Misconception(
            "no-bias",
            "You left out the biases: one for each output channel of either layer.",
            _no_bias,
        ),
        Misconception(
            "bias-once",
            "You gave biases to the pointwise layer only, as Keras' SeparableConv2D does. Here "
            "the depthwise layer has them too, one for each input channel.",
            _bias_once,
        ),
    )

    def comfortable(self, v: SeparableParameterCountParameters) -> bool:
        """Hold draws to what can be multiplied by hand."""
        return _pointwise(v) <= 5_000

    def difficulty(self, v: SeparableParameterCountParameters) -> int:
        """1: up to 1,200 weights, no biases. 2: more of them. 3: biases."""
        if v.bias:
            return 3
        return 1 if _depthwise(v) + _pointwise(v) <= 1_200 else 2

    def compute(self, v: SeparableParameterCountParameters) -> int:
        """Apply the formula."""
        return convolution_cost.separable_parameters(
            v.in_channels, v.out_channels, v.kernel, bias=v.bias
        )

    def reference(self, v: SeparableParameterCountParameters) -> int:
        """Build both torch layers and count; the meta device needs no memory for them."""
        import torch

        block = torch.nn.Sequential(
            torch.nn.Conv2d(
                v.in_channels,
                v.in_channels,
                v.kernel,
                groups=v.in_channels,
                bias=v.bias,
                device="meta",
            ),
            torch.nn.Conv2d(v.in_channels, v.out_channels, 1, bias=v.bias, device="meta"),
        )
        return sum(parameter.numel() for parameter in block.parameters())

    def prompt(self, v: SeparableParameterCountParameters, language: str = "en") -> str:
        """Ask for the number in one sentence."""
        del language
        bias = "Both layers have biases." if v.bias else "Neither layer has biases."
        return (
            f"A depthwise separable convolution with ${v.kernel} \\times {v.kernel}$ kernels takes "
            f"${v.in_channels}$ channel{'s' if v.in_channels > 1 else ''} to "
            f"${v.out_channels}$. {bias}\n\n"
            "How many parameters does it have?"
        )

    def explain(
        self, v: SeparableParameterCountParameters, language: str = "en"
    ) -> tuple[str, ...]:
        """Count the depthwise layer, the pointwise layer, and biases."""
        del language
        depthwise, pointwise = _depthwise(v), _pointwise(v)
        method = (
            "Count two layers. The depthwise layer has one flat $k \\times k$ kernel for each of "
            "the $C$ input channels; the pointwise layer has $K$ kernels of $1 \\times 1$ that "
            "reach through all $C$ channels"
            f"{'. Each layer has a bias for each channel that it puts out' if v.bias else ''}:\n\n"
            f"$$C \\cdot k^2 + C \\cdot K{' + C + K' if v.bias else ''}$$"
        )
        layers = (
            "Depthwise and pointwise:\n\n"
            f"$${v.in_channels} \\cdot {v.kernel}^2 = {v.in_channels} \\cdot {v.kernel**2} "
            f"= {depthwise}$$\n\n"
            f"$${v.in_channels} \\cdot {v.out_channels} = {pointwise}$$"
        )
        biases = f" + {v.in_channels} + {v.out_channels}" if v.bias else ""
        return (
            method,
            layers,
            (
                f"Together{', with the biases' if v.bias else ''}:\n\n"
                f"$${depthwise} + {pointwise}{biases} = {self.compute(v)}$$"
            ),
        )
