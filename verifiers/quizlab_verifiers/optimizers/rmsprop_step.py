"""Questions about optimisers: steps of RMSProp on one weight, by hand."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import rmsprop
from quizlab_verifiers.notation import factor, fraction, number, squared, tex
from quizlab_verifiers.optimizers import step_text
from quizlab_verifiers.optimizers.following import number_in
from quizlab_verifiers.optimizers.rmsprop_mistakes import MISTAKES, step
from quizlab_verifiers.optimizers.rmsprop_parameters import (
    NEGLIGIBLE_EPS,
    RmspropParameters,
    clash,
    has_round_roots,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value


def _after(v: RmspropParameters, steps: int) -> rmsprop.RmsProp:
    return rmsprop.rmsprop(
        v.weight, v.gradients[:steps], v.lr, v.alpha, eps=v.eps, place=v.eps_place
    )


class RmspropStep(Verifier[RmspropParameters]):
    """``rmsprop.step``: average of squares, update and weight after some steps of RMSProp."""

    id = "rmsprop.step"
    version = 1
    title = "A step of RMSProp"
    Parameters = RmspropParameters
    # The weight is held tighter, since most of it was there before the step.
    parts = (
        AnswerPart("second-moment", Real(relative=0.01, floor=1e-12), "average of squares"),
        AnswerPart(
            "update", Real(relative=0.01, floor=1e-12), "update", builds_on=("second-moment",)
        ),
        AnswerPart("weight", Real(relative=0.001, floor=1e-9), "weight", builds_on=("update",)),
    )
    convention = (
        "The average of squares starts at 0, and alpha weighs the old average (Keras: rho); the "
        "update is what the last step subtracts. PyTorch adds eps outside the root, Keras inside. "
        "No momentum, not centred."
    )
    citation = (
        "Tieleman & Hinton 2012, lecture 6.5, "
        "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf; "
        "torch.optim.RMSprop, "
        "https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html; Keras: "
        "keras/src/optimizers/rmsprop.py, https://github.com/keras-team/keras"
    )
    code = rmsprop.rmsprop
    # Steps may carry a weight to 100,000 and back to 0, which leaves some 1e-11 of rounding.
    agreement = Agreement(floor=1e-9)
    misconceptions = MISTAKES

    def where(self, v: RmspropParameters) -> str | None:
        """Say which parameters clash."""
        return clash(v)

    def comfortable(self, v: RmspropParameters) -> bool:
        """Hold draws to round roots, and to weights that are not near zero."""
        if v.eps_place == "inside" and v.eps > NEGLIGIBLE_EPS and v.steps > 1:
            return False  # Each step would have a root of its own that is not round.
        return has_round_roots(v) and abs(_after(v, v.steps).w) > 0.05

    def difficulty(self, v: RmspropParameters) -> int:
        """1: one step with a negligible eps. 2: one with a large eps, or two. 3: the rest."""
        large = v.eps > NEGLIGIBLE_EPS
        if v.steps == 1:
            return 2 if large else 1
        return 2 if v.steps == 2 and not large else 3

    def compute(self, v: RmspropParameters) -> dict[str, float]:
        """Take the steps."""
        average, update, weight = _after(v, v.steps)
        return {"second-moment": average, "update": update, "weight": weight}

    def follow(self, v: RmspropParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Carry the learner's average into the update, and the update into the weight."""
        if part == "update":
            average = number_in(earlier, "second-moment")
            return step(v, average, v.gradients[-1]) if average >= 0 else None
        before = _after(v, v.steps - 1).w if v.steps > 1 else v.weight
        return before - number_in(earlier, "update")

    def reference(self, v: RmspropParameters) -> dict[str, float]:
        """Run torch.optim.RMSprop in float64, or Adadelta where eps is inside.

        Adadelta keeps the same average, adds eps under its root, and multiplies by the root of
        eps plus an average of its own steps. With that average put back to 0 at every step it
        takes Keras' steps at the rate lr / sqrt(eps).
        """
        import torch

        # The second number takes the same steps, but is put back to 0 before the last: what was
        # subtracted then stays visible to the last digit, however large the weight is.
        weights = torch.tensor([v.weight, 0.0], dtype=torch.float64)
        inside = v.eps_place == "inside" and v.eps > 0
        optimizer: torch.optim.Optimizer = (
            torch.optim.Adadelta(
                [weights], lr=v.lr / sqrt(v.eps), rho=v.alpha, eps=v.eps, foreach=False
            )
            if inside
            else torch.optim.RMSprop([weights], lr=v.lr, alpha=v.alpha, eps=v.eps, foreach=False)
        )
        for gradient in v.gradients:
            weights[1] = 0.0
            weights.grad = torch.full_like(weights, gradient)
            optimizer.step()
            if inside:
                optimizer.state[weights]["acc_delta"].zero_()
        return {
            "second-moment": optimizer.state[weights]["square_avg"][0].item(),
            "update": -weights[1].item(),
            "weight": weights[0].item(),
        }

    def prompt(self, v: RmspropParameters, language: str = "en") -> str:
        """Ask for the average, the update and the weight."""
        del language
        place = (
            "added to the root (PyTorch)"
            if v.eps_place == "outside"
            else "added under the root (Keras, TensorFlow)"
        )
        return (
            f"RMSProp takes {step_text.times(v.steps)} on one weight; its average of squared "
            "gradients starts at $0$.\n\n"
            f"- weight $w = {tex(v.weight)}$, {step_text.gradients(v.gradients)}\n"
            f"- learning rate ${tex(v.lr)}$, decay $\\alpha = {tex(v.alpha)}$\n"
            f"- $\\varepsilon = {tex(v.eps)}$, {place}\n\n"
            f"What are then the average of squares, the {step_text.last(v.steps)}update that was "
            "subtracted, and the weight?"
        )

    def explain(self, v: RmspropParameters, language: str = "en") -> tuple[str, ...]:
        """Work the averages, the updates and the weights."""
        del language
        last = _after(v, v.steps)
        shown = step_text.shown(v.steps)
        place = (
            "\\sqrt{v_t} + \\varepsilon"
            if v.eps_place == "outside"
            else ("\\sqrt{v_t + \\varepsilon}")
        )

        def average(t: int) -> tuple[int, str, float]:
            before = _after(v, t - 1).v if t > 1 else 0.0
            work = step_text.averaged(v.alpha, before, squared(v.gradients[t - 1]))
            return t, work, _after(v, t).v

        def update(t: int) -> tuple[int, str, float]:
            now, g = _after(v, t), v.gradients[t - 1]
            if v.eps_place == "outside":
                below = sqrt(now.v) + v.eps
                work = f"\\sqrt{{{number(now.v)}}} + {tex(v.eps)}"
            else:
                below = sqrt(now.v + v.eps)
                work = f"\\sqrt{{{number(now.v)} + {tex(v.eps)}}}"
            above = f"{tex(v.lr)} \\cdot {factor(g)}"
            return t, f"\\frac{{{above}}}{{{work}}} = {fraction(v.lr * g, below)}", now.update

        return (
            (
                "RMSProp divides each gradient by the root of the running average of squares, so "
                "that its size nearly cancels. A share $\\alpha$ of the average is kept, the new "
                "square comes in with $1 - \\alpha$; $\\eta$ is the learning rate:\n\n"
                "$$v_t = \\alpha v_{t-1} + (1 - \\alpha) g_t^2 \\qquad "
                f"u_t = \\frac{{\\eta \\, g_t}}{{{place}}}$$"
            ),
            (
                f"The average starts at $0${step_text.skipped(v.steps)}:\n\n"
                f"{step_text.lines('v', map(average, shown))}"
            ),
            f"Each step subtracts\n\n{step_text.lines('u', map(update, shown))}",
            (
                "So the weight becomes\n\n"
                f"{step_text.weights(v.steps, v.weight, lambda t: _after(v, t)[1:])}\n\n"
                f"Average of squares ${number(last.v)}$, update ${number(last.update)}$, weight "
                f"${number(last.w)}$."
            ),
        )
