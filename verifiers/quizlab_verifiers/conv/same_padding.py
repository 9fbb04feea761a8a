"""Questions about convolutions: which padding keeps the size."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, Misconception, Verifier, Whole
from quizlab_verifiers.maths import convolution_padding
from quizlab_verifiers.wording import article


@dataclass(frozen=True, slots=True)
class SamePaddingParameters:
    """A convolution with stride 1 over a square input.

    Attributes:
        kernel: Kernel side in taps.
        dilation: Distance from tap to tap in cells.
        size: Input side in cells; the padding does not depend on it.
    """

    kernel: Annotated[int, Whole(1, 4096, draws=(3, 3, 4, 5, 5, 6, 7, 7, 9, 11, 13))]
    dilation: Annotated[int, Whole(1, 4096, draws=(1, 1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 12))] = 1
    size: Annotated[int, Whole(1, 65536, draws=(*range(24, 129), 224))] = 56


def _lost(v: SamePaddingParameters) -> int:
    """Return how many cells shorter the output is without padding."""
    return v.dilation * (v.kernel - 1)


def _not_halved(v: SamePaddingParameters) -> int | None:
    return _lost(v) or None


def _no_dilation(v: SamePaddingParameters) -> int | None:
    wrong = v.kernel // 2  # As code has it, for even kernels too.
    return wrong if v.dilation > 1 and wrong != _lost(v) // 2 else None


def _dilation_itself(v: SamePaddingParameters) -> int | None:
    # For k = 3 it is right.
    return None if v.kernel == 3 else v.dilation


def _dilation_times_kernel(v: SamePaddingParameters) -> int | None:
    wrong = v.dilation * v.kernel // 2
    return wrong if wrong != _lost(v) // 2 else None


def _half_rounded_up(v: SamePaddingParameters) -> int | None:
    return (v.kernel + 1) // 2 if v.dilation == 1 else None


def _wider_holes(v: SamePaddingParameters) -> int | None:
    wrong = (v.dilation + 1) * (v.kernel - 1) // 2
    return wrong if v.dilation > 1 and wrong != _lost(v) // 2 else None


class SamePadding(Verifier[SamePaddingParameters]):
    """``conv2d.same-padding``: the padding at each end that keeps the size."""

    id = "conv2d.same-padding"
    version = 1
    title = "Padding that keeps the size"
    Parameters = SamePaddingParameters
    parts = (AnswerPart("padding", Count()),)
    convention = (
        "Stride 1, square kernel; asked is the padding at each end, not the sum of both ends; it "
        "is equal at both, as a number for padding in PyTorch is."
    )
    citation = (
        "Dumoulin & Visin, A guide to convolution arithmetic for deep learning, relationship 3 "
        "and section 5.1, https://arxiv.org/abs/1603.07285"
    )
    code = convolution_padding.same_padding
    misconceptions: tuple[Misconception[SamePaddingParameters], ...] = (
        Misconception(
            "not-halved",
            "You gave the padding of both ends together. Half of it goes to each end.",
            _not_halved,
        ),
        Misconception(
            "no-dilation",
            "You left out the dilation: with taps d cells apart the kernel spans d(k − 1) + 1 "
            "cells, so each end needs d(k − 1) / 2.",
            _no_dilation,
        ),
        Misconception(
            "dilation-itself",
            "You padded by the dilation, which is 1 for an ordinary kernel. That is right for "
            "3 × 3 kernels only; in general each end needs d(k − 1) / 2.",
            _dilation_itself,
        ),
        Misconception(
            "dilation-times-kernel",
            "You took half of dk. Between k taps lie only k − 1 gaps, so it is half of d(k − 1).",
            _dilation_times_kernel,
        ),
        Misconception(
            "half-rounded-up",
            "You rounded half of the kernel up. The tap in the middle lies on the input and needs "
            "no padding: take half of the other k − 1.",
            _half_rounded_up,
        ),
        Misconception(
            "wider-holes",
            "You put d unused cells into each gap. Dilation d is the distance from tap to tap: a "
            "gap holds d − 1 unused cells.",
            _wider_holes,
        ),
    )

    def where(self, v: SamePaddingParameters) -> str | None:
        """Say when equal padding at both ends cannot keep the size."""
        if _lost(v) % 2 == 0:
            return None
        return (
            f"kernel {v.kernel} with dilation {v.dilation} makes the output {_lost(v)} shorter, "
            "an odd number, so no padding that is equal at both ends keeps the size; take an odd "
            "kernel or an even dilation"
        )

    def comfortable(self, v: SamePaddingParameters) -> bool:
        """Hold draws to kernels that lie on the input without padding."""
        return _lost(v) < v.size

    def difficulty(self, v: SamePaddingParameters) -> int:
        """1: no dilation. 2: dilation. 3: an even kernel, or a long one."""
        if v.dilation == 1:
            return 1
        return 3 if v.kernel % 2 == 0 or _lost(v) > 24 else 2

    def compute(self, v: SamePaddingParameters) -> int:
        """Apply the formula."""
        return convolution_padding.same_padding(v.kernel, v.dilation)

    def reference(self, v: SamePaddingParameters) -> int:
        """Widen the padding until the output of torch's convolution is as long as its input.

        The output grows with the padding, so that the search may halve. On the meta device torch
        goes through all steps of a layer but the arithmetic.
        """
        import torch

        column = torch.empty(1, 1, v.size, 1, device="meta")
        kernel = torch.empty(1, 1, v.kernel, 1, device="meta")

        def length(padding: int) -> int:
            if v.size + 2 * padding <= v.dilation * (v.kernel - 1):
                return 0  # The kernel does not fit.
            out = torch.nn.functional.conv2d(
                column, kernel, padding=(padding, 0), dilation=(v.dilation, 1)
            )
            return out.shape[2]

        with torch.inference_mode():
            most = 1
            while length(most) < v.size:
                most *= 2
            return bisect_left(range(most), v.size, key=length)

    def prompt(self, v: SamePaddingParameters, language: str = "en") -> str:
        """Ask for the padding in one sentence."""
        del language
        dilation = f" and dilation ${v.dilation}$" if v.dilation > 1 else ""
        return (
            f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ convolution with "
            f"stride $1${dilation} runs over {article(v.size)} ${v.size} \\times {v.size}$ input. "
            "The output is to have the same size.\n\n"
            "How many cells of padding does each end of an axis need?"
        )

    def explain(self, v: SamePaddingParameters, language: str = "en") -> tuple[str, ...]:
        """Say what is lost, and give half of it back at each end."""
        del language
        holes = v.dilation > 1
        spread = "d(k - 1)" if holes else "k - 1"
        lost = (
            f"d(k - 1) = {v.dilation} \\cdot {v.kernel - 1}" if holes else f"k - 1 = {v.kernel} - 1"
        )
        span = f"${spread} + 1$" if holes else "$k$"
        return (
            (
                "Without padding the output is shorter than the input, by all cells of the "
                f"kernel's span but one. {'With dilation $d$ a' if holes else 'A'} kernel with "
                f"side $k$ spans {span} cells. Give back what is lost, half of it at each end:"
                f"\n\n$$p = \\frac{{{spread}}}{{2}}$$"
            ),
            (
                f"Here the output loses\n\n$${lost} = {_lost(v)}$$\n\ncells, whatever the size of "
                f"the input: ${v.size}$ would become ${v.size - _lost(v)}$."
                if _lost(v) < v.size
                else f"Here the output loses\n\n$${lost} = {_lost(v)}$$\n\ncells, whatever the "
                "size of the input."
            ),
            f"Half of them at each end:\n\n$$p = \\frac{{{_lost(v)}}}{{2}} = {self.compute(v)}$$",
        )
