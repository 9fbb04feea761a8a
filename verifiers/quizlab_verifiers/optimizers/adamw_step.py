"""Questions about optimisers: steps of AdamW on one weight, by hand."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Agreement, Verifier
from quizlab_verifiers.maths import adamw
from quizlab_verifiers.notation import aligned, equals, factor, fraction, number, squared, tex
from quizlab_verifiers.optimizers import adam_answers, adam_rules, step_text
from quizlab_verifiers.optimizers.adamw_mistakes import MISTAKES
from quizlab_verifiers.optimizers.adamw_parameters import AdamwParameters, clash
from quizlab_verifiers.optimizers.following import number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value


def _after(v: AdamwParameters, steps: int) -> adamw.AdamW:
    return adamw.adamw(
        v.weight,
        v.gradients[:steps],
        v.lr,
        v.beta1,
        v.beta2,
        eps=v.eps,
        weight_decay=v.weight_decay,
    )


def _before_last(v: AdamwParameters) -> float:
    """Return the weight before the last step."""
    return _after(v, v.steps - 1).w if v.steps > 1 else v.weight


class AdamwStep(Verifier[AdamwParameters]):
    """``adamw.step``: moments, update and weight after some steps of AdamW."""

    id = "adamw.step"
    version = 1
    title = "A step of AdamW"
    Parameters = AdamwParameters
    parts = adam_answers.parts("update, decay included")
    convention = (
        "As torch.optim.AdamW. Moments start at 0 and are asked before bias correction; steps "
        "count from 1; the update is all that the last step subtracts, the decay included."
    )
    citation = (
        "Loshchilov & Hutter 2019, Decoupled Weight Decay Regularization, Algorithm 2, "
        "https://arxiv.org/abs/1711.05101; torch.optim.AdamW, "
        "https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html"
    )
    code = adamw.adamw
    # Gradients of opposite signs cancel; what rounding leaves of a thousand is some 1e-12.
    agreement = Agreement(floor=1e-10)
    misconceptions = MISTAKES

    def where(self, v: AdamwParameters) -> str | None:
        """Say which parameters clash."""
        return clash(v)

    def comfortable(self, v: AdamwParameters) -> bool:
        """Hold draws to answers that are not near zero."""
        last = _after(v, v.steps)
        return abs(last.m) > 1e-3 and abs(last.w) > 0.05 and abs(last.update) > 1e-3

    def difficulty(self, v: AdamwParameters) -> int:
        """Rate by the steps: 1, 2, or 3 and more."""
        return min(v.steps, 3)

    def compute(self, v: AdamwParameters) -> dict[str, float]:
        """Take the steps."""
        return adam_answers.named(_after(v, v.steps))

    def follow(self, v: AdamwParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Carry the learner's moments into the update, and the update into the weight."""
        if part == "update":
            second = number_in(earlier, "second-moment")
            if second < 0:
                return None
            decay = v.lr * v.weight_decay * _before_last(v)
            first = number_in(earlier, "first-moment")
            return adam_rules.paper(v, v.steps, first, second) + decay
        return _before_last(v) - number_in(earlier, "update")

    def reference(self, v: AdamwParameters) -> dict[str, float]:
        """Run torch.optim.AdamW in float64."""
        import torch

        # The second number takes the same steps, but is put back to 0 before the last, where
        # nothing decays: Adam's part stays visible to the last digit, however large the weight.
        weights = torch.tensor([v.weight, 0.0], dtype=torch.float64)
        optimizer = torch.optim.AdamW(
            [weights],
            lr=v.lr,
            betas=(float(v.beta1), float(v.beta2)),
            eps=v.eps,
            weight_decay=v.weight_decay,
            foreach=False,
        )
        before = v.weight
        for gradient in v.gradients:
            before = weights[0].item()
            weights[1] = 0.0
            weights.grad = torch.full_like(weights, gradient)
            optimizer.step()
        state = optimizer.state[weights]
        return {
            "first-moment": state["exp_avg"][0].item(),
            "second-moment": state["exp_avg_sq"][0].item(),
            "update": v.lr * v.weight_decay * before - weights[1].item(),
            "weight": weights[0].item(),
        }

    def prompt(self, v: AdamwParameters, language: str = "en") -> str:
        """Ask for both moments, the update and the weight."""
        del language
        return (
            f"AdamW takes {step_text.times(v.steps)} on one weight; both moments start at $0$.\n\n"
            f"- weight $w = {tex(v.weight)}$, {step_text.gradients(v.gradients)}\n"
            f"- learning rate ${tex(v.lr)}$, weight decay $\\lambda = {tex(v.weight_decay)}$\n"
            f"- $\\beta_1 = {tex(v.beta1)}$, $\\beta_2 = {tex(v.beta2)}$, "
            f"$\\varepsilon = {tex(v.eps)}$ (PyTorch)\n\n"
            "What are then both moments (before bias correction), all that the "
            f"{step_text.last(v.steps)}step subtracted, and the weight?"
        )

    def explain(self, v: AdamwParameters, language: str = "en") -> tuple[str, ...]:
        """Work the averages, the corrections, the updates and the weights."""
        del language
        last = _after(v, v.steps)
        return (
            (
                "AdamW keeps Adam's two running averages, of the gradients and of their squares, and "
                "leaves the decay out of them:\n\n"
                "$$m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t \\qquad "
                "v_t = \\beta_2 v_{t-1} + (1 - \\beta_2) g_t^2$$\n\n"
                "Corrected by $1 - \\beta^t$ they make Adam's step. The decay $\\lambda$, times the "
                "learning rate $\\eta$, is subtracted beside it:\n\n"
                "$$u_t = \\frac{\\eta \\, \\hat m_t}{\\sqrt{\\hat v_t} + \\varepsilon} + "
                "\\eta \\lambda w_{t-1}$$"
            ),
            f"Both averages start at $0${step_text.skipped(v.steps)}:\n\n{_moments(v)}",
            f"Corrected they are\n\n{_corrected(v)}",
            (
                f"Adam's part of each step is\n\n{_adam_parts(v)}\n\n"
                f"With the decay each step subtracts\n\n{_updates(v)}"
            ),
            (
                "So the weight becomes\n\n"
                f"{step_text.weights(v.steps, v.weight, lambda t: _after(v, t)[2:])}\n\n"
                f"First moment ${number(last.m)}$, second moment ${number(last.v)}$, update "
                f"${number(last.update)}$, weight ${number(last.w)}$."
            ),
        )


def _moments(v: AdamwParameters) -> str:
    lines = []
    for t in step_text.shown(v.steps):
        g, now = v.gradients[t - 1], _after(v, t)
        m, second = _after(v, t - 1)[:2] if t > 1 else (0.0, 0.0)
        first = step_text.averaged(v.beta1, m, factor(g))
        squares = step_text.averaged(v.beta2, second, squared(g))
        lines.append((f"m_{{{t}}}", f"= {first} {equals(now.m)}"))
        lines.append((f"v_{{{t}}}", f"= {squares} {equals(now.v)}"))
    return aligned(lines)


def _corrected(v: AdamwParameters) -> str:
    lines = []
    for t in step_text.shown(v.steps):
        now, rest1, rest2 = _after(v, t), 1 - v.beta1**t, 1 - v.beta2**t
        lines.append((f"\\hat m_{{{t}}}", f"= {fraction(now.m, rest1)} {equals(now.m / rest1)}"))
        lines.append((f"\\hat v_{{{t}}}", f"= {fraction(now.v, rest2)} {equals(now.v / rest2)}"))
    return aligned(lines)


def _adam_parts(v: AdamwParameters) -> str:
    worked = []
    for t in step_text.shown(v.steps):
        now = _after(v, t)
        m_hat, v_hat = now.m / (1 - v.beta1**t), now.v / (1 - v.beta2**t)
        above = f"{tex(v.lr)} \\cdot {factor(m_hat)}"
        below = f"\\sqrt{{{number(v_hat)}}} + {tex(v.eps)}"
        value = v.lr * m_hat / (sqrt(v_hat) + v.eps)
        worked.append((t, f"\\frac{{{above}}}{{{below}}}", value))
    return step_text.lines("a", worked)


def _updates(v: AdamwParameters) -> str:
    worked = []
    for t in step_text.shown(v.steps):
        now = _after(v, t)
        before = _after(v, t - 1).w if t > 1 else v.weight
        part = adam_rules.paper(v, t, now.m, now.v)
        decay = f"{tex(v.lr)} \\cdot {tex(v.weight_decay)} \\cdot {factor(before)}"
        worked.append((t, f"{number(part)} + {decay}", now.update))
    return step_text.lines("u", worked)
