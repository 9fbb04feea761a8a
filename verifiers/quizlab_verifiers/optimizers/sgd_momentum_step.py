"""Questions about optimisers: steps of SGD with momentum on one weight, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.maths import momentum
from quizlab_verifiers.notation import factor, tex
from quizlab_verifiers.optimizers import step_text
from quizlab_verifiers.optimizers.momentum_mistakes import MISTAKES, right
from quizlab_verifiers.optimizers.momentum_parameters import Answers, MomentumParameters, run_sgd
from quizlab_verifiers.optimizers.momentum_step import MomentumStep

if TYPE_CHECKING:
    from quizlab_verifiers.optimizers.momentum_parameters import Rule

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


class SgdMomentumStep(MomentumStep[MomentumParameters]):
    """``sgd-momentum.step``: velocity, update and weight after some steps with momentum."""

    id = "sgd-momentum.step"
    version = 1
    title = "A step of SGD with momentum"
    Parameters = MomentumParameters
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
    misconceptions = MISTAKES

    def rule(self, v: MomentumParameters) -> Rule:
        """Return the step of the form that is asked for."""
        return right(v)

    def after(self, v: MomentumParameters, steps: int) -> momentum.Momentum:
        """Take that many steps, at least one."""
        return momentum.momentum(v.weight, v.gradients[:steps], v.lr, v.momentum, form=v.form)

    def comfortable(self, v: MomentumParameters) -> bool:
        """Hold draws to answers that are not near zero."""
        last = self.after(v, v.steps)
        return abs(last.v) > 1e-3 and abs(last.w) > 0.05

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
        return self.asked(v, "SGD with momentum", letter, _FORMS[v.form])

    def explain(self, v: MomentumParameters, language: str = "en") -> tuple[str, ...]:
        """Work the velocities, the updates and the weights."""
        del language

        def velocity(before: float, g: float) -> str:
            come = {
                "torch": f"+ {factor(g)}",
                "keras": f"- {tex(v.lr)} \\cdot {factor(g)}",
                "ng": f"+ {step_text.rest(v.momentum)} \\cdot {factor(g)}",
            }
            return f"{tex(v.momentum)} \\cdot {factor(before)} {come[v.form]}"

        def update(now: float, _: float) -> str:
            return f"-{factor(now)}" if v.form == "keras" else f"{tex(v.lr)} \\cdot {factor(now)}"

        return self.worked(v, _RULES[v.form], velocity, update)
