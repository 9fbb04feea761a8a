"""Questions about convolutions: how many cells a dilated kernel spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, Misconception, Verifier, Whole
from quizlab_verifiers.maths import convolution
from quizlab_verifiers.wording import article


@dataclass(frozen=True, slots=True)
class EffectiveKernelParameters:
    """A dilated kernel.

    Attributes:
        kernel: Kernel side in taps.
        dilation: Distance from tap to tap in cells; 1 is a kernel without holes.
    """

    kernel: Annotated[int, Whole(1, 4096, draws=(3, 3, 3, 5, 5, 7, 7, 9, *range(2, 18)))]
    dilation: Annotated[int, Whole(1, 4096, draws=(*range(2, 25), *range(2, 73)))] = 1


def _gaps(v: EffectiveKernelParameters) -> int:
    return v.dilation * (v.kernel - 1)


def _no_plus_one(v: EffectiveKernelParameters) -> int | None:
    return _gaps(v) or None


def _dilation_times_kernel(v: EffectiveKernelParameters) -> int | None:
    return v.dilation * v.kernel if v.dilation > 1 else None


def _wider_holes(v: EffectiveKernelParameters) -> int | None:
    return v.kernel + _gaps(v) if v.dilation > 1 < v.kernel else None


def _unused_only(v: EffectiveKernelParameters) -> int | None:
    return (v.kernel - 1) * (v.dilation - 1) or None


def _two_gaps(v: EffectiveKernelParameters) -> int | None:
    # For k = 3 it is right.
    return v.kernel + 2 * (v.dilation - 1) if v.dilation > 1 and v.kernel != 3 else None


class EffectiveKernel(Verifier[EffectiveKernelParameters]):
    """``conv2d.effective-kernel``: the span of a dilated kernel."""

    id = "conv2d.effective-kernel"
    version = 1
    title = "Span of a dilated kernel"
    Parameters = EffectiveKernelParameters
    parts = (AnswerPart("span", Count()),)
    convention = (
        "Dilation is the distance from tap to tap: 1 is an ordinary kernel. The span is counted "
        "from the first to the last tap, both included."
    )
    citation = (
        "Dumoulin & Visin, A guide to convolution arithmetic for deep learning, section 5.1, "
        "https://arxiv.org/abs/1603.07285"
    )
    code = convolution.effective_kernel
    misconceptions: tuple[Misconception[EffectiveKernelParameters], ...] = (
        Misconception(
            "dilation-times-kernel",
            "You multiplied kernel and dilation. Between k taps lie only k − 1 gaps, so the "
            "kernel spans d(k − 1) + 1 cells.",
            _dilation_times_kernel,
        ),
        Misconception(
            "wider-holes",
            "You put d unused cells into each gap. Dilation d is the distance from tap to tap: a "
            "gap holds d − 1 unused cells.",
            _wider_holes,
        ),
        Misconception(
            "no-plus-one",
            "You counted from tap to tap only. The first tap covers a cell too, hence the + 1.",
            _no_plus_one,
        ),
        Misconception(
            "unused-only",
            "You counted the unused cells. The k taps belong to the span as well.",
            _unused_only,
        ),
        Misconception(
            "two-gaps",
            "You counted two gaps. That is right for k = 3 only; between k taps lie k − 1 gaps.",
            _two_gaps,
        ),
    )

    def difficulty(self, v: EffectiveKernelParameters) -> int:
        """1 to 3 by the size of the product."""
        gaps = _gaps(v)
        return 1 if gaps <= 80 else 2 if gaps <= 240 else 3

    def compute(self, v: EffectiveKernelParameters) -> int:
        """Apply the formula."""
        return convolution.effective_kernel(v.kernel, v.dilation)

    def reference(self, v: EffectiveKernelParameters) -> int:
        """Ask autograd which inputs the first output of a torch convolution depends on."""
        import torch

        # So long that the kernel fits, and with steps so wide that it fits once.
        line = torch.zeros(1, 1, v.kernel * v.dilation, requires_grad=True)
        out = torch.nn.functional.conv1d(
            line, torch.ones(1, 1, v.kernel), stride=v.dilation, dilation=v.dilation
        )
        (gradient,) = torch.autograd.grad(out[0, 0, 0], line)
        seen = gradient[0, 0].nonzero()
        return int(seen[-1] - seen[0]) + 1

    def prompt(self, v: EffectiveKernelParameters, language: str = "en") -> str:
        """Ask for the span in one sentence."""
        del language
        return (
            f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ kernel has dilation "
            f"${v.dilation}$.\n\nHow many cells does it span along one side?"
        )

    def explain(self, v: EffectiveKernelParameters, language: str = "en") -> tuple[str, ...]:
        """Count gaps, then add the first cell."""
        del language
        method = (
            "Walk from the first tap to the last. Between $k$ taps lie $k - 1$ gaps, and each "
            "takes $d$ cells to the next tap; the cell of the first tap comes on top:\n\n"
            "$$d(k - 1) + 1$$"
        )
        walk = (
            f"From the first tap to the last it is\n\n"
            f"$${v.dilation} \\cdot ({v.kernel} - 1) = {v.dilation} \\cdot {v.kernel - 1} "
            f"= {_gaps(v)}$$\n\ncells."
        )
        result = f"With the cell of the first tap:\n\n$${_gaps(v)} + 1 = {self.compute(v)}$$"
        return method, walk, result
