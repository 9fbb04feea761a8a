"""Questions about separable convolutions: what they cost beside a full convolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Misconception, Real, Verifier, Whole
from quizlab_verifiers.maths import convolution_cost
from quizlab_verifiers.notation import equals, number
from quizlab_verifiers.wording import article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered


@dataclass(frozen=True, slots=True)
class SeparableCostRatioParameters:
    """A convolution that is replaced by a separable one.

    Attributes:
        out_channels: Output channels.
        kernel: Kernel side in taps.
        in_channels: Input channels; the ratio does not depend on them.
    """

    out_channels: Annotated[
        int, Whole(1, 65536, draws=(10, 12, 16, 20, 24, 25, 32, 40, 48, 50, 64, 80, 100, 128, 256))
    ]
    kernel: Annotated[int, Whole(1, 1024, draws=(2, 3, 3, 3, 4, 5, 5, 7))]
    in_channels: Annotated[
        int,
        Whole(1, 65536, draws=(3, 6, 8, 10, 12, 16, 18, 20, 24, 30, 32, 36, 40, 48, 64, 96, 128)),
    ] = 32


def _ratio(v: SeparableCostRatioParameters) -> float:
    return 1 / v.out_channels + 1 / v.kernel**2


def _kernel_only(v: SeparableCostRatioParameters) -> float:
    return 1 / v.kernel**2


def _channels_only(v: SeparableCostRatioParameters) -> float:
    return 1 / v.out_channels


def _inverse(v: SeparableCostRatioParameters) -> float:
    return 1 / _ratio(v)


def _not_squared(v: SeparableCostRatioParameters) -> float | None:
    return 1 / v.out_channels + 1 / v.kernel if v.kernel > 1 else None


def _input_channels(v: SeparableCostRatioParameters) -> float | None:
    if v.in_channels == v.out_channels:
        return None
    return 1 / v.in_channels + 1 / v.kernel**2


def _saved(v: SeparableCostRatioParameters) -> float | None:
    return 1 - _ratio(v) if _ratio(v) < 1 else None


class SeparableCostRatio(Verifier[SeparableCostRatioParameters]):
    """``separable.cost-ratio``: the cost of a separable convolution as a share of the full one."""

    id = "separable.cost-ratio"
    version = 1
    title = "Cost of a separable convolution"
    Parameters = SeparableCostRatioParameters
    # No ratio is below 1/65536 + 1/1024²; the floor never helps a wrong answer.
    parts = (AnswerPart("ratio", Real(relative=0.01, floor=1e-9, percent=True)),)
    convention = (
        "Cost is multiply-adds of depthwise and pointwise layer together, divided by those of the "
        "full convolution; biases are not counted."
    )
    citation = "Howard et al. 2017, MobileNets, section 3.1, https://arxiv.org/abs/1704.04861"
    code = convolution_cost.separable_cost_ratio
    misconceptions: tuple[Misconception[SeparableCostRatioParameters], ...] = (
        Misconception(
            "depthwise-only",
            "You counted the depthwise layer only, 1/k². The pointwise layer adds 1/N, where N "
            "is the number of output channels.",
            _kernel_only,
        ),
        Misconception(
            "pointwise-only",
            "You counted the pointwise layer only, 1/N. The depthwise layer adds 1/k².",
            _channels_only,
        ),
        Misconception(
            "inverse",
            "You said how many times cheaper it is. Asked is the cost of the separable layer as "
            "a share of the full one: the inverse.",
            _inverse,
        ),
        Misconception(
            "input-channels",
            "You took the input channels. They cancel; it is the output channels that the "
            "depthwise layer is spared.",
            _input_channels,
        ),
        Misconception(
            "kernel-not-squared",
            "You took 1/k. A kernel with side k has k × k taps, so the depthwise layer's share is "
            "1/k².",
            _not_squared,
        ),
        Misconception(
            "saved",
            "You said how much is saved. Asked is what it still costs: take that from 1.",
            _saved,
        ),
    )

    def comfortable(self, v: SeparableCostRatioParameters) -> bool:
        """Hold draws to layers that become cheaper."""
        return _ratio(v) < 0.5

    def difficulty(self, v: SeparableCostRatioParameters) -> int:
        """1: a 2 × 2 or 5 × 5 kernel, whose share is round. 2: 3 × 3. 3: larger denominators."""
        if v.kernel in {2, 5}:
            return 1
        return 2 if v.kernel == 3 else 3

    def compute(self, v: SeparableCostRatioParameters) -> float:
        """Apply the formula."""
        return convolution_cost.separable_cost_ratio(v.out_channels, v.kernel)

    def reference(self, v: SeparableCostRatioParameters) -> Answered:
        """Let torch count the operations of all three layers as they run."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[SeparableCostRatioParameters]) -> list[Answered]:
        """Run all three layers under torch's counter, and divide what it counts.

        On the meta device torch goes through all steps of a layer but the arithmetic. The input
        is 8 × 8 cells larger than the kernel, which is as good as any other.
        """
        import torch
        from torch.nn.functional import conv2d
        from torch.utils.flop_counter import FlopCounterMode

        def counted(groups: int, outputs: int, kernel: int, image: torch.Tensor) -> int:
            before = counter.get_total_flops()
            share = image.shape[1] // groups
            conv2d(image, torch.empty(outputs, share, kernel, kernel, device="meta"), groups=groups)
            return int(counter.get_total_flops() - before)

        ratios: list[Answered] = []
        with torch.inference_mode(), FlopCounterMode(display=False) as counter:
            for v in vs:
                c, n, k = v.in_channels, v.out_channels, v.kernel
                image = torch.empty(1, c, k + 7, k + 7, device="meta")
                depthwise = counted(c, c, k, image)
                pointwise = counted(1, n, 1, torch.empty(1, c, 8, 8, device="meta"))
                ratios.append((depthwise + pointwise) / counted(1, n, k, image))
        return ratios

    def prompt(self, v: SeparableCostRatioParameters, language: str = "en") -> str:
        """Ask for the ratio in one sentence."""
        del language
        return (
            f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ convolution from "
            f"${v.in_channels}$ to ${v.out_channels}$ channels is replaced by a depthwise separable "
            "one.\n\n"
            "What does the separable one cost, in multiply-adds, as a share of the full one "
            "(a fraction or a percentage)?"
        )

    def explain(self, v: SeparableCostRatioParameters, language: str = "en") -> tuple[str, ...]:
        """Divide, cancel, put the numbers in."""
        del language
        ratio = self.compute(v)
        method = (
            "Divide the multiply-adds for one cell of the output. A full convolution takes "
            "$M N k^2$ with $M$ input and $N$ output channels; the depthwise layer takes "
            "$M k^2$, the pointwise layer $M N$. The input channels cancel:\n\n"
            "$$\\frac{M k^2 + M N}{M N k^2} = \\frac{1}{N} + \\frac{1}{k^2}$$"
        )
        numbers = (
            f"With $N = {v.out_channels}$ and $k = {v.kernel}$:\n\n"
            f"$$\\frac{{1}}{{{v.out_channels}}} {equals(1 / v.out_channels)} \\qquad "
            f"\\frac{{1}}{{{v.kernel}^2}} {equals(1 / v.kernel**2)}$$"
        )
        times = (
            f", so the separable one is about ${number(1 / ratio, 3)}$ times cheaper"
            if ratio < 1
            else ""
        )
        result = (
            f"Their sum is the ratio{times}:\n\n"
            f"$$\\frac{{1}}{{{v.out_channels}}} + \\frac{{1}}{{{v.kernel**2}}} {equals(ratio)}$$"
        )
        return method, numbers, result
