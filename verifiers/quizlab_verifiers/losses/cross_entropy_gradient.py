"""Questions about the cross-entropy: its gradient with respect to the logits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Vector, Verifier
from quizlab_verifiers.losses.cross_entropy_gradient_mistakes import MISTAKES
from quizlab_verifiers.losses.cross_entropy_gradient_parameters import (
    CrossEntropyGradientParameters,
    Numbers,
)
from quizlab_verifiers.losses.logits import named_row, powers_of_e, whole_exponential, worked_powers
from quizlab_verifiers.maths import losses
from quizlab_verifiers.notation import number, row, tex

if TYPE_CHECKING:
    from quizlab.verify import Answered


class CrossEntropyGradient(Verifier[CrossEntropyGradientParameters]):
    """``cross-entropy.gradient``: what softmax and loss pass back to the logits."""

    id = "cross-entropy.gradient"
    version = 1
    title = "Gradient of the cross-entropy"
    Parameters = CrossEntropyGradientParameters
    parts = (AnswerPart("gradient", Vector(relative=0.01, floor=1e-6)),)
    convention = (
        "Derivatives by the logits, through the softmax. Classes are counted from 0. With the "
        "mean over a batch each sample's gradient is divided by the batch; label smoothing as in "
        "PyTorch, spread over all classes."
    )
    citation = (
        "CS231n, Computing the Analytic Gradient with Backpropagation, "
        "https://cs231n.github.io/neural-networks-case-study/#grad; torch.nn.CrossEntropyLoss, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html"
    )
    code = losses.cross_entropy_gradient
    misconceptions = MISTAKES

    def where(self, v: CrossEntropyGradientParameters) -> str | None:
        """Say that the target is no class."""
        if v.target < len(v.logits):
            return None
        return (
            f"target {v.target} is no class: there are {len(v.logits)} logits, so it can be 0 to "
            f"{len(v.logits) - 1}"
        )

    def comfortable(self, v: CrossEntropyGradientParameters) -> bool:
        """Hold draws to three numbers, and to shares that are decimals."""
        smooth = v.label_smoothing
        if smooth and (len(v.logits) == 3) != (smooth == 0.3):
            return False
        return len(v.logits) <= 3 or v.batch == 1

    def difficulty(self, v: CrossEntropyGradientParameters) -> int:
        """1: one sample, round probabilities. 2: a batch. 3: smoothed labels or powers of e."""
        if v.label_smoothing or not all(map(whole_exponential, v.logits)):
            return 3
        return 1 if v.batch == 1 else 2

    def compute(self, v: CrossEntropyGradientParameters) -> Numbers:
        """Subtract the target from the probabilities."""
        return losses.cross_entropy_gradient(
            v.logits, v.target, v.batch, v.reduction, v.label_smoothing
        )

    def reference(self, v: CrossEntropyGradientParameters) -> Answered:
        """Let torch differentiate its loss over a batch that begins with the sample."""
        import torch
        from torch.nn import functional

        logits = torch.zeros(v.batch, len(v.logits), dtype=torch.float64)
        logits[0] = torch.tensor(v.logits, dtype=torch.float64)
        logits.requires_grad_()
        loss = functional.cross_entropy(
            logits,
            torch.full((v.batch,), v.target),
            reduction=v.reduction,
            label_smoothing=v.label_smoothing,
        )
        (gradient,) = torch.autograd.grad(loss, logits)
        return tuple(gradient[0].tolist())

    def prompt(self, v: CrossEntropyGradientParameters, language: str = "en") -> str:
        """Show the logits, name the loss and ask."""
        del language
        smoothing = (
            f" with label smoothing $\\varepsilon = {tex(v.label_smoothing)}$"
            if v.label_smoothing
            else ""
        )
        over = (
            f"The loss is the cross-entropy behind a softmax{smoothing}."
            if v.batch == 1
            else f"The loss is the **{v.reduction}** of the cross-entropies behind a "
            f"softmax{smoothing} over a batch of ${v.batch}$ samples, of which this is one."
        )
        return (
            f"A network gives a sample the logits\n\n$$z = {named_row(v.logits)}$$\n\n"
            f"The right class is number ${v.target}$, counted from $0$. {over}\n\n"
            f"{powers_of_e(v.logits)}"
            "What is the gradient of the loss with respect to these logits? Three significant "
            "figures of each number are enough."
        )

    def explain(self, v: CrossEntropyGradientParameters, language: str = "en") -> tuple[str, ...]:
        """Probabilities, target, difference."""
        del language
        divided = v.batch > 1 and v.reduction == "mean"
        formula = "\\frac{p_k - q_k}{m}" if divided else "p_k - q_k"
        smooth = bool(v.label_smoothing)
        wanted = (
            "the smoothed target: $(1 - \\varepsilon) [k = t] + \\varepsilon / K$"
            if smooth
            else "$1$ for the right class and $0$ for the others"
        )
        average = ", divided by the $m$ samples of the mean" if divided else ""
        method = (
            "The derivative of the logarithm cancels against that of the softmax. What is left is "
            f"the probability minus what it should be{average}:\n\n"
            f"$$\\frac{{\\partial L}}{{\\partial z_k}} = {formula}$$\n\nHere $q$ is {wanted}."
        )
        p = losses.softmax(v.logits)
        powers, first = worked_powers(v.logits)
        softmax = (
            f"{first}The exponentials are ${row(powers)}$ with the sum ${number(sum(powers))}$, so "
            f"the probabilities are\n\n$$p = {row(p)}$$"
        )
        q = losses.smoothed(len(p), v.target, v.label_smoothing)
        less = tuple(share - want for share, want in zip(p, q, strict=True))
        share_of_all = (
            f"Each class gets $\\varepsilon / K = {number(v.label_smoothing / len(q))}$, the right "
            "one $1 - \\varepsilon$ more. "
            if smooth
            else ""
        )
        result = (
            f"{share_of_all}Subtract\n\n$$q = {row(q)}$$\n\nwhich leaves\n\n$$p - q = {row(less)}$$"
        )
        if divided:
            result += f"\n\nDivided by $m = {v.batch}$ that is ${row(self.compute(v))}$."
        elif v.batch > 1:
            result += "\n\nThe sum does not divide by the batch, so that is it."
        return method, softmax, result
