"""Questions about running averages: how far back they remember."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from math import ceil, exp, log
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Count, Misconception, Number, Real, Verifier
from quizlab_verifiers.maths import averages
from quizlab_verifiers.notation import equals, number, tex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value

_BETAS = (0.5, 0.75, 0.8, 0.9, 0.9, 0.95, 0.98, 0.99, *(n / 100 for n in range(50, 100)))
_SHARES = (0.5, 0.25, 0.1, 0.05, 0.01, *(n / 100 for n in range(2, 61)))


@dataclass(frozen=True, slots=True)
class HorizonParameters:
    """An average, and a weight that is called small.

    Attributes:
        beta: Share of the old average that is kept.
        share: Weight to fall to, relative to the newest value's.
    """

    beta: Annotated[float, Number(0.01, 0.9999, draws=_BETAS)]
    share: Annotated[float, Number(1e-6, 0.99, draws=_SHARES)] = 0.5


Answers = dict[str, float]


def _mean_age(v: HorizonParameters) -> Answers:
    return {"horizon": v.beta / (1 - v.beta)}


def _weights_swapped(v: HorizonParameters) -> Answers | None:
    if v.beta == 0.5:
        return None
    other = averages.memory(1 - v.beta, v.share)
    return {"horizon": other.horizon, "weight": other.weight, "steps": other.steps}


def _one_over_e(v: HorizonParameters) -> Answers | None:
    # From about here on the rule is right within the tolerance.
    return {"weight": exp(-1)} if v.beta <= 0.96 else None


def _absolute(v: HorizonParameters) -> Answers:
    # Against the share the absolute weight of the newest value itself may be small enough.
    steps = ceil(round(log(v.share / (1 - v.beta)) / log(v.beta), 9))
    weight = (1 - v.beta) * v.beta ** (1 / (1 - v.beta))
    return {"weight": weight, "steps": max(steps, 0)}


def _straight_line(v: HorizonParameters) -> Answers:
    return {"steps": ceil(round((1 - v.share) / (1 - v.beta), 9))}


def _as_exponential(v: HorizonParameters) -> Answers | None:
    steps = ceil(-log(v.share) / (1 - v.beta))
    return {"steps": steps} if steps != averages.memory(v.beta, v.share).steps else None


def _rounded_down(v: HorizonParameters) -> Answers | None:
    steps = averages.memory(v.beta, v.share).steps
    below = int(round(log(v.share) / log(v.beta), 9))
    return {"steps": below} if below != steps else None


def _counted(v: HorizonParameters) -> int:
    """Count the steps until the share, in decimals: 0.9^5 is 0.59049 to the last digit."""
    exact = Context(prec=60)
    beta, share = Decimal(str(v.beta)), Decimal(str(v.share))
    weight, steps = Decimal(1), 0
    while weight > share:
        weight, steps = exact.multiply(weight, beta), steps + 1
    return steps


class EwmaHorizon(Verifier[HorizonParameters]):
    """``ewma.horizon``: how many values an exponentially weighted average covers."""

    id = "ewma.horizon"
    version = 1
    title = "Horizon of an exponentially weighted average"
    Parameters = HorizonParameters
    # From 0.97 on 1/e is near enough for the weight; up to 0.96 it is not.
    parts = (
        AnswerPart("horizon", Real(relative=0.01), "horizon", "values"),
        AnswerPart("weight", Real(relative=0.02), "weight there", builds_on=("horizon",)),
        AnswerPart("steps", Count(), "whole steps until the share"),
    )
    convention = (
        "beta weighs the old average, not the new value. Weights are relative to the newest "
        "value's, which is 1; a weight that equals the share has reached it."
    )
    citation = (
        "Andrew Ng, Improving Deep Neural Networks, Understanding Exponentially Weighted "
        "Averages, https://www.coursera.org/lecture/deep-neural-network/"
        "understanding-exponentially-weighted-averages-Ud7t0"
    )
    code = averages.memory
    misconceptions: tuple[Misconception[HorizonParameters], ...] = (
        Misconception(
            "always-one-over-e",
            "The weight at the horizon is β to the power 1 / (1 − β). That is about 1/e only for "
            "β near 1; for smaller ones it is less.",
            _one_over_e,
        ),
        Misconception(
            "mean-age",
            "β / (1 − β) is the mean age of what is averaged. The horizon of the rule is "
            "1 / (1 − β), the sum 1 + β + β² + … of the relative weights.",
            _mean_age,
        ),
        Misconception(
            "rounded-down",
            "You rounded down, and there the weight is still above the share. Round up to the "
            "first whole step that reaches it.",
            _rounded_down,
        ),
        Misconception(
            "taken-for-exponential",
            "You took ln β for −(1 − β), which holds only for β near 1. Divide ln of the share by "
            "ln β itself.",
            _as_exponential,
        ),
        Misconception(
            "straight-line",
            "You let the weight fall by 1 − β a step. It shrinks by the factor β a step: βⁿ, "
            "which falls ever more slowly.",
            _straight_line,
        ),
        Misconception(
            "absolute-weight",
            "You gave the weight in the average itself, with the factor 1 − β. Asked is the "
            "weight relative to the newest value's, which is βⁿ.",
            _absolute,
        ),
        Misconception(
            "weights-swapped",
            "You took β for the weight of the new value. Here β is the share of the old average "
            "that is kept, so a β near 1 remembers for long.",
            _weights_swapped,
        ),
    )

    def comfortable(self, v: HorizonParameters) -> bool:
        """Hold draws to whole horizons, and to few multiplications."""
        horizon = round(1 / (1 - v.beta), 9)
        return horizon == int(horizon) and log(v.share) / log(v.beta) < 300

    def difficulty(self, v: HorizonParameters) -> int:
        """Rate by how many steps the weight takes: 1 for up to four, 2 up to 12, else 3."""
        steps = averages.memory(v.beta, v.share).steps
        return 1 if steps <= 4 else 2 if steps <= 12 else 3

    def compute(self, v: HorizonParameters) -> Answers:
        """Apply the formulas."""
        horizon, weight, steps = averages.memory(v.beta, v.share)
        return {"horizon": horizon, "weight": weight, "steps": steps}

    def follow(self, v: HorizonParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Weigh the value as many steps back as the learner's horizon."""
        horizon = earlier["horizon"]
        if part != "weight" or not isinstance(horizon, (int, float)) or horizon < 0:
            return None
        return v.beta**horizon

    def reference(self, v: HorizonParameters) -> Answers:
        """List the weights until they vanish: add them up, look one up, count those above."""
        import torch

        # 60 / (1 - beta) steps leave less than e^-60.
        ages = torch.arange(int(60 / (1 - v.beta)) + 2, dtype=torch.float64)
        weights = v.beta**ages
        horizon = weights.sum().item()
        # Between two whole steps the weight runs along the exponential.
        whole = int(horizon)
        before, after = weights[whole].item(), weights[whole + 1].item()
        weight = before * (after / before) ** (horizon - whole)
        return {"horizon": horizon, "weight": weight, "steps": _counted(v)}

    def prompt(self, v: HorizonParameters, language: str = "en") -> str:
        """Ask for the rule of thumb, the weight there, and whole steps."""
        del language
        return (
            "An exponentially weighted average keeps "
            f"$\\beta = {tex(v.beta)}$ of its old value at each step. A value's weight is "
            "measured relative to the newest value's, which is $1$.\n\n"
            "1. About how many values does it average over, by the usual rule of thumb?\n"
            "2. What is the weight of the value that many steps back?\n"
            f"3. After how many whole steps has a value's weight fallen to ${tex(v.share)}$ or "
            "less?"
        )

    def explain(self, v: HorizonParameters, language: str = "en") -> tuple[str, ...]:
        """Sum the weights, raise to the horizon, solve for the steps."""
        del language
        horizon, weight, steps = averages.memory(v.beta, v.share)
        beta, share = tex(v.beta), tex(v.share)
        near = (
            "near $1/e \\approx 0.368$, since $\\beta$ is near $1$"
            if v.beta > 0.96
            else "less than $1/e \\approx 0.368$, which holds only for $\\beta$ near $1$"
        )
        before, after = v.beta ** (steps - 1), v.beta**steps
        return (
            (
                "With every step a value's weight shrinks by the factor $\\beta$, so $n$ steps back "
                "it is $\\beta^n$. All weights together make up as many full ones as the rule of "
                "thumb says:\n\n"
                "$$1 + \\beta + \\beta^2 + \\dots = \\frac{1}{1 - \\beta}$$\n\n"
                "For the steps solve $\\beta^n \\le s$ for the share $s$ and round up:\n\n"
                "$$n = \\left\\lceil \\frac{\\ln s}{\\ln \\beta} \\right\\rceil$$"
            ),
            f"The horizon is\n\n$$\\frac{{1}}{{1 - {beta}}} {equals(horizon)}$$",
            (
                f"So many steps back the weight is\n\n$${beta}^{{{number(horizon)}}} "
                f"{equals(weight)}$$\n\nThat is {near}."
            ),
            (
                f"$$\\frac{{\\ln {share}}}{{\\ln {beta}}} = "
                f"\\frac{{{number(log(v.share))}}}{{{number(log(v.beta))}}} "
                f"{equals(log(v.share) / log(v.beta))}$$\n\n"
                f"Check: ${beta}^{{{steps - 1}}} {equals(before)}$ is above ${share}$, "
                f"${beta}^{{{steps}}} {equals(after)}$ is not.\n\n"
                f"So the horizon is ${number(horizon)}$ values, the weight there "
                f"${number(weight)}$, and the share is reached after ${steps}$ "
                f"{'step' if steps == 1 else 'steps'}."
            ),
        )
