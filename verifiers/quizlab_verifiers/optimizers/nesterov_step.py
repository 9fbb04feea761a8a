"""Questions about optimisers: steps of SGD with Nesterov's momentum on one weight, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import momentum
from quizlab_verifiers.notation import factor, number, tex
from quizlab_verifiers.optimizers import momentum_parameters, step_text
from quizlab_verifiers.optimizers.momentum_parameters import Answers, NesterovParameters, run_sgd
from quizlab_verifiers.optimizers.nesterov_mistakes import MISTAKES, right
from quizlab_verifiers.optimizers.step_parameters import clash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value

_FORMS = {
    "torch": "PyTorch's form: the velocity holds gradients, without learning rate",
    "keras": "Keras' form: the velocity holds the learning rate and points downhill",
    "sutskever": (
        "Sutskever's form: each gradient is taken ahead, at $w + \\mu v$; the velocity holds the "
        "learning rate and is added to the weight"
    ),
}

_RULES = {
    "torch": (
        "Nesterov's momentum steps from where the velocity leads. PyTorch keeps a fading sum of "
        "the gradients, and looks ahead with $\\mu$ times the new one; $\\eta$ is the learning "
        "rate:\n\n"
        "$$v_t = \\mu v_{t-1} + g_t \\qquad u_t = \\eta (g_t + \\mu v_t)$$"
    ),
    "keras": (
        "Nesterov's momentum steps from where the velocity leads. In Keras the learning rate "
        "$\\eta$ goes into the velocity, which points downhill; the weight takes the gradient's "
        "own step and $\\mu$ times the new velocity. Subtracted is:\n\n"
        "$$v_t = \\mu v_{t-1} - \\eta g_t \\qquad u_t = \\eta g_t - \\mu v_t$$"
    ),
    "sutskever": (
        "In Sutskever's form all looking ahead is in the place where the gradient $g_t$ is "
        "taken, $w_{t-1} + \\mu v_{t-1}$. The velocity, with the learning rate $\\eta$ in it, is "
        "then simply added to the weight; what is subtracted is $u_t$:\n\n"
        "$$v_t = \\mu v_{t-1} - \\eta g_t \\qquad u_t = -v_t$$"
    ),
}


def _after(v: NesterovParameters, steps: int) -> momentum.Momentum:
    return momentum.nesterov(v.weight, v.gradients[:steps], v.lr, v.momentum, form=v.form)


class NesterovStep(Verifier[NesterovParameters]):
    """``nesterov.step``: velocity, update and weight after some steps with Nesterov's momentum."""

    id = "nesterov.step"
    version = 1
    title = "A step with Nesterov's momentum"
    Parameters = NesterovParameters
    parts = (
        AnswerPart("velocity", Real(relative=0.01, floor=1e-12), "velocity"),
        AnswerPart("update", Real(relative=0.01, floor=1e-12), "update", builds_on=("velocity",)),
        AnswerPart("weight", Real(relative=0.001, floor=1e-9), "weight", builds_on=("update",)),
    )
    convention = (
        "The velocity starts at 0 and has the sign that its form gives it; the update is what the "
        "last step subtracts. torch and keras as their SGD with nesterov=True, gradients taken at "
        "the weight that they keep; sutskever as in the paper, gradients taken ahead of it."
    )
    citation = (
        "Sutskever et al. 2013, On the importance of initialization and momentum in deep "
        "learning, equations 3 and 4, https://proceedings.mlr.press/v28/sutskever13.html; "
        "torch.optim.SGD, https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html; "
        "Keras: keras/src/optimizers/sgd.py, https://github.com/keras-team/keras"
    )
    code = momentum.nesterov
    # Steps may carry a weight to a million and back to 0, which leaves some 1e-9 of rounding.
    agreement = Agreement(floor=1e-8)
    misconceptions = MISTAKES

    def where(self, v: NesterovParameters) -> str | None:
        """Say where the gradients do not fit the steps, or carry the weight too far."""
        return clash(v) or momentum_parameters.too_far(v, right(v))

    def comfortable(self, v: NesterovParameters) -> bool:
        """Hold draws to answers that are not near zero."""
        last = _after(v, v.steps)
        return abs(last.v) > 1e-3 and abs(last.update) > 1e-4 and abs(last.w) > 0.05

    def difficulty(self, v: NesterovParameters) -> int:
        """Rate by the steps: 1, 2, or 3 and more."""
        return min(v.steps, 3)

    def compute(self, v: NesterovParameters) -> Answers:
        """Take the steps."""
        velocity, update, weight = _after(v, v.steps)
        return {"velocity": velocity, "update": update, "weight": weight}

    def follow(
        self, v: NesterovParameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Carry the learner's velocity into the update, and the update into the weight."""
        before = _after(v, v.steps - 1).w if v.steps > 1 else v.weight
        return momentum_parameters.follow(v, right(v), before, part, earlier)

    def reference(self, v: NesterovParameters) -> Answers:
        """Run torch.optim.SGD with nesterov, and go to where each form stands.

        Keras' velocity is torch's times -lr while the rate is constant. torch's weight is the
        point ahead, w + mu v, of Sutskever's form, so that w lies mu v behind.
        """
        run = run_sgd(v, v.lr, v.momentum, nesterov=True)
        if v.form == "torch":
            return {"velocity": run.buffer, "update": run.update, "weight": run.weight}
        velocity, old = -v.lr * run.buffer, -v.lr * run.before
        if v.form == "keras":
            return {"velocity": velocity, "update": run.update, "weight": run.weight}
        return {
            "velocity": velocity,
            "update": run.update - v.momentum * (old - velocity),
            "weight": run.weight - v.momentum * velocity,
        }

    def prompt(self, v: NesterovParameters, language: str = "en") -> str:
        """Ask for the velocity, the update and the weight."""
        del language
        return (
            f"SGD with Nesterov's momentum takes {step_text.times(v.steps)} on one weight; the "
            "velocity starts at $0$.\n\n"
            f"- weight $w = {tex(v.weight)}$, {step_text.gradients(v.gradients)}\n"
            f"- learning rate ${tex(v.lr)}$, momentum $\\mu = {tex(v.momentum)}$\n"
            f"- {_FORMS[v.form]}\n\n"
            f"What are then the velocity, the {step_text.last(v.steps)}update that was "
            "subtracted, and the weight?"
        )

    def explain(self, v: NesterovParameters, language: str = "en") -> tuple[str, ...]:
        """Work the velocities, the updates and the weights."""
        del language
        last = _after(v, v.steps)
        shown = step_text.shown(v.steps)
        mu, lr = tex(v.momentum), tex(v.lr)

        def velocity(t: int) -> tuple[int, str, float]:
            before = _after(v, t - 1).v if t > 1 else 0.0
            g = factor(v.gradients[t - 1])
            come = f"+ {g}" if v.form == "torch" else f"- {lr} \\cdot {g}"
            return t, f"{mu} \\cdot {factor(before)} {come}", _after(v, t).v

        def update(t: int) -> tuple[int, str, float]:
            now, g = _after(v, t), v.gradients[t - 1]
            ahead = f"{mu} \\cdot {factor(now.v)}"
            work = {
                "torch": f"{lr} \\cdot ({number(g)} + {ahead})",
                "keras": f"{lr} \\cdot {factor(g)} - {ahead}",
                "sutskever": f"-{factor(now.v)}",
            }
            return t, work[v.form], now.update

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
