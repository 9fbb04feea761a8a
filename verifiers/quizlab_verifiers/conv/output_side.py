"""Questions about convolutions: how large the output is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Count, Misconception, Verifier, Whole
from quizlab_verifiers.conv import shapes, sliding_sentences
from quizlab_verifiers.maths import convolution
from quizlab_verifiers.wording import article, layer_letters, layer_settings, travel, travel_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered


@dataclass(frozen=True, slots=True)
class OutputSideParameters:
    """A convolution over a square input.

    Attributes:
        size: Input side in cells.
        kernel: Kernel side in taps.
        stride: Stride in cells.
        padding: Padding in cells, at each of the two ends.
        dilation: Distance from tap to tap in cells.
    """

    size: Annotated[int, Whole(1, 65536, draws=(*range(12, 129), 224, 227, 256, 299))]
    kernel: Annotated[int, Whole(1, 2048, draws=(3, 3, 3, 5, 5, 7))]
    stride: Annotated[int, Whole(1, 4096, draws=(1, 2, 2, 2, 3, 4))] = 1
    padding: Annotated[int, Whole(0, 4096, draws=(0, 1, 1, 1, 2, 2, 3, 3))] = 0
    dilation: Annotated[int, Whole(1, 4096, draws=(1, 1, 1, 1, 2, 3))] = 1


def _travel(v: OutputSideParameters) -> int:
    """Return how many cells the kernel can move from its first position."""
    return shapes.travel(v, v.size)


def _shown(v: OutputSideParameters, travel: int) -> int | None:
    """Count the positions along a wrong `travel`; None where rounding hides the mistake.

    One position too few is what a forgotten + 1 gives: forgotten padding always does so in the
    commonest layer, 3 x 3 with stride 2 and padding 1, which draws should not avoid.
    """
    steps, right = travel // v.stride, _travel(v) // v.stride
    return steps + 1 if 0 <= steps != right != steps + 1 else None


def _ceil(v: OutputSideParameters) -> int | None:
    return -(-_travel(v) // v.stride) + 1 if v.stride > 1 else None


def _no_plus_one(v: OutputSideParameters) -> int | None:
    return _travel(v) // v.stride or None


def _padding_once(v: OutputSideParameters) -> int | None:
    return _shown(v, _travel(v) - v.padding) if v.padding else None


def _no_padding(v: OutputSideParameters) -> int | None:
    return _shown(v, _travel(v) - 2 * v.padding) if v.padding else None


def _no_dilation(v: OutputSideParameters) -> int | None:
    if v.dilation == 1:
        return None
    return _shown(v, v.size + 2 * v.padding - v.kernel)


def _dilation_times_kernel(v: OutputSideParameters) -> int | None:
    if v.dilation == 1:
        return None
    return _shown(v, v.size + 2 * v.padding - v.dilation * v.kernel)


def _wider_holes(v: OutputSideParameters) -> int | None:
    if v.dilation == 1:
        return None
    return _shown(v, v.size + 2 * v.padding - v.kernel - (v.kernel - 1) * v.dilation)


def _no_stride(v: OutputSideParameters) -> int | None:
    return _travel(v) + 1 if v.stride > 1 else None


def _same(v: OutputSideParameters) -> int | None:
    side = -(-v.size // v.stride)
    return side if side != _travel(v) // v.stride + 1 else None


class OutputSide(Verifier[OutputSideParameters]):
    """``conv2d.output-side``: the side of a convolution's output."""

    id = "conv2d.output-side"
    version = 1
    title = "Output side of a convolution"
    Parameters = OutputSideParameters
    parts = (AnswerPart("side", Count()),)
    convention = (
        "PyTorch: square input and kernel, padding on every side, rounded down; "
        "dilation 1 is an ordinary kernel."
    )
    citation = (
        "Dumoulin & Visin, A guide to convolution arithmetic for deep learning, "
        "relationships 6 and 15, https://arxiv.org/abs/1603.07285; torch.nn.Conv2d, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html"
    )
    code = convolution.output_side
    misconceptions: tuple[Misconception[OutputSideParameters], ...] = (
        Misconception(
            "ceil",
            sliding_sentences.CEIL,
            _ceil,
        ),
        Misconception(
            "no-plus-one",
            sliding_sentences.NO_PLUS_ONE,
            _no_plus_one,
        ),
        Misconception(
            "padding-once",
            "You counted the padding once. It is added at both ends, so the input grows by 2p.",
            _padding_once,
        ),
        Misconception(
            "no-padding",
            "You left out the padding: it lengthens the input by 2p before the kernel starts.",
            _no_padding,
        ),
        Misconception(
            "no-dilation",
            sliding_sentences.NO_DILATION,
            _no_dilation,
        ),
        Misconception(
            "dilation-times-kernel",
            "You took dk for the span of the dilated kernel. Between k taps lie only k − 1 "
            "gaps, so it spans d(k − 1) + 1 cells.",
            _dilation_times_kernel,
        ),
        Misconception(
            "wider-holes",
            "You put d unused cells into each gap. Dilation d is the distance from tap to tap: "
            "a gap holds d − 1 unused cells.",
            _wider_holes,
        ),
        Misconception(
            "no-stride",
            "You left out the stride: the kernel moves by s cells at a time, so divide the way "
            "that it can travel by s.",
            _no_stride,
        ),
        Misconception(
            "same-padding",
            "You divided the input by the stride, as “same” padding does. Here the padding is "
            "given, so the kernel's span counts too.",
            _same,
        ),
    )

    def where(self, v: OutputSideParameters) -> str | None:
        """Say which parameters leave the kernel no place to stand."""
        return shapes.too_short(v, v.size, f"size {v.size}", "size")

    def comfortable(self, v: OutputSideParameters) -> bool:
        """Hold draws to layers that somebody would build: no position on padding alone."""
        return v.padding <= v.dilation * (v.kernel - 1) // 2 and shapes.span(v) <= v.size

    def difficulty(self, v: OutputSideParameters) -> int:
        """1: nothing to round. 2: a remainder. 3: dilation."""
        if v.dilation > 1:
            return 3
        return 2 if _travel(v) % v.stride else 1

    def compute(self, v: OutputSideParameters) -> int:
        """Apply the formula."""
        return convolution.output_side(v.size, v.kernel, v.stride, v.padding, v.dilation)

    def reference(self, v: OutputSideParameters) -> Answered:
        """Run torch's convolution and look at what comes out."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[OutputSideParameters]) -> list[Answered]:
        """Run torch's convolution along the height, one column wide.

        Height and width do not know of each other; a column lets the largest legal input,
        65,536 cells under 2,048 taps, run in about a second.
        """
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            return [
                functional.conv2d(
                    torch.ones(1, 1, v.size, 1),
                    torch.ones(1, 1, v.kernel, 1),
                    stride=(v.stride, 1),
                    padding=(v.padding, 0),
                    dilation=(v.dilation, 1),
                ).shape[2]
                for v in vs
            ]

    def prompt(self, v: OutputSideParameters, language: str = "en") -> str:
        """Ask for the side in one sentence."""
        del language
        return (
            f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ convolution with "
            f"{layer_settings(v.stride, v.padding, v.dilation)} runs over {article(v.size)} "
            f"${v.size} \\times {v.size}$ input.\n\nWhat is the side of its output?"
        )

    def explain(self, v: OutputSideParameters, language: str = "en") -> tuple[str, ...]:
        """Count positions: formula, travel, result."""
        del language
        far = _travel(v)
        steps, left = divmod(far, v.stride)
        rest = f"; ${left}$ left over, too few for another" if left else ""
        count = (
            "Count the positions of the kernel: the one where it starts, and one more for each "
            f"whole step. With {layer_letters('kernel', v.dilation)}:\n\n"
            f"$$o = \\left\\lfloor \\frac{{{travel_formula(v.dilation)}}}{{s}} "
            "\\right\\rfloor + 1$$"
        )
        result = (
            f"In steps of ${v.stride}$ these ${far}$ cells make ${steps}$ steps{rest}. "
            "With the position at the start:\n\n"
            f"$$o = \\left\\lfloor \\frac{{{far}}}{{{v.stride}}} \\right\\rfloor + 1 "
            f"= {steps} + 1 = {self.compute(v)}$$"
        )
        return count, travel("kernel", v.size, v.kernel, v.padding, v.dilation), result
