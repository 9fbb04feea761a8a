"""Questions about transposed convolutions: how large the output is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Count, Verifier
from quizlab_verifiers.conv.transposed_output_side_mistakes import MISTAKES
from quizlab_verifiers.conv.transposed_output_side_parameters import (
    TransposedOutputSideParameters,
    output_side,
)
from quizlab_verifiers.maths import transposed_convolution
from quizlab_verifiers.wording import article, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered


class TransposedOutputSide(Verifier[TransposedOutputSideParameters]):
    """``conv-transpose2d.output-side``: the side of a transposed convolution's output."""

    id = "conv-transpose2d.output-side"
    version = 1
    title = "Output side of a transposed convolution"
    Parameters = TransposedOutputSideParameters
    parts = (AnswerPart("side", Count()),)
    convention = (
        "PyTorch: square input and kernel; padding is that of the convolution which is turned "
        "round, so it shortens the output at every end; output padding lengthens it at one end "
        "of each axis and is less than the stride or the dilation."
    )
    citation = (
        "torch.nn.ConvTranspose2d, Shape, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html; Dumoulin & "
        "Visin, A guide to convolution arithmetic for deep learning, relationship 14, "
        "https://arxiv.org/abs/1603.07285"
    )
    code = transposed_convolution.transposed_output_side
    misconceptions = MISTAKES

    def where(self, v: TransposedOutputSideParameters) -> str | None:
        """Say which parameters torch refuses."""
        most = max(v.stride, v.dilation)
        if v.output_padding >= most:
            return (
                f"output_padding {v.output_padding} is not less than stride {v.stride} or dilation "
                f"{v.dilation}; take output_padding 0 to {most - 1}, or a larger stride or dilation"
            )
        if output_side(v) < 1:
            return (
                f"padding {v.padding} cuts off all {output_side(v) + 2 * v.padding} cells of the "
                "output; take less padding, or a larger size, kernel or stride"
            )
        return None

    def comfortable(self, v: TransposedOutputSideParameters) -> bool:
        """Hold draws to layers whose convolution somebody would build."""
        return (
            2 * v.padding <= v.dilation * (v.kernel - 1)
            and v.stride <= v.kernel
            and v.output_padding < v.stride
        )

    def difficulty(self, v: TransposedOutputSideParameters) -> int:
        """1: stride, kernel and padding. 2: output padding. 3: dilation."""
        if v.dilation > 1:
            return 3
        return 2 if v.output_padding else 1

    def compute(self, v: TransposedOutputSideParameters) -> int:
        """Apply the formula."""
        return transposed_convolution.transposed_output_side(
            v.size, v.kernel, v.stride, p=v.padding, a=v.output_padding, d=v.dilation
        )

    def reference(self, v: TransposedOutputSideParameters) -> Answered:
        """Run torch's transposed convolution and look at what comes out."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[TransposedOutputSideParameters]) -> list[Answered]:
        """Run torch's transposed convolution along one axis; the other would do the same."""
        import torch
        from torch.nn.functional import conv_transpose1d

        with torch.inference_mode():
            return [
                conv_transpose1d(
                    torch.ones(1, 1, v.size),
                    torch.ones(1, 1, v.kernel),
                    stride=v.stride,
                    padding=v.padding,
                    output_padding=v.output_padding,
                    dilation=v.dilation,
                ).shape[2]
                for v in vs
            ]

    def prompt(self, v: TransposedOutputSideParameters, language: str = "en") -> str:
        """Ask for the side in one sentence."""
        del language
        settings = [f"stride ${v.stride}$", f"padding ${v.padding}$" if v.padding else "no padding"]
        if v.output_padding:
            settings.append(f"output padding ${v.output_padding}$")
        if v.dilation > 1:
            settings.append(f"dilation ${v.dilation}$")
        return (
            f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ transposed "
            f"convolution with {listed(settings)} runs over {article(v.size)} "
            f"${v.size} \\times {v.size}$ input.\n\nWhat is the side of its output?"
        )

    def explain(self, v: TransposedOutputSideParameters, language: str = "en") -> tuple[str, ...]:
        """Lay the prints side by side, then cut and add."""
        del language
        start = (v.size - 1) * v.stride
        span = v.dilation * (v.kernel - 1) + 1
        letters = ["input side $i$", "kernel side $k$", "stride $s$", "padding $p$ at each end"]
        letters += ["output padding $a$"] * bool(v.output_padding)
        letters += ["dilation $d$"] * (v.dilation > 1)
        print_tex = "d(k - 1) + 1" if v.dilation > 1 else "k"
        added = " + a" if v.output_padding else ""
        method = (
            "Every input cell prints a whole kernel into the output, $s$ cells after the print "
            "of the cell before. Padding then cuts cells off at both ends"
            f"{', and output padding adds some at one end' if added else ''}. With "
            f"{listed(letters)}:\n\n$$o = (i - 1)s + {print_tex} - 2p{added}$$"
        )
        spread = (
            f"d(k - 1) + 1 = {v.dilation} \\cdot {v.kernel - 1} + 1 = {span}"
            if v.dilation > 1
            else f"k = {span}"
        )
        prints = (
            f"The last print starts $({v.size} - 1) \\cdot {v.stride} = {start}$ cells after the "
            f"first, and a print is ${spread}$ cells long:\n\n"
            f"$${start} + {span} = {start + span}$$"
        )
        then = (
            f"Cut off ${v.padding}$ at both ends"
            if v.padding
            else "Without padding nothing is cut off"
        )
        more = f"; add ${v.output_padding}$ at one end" if v.output_padding else ""
        ends = f" - 2 \\cdot {v.padding}" if v.padding else ""
        ends += f" + {v.output_padding}" if v.output_padding else ""
        return (
            method,
            prints,
            f"{then}{more}:\n\n$$o = {start + span}{ends}{f' = {self.compute(v)}' if ends else ''}$$",
        )
