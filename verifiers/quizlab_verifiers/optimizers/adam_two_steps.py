"""Questions about optimisers: two steps of Adam in a row, each graded on what came before."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import optimizers
from quizlab_verifiers.notation import aligned, equals, factor, fraction, number, squared, tex
from quizlab_verifiers.optimizers import adam_rules, adam_text, step_text
from quizlab_verifiers.optimizers.adam_parameters import is_round
from quizlab_verifiers.optimizers.adam_run import run_adam
from quizlab_verifiers.optimizers.adam_two_steps_mistakes import MISTAKES, named
from quizlab_verifiers.optimizers.adam_two_steps_parameters import TwoStepsParameters, clash
from quizlab_verifiers.optimizers.following import number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value


def _after(v: TwoStepsParameters, steps: int) -> optimizers.Adam:
    return optimizers.adam(
        v.weight, v.gradients[:steps], v.lr, v.beta1, v.beta2, eps=v.eps, form=v.eps_form
    )


_TIGHT = Real(relative=0.01, floor=1e-12)


class AdamTwoSteps(Verifier[TwoStepsParameters]):
    """``adam.two-steps``: moments and updates of two steps of Adam, and the weight after both."""

    id = "adam.two-steps"
    version = 1
    title = "Two steps of Adam"
    Parameters = TwoStepsParameters
    parts = (
        AnswerPart("first-moment-1", _TIGHT, "first moment, step 1"),
        AnswerPart("second-moment-1", _TIGHT, "second moment, step 1"),
        AnswerPart(
            "update-1",
            _TIGHT,
            "update, step 1",
            builds_on=("first-moment-1", "second-moment-1"),
        ),
        AnswerPart("first-moment-2", _TIGHT, "first moment, step 2", builds_on=("first-moment-1",)),
        AnswerPart(
            "second-moment-2", _TIGHT, "second moment, step 2", builds_on=("second-moment-1",)
        ),
        AnswerPart(
            "update-2",
            _TIGHT,
            "update, step 2",
            builds_on=("first-moment-2", "second-moment-2"),
        ),
        AnswerPart(
            "weight",
            Real(relative=0.001, floor=1e-9),
            "weight after both",
            builds_on=("update-1", "update-2"),
        ),
    )
    convention = (
        "Moments start at 0 and are asked before bias correction; steps count from 1; an update "
        "is what its step subtracts. No weight decay."
    )
    citation = adam_text.CITATION
    code = optimizers.adam
    # Gradients of opposite signs cancel; what rounding leaves of a thousand is some 1e-13.
    agreement = Agreement(floor=1e-11)
    misconceptions = MISTAKES

    def where(self, v: TwoStepsParameters) -> str | None:
        """Say which parameters clash."""
        return clash(v)

    def comfortable(self, v: TwoStepsParameters) -> bool:
        """Hold draws to round roots, and to answers that are not near zero."""
        last = _after(v, 2)
        return (
            is_round(sqrt(last.v / (1 - v.beta2**2))) and abs(last.m) > 1e-3 and abs(last.w) > 0.05
        )

    def difficulty(self, v: TwoStepsParameters) -> int:
        """1: the same gradient twice. 2: its sign turns. 3: another size, or a large eps."""
        one, other = v.gradients
        if v.eps > adam_rules.NEGLIGIBLE_EPS or abs(one) != abs(other):
            return 3
        return 1 if one == other else 2

    def compute(self, v: TwoStepsParameters) -> dict[str, float]:
        """Take one step, then both."""
        return named(_after(v, 1), _after(v, 2))

    def follow(
        self, v: TwoStepsParameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Carry the learner's moments into the next ones and the updates, these into the weight."""
        g = v.gradients[1]
        if part == "first-moment-2":
            return v.beta1 * number_in(earlier, "first-moment-1") + (1 - v.beta1) * g
        if part == "second-moment-2":
            return v.beta2 * number_in(earlier, "second-moment-1") + (1 - v.beta2) * g * g
        if part == "weight":
            return v.weight - number_in(earlier, "update-1") - number_in(earlier, "update-2")
        t = 1 if part == "update-1" else 2
        second = number_in(earlier, f"second-moment-{t}")
        if second < 0:
            return None
        return adam_rules.right(v, t, number_in(earlier, f"first-moment-{t}"), second)

    def reference(self, v: TwoStepsParameters) -> dict[str, float]:
        """Run torch.optim.Adam and look at it after each step."""
        return named(*run_adam(v))

    def prompt(self, v: TwoStepsParameters, language: str = "en") -> str:
        """Ask for moments and update of each step, and the weight."""
        del language
        return (
            "Adam takes two steps on one weight; both moments start at $0$.\n\n"
            f"{adam_text.settings(v)}"
            "What are, after each step, both moments (before bias correction) and the update that "
            "was subtracted, and what is the weight in the end?"
        )

    def explain(self, v: TwoStepsParameters, language: str = "en") -> tuple[str, ...]:
        """Work step 1, step 2 and the weight."""
        del language
        first, second = _after(v, 1), _after(v, 2)
        return (
            _rule(v),
            f"Step 1 starts from moments of $0$:\n\n{_step(v, 1, 0.0, 0.0)}",
            (
                "Step 2 goes on from the uncorrected moments of step 1:\n\n"
                f"{_step(v, 2, first.m, first.v)}"
            ),
            (
                "Subtract both updates from the weight:\n\n"
                f"$$w = {number(v.weight)} - {factor(first.update)} - {factor(second.update)} "
                f"{equals(second.w)}$$\n\n"
                f"Step 1: first moment ${number(first.m)}$, second moment ${number(first.v)}$, update "
                f"${number(first.update)}$. Step 2: first moment ${number(second.m)}$, second moment "
                f"${number(second.v)}$, update ${number(second.update)}$. Weight "
                f"${number(second.w)}$."
            ),
        )


def _rule(v: TwoStepsParameters) -> str:
    averages = (
        "Each step takes the new gradient into both running averages, and the moments are kept "
        "as they are:\n\n"
        "$$m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t \\qquad "
        "v_t = \\beta_2 v_{t-1} + (1 - \\beta_2) g_t^2$$\n\n"
    )
    if v.eps_form == "paper":
        return (
            f"{averages}For the update alone they are corrected, each time with the number $t$ of "
            "the step; $\\eta$ is the learning rate:\n\n"
            f"{adam_text.RULES[v.eps_form]}"
        )
    return (
        f"{averages}For the update alone the learning rate $\\eta$ is corrected, each time with "
        "the number $t$ of the step:\n\n"
        f"{adam_text.RULES[v.eps_form]}"
    )


def _step(v: TwoStepsParameters, t: int, m: float, second: float) -> str:
    """Work one step from the moments before it."""
    g, now = v.gradients[t - 1], _after(v, t)
    rest1, rest2 = 1 - v.beta1**t, 1 - v.beta2**t
    first = step_text.averaged(v.beta1, m, factor(g))
    squares = step_text.averaged(v.beta2, second, squared(g))
    lines = [
        (f"m_{t}", f"= {first} {equals(now.m)}"),
        (f"v_{t}", f"= {squares} {equals(now.v)}"),
    ]
    if v.eps_form == "paper":
        m_hat, v_hat = now.m / rest1, now.v / rest2
        lines += [
            (f"\\hat m_{t}", f"= {fraction(now.m, rest1)} {equals(m_hat)}"),
            (f"\\hat v_{t}", f"= {fraction(now.v, rest2)} {equals(v_hat)}"),
        ]
        rate, above, below = tex(v.lr), m_hat, v_hat
    else:
        eta = v.lr * sqrt(rest2) / rest1
        root = f"\\frac{{\\sqrt{{{number(rest2)}}}}}{{{number(rest1)}}}"
        lines.append((f"\\eta_{t}", f"= {tex(v.lr)} \\cdot {root} {equals(eta)}"))
        rate, above, below = number(eta), now.m, now.v
    bottom = f"\\sqrt{{{number(below)}}} + {tex(v.eps)}"
    update = f"\\frac{{{rate} \\cdot {factor(above)}}}{{{bottom}}}"
    return aligned([*lines, (f"u_{t}", f"= {update} {equals(now.update)}")])
