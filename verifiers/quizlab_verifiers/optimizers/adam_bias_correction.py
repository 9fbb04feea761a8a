"""Questions about optimisers: the bias correction of Adam's running averages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Misconception, Number, Real, Verifier, Whole
from quizlab_verifiers.maths import averages
from quizlab_verifiers.notation import equals, fraction, number, tex
from quizlab_verifiers.optimizers.following import number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value

_MOMENTS = tuple(
    sign * size
    for size in (*(n / 20 for n in range(1, 21)), 0.19, 0.36, 1.2, 1.5, 2.0)
    for sign in (1, 1, -1)
)


@dataclass(frozen=True, slots=True)
class CorrectionParameters:
    """A running average of Adam after some steps.

    Attributes:
        beta: Decay of the average.
        step: How many values have been averaged.
        moment: Where the average stands.
    """

    beta: Annotated[
        float, Number(0, 0.999999, draws=(0.9, 0.9, 0.999, 0.99, 0.95, 0.8, 0.75, 0.6, 0.5))
    ] = 0.9
    step: Annotated[int, Whole(1, 1000, draws=(1, 2, 2, 3, 3, 4))] = 1
    moment: Annotated[float, Number(-1_000_000, 1_000_000, draws=_MOMENTS)] = 1.0


Answers = dict[str, float]


def _divided(v: CorrectionParameters, divisor: float) -> Answers:
    """Correct with a wrong divisor."""
    return {"factor": divisor, "corrected": v.moment / divisor}


def _no_exponent(v: CorrectionParameters) -> Answers | None:
    return _divided(v, 1 - v.beta) if v.step > 1 and v.beta else None


def _one_behind(v: CorrectionParameters) -> Answers | None:
    # At the first step that is 0, and who divides by it notices; at the second it is 1 - beta.
    return _divided(v, 1 - v.beta ** (v.step - 1)) if v.step > 2 and v.beta else None


def _one_ahead(v: CorrectionParameters) -> Answers | None:
    return _divided(v, 1 - v.beta ** (v.step + 1)) if v.beta else None


def _power_only(v: CorrectionParameters) -> Answers | None:
    power = v.beta**v.step
    # A power this small is no divisor that one would write down.
    return _divided(v, power) if power > 1e-6 else None


def _power_of_the_rest(v: CorrectionParameters) -> Answers | None:
    power = (1 - v.beta) ** v.step
    return _divided(v, power) if v.step > 1 and power > 1e-6 else None


def _times(v: CorrectionParameters) -> Answers | None:
    if not v.moment:
        return None
    return {"corrected": v.moment * (1 - v.beta**v.step)}


def _multiplied_exponent(v: CorrectionParameters) -> Answers | None:
    divisor = 1 - v.beta * v.step
    return _divided(v, divisor) if v.step > 1 and abs(divisor) > 1e-6 else None


class BiasCorrection(Verifier[CorrectionParameters]):
    """``adam.bias-correction``: what a young average is divided by, and what becomes of it."""

    id = "adam.bias-correction"
    version = 1
    title = "Bias correction in Adam"
    Parameters = CorrectionParameters
    parts = (
        AnswerPart("factor", Real(relative=0.01), "divisor"),
        AnswerPart(
            "corrected", Real(relative=0.01, floor=1e-9), "corrected moment", builds_on=("factor",)
        ),
    )
    convention = (
        "The average starts at 0 and keeps beta of its old value; steps count from 1. Its "
        "expectation is too small by a factor, and the correction divides by it."
    )
    citation = "Kingma & Ba 2015, Adam, Algorithm 1 and section 3, https://arxiv.org/abs/1412.6980"
    code = averages.correct
    misconceptions: tuple[Misconception[CorrectionParameters], ...] = (
        Misconception(
            "no-exponent",
            "You divided by 1 − β, which is right at the first step only. After t steps it is "
            "1 − βᵗ.",
            _no_exponent,
        ),
        Misconception(
            "multiplied",
            "You multiplied. The average is too small at first, so divide it by 1 − βᵗ.",
            _times,
        ),
        Misconception(
            "power-only",
            "You divided by βᵗ. That is the weight of the 0 at the start; the values themselves "
            "weigh 1 − βᵗ.",
            _power_only,
        ),
        Misconception(
            "power-of-the-rest",
            "You raised 1 − β to the power. Raise β, then subtract it from 1.",
            _power_of_the_rest,
        ),
        Misconception(
            "one-behind",
            "You took t − 1 for the exponent. Steps count from 1, so after t steps it is t.",
            _one_behind,
        ),
        Misconception(
            "one-ahead",
            "You took t + 1 for the exponent. The step that has just been taken is number t.",
            _one_ahead,
        ),
        Misconception(
            "times-the-step",
            "You multiplied β by the number of the step. It is raised to that power.",
            _multiplied_exponent,
        ),
    )

    def difficulty(self, v: CorrectionParameters) -> int:
        """Rate by the exponent: 1, 2, or 3 and more."""
        return min(v.step, 3)

    def compute(self, v: CorrectionParameters) -> Answers:
        """Apply the formula."""
        divisor, value = averages.correct(v.moment, v.beta, v.step)
        return {"factor": divisor, "corrected": value}

    def follow(
        self, v: CorrectionParameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Divide by the learner's own divisor."""
        del part
        return v.moment / number_in(earlier, "factor")

    def reference(self, v: CorrectionParameters) -> Answers:
        """Run torch.optim.Adam under a gradient of 1, and see how much of it its average shows.

        The corrected moment is the constant gradient that leads to the given average.
        """
        import torch

        weight = torch.zeros(1, dtype=torch.float64)
        weight.grad = torch.ones_like(weight)
        adam = torch.optim.Adam([weight], betas=(float(v.beta), 0.0), foreach=False)
        for _ in range(v.step):
            adam.step()
        shown = adam.state[weight]["exp_avg"].item()
        return {"factor": shown, "corrected": v.moment / shown}

    def prompt(self, v: CorrectionParameters, language: str = "en") -> str:
        """Ask for the divisor and the corrected moment."""
        del language
        return (
            f"One of Adam's running averages has the decay $\\beta = {tex(v.beta)}$ and started "
            f"at $0$. After step $t = {v.step}$ it stands at ${tex(v.moment)}$.\n\n"
            "What is it divided by to correct its bias, and what is the corrected moment?"
        )

    def explain(self, v: CorrectionParameters, language: str = "en") -> tuple[str, ...]:
        """Add up the weights, divide."""
        del language
        divisor, value = averages.correct(v.moment, v.beta, v.step)
        power = v.beta**v.step
        raised = (
            f"$$1 - \\beta^1 = 1 - {tex(v.beta)} {equals(divisor)}$$"
            if v.step == 1
            else f"$$\\beta^{{{v.step}}} = {tex(v.beta)}^{{{v.step}}} {equals(power)}$$\n\n"
            f"$$1 - \\beta^{{{v.step}}} = 1 - {number(power)} {equals(divisor)}$$"
        )
        return (
            (
                "After $t$ steps the $0$ at the start still weighs $\\beta^t$. The gradients share "
                "what is left, so the average is too small by this factor and is divided by it:\n\n"
                "$$(1 - \\beta) \\sum_{i=1}^{t} \\beta^{t-i} = 1 - \\beta^t \\qquad "
                "\\hat m_t = \\frac{m_t}{1 - \\beta^t}$$"
            ),
            f"Here\n\n{raised}",
            (
                f"$$\\hat m_{{{v.step}}} = {fraction(v.moment, divisor)} {equals(value)}$$\n\n"
                f"So the divisor is ${number(divisor)}$ and the corrected moment ${number(value)}$."
            ),
        )
