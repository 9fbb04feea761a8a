"""Questions about optimisers: steps of SGD with Nesterov's momentum on one weight, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.maths import momentum
from quizlab_verifiers.notation import factor, number, tex
from quizlab_verifiers.optimizers.momentum_parameters import Answers, NesterovParameters, run_sgd
from quizlab_verifiers.optimizers.momentum_step import MomentumStep
from quizlab_verifiers.optimizers.nesterov_mistakes import MISTAKES, right

if TYPE_CHECKING:
    from quizlab_verifiers.optimizers.momentum_parameters import Rule

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


class NesterovStep(MomentumStep[NesterovParameters]):
    """``nesterov.step``: velocity, update and weight after some steps with Nesterov's momentum."""

    id = "nesterov.step"
    version = 1
    title = "A step with Nesterov's momentum"
    Parameters = NesterovParameters
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
    misconceptions = MISTAKES

    def rule(self, v: NesterovParameters) -> Rule:
        """Return the step of the form that is asked for."""
        return right(v)

    def after(self, v: NesterovParameters, steps: int) -> momentum.Momentum:
        """Take that many steps, at least one."""
        return momentum.nesterov(v.weight, v.gradients[:steps], v.lr, v.momentum, form=v.form)

    def comfortable(self, v: NesterovParameters) -> bool:
        """Hold draws to answers that are not near zero."""
        last = self.after(v, v.steps)
        return abs(last.v) > 1e-3 and abs(last.update) > 1e-4 and abs(last.w) > 0.05

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
        return self.asked(v, "SGD with Nesterov's momentum", "\\mu", _FORMS[v.form])

    def explain(self, v: NesterovParameters, language: str = "en") -> tuple[str, ...]:
        """Work the velocities, the updates and the weights."""
        del language
        mu, lr = tex(v.momentum), tex(v.lr)

        def velocity(before: float, g: float) -> str:
            come = f"+ {factor(g)}" if v.form == "torch" else f"- {lr} \\cdot {factor(g)}"
            return f"{mu} \\cdot {factor(before)} {come}"

        def update(now: float, g: float) -> str:
            ahead = f"{mu} \\cdot {factor(now)}"
            work = {
                "torch": f"{lr} \\cdot ({number(g)} + {ahead})",
                "keras": f"{lr} \\cdot {factor(g)} - {ahead}",
                "sutskever": f"-{factor(now)}",
            }
            return work[v.form]

        return self.worked(v, _RULES[v.form], velocity, update)
