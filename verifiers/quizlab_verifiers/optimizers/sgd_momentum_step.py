"""Questions about optimisers: steps of SGD with momentum on one weight, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import momentum
from quizlab_verifiers.notation import factor, number, tex
from quizlab_verifiers.optimizers import momentum_parameters, step_text
from quizlab_verifiers.optimizers.momentum_mistakes import MISTAKES, right
from quizlab_verifiers.optimizers.momentum_parameters import Answers, MomentumParameters, run_sgd
from quizlab_verifiers.optimizers.step_parameters import clash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value

_FORMS = {
    "torch": "PyTorch's form: the velocity gathers the gradients in full, without learning rate",
    "keras": "Keras' form: the velocity holds the learning rate and is added to the weight",
    "ng": "Ng's form: the velocity is an exponentially weighted average of the gradients",
}

_RULES = {
    "torch": (
        "In PyTorch's form the velocity is a fading sum of the gradients: a share $\\mu$ of it "
        "is kept, and the gradient is added in full. The learning rate $\\eta$ comes in with the "
        "step:\n\n$$v_t = \\mu v_{t-1} + g_t \\qquad u_t = \\eta v_t$$"
    ),
    "keras": (
        "In Keras' form the learning rate $\\eta$ goes into the velocity, which points downhill "
        "and is added to the weight; what is subtracted is $u_t$:\n\n"
        "$$v_t = \\mu v_{t-1} - \\eta g_t \\qquad u_t = -v_t$$"
    ),
    "ng": (
        "In Ng's form the velocity is an average of the gradients: a share $\\beta$ of it is "
        "kept, and the gradient comes in with $1 - \\beta$. The learning rate $\\eta$ comes in "
        "with the step:\n\n"
        "$$v_t = \\beta v_{t-1} + (1 - \\beta) g_t \\qquad u_t = \\eta v_t$$"
    ),
}


def _after(v: MomentumParameters, steps: int) -> momentum.Momentum:
    return momentum.momentum(v.weight, v.gradients[:steps], v.lr, v.momentum, form=v.form)


class SgdMomentumStep(Verifier[MomentumParameters]):
    """``sgd-momentum.step``: velocity, update and weight after some steps with momentum."""

    id = "sgd-momentum.step"
    version = 1
    title = "A step of SGD with momentum"
    Parameters = MomentumParameters
    # The weight is held tighter, since most of it was there before the step.
    parts = (
        AnswerPart("velocity", Real(relative=0.01, floor=1e-12), "velocity"),
        AnswerPart("update", Real(relative=0.01, floor=1e-12), "update", builds_on=("velocity",)),
        AnswerPart("weight", Real(relative=0.001, floor=1e-9), "weight", builds_on=("update",)),
    )
    convention = (
        "The velocity starts at 0 and has the sign that its form gives it; the update is what the "
        "last step subtracts. torch as torch.optim.SGD, keras as keras.optimizers.SGD, ng as in "
        "Andrew Ng's course. No dampening, no weight decay."
    )
    citation = (
        "torch.optim.SGD, https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html; "
        "Keras: keras/src/optimizers/sgd.py, https://github.com/keras-team/keras; Andrew Ng, "
        "Improving Deep Neural Networks, https://www.coursera.org/learn/deep-neural-network"
    )
    code = momentum.momentum
    # Steps may carry a weight to a million and back to 0, which leaves some 1e-9 of rounding.
    agreement = Agreement(floor=1e-8)
    misconceptions = MISTAKES

    def where(self, v: MomentumParameters) -> str | None:
        """Say where the gradients do not fit the steps, or carry the weight too far."""
        return clash(v) or momentum_parameters.too_far(v, right(v))

    def comfortable(self, v: MomentumParameters) -> bool:
        """Hold draws to answers that are not near zero."""
        last = _after(v, v.steps)
        return abs(last.v) > 1e-3 and abs(last.w) > 0.05

    def difficulty(self, v: MomentumParameters) -> int:
        """Rate by the steps: 1, 2, or 3 and more."""
        return min(v.steps, 3)

    def compute(self, v: MomentumParameters) -> Answers:
        """Take the steps."""
        velocity, update, weight = _after(v, v.steps)
        return {"velocity": velocity, "update": update, "weight": weight}

    def follow(
        self, v: MomentumParameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Carry the learner's velocity into the update, and the update into the weight."""
        before = _after(v, v.steps - 1).w if v.steps > 1 else v.weight
        return momentum_parameters.follow(v, right(v), before, part, earlier)

    def reference(self, v: MomentumParameters) -> Answers:
        """Run torch.optim.SGD and rescale what it keeps.

        While the rate is constant Keras' velocity is torch's times -lr. Ng's is torch's times
        1 - beta, so that torch takes Ng's steps at a rate smaller by that factor.
        """
        share = 1 - v.momentum if v.form == "ng" else 1.0
        run = run_sgd(v, v.lr * share, v.momentum)
        scale = -v.lr if v.form == "keras" else share
        return {"velocity": scale * run.buffer, "update": run.update, "weight": run.weight}

    def prompt(self, v: MomentumParameters, language: str = "en") -> str:
        """Ask for the velocity, the update and the weight."""
        del language
        letter = "\\beta" if v.form == "ng" else "\\mu"
        return (
            f"SGD with momentum takes {step_text.times(v.steps)} on one weight; the velocity "
            "starts at $0$.\n\n"
            f"- weight $w = {tex(v.weight)}$, {step_text.gradients(v.gradients)}\n"
            f"- learning rate ${tex(v.lr)}$, momentum ${letter} = {tex(v.momentum)}$\n"
            f"- {_FORMS[v.form]}\n\n"
            f"What are then the velocity, the {step_text.last(v.steps)}update that was "
            "subtracted, and the weight?"
        )

    def explain(self, v: MomentumParameters, language: str = "en") -> tuple[str, ...]:
        """Work the velocities, the updates and the weights."""
        del language
        last = _after(v, v.steps)
        shown = step_text.shown(v.steps)

        def velocity(t: int) -> tuple[int, str, float]:
            before = _after(v, t - 1).v if t > 1 else 0.0
            kept = f"{tex(v.momentum)} \\cdot {factor(before)}"
            g = factor(v.gradients[t - 1])
            come = {
                "torch": f"+ {g}",
                "keras": f"- {tex(v.lr)} \\cdot {g}",
                "ng": f"+ {step_text.rest(v.momentum)} \\cdot {g}",
            }
            return t, f"{kept} {come[v.form]}", _after(v, t).v

        def update(t: int) -> tuple[int, str, float]:
            now = _after(v, t)
            if v.form == "keras":
                return t, f"-{factor(now.v)}", now.update
            return t, f"{tex(v.lr)} \\cdot {factor(now.v)}", now.update

        return (
            _RULES[v.form],
            (
                f"The velocity starts at $0${step_text.skipped(v.steps)}:\n\n"
                f"{step_text.lines('v', map(velocity, shown))}"
            ),
            f"Each step subtracts\n\n{step_text.lines('u', map(update, shown))}",
            (
                "So the weight becomes\n\n"
                f"{step_text.weights(v.steps, v.weight, lambda t: _after(v, t)[1:])}\n\n"
                f"Velocity ${number(last.v)}$, update ${number(last.update)}$, weight "
                f"${number(last.w)}$."
            ),
        )
