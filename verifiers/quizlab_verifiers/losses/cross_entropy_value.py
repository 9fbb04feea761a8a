"""Questions about the cross-entropy: its value for one sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Real, Verifier
from quizlab_verifiers.losses.cross_entropy_value_mistakes import MISTAKES
from quizlab_verifiers.losses.cross_entropy_value_parameters import (
    CrossEntropyValueParameters,
    clash,
)
from quizlab_verifiers.losses.logits import named_row, whole_exponential, worked_powers
from quizlab_verifiers.maths import losses
from quizlab_verifiers.notation import GIVEN, added, equals, factor, number, row, tex

if TYPE_CHECKING:
    from quizlab.verify import Answered

_PRIMES = (2, 3, 5)


def _probabilities(v: CrossEntropyValueParameters) -> tuple[float, ...]:
    return losses.softmax(v.values) if v.given == "logits" else v.values


class CrossEntropyValue(Verifier[CrossEntropyValueParameters]):
    """``cross-entropy.value``: the loss of one sample."""

    id = "cross-entropy.value"
    version = 1
    title = "Cross-entropy of a sample"
    Parameters = CrossEntropyValueParameters
    parts = (AnswerPart("loss", Real(relative=0.01, floor=1e-9)),)
    convention = (
        "Natural logarithm; classes are counted from 0; label smoothing ε as in the Inception-v3 "
        "paper and PyTorch: ε is spread over all K classes, the target among them."
    )
    citation = (
        "torch.nn.CrossEntropyLoss, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html; label "
        "smoothing: Szegedy et al., Rethinking the Inception Architecture, section 7, "
        "https://arxiv.org/abs/1512.00567"
    )
    code = losses.cross_entropy
    misconceptions = MISTAKES

    def where(self, v: CrossEntropyValueParameters) -> str | None:
        """Say which parameters clash."""
        return clash(v)

    def comfortable(self, v: CrossEntropyValueParameters) -> bool:
        """Hold draws to a target whose probability is a product of 2, 3 and 5, and few classes."""
        if v.label_smoothing and len(v.values) > 3 + (v.label_smoothing == 0.2):
            return False
        if v.given == "probabilities":
            counted = v.values if v.label_smoothing else (v.values[v.target],)
            return all(_is_smooth(round(20 * p)) for p in counted)
        wholes = [whole_exponential(z) for z in v.values]
        return min(wholes) > 0 and _is_smooth(sum(wholes)) and len(set(wholes)) > 1

    def difficulty(self, v: CrossEntropyValueParameters) -> int:
        """1: probabilities. 2: logits. 3: smoothed labels."""
        if v.label_smoothing:
            return 3
        return 2 if v.given == "logits" else 1

    def compute(self, v: CrossEntropyValueParameters) -> float:
        """Take the logarithm of the target's probability."""
        return losses.cross_entropy(v.values, v.target, v.given, v.label_smoothing)

    def reference(self, v: CrossEntropyValueParameters) -> Answered:
        """Run torch's loss on logits; on probabilities, its divergence from the target.

        Cross-entropy is the target's own entropy plus what the prediction diverges from it.
        """
        import torch
        from torch.nn import functional

        values = torch.tensor(v.values, dtype=torch.float64)
        if v.given == "logits":
            target = torch.tensor(v.target)
            loss = functional.cross_entropy(values, target, label_smoothing=v.label_smoothing)
            return float(loss)
        classes = len(v.values)
        wanted = functional.one_hot(torch.tensor(v.target), classes).double()
        wanted = torch.lerp(wanted, torch.full_like(wanted, 1 / classes), v.label_smoothing)
        # A class that neither is wanted nor counts may have probability 0.
        logarithms = torch.log(torch.where(wanted > 0, values, 1.0))
        divergence = functional.kl_div(logarithms, wanted, reduction="sum")
        return float(torch.special.entr(wanted).sum() + divergence)

    def prompt(self, v: CrossEntropyValueParameters, language: str = "en") -> str:
        """Show what the network says, and ask."""
        del language
        if v.given == "logits":
            said = f"A network gives a sample the logits\n\n$$z = {named_row(v.values)}$$"
        else:
            said = (
                "A network gives a sample the probabilities (after its softmax)\n\n"
                f"$$p = {row(v.values, GIVEN)}$$"
            )
        smoothing = (
            f" with label smoothing $\\varepsilon = {tex(v.label_smoothing)}$"
            if v.label_smoothing
            else ""
        )
        return (
            f"{said}\n\nThe right class is number ${v.target}$, counted from $0$. Of use: "
            "$\\ln 2 \\approx 0.69315$, $\\ln 3 \\approx 1.0986$, $\\ln 5 \\approx 1.6094$.\n\n"
            f"What is the cross-entropy loss{smoothing}, with the natural logarithm?"
        )

    def explain(self, v: CrossEntropyValueParameters, language: str = "en") -> tuple[str, ...]:
        """Method, probabilities, logarithm."""
        del language
        steps = [_method(v)]
        if v.given == "logits":
            steps.append(_worked_softmax(v))
        if v.label_smoothing:
            steps.append(_worked_target(v))
        return (*steps, self._result(v))

    def _result(self, v: CrossEntropyValueParameters) -> str:
        """Work the loss."""
        loss, p = self.compute(v), _probabilities(v)
        if not v.label_smoothing:
            if not p[v.target]:
                return f"That is too small to be written, but its logarithm is not: $L = {number(loss)}$."
            return (
                f"Class ${v.target}$ has $p_{{{v.target}}} = {number(p[v.target])}$, so\n\n"
                f"$$L = -\\ln {number(p[v.target])} {equals(loss)}$$"
            )
        q = losses.smoothed(len(p), v.target, v.label_smoothing)
        surprises = [losses.cross_entropy(v.values, k, v.given) for k in range(len(p))]
        terms = [share * surprise for share, surprise in zip(q, surprises, strict=True)]
        return (
            f"The logarithms are $-\\ln p = {row(surprises)}$. Weigh them with $q$ and add:\n\n"
            f"$$L = {added(terms)} {equals(loss)}$$"
        )


def _is_smooth(whole: int) -> bool:
    """Whether a number is a product of the primes whose logarithms are offered."""
    if whole < 1:
        return False  # 0 could be divided for ever.
    for prime in _PRIMES:
        while whole % prime == 0:
            whole //= prime
    return whole == 1


def _method(v: CrossEntropyValueParameters) -> str:
    softmax = "Turn the logits into probabilities by the softmax. " if v.given == "logits" else ""
    formula = "$$p_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}$$\n\n" if v.given == "logits" else ""
    if v.label_smoothing:
        return (
            f"{softmax}Smoothing takes a share $\\varepsilon$ from the target and spreads it over "
            f"all $K$ classes. Weigh every logarithm with its share:\n\n{formula}"
            "$$q_k = (1 - \\varepsilon) [k = t] + \\frac{\\varepsilon}{K} \\qquad "
            "L = -\\sum_k q_k \\ln p_k$$"
        )
    return (
        f"{softmax}The loss is minus the natural logarithm of the probability of the right class "
        f"$t$; the others count only through the softmax:\n\n{formula}$$L = -\\ln p_t$$"
    )


def _worked_softmax(v: CrossEntropyValueParameters) -> str:
    powers, first = worked_powers(v.values)
    return (
        f"{first}The exponentials are ${row(powers)}$ with the sum ${number(sum(powers))}$. "
        f"Divide by it:\n\n$$p = {row(losses.softmax(v.values))}$$"
    )


def _worked_target(v: CrossEntropyValueParameters) -> str:
    classes, eps = len(v.values), v.label_smoothing
    share = eps / classes
    return (
        f"With $K = {classes}$ each class gets $\\varepsilon / K = {number(share)}$, and the "
        f"target $1 - {tex(eps)} + {factor(share)} {equals(1 - eps + share)}$:\n\n"
        f"$$q = {row(losses.smoothed(classes, v.target, eps))}$$"
    )
