"""Questions about running averages: what the average stands at."""

from __future__ import annotations

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.averages.ewma_value_mistakes import MISTAKES, EwmaParameters
from quizlab_verifiers.maths import averages
from quizlab_verifiers.notation import aligned, equals, factor, number, tex
from quizlab_verifiers.wording import listed

MOST_SHOWN = 4
"""Samples that are worked in full; of more, the first ones and the last are."""


class EwmaValue(Verifier[EwmaParameters]):
    """``ewma.value``: the exponentially weighted average of some values."""

    id = "ewma.value"
    version = 1
    title = "Value of an exponentially weighted average"
    Parameters = EwmaParameters
    parts = (AnswerPart("value", Real(relative=0.01, floor=1e-9)),)
    convention = (
        "The average starts at 0, and beta weighs the old average, not the new value. Bias "
        "correction as in Adam."
    )
    citation = (
        "Kingma & Ba 2015, Adam, section 3, https://arxiv.org/abs/1412.6980; Andrew Ng, "
        "Improving Deep Neural Networks, Exponentially Weighted Averages, "
        "https://www.coursera.org/lecture/deep-neural-network/"
        "understanding-exponentially-weighted-averages-Ud7t0"
    )
    code = averages.ewma
    # Values of opposite signs cancel; what rounding leaves of 10,000 is then some 1e-12.
    agreement = Agreement(floor=1e-9)
    misconceptions = MISTAKES

    def difficulty(self, v: EwmaParameters) -> int:
        """1: two values, as they are. 2: three, or two corrected. 3: more."""
        return min(3, max(1, len(v.samples) - 1) + v.corrected)

    def compute(self, v: EwmaParameters) -> float:
        """Average step by step."""
        return averages.ewma(v.beta, v.samples, corrected=v.corrected)

    def reference(self, v: EwmaParameters) -> float:
        """Weigh all values at once; corrected, divide by the weights that there are."""
        import torch

        ages = torch.arange(len(v.samples) - 1, -1, -1, dtype=torch.float64)
        weights = (1 - v.beta) * v.beta**ages
        total = weights @ torch.tensor(v.samples, dtype=torch.float64)
        return (total / weights.sum() if v.corrected else total).item()

    def prompt(self, v: EwmaParameters, language: str = "en") -> str:
        """Ask for the average."""
        del language
        values = [f"${tex(x)}$" for x in v.samples]
        intro = (
            "An exponentially weighted average starts at $0$ and keeps "
            f"$\\beta = {tex(v.beta)}$ of its old value at each step. "
        )
        came = f"It sees {'the values' if len(values) > 1 else 'the value'} {listed(values)}"
        order = ", in this order.\n\n" if len(values) > 1 else ".\n\n"
        asked = (
            "What is the average, with bias correction?"
            if v.corrected
            else "Where does the average stand then, without bias correction?"
        )
        return f"{intro}{came}{order}{asked}"

    def explain(self, v: EwmaParameters, language: str = "en") -> tuple[str, ...]:
        """Work the recursion, then the correction."""
        del language
        value = self.compute(v)
        steps = [
            (
                "At every step the old average is kept with $\\beta$ and the new value comes in with "
                "$1 - \\beta$:\n\n$$v_t = \\beta v_{t-1} + (1 - \\beta) x_t \\qquad v_0 = 0$$"
            ),
            _worked(v),
        ]
        if not v.corrected:
            return (*steps, f"So the average stands at ${number(value)}$.")
        t = len(v.samples)
        raw, divisor = averages.ewma(v.beta, v.samples), 1 - v.beta**t
        return (
            *steps,
            (
                "The $0$ at the start makes it too small. The weights of the $t$ values add up to "
                "$1 - \\beta^t$ only, so divide by that:\n\n"
                f"$$1 - \\beta^t = 1 - {tex(v.beta)}^{{{t}}} {equals(divisor)}$$"
            ),
            (
                f"$$\\hat v_{{{t}}} = \\frac{{{number(raw)}}}{{{number(divisor)}}} {equals(value)}$$"
                f"\n\nSo the corrected average is ${number(value)}$."
            ),
        )


def _rest(beta: float) -> str:
    """Return 1 - beta without the noise of floats."""
    return number(1 - beta)


def _worked(v: EwmaParameters) -> str:
    """Work the first steps, and the last."""
    total = len(v.samples)
    shown = sorted({*range(1, min(total, MOST_SHOWN) + 1), total})
    old, new = tex(v.beta), _rest(v.beta)
    lines = []
    for t in shown:
        before = averages.ewma(v.beta, v.samples[: t - 1]) if t > 1 else 0.0
        now = averages.ewma(v.beta, v.samples[:t])
        work = f"= {old} \\cdot {factor(before)} + {new} \\cdot {factor(v.samples[t - 1])}"
        lines.append((f"v_{{{t}}}", f"{work} {equals(now)}"))
    skipped = f", here the first {MOST_SHOWN} and the last" if total > MOST_SHOWN + 1 else ""
    word = "Step by step" if total > 1 else "There is one step"
    return f"{word}{skipped}:\n\n{aligned(lines)}"
