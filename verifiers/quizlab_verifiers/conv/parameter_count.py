"""Questions about convolutions: how many parameters they learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, Flag, Misconception, Verifier, Whole
from quizlab_verifiers.maths import convolution_cost
from quizlab_verifiers.wording import article

_CHANNELS = (1, 3, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128)


@dataclass(frozen=True, slots=True)
class ParameterCountParameters:
    """A convolution.

    Attributes:
        in_channels: Input channels.
        out_channels: Output channels, the number of kernels.
        kernel: Kernel side in taps.
        groups: Groups that the channels are dealt out to; 1 is an ordinary convolution.
        bias: Whether each output channel has a bias.
    """

    in_channels: Annotated[int, Whole(1, 65536, draws=_CHANNELS)]
    out_channels: Annotated[int, Whole(1, 65536, draws=_CHANNELS[2:])]
    kernel: Annotated[int, Whole(1, 1024, draws=(1, 2, 3, 3, 3, 3, 5, 5, 7))]
    groups: Annotated[int, Whole(1, 65536, draws=(1, 1, 1, 1, 2, 4, 4, 6, 8))] = 1
    bias: Annotated[bool, Flag(draws=(True, True, False))] = True


def _weights(v: ParameterCountParameters) -> int:
    """Return the number of weights."""
    return v.out_channels * (v.in_channels // v.groups) * v.kernel**2


def _biases(v: ParameterCountParameters) -> int:
    return v.out_channels if v.bias else 0


def _no_bias(v: ParameterCountParameters) -> int | None:
    return _weights(v) if v.bias else None


def _bias_all_the_same(v: ParameterCountParameters) -> int | None:
    return None if v.bias else _weights(v) + v.out_channels


def _bias_for_each_input(v: ParameterCountParameters) -> int | None:
    if not v.bias or v.in_channels == v.out_channels:
        return None
    return _weights(v) + v.in_channels


def _one_input_channel(v: ParameterCountParameters) -> int | None:
    if v.in_channels == v.groups:
        return None
    return v.out_channels * v.kernel**2 + _biases(v)


def _not_squared(v: ParameterCountParameters) -> int | None:
    if v.kernel == 1:
        return None
    return _weights(v) // v.kernel + _biases(v)


def _no_groups(v: ParameterCountParameters) -> int | None:
    return _weights(v) * v.groups + _biases(v) if v.groups > 1 else None


def _both_divided(v: ParameterCountParameters) -> int | None:
    return _weights(v) // v.groups + _biases(v) if v.groups > 1 else None


class ParameterCount(Verifier[ParameterCountParameters]):
    """``conv2d.parameters``: how many parameters a convolution has."""

    id = "conv2d.parameters"
    version = 1
    title = "Parameters of a convolution"
    Parameters = ParameterCountParameters
    parts = (AnswerPart("parameters", Count(magnitudes=True)),)
    convention = (
        "Square kernel; weights and, where the layer has them, one bias for each output channel."
    )
    citation = (
        "torch.nn.Conv2d, Variables, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html"
    )
    code = convolution_cost.parameters
    misconceptions: tuple[Misconception[ParameterCountParameters], ...] = (
        Misconception(
            "no-bias",
            "You left out the biases: one for each output channel.",
            _no_bias,
        ),
        Misconception(
            "bias-all-the-same",
            "You added biases. This layer has none.",
            _bias_all_the_same,
        ),
        Misconception(
            "one-input-channel",
            "You took a kernel for a flat k × k window. It reaches through every input channel "
            "that it sees, with weights of its own for each.",
            _one_input_channel,
        ),
        Misconception(
            "kernel-not-squared",
            "You counted k taps. A kernel with side k has k × k taps in each channel.",
            _not_squared,
        ),
        Misconception(
            "bias-for-each-input",
            "You counted a bias for each input channel. A bias is added to what a kernel makes, "
            "so there is one for each output channel.",
            _bias_for_each_input,
        ),
        Misconception(
            "no-groups",
            "You left out the groups: each kernel sees only its own group's input channels, a "
            "share of 1/g.",
            _no_groups,
        ),
        Misconception(
            "both-divided",
            "You divided input and output channels by the groups. That counts one group; there "
            "are g of them, so only the input channels are divided.",
            _both_divided,
        ),
    )

    def where(self, v: ParameterCountParameters) -> str | None:
        """Say which channels the groups do not divide."""
        for name, channels in (
            ("in_channels", v.in_channels),
            ("out_channels", v.out_channels),
        ):
            if channels % v.groups:
                return (
                    f"groups {v.groups} does not divide {name} {channels}; take a number of "
                    "groups that divides both in_channels and out_channels"
                )
        return None

    def comfortable(self, v: ParameterCountParameters) -> bool:
        """Hold draws to what can be multiplied by hand."""
        return _weights(v) <= 100_000

    def difficulty(self, v: ParameterCountParameters) -> int:
        """1: up to a thousand weights. 2: more of them. 3: groups."""
        if v.groups > 1:
            return 3
        return 2 if _weights(v) > 1_000 else 1

    def compute(self, v: ParameterCountParameters) -> int:
        """Apply the formula."""
        return convolution_cost.parameters(
            v.in_channels, v.out_channels, v.kernel, v.groups, bias=v.bias
        )

    def reference(self, v: ParameterCountParameters) -> int:
        """Build the torch layer and count; on the meta device even the largest needs no memory."""
        import torch

        layer = torch.nn.Conv2d(
            v.in_channels,
            v.out_channels,
            v.kernel,
            groups=v.groups,
            bias=v.bias,
            device="meta",
        )
        return sum(parameter.numel() for parameter in layer.parameters())

    def prompt(self, v: ParameterCountParameters, language: str = "en") -> str:
        """Ask for the number in one sentence."""
        del language
        groups = f" in ${v.groups}$ groups" if v.groups > 1 else ""
        bias = "with biases" if v.bias else "without biases"
        return (
            f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ "
            f"convolution{groups} takes ${v.in_channels}$ "
            f"channel{'s' if v.in_channels > 1 else ''} to ${v.out_channels}$, {bias}.\n\n"
            "How many parameters does it have?"
        )

    def explain(self, v: ParameterCountParameters, language: str = "en") -> tuple[str, ...]:
        """Count one kernel, then all, then biases."""
        del language
        seen = v.in_channels // v.groups
        kernel = seen * v.kernel**2
        dealt = v.groups > 1
        share = "\\frac{C}{g}" if dealt else "C"
        all_channels = "the one input channel" if seen == 1 else f"all ${seen}$ input channels"
        method = (
            "Count the weights of one kernel, then multiply by the number of kernels. A kernel "
            f"has $k \\cdot k$ taps in each channel that it sees: "
            f"{'with $g$ groups a share of $C / g$' if dealt else 'all $C$'} input channels. "
            "There is one kernel for each of the $K$ output channels"
            f"{', and one bias for each kernel' if v.bias else ''}:\n\n"
            f"$$K \\cdot {share} \\cdot k^2{' + K' if v.bias else ''}$$"
        )
        channels = (
            f"Each kernel sees ${v.in_channels} / {v.groups} = {seen}$ input channels"
            if dealt
            else f"Each kernel sees {all_channels}"
        )
        one = (
            f"{channels} and has\n\n"
            f"$${seen} \\cdot {v.kernel}^2 = {seen} \\cdot {v.kernel**2} = {kernel}$$\n\n"
            f"weight{'s' if kernel > 1 else ''}."
        )
        total = f"$${v.out_channels} \\cdot {kernel} = {_weights(v)}$$"
        if not v.bias:
            return (
                method,
                one,
                f"${v.out_channels}$ kernels have, without biases,\n\n{total}\n\nparameters.",
            )
        return (
            method,
            one,
            f"${v.out_channels}$ kernels have together\n\n{total}\n\nweights.",
            (
                f"With one bias for each kernel:\n\n"
                f"$${_weights(v)} + {v.out_channels} = {self.compute(v)}$$"
            ),
        )
