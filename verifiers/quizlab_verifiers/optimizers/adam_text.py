"""What is asked about Adam and how it is worked, as Markdown."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab_verifiers.notation import equals, factor, fraction, number, squared, tex
from quizlab_verifiers.optimizers import step_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.maths.optimizers import Adam
    from quizlab_verifiers.optimizers.adam_parameters import AdamParameters
    from quizlab_verifiers.optimizers.adam_rules import Settings

CITATION = (
    "Kingma & Ba 2015, Adam, Algorithm 1 and the end of section 2, "
    "https://arxiv.org/abs/1412.6980; Keras' form: keras/src/optimizers/adam.py, "
    "https://github.com/keras-team/keras"
)
"""Where both forms stand."""

RULES = {
    "paper": (
        "$$\\hat m_t = \\frac{m_t}{1 - \\beta_1^t} \\qquad "
        "\\hat v_t = \\frac{v_t}{1 - \\beta_2^t} \\qquad "
        "u_t = \\frac{\\eta \\, \\hat m_t}{\\sqrt{\\hat v_t} + \\varepsilon}$$"
    ),
    "keras": (
        "$$\\eta_t = \\eta \\frac{\\sqrt{1 - \\beta_2^t}}{1 - \\beta_1^t} \\qquad "
        "u_t = \\frac{\\eta_t \\, m_t}{\\sqrt{v_t} + \\varepsilon}$$"
    ),
}
"""The update of each form."""


def settings(p: Settings) -> str:
    """List what is given."""
    place = (
        "added to the root of the corrected second moment (paper, PyTorch)"
        if p.eps_form == "paper"
        else "added to the root of the uncorrected second moment (Keras, TensorFlow)"
    )
    return (
        f"- weight $w = {tex(p.weight)}$, {step_text.gradients(p.gradients)}\n"
        f"- learning rate ${tex(p.lr)}$, $\\beta_1 = {tex(p.beta1)}$, "
        f"$\\beta_2 = {tex(p.beta2)}$\n"
        f"- $\\varepsilon = {tex(p.eps)}$, {place}\n\n"
    )


def prompt(p: AdamParameters) -> str:
    """Return the question."""
    return (
        f"Adam takes {step_text.times(p.steps)} on one weight; both moments start at $0$.\n\n"
        f"{settings(p)}"
        "What are then both moments (before bias correction), the "
        f"{step_text.last(p.steps)}update that was subtracted, and the weight?"
    )


def explain(p: AdamParameters, after: Callable[[int], Adam]) -> tuple[str, ...]:
    """Return the worked steps: averages, update, weight, result.

    Args:
        p: The parameters.
        after: Where Adam stands after that many steps, at least one.
    """
    return (
        _averages(),
        _worked_averages(p, after),
        _rule(p),
        _worked_rule(p, after(p.steps)),
        _result(p, after),
    )


def _averages() -> str:
    return (
        "Adam keeps two running averages, of the gradients and of their squares. At every step "
        "the old average is kept with $\\beta$ and the new value comes in with $1 - \\beta$:\n\n"
        "$$m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t$$\n\n"
        "$$v_t = \\beta_2 v_{t-1} + (1 - \\beta_2) g_t^2$$"
    )


def _worked_averages(p: AdamParameters, after: Callable[[int], Adam]) -> str:
    """Work the first steps in full, and the last."""
    skipped = (
        ""
        if p.steps <= step_text.MOST_SHOWN + 1
        else f", here the first {step_text.MOST_SHOWN} steps and the last"
    )
    lines = [f"Both start at $0${skipped}:"]
    for t in step_text.shown(p.steps):
        g, now = p.gradients[t - 1], after(t)
        m, v = (after(t - 1).m, after(t - 1).v) if t > 1 else (0.0, 0.0)
        lines.append(f"$$m_{{{t}}} = {step_text.averaged(p.beta1, m, factor(g))} {equals(now.m)}$$")
        lines.append(
            f"$$v_{{{t}}} = {step_text.averaged(p.beta2, v, squared(g))} {equals(now.v)}$$"
        )
    return "\n\n".join(lines)


def _rule(p: AdamParameters) -> str:
    why = "Since they start at $0$, the averages are too small at first."
    if p.eps_form == "paper":
        return (
            f"{why} Correct both, then divide by the root and add $\\varepsilon$ outside of it; "
            "$\\eta$ is the learning rate:\n\n"
            f"{RULES[p.eps_form]}"
        )
    return (
        f"{why} This form puts both corrections into the learning rate $\\eta$ and adds "
        "$\\varepsilon$ to the root of the uncorrected $v_t$:\n\n"
        f"{RULES[p.eps_form]}"
    )


def _worked_rule(p: AdamParameters, last: Adam) -> str:
    """Work the last update in full; those before it are done alike."""
    t = p.steps
    correct1, correct2 = 1 - p.beta1**t, 1 - p.beta2**t
    intro = f"At the last step, $t = {t}$:" if t > 1 else "At $t = 1$:"
    if p.eps_form == "paper":
        m_hat, v_hat = last.m / correct1, last.v / correct2
        return (
            f"{intro}\n\n"
            f"$$\\hat m_{{{t}}} = \\frac{{{number(last.m)}}}{{{number(correct1)}}} {equals(m_hat)} "
            f"\\qquad \\hat v_{{{t}}} = \\frac{{{number(last.v)}}}{{{number(correct2)}}} "
            f"{equals(v_hat)}$$\n\n"
            f"$$u_{{{t}}} = \\frac{{{tex(p.lr)} \\cdot {factor(m_hat)}}}"
            f"{{\\sqrt{{{number(v_hat)}}} + {tex(p.eps)}}} "
            f"= {fraction(p.lr * m_hat, sqrt(v_hat) + p.eps)} {equals(last.update)}$$"
        )
    rate = p.lr * sqrt(correct2) / correct1
    return (
        f"{intro}\n\n"
        f"$$\\eta_{{{t}}} = {tex(p.lr)} \\cdot \\frac{{\\sqrt{{{number(correct2)}}}}}"
        f"{{{number(correct1)}}} {equals(rate)}$$\n\n"
        f"$$u_{{{t}}} = \\frac{{{number(rate)} \\cdot {factor(last.m)}}}"
        f"{{\\sqrt{{{number(last.v)}}} + {tex(p.eps)}}} "
        f"= {fraction(rate * last.m, sqrt(last.v) + p.eps)} {equals(last.update)}$$"
    )


def _result(p: AdamParameters, after: Callable[[int], Adam]) -> str:
    last = after(p.steps)
    if p.steps == 1:
        before, intro = p.weight, "Subtract the update from the weight:"
    else:
        before = after(p.steps - 1).w
        intro = (
            f"The {'step' if p.steps == 2 else 'steps'} before, worked alike, left the weight at "
            f"${number(before)}$"
            f"{_updates(after, p.steps - 1) if p.steps <= step_text.MOST_SHOWN else ''}. "
            "Subtract the last update:"
        )
    return (
        f"{intro}\n\n"
        f"$$w = {number(before)} - {factor(last.update)} {equals(last.w)}$$\n\n"
        f"So first moment ${number(last.m)}$, second moment ${number(last.v)}$, "
        f"update ${number(last.update)}$, weight ${number(last.w)}$."
    )


def _updates(after: Callable[[int], Adam], steps: int) -> str:
    """Name the updates of the steps before the last."""
    named = [f"$u_{t} {equals(after(t).update)}$" for t in range(1, steps + 1)]
    return f" ({', '.join(named)})"
