"""Questions about optimisers: steps of Adam on one weight, by hand."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import optimizers
from quizlab_verifiers.optimizers import adam_rules, adam_text
from quizlab_verifiers.optimizers.adam_mistakes import MISTAKES
from quizlab_verifiers.optimizers.adam_parameters import AdamParameters, clash, is_round
from quizlab_verifiers.optimizers.following import number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value


def _adam(p: AdamParameters) -> optimizers.Adam:
    return _after(p, p.steps)


def _after(p: AdamParameters, steps: int) -> optimizers.Adam:
    return optimizers.adam(
        p.weight, p.gradients[:steps], p.lr, p.beta1, p.beta2, eps=p.eps, form=p.eps_form
    )


class AdamStep(Verifier[AdamParameters]):
    """``adam.step``: moments, update and weight after some steps of Adam."""

    id = "adam.step"
    version = 1
    title = "A step of Adam"
    Parameters = AdamParameters
    # Rounding alone can leave a few 1e-17 where a moment is 0; the floors take that in. The weight
    # is held tighter, since most of it was there before the step.
    parts = (
        AnswerPart("first-moment", Real(relative=0.01, floor=1e-12), "first moment"),
        AnswerPart("second-moment", Real(relative=0.01, floor=1e-12), "second moment"),
        AnswerPart(
            "update",
            Real(relative=0.01, floor=1e-12),
            "update",
            builds_on=("first-moment", "second-moment"),
        ),
        AnswerPart("weight", Real(relative=0.001, floor=1e-9), "weight", builds_on=("update",)),
    )
    convention = (
        "Moments start at 0 and are asked before bias correction; steps count from 1; the update "
        "is what the last step subtracts. No weight decay."
    )
    citation = (
        "Kingma & Ba 2015, Adam, Algorithm 1 and the end of section 2, "
        "https://arxiv.org/abs/1412.6980; Keras' form: keras/src/optimizers/adam.py, "
        "https://github.com/keras-team/keras"
    )
    code = optimizers.adam
    # Steps and gradients of opposite signs cancel; what rounding leaves of large ones is up to 1e-10.
    agreement = Agreement(floor=1e-9)
    misconceptions = MISTAKES

    def where(self, v: AdamParameters) -> str | None:
        """Say which parameters clash."""
        return clash(v)

    def comfortable(self, v: AdamParameters) -> bool:
        """Hold draws to round roots, and to answers that are not near zero."""
        last = _adam(v)
        fade = 1 - v.beta2**v.steps
        root = sqrt(last.v / fade) if v.eps_form == "paper" else sqrt(last.v)
        return (
            is_round(root)
            and (v.eps_form == "paper" or is_round(sqrt(fade)))
            and abs(last.m) > 1e-3
            and abs(last.w) > 0.05
        )

    def difficulty(self, v: AdamParameters) -> int:
        """1: one step with a negligible eps. 2: one step with a large eps, or two. 3: the rest."""
        large = v.eps > adam_rules.NEGLIGIBLE_EPS
        if v.steps == 1:
            return 2 if large else 1
        return 2 if v.steps == 2 and not large else 3

    def compute(self, v: AdamParameters) -> dict[str, float]:
        """Take the steps."""
        last = _adam(v)
        return {
            "first-moment": last.m,
            "second-moment": last.v,
            "update": last.update,
            "weight": last.w,
        }

    def follow(self, v: AdamParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Carry the learner's moments into the update, and the update into the weight."""
        if part == "update":
            second = number_in(earlier, "second-moment")
            if second < 0:
                return None
            return adam_rules.right(v, v.steps, number_in(earlier, "first-moment"), second)
        before = _after(v, v.steps - 1).w if v.steps > 1 else v.weight
        return before - number_in(earlier, "update")

    def reference(self, v: AdamParameters) -> dict[str, float]:
        """Run torch.optim.Adam in float64.

        torch has the paper's form. Keras' eps is the paper's times sqrt(1 - beta2^t), so that
        dividing it by this root before each step makes torch take Keras' steps.
        """
        import torch

        # The second number takes the same steps, but is put back to 0 before the last: what was
        # subtracted then stays visible to the last digit, however large the weight is.
        weights = torch.tensor([v.weight, 0.0], dtype=torch.float64)
        adam = torch.optim.Adam(
            [weights], lr=v.lr, betas=(float(v.beta1), float(v.beta2)), eps=v.eps, foreach=False
        )
        for t, gradient in enumerate(v.gradients, start=1):
            if v.eps_form == "keras":
                adam.param_groups[0]["eps"] = v.eps / sqrt(1 - v.beta2**t)
            weights[1] = 0.0
            weights.grad = torch.full_like(weights, gradient)
            adam.step()
        state = adam.state[weights]
        return {
            "first-moment": state["exp_avg"][0].item(),
            "second-moment": state["exp_avg_sq"][0].item(),
            "update": -weights[1].item(),
            "weight": weights[0].item(),
        }

    def prompt(self, v: AdamParameters, language: str = "en") -> str:
        """Ask for both moments, the update and the weight."""
        del language
        return adam_text.prompt(v)

    def explain(self, v: AdamParameters, language: str = "en") -> tuple[str, ...]:
        """Work the averages, the update and the weight."""
        del language
        return adam_text.explain(v, lambda steps: _after(v, steps))
