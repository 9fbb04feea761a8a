"""Questions about batch norm at inference: a line with a scale and a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import running_statistics
from quizlab_verifiers.normalization.inference_mistakes import MISTAKES
from quizlab_verifiers.normalization.inference_parameters import (
    SMALLEST_VARIANCE,
    InferenceParameters,
    line_of,
)
from quizlab_verifiers.normalization.nice_values import is_round
from quizlab_verifiers.normalization.norm_mistakes import NEGLIGIBLE_EPS
from quizlab_verifiers.notation import equals, factor, number, tex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value


class BatchInference(Verifier[InferenceParameters]):
    """``norm.batch-inference``: scale, shift and output of a batch norm at inference."""

    id = "norm.batch-inference"
    version = 1
    title = "Batch norm at inference"
    Parameters = InferenceParameters
    # What a small epsilon leaves of a cancelled sum counts as the 0 that everybody writes.
    parts = (
        AnswerPart("scale", Real(relative=0.01, floor=1e-9), "scale a"),
        AnswerPart("shift", Real(relative=0.01, floor=1e-3), "shift b", builds_on=("scale",)),
        AnswerPart(
            "output", Real(relative=0.01, floor=1e-3), "output", builds_on=("scale", "shift")
        ),
    )
    # A scale of up to 1e5 times a value of up to 1,000 may nearly cancel against the shift.
    agreement = Agreement(relative=1e-9, floor=1e-7)
    convention = (
        "Evaluation mode: running statistics, not the batch's; ε is added to the variance under "
        "the root (1e-5 in PyTorch, 1e-3 in Keras)."
    )
    citation = (
        "Ioffe & Szegedy 2015, Batch Normalization, Algorithm 2, "
        "https://arxiv.org/abs/1502.03167; torch.nn.utils.fuse_conv_bn_weights, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.fuse_conv_bn_weights.html"
    )
    code = running_statistics.batch_norm_inference
    misconceptions = MISTAKES

    def where(self, v: InferenceParameters) -> str | None:
        """Say where the division would blow up."""
        if v.running_var + v.eps >= SMALLEST_VARIANCE:
            return None
        return (
            f"running_var {v.running_var:g} plus eps {v.eps:g} is too small to divide by the root "
            f"of; together they must be at least {SMALLEST_VARIANCE:g}, so take a larger eps, "
            "such as 1e-5"
        )

    def comfortable(self, v: InferenceParameters) -> bool:
        """Hold draws to round roots, and to answers that are not near zero."""
        if not is_round(v.running_var, v.eps):
            return False
        line = line_of(v)
        return abs(line.shift) > 0.05 and abs(line.y) > 0.05

    def difficulty(self, v: InferenceParameters) -> int:
        """1: normalise only. 2: with scale and shift, or an epsilon that matters. 3: both."""
        return 1 + ((v.gamma, v.beta) != (1, 0)) + (v.eps > NEGLIGIBLE_EPS)

    def compute(self, v: InferenceParameters) -> dict[str, float]:
        """Fold, then apply the line."""
        scale, shift, y = line_of(v)
        return {"scale": scale, "shift": shift, "output": y}

    def follow(
        self, v: InferenceParameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Return what follows from the learner's own scale, and shift."""
        scale, shift = earlier["scale"], earlier.get("shift", 0.0)
        if not isinstance(scale, (int, float)) or not isinstance(shift, (int, float)):
            return None
        if part == "shift":
            return v.beta - scale * v.running_mean
        return scale * v.value + shift

    def reference(self, v: InferenceParameters) -> dict[str, float]:
        """Run torch's batch norm in evaluation mode, at 0 and at the value.

        At 0 a line shows its shift; its gradient, by autograd, is its scale.
        """
        import torch
        from torch.nn import functional

        mean, variance, gamma, beta, x = (
            torch.tensor(numbers, dtype=torch.float64)
            for numbers in (
                (v.running_mean,),
                (v.running_var,),
                (v.gamma,),
                (v.beta,),
                ((0.0,), (v.value,)),
            )
        )
        x.requires_grad_()
        y = functional.batch_norm(x, mean, variance, gamma, beta, training=False, eps=v.eps)
        (gradient,) = torch.autograd.grad(y.sum(), x)
        return {"scale": gradient[1].item(), "shift": y[0].item(), "output": y[1].item()}

    def prompt(self, v: InferenceParameters, language: str = "en") -> str:
        """Name what was learnt and ask for the line and one output."""
        del language
        return (
            "For one feature, a trained batch norm layer has\n\n"
            f"- running mean $\\mu = {tex(v.running_mean)}$, running variance "
            f"$\\sigma^2 = {tex(v.running_var)}$\n"
            f"- learnt $\\gamma = {tex(v.gamma)}$ and $\\beta = {tex(v.beta)}$, with "
            f"$\\varepsilon = {tex(v.eps)}$\n\n"
            "At inference it is a line, $y = a x + b$. What are its scale $a$ and shift $b$, and "
            f"what comes out for $x = {tex(v.value)}$?"
        )

    def explain(self, v: InferenceParameters, language: str = "en") -> tuple[str, ...]:
        """Fold, work scale and shift, then the output."""
        del language
        scale, shift, y = line_of(v)
        method = (
            "At inference batch norm uses its running statistics, which stay as they are. So only "
            "$x$ varies, and what multiplies it and what does not can be collected:\n\n"
            "$$y = \\gamma \\, \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta "
            "= a x + b$$\n\n"
            "$$a = \\frac{\\gamma}{\\sqrt{\\sigma^2 + \\varepsilon}} \\qquad "
            "b = \\beta - a \\mu$$"
        )
        below = f"\\sqrt{{{tex(v.running_var)} + {tex(v.eps)}}}"
        folded = (
            f"The scale:\n\n$$a = \\frac{{{tex(v.gamma)}}}{{{below}}} {equals(scale)}$$\n\n"
            f"The shift:\n\n$$b = {tex(v.beta)} - {factor(scale)} \\cdot "
            f"{factor(v.running_mean)} {equals(shift)}$$"
        )
        result = (
            f"The output is the line at ${tex(v.value)}$:\n\n"
            f"$$y = {factor(scale)} \\cdot {factor(v.value)} + {factor(shift)} {equals(y)}$$\n\n"
            f"So $a = {number(scale)}$, $b = {number(shift)}$, $y = {number(y)}$."
        )
        return method, folded, result
