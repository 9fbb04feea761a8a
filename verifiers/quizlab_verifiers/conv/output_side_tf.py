"""Questions about convolutions: how large the output is by TensorFlow's names for padding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Count, OneOf, Verifier, Whole
from quizlab_verifiers import wording
from quizlab_verifiers.conv.output_side_tf_mistakes import MISTAKES
from quizlab_verifiers.maths import convolution_padding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered


@dataclass(frozen=True, slots=True)
class OutputSideTfParameters:
    """A convolution over a square input.

    Attributes:
        size: Input side in cells.
        kernel: Kernel side in taps.
        stride: Stride in cells.
        dilation: Distance from tap to tap in cells.
        padding: ``same`` or ``valid``, Keras' default.
    """

    size: Annotated[int, Whole(1, 65536, draws=(*range(12, 129), 224, 227, 256, 299))]
    kernel: Annotated[int, Whole(1, 1024, draws=(2, 3, 3, 4, 4, 5, 7))]
    stride: Annotated[int, Whole(1, 4096, draws=(1, 2, 2, 2, 3, 3, 4))] = 1
    dilation: Annotated[int, Whole(1, 1024, draws=(1, 1, 2, 3))] = 1
    padding: Annotated[str, OneOf("same", "valid")] = "valid"


def _span(v: OutputSideTfParameters) -> int:
    """Return how many cells the dilated kernel spans."""
    return v.dilation * (v.kernel - 1) + 1


class OutputSideTf(Verifier[OutputSideTfParameters]):
    """``conv2d.output-side-tf``: the side of a convolution's output with same or valid padding."""

    id = "conv2d.output-side-tf"
    version = 1
    title = "Output side with same or valid padding"
    Parameters = OutputSideTfParameters
    parts = (AnswerPart("side", Count()),)
    convention = (
        "TensorFlow and Keras: square input and kernel; same pads until the output is the input "
        "divided by the stride, rounded up, with an odd cell of padding at the end; valid does "
        "not pad and rounds down."
    )
    citation = (
        "tf.nn, Notes on padding, https://www.tensorflow.org/api_docs/python/tf/nn; "
        "keras.layers.Conv2D, https://keras.io/api/layers/convolution_layers/convolution2d/"
    )
    code = convolution_padding.output_side_tf
    misconceptions = MISTAKES

    def where(self, v: OutputSideTfParameters) -> str | None:
        """Say which parameters leave the kernel no place to stand."""
        if v.padding == "same" or _span(v) <= v.size:
            return None
        return (
            f"kernel {v.kernel} with dilation {v.dilation} spans {_span(v)} cells and does not "
            f"fit into size {v.size} without padding; take a larger size, a smaller kernel or "
            "dilation, or padding same"
        )

    def comfortable(self, v: OutputSideTfParameters) -> bool:
        """Hold draws to layers that Keras builds: it refuses a stride together with dilation."""
        return (v.stride == 1 or v.dilation == 1) and _span(v) <= v.size

    def difficulty(self, v: OutputSideTfParameters) -> int:
        """1: same, or nothing to round. 2: a remainder without padding. 3: dilation."""
        if v.dilation > 1:
            return 3
        return 2 if v.padding == "valid" and (v.size - _span(v)) % v.stride else 1

    def compute(self, v: OutputSideTfParameters) -> int:
        """Apply the formula."""
        return convolution_padding.output_side_tf(
            v.size, v.kernel, v.stride, v.dilation, padding=v.padding
        )

    def reference(self, v: OutputSideTfParameters) -> Answered:
        """Pad as TensorFlow does, run torch's convolution and look at what comes out."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[OutputSideTfParameters]) -> list[Answered]:
        """Run torch's convolution along the height, one column wide.

        How many zeros TensorFlow adds is documented by the remainder of size by stride, without
        the output side: the padding must cover the part of the kernel that the last, possibly
        incomplete step does not.
        """
        import torch
        from torch.nn import functional

        sides: list[Answered] = []
        with torch.inference_mode():
            for v in vs:
                column = torch.ones(1, 1, v.size, 1)
                if v.padding == "same":
                    total = max(_span(v) - (v.size % v.stride or v.stride), 0)
                    start = total // 2
                    column = functional.pad(column, (0, 0, start, total - start))
                out = functional.conv2d(
                    column,
                    torch.ones(1, 1, v.kernel, 1),
                    stride=(v.stride, 1),
                    dilation=(v.dilation, 1),
                )
                sides.append(out.shape[2])
        return sides

    def prompt(self, v: OutputSideTfParameters, language: str = "en") -> str:
        """Ask for the side in one sentence."""
        del language
        settings = [f"stride ${v.stride}$"]
        if v.dilation > 1:
            settings.append(f"dilation ${v.dilation}$")
        settings.append(f'`padding="{v.padding}"`')
        return (
            f"In TensorFlow {wording.article(v.kernel)} ${v.kernel} \\times {v.kernel}$ "
            f"convolution with {wording.listed(settings)} runs over "
            f"{wording.article(v.size)} ${v.size} \\times {v.size}$ input.\n\n"
            "What is the side of its output?"
        )

    def explain(self, v: OutputSideTfParameters, language: str = "en") -> tuple[str, ...]:
        """Say what the padding means, then count positions."""
        del language
        return self._same(v) if v.padding == "same" else self._valid(v)

    def _same(self, v: OutputSideTfParameters) -> tuple[str, ...]:
        """Divide and round up; then show the padding that makes it come out."""
        side = self.compute(v)
        needed = (side - 1) * v.stride + _span(v)
        total = max(needed - v.size, 0)
        method = (
            "With `same`, TensorFlow adds as much padding as it takes for every $s$-th cell of "
            "the input to get a window. Kernel and dilation decide how much that is, but not how "
            "many windows there are. With input side $i$ and stride $s$:\n\n"
            "$$o = \\left\\lceil \\frac{i}{s} \\right\\rceil$$"
        )
        divided = f"$$o = \\left\\lceil \\frac{{{v.size}}}{{{v.stride}}} \\right\\rceil = {side}$$"
        spread = (
            f"With its holes the kernel spans ${v.dilation} \\cdot {v.kernel - 1} + 1 = {_span(v)}$ "
            "cells. "
            if v.dilation > 1
            else ""
        )
        if total:
            padding = (
                f"The input has ${v.size}$, so TensorFlow adds ${total}$: ${total // 2}$ at the "
                f"start and ${total - total // 2}$ at the end."
            )
        else:
            padding = f"The input has ${v.size}$, so no padding is needed."
        return (
            method,
            f"Divide and round up:\n\n{divided}",
            (
                f"Check it by the padding. {spread}${side}$ windows with stride ${v.stride}$ need "
                f"$({side} - 1) \\cdot {v.stride} + {_span(v)} = {needed}$ cells. {padding} The output "
                f"has side ${side}$."
            ),
        )

    def _valid(self, v: OutputSideTfParameters) -> tuple[str, ...]:
        """Count positions: formula, travel, result."""
        far = v.size - _span(v)
        steps = far // v.stride
        letters = ["input side $i$", "kernel side $k$", "stride $s$"]
        formula = "i - k"
        if v.dilation > 1:
            letters.append("dilation $d$")
            formula = "i - d(k - 1) - 1"
        return (
            (
                "With `valid` there is no padding. Count the positions of the kernel: the one where "
                f"it starts, and one more for each whole step. With {wording.listed(letters)}:\n\n"
                f"$$o = \\left\\lfloor \\frac{{{formula}}}{{s}} \\right\\rfloor + 1$$"
            ),
            wording.travel("kernel", v.size, v.kernel, 0, v.dilation),
            (
                f"Divide by the stride, round down and add the position at the start:\n\n"
                f"$$o = \\left\\lfloor \\frac{{{far}}}{{{v.stride}}} \\right\\rfloor + 1 "
                f"= {steps} + 1 = {steps + 1}$$"
            ),
        )
